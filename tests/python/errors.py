"""How boto3 sees the stand-in's refusals: prints `name: exception, code, message` for each."""

import sys

from botocore import UNSIGNED
from botocore.exceptions import BotoCoreError, ClientError

from aws import clients

INSTANCE, SET, STORE = sys.argv[2:5]
aws = clients(sys.argv[1], parameter_validation=False)
sso, store, org = aws["sso-admin"], aws["identitystore"], aws["organizations"]
about = {"InstanceArn": INSTANCE, "PermissionSetArn": SET}


def token_of_another_list():
    token = sso.list_permission_sets(InstanceArn=INSTANCE, MaxResults=1)["NextToken"]
    sso.list_managed_policies_in_permission_set(NextToken=token, **about)


CASES = {
    "unsigned": lambda: clients(sys.argv[1], signature_version=UNSIGNED)["organizations"].list_roots(),
    "denied": lambda: store.list_groups(IdentityStoreId=STORE),
    "throttled": lambda: store.list_users(IdentityStoreId=STORE),
    "organizations throttled": lambda: org.list_roots(),
    "unwell": lambda: org.list_accounts(),
    "hung up": lambda: org.list_accounts(),
    "too many results": lambda: sso.list_permission_sets(InstanceArn=INSTANCE, MaxResults=101),
    "too many accounts": lambda: org.list_accounts(MaxResults=21),
    "missing parameter": lambda: sso.describe_permission_set(InstanceArn=INSTANCE),
    "unknown operation": lambda: sso.list_regions(InstanceArn=INSTANCE),
    "unknown set": lambda: sso.describe_permission_set(InstanceArn=INSTANCE, PermissionSetArn=SET[:-1] + "x"),
    "token of another list": token_of_another_list,
    "boundary with a reason": lambda: sso.get_permissions_boundary_for_permission_set(**about),
}

for name, call in CASES.items():
    try:
        call()
        print(f"{name}: no error")
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        reason = error.response.get("Reason", "-")
        print(f"{name}: {type(error).__name__} {error.response['Error']['Code']} {status} {reason}")
    except BotoCoreError as error:
        print(f"{name}: {type(error).__name__}")
