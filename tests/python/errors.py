"""How boto3 sees the stand-in's refusals: prints `name: exception, code, status, details` for each."""

import json
import sys

from botocore import UNSIGNED
from botocore.exceptions import BotoCoreError, ClientError

from aws import client, clients, keys_of_role

URL, IDS = sys.argv[1], json.loads(sys.argv[2])
INSTANCE, SET, STORE, ACCOUNT = (IDS[name] for name in ("instance", "set", "store", "account"))
aws = clients(URL, parameter_validation=False)
sso, store, org, iam, sts, access = aws.values()
about = {"InstanceArn": INSTANCE, "PermissionSetArn": SET}
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


def token_of_another_list():
    token = sso.list_permission_sets(InstanceArn=INSTANCE, MaxResults=1)["NextToken"]
    sso.list_managed_policies_in_permission_set(NextToken=token, **about)


def rows_of_a_deleted_user():
    principal = {"PrincipalId": IDS["deleted_user"], "PrincipalType": "USER"}
    sso.list_account_assignments_for_principal(InstanceArn=INSTANCE, **principal)


def policy_of(account, name):
    """Asked by a role of the account ACCOUNT."""
    theirs = client("iam", URL, keys_of_role(sts, ACCOUNT))
    theirs.get_policy(PolicyArn=f"arn:aws:iam::{account}:policy/{name}")


def entitlements_in_the_account():
    access.list_entitlements(applicationArn=IDS["entitling"], filter={"principalRole": {"account": ACCOUNT}})


def signed_for_another_service():
    misled = client("organizations", URL)
    misled._request_signer._signing_name = "sso"
    misled.list_roots()


CASES = {
    "unsigned": lambda: clients(URL, signature_version=UNSIGNED)["organizations"].list_roots(),
    "signed for another service": signed_for_another_service,
    "denied": lambda: store.list_groups(IdentityStoreId=STORE),
    "throttled": lambda: store.list_users(IdentityStoreId=STORE),
    "told when to come again": lambda: store.describe_user(IdentityStoreId=STORE, UserId=IDS["deleted_user"]),
    "organizations throttled": lambda: org.list_roots(),
    "unwell": lambda: org.list_accounts(),
    "hung up": lambda: org.list_accounts(),
    "too many results": lambda: sso.list_permission_sets(InstanceArn=INSTANCE, MaxResults=101),
    "too many scopes": lambda: sso.list_application_access_scopes(ApplicationArn=IDS["application"], MaxResults=11),
    "too many accounts": lambda: org.list_accounts(MaxResults=21),
    "missing parameter": lambda: sso.describe_permission_set(InstanceArn=INSTANCE),
    "unknown operation": lambda: sso.create_permission_set(InstanceArn=INSTANCE, Name="new"),
    "unknown set": lambda: sso.describe_permission_set(InstanceArn=INSTANCE, PermissionSetArn=SET[:-1] + "x"),
    "token of another list": token_of_another_list,
    "boundary with a reason": lambda: sso.get_permissions_boundary_for_permission_set(**about),
    "no attributes": lambda: sso.describe_instance_access_control_attribute_configuration(InstanceArn=INSTANCE),
    "rows of a deleted user": rows_of_a_deleted_user,
    "refused in so many words": lambda: sso.list_regions(InstanceArn=INSTANCE),
    "not learned": lambda: sso.list_application_providers(),
    "no organization": lambda: org.describe_organization(),
    "no such policy of the organization": lambda: org.describe_policy(PolicyId="p-nosuchpolicy"),
    "no such account": lambda: org.list_tags_for_resource(ResourceId="999999999999"),
    "policy throttled": lambda: iam.get_policy(PolicyArn=ADMINISTRATOR),
    "no such policy": lambda: iam.get_policy(PolicyArn=ADMINISTRATOR + "<none> & nothing"),
    "no such version": lambda: iam.get_policy_version(PolicyArn=ADMINISTRATOR, VersionId="v0"),
    "policy without an ARN": lambda: iam.get_policy(),
    "no such policy in the account": lambda: policy_of(ACCOUNT, "none"),
    "policy of another account": lambda: policy_of("999999999999", "boundary"),
    "role denied": lambda: keys_of_role(sts, "222222222222"),
    "entitlements throttled": lambda: access.list_applications(),
    "unknown application": lambda: access.get_application(applicationArn=IDS["entitling"] + "0"),
    "entitlements without a filter": lambda: access.list_entitlements(applicationArn=IDS["entitling"]),
    "entitlements in an account denied": entitlements_in_the_account,
    "beyond the rate": lambda: [org.list_tags_for_resource(ResourceId="r-ab12") for _ in range(20)],
}

for name, call in CASES.items():
    try:
        call()
        print(f"{name}: no error")
    except ClientError as error:
        response, kind = error.response, type(error).__name__
        status = response["ResponseMetadata"]["HTTPStatusCode"]
        details = [response[member] for member in ("Reason", "RetryAfterSeconds") if member in response]
        details += [response["Error"]["Message"]] if "words" in name else []
        print(f"{name}: {kind} {response['Error']['Code']} {status}", *details)
    except BotoCoreError as error:
        print(f"{name}: {type(error).__name__}")
