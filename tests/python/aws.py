"""boto3 clients for all services at some URL."""

import boto3
from botocore.config import Config
from botocore.handlers import json_decode_policies

SERVICES = ("sso-admin", "identitystore", "organizations", "iam", "sts", "account-access")
OWN_KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test"}


def client(name, url, keys=None, **settings):
    config = Config(retries={"total_max_attempts": 1}, **settings)
    session = boto3.Session(region_name="us-east-1", **(keys or OWN_KEYS))
    made = session.client(name, endpoint_url=url, config=config)
    # A snapshot keeps the text of a policy; boto3 would read it.
    made.meta.events.unregister("after-call.iam", json_decode_policies)
    return made


def clients(url, **settings):
    return {name: client(name, url, **settings) for name in SERVICES}


def keys_of_role(sts, account):
    """Keys for another account."""
    arn = f"arn:aws:iam::{account}:role/reader"
    keys = sts.assume_role(RoleArn=arn, RoleSessionName="stand-in")["Credentials"]
    return {
        "aws_access_key_id": keys["AccessKeyId"],
        "aws_secret_access_key": keys["SecretAccessKey"],
        "aws_session_token": keys["SessionToken"],
    }
