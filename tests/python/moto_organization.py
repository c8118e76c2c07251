"""Builds an organization in moto through boto3."""

import json
import sys

from aws import clients

aws = clients(sys.argv[1])
sso, store, org = aws["sso-admin"], aws["identitystore"], aws["organizations"]

management = org.create_organization(FeatureSet="ALL")["Organization"]["MasterAccountId"]
root = org.list_roots()["Roots"][0]["Id"]
parents = [root]
for name, above in (("Workloads", 0), ("Production", 1), ("Sandbox", 0)):
    unit = org.create_organizational_unit(ParentId=parents[above], Name=name)["OrganizationalUnit"]["Id"]
    parents.append(unit)
for number in range(25):  # more than a page of 20
    status = org.create_account(AccountName=f"account-{number}", Email=f"aws{number}@example.com")
    account = status["CreateAccountStatus"]["AccountId"]
    destination = parents[number % len(parents)]
    if destination != root:
        org.move_account(AccountId=account, SourceParentId=root, DestinationParentId=destination)

(instance,) = sso.list_instances()["Instances"]
arn, store_id = instance["InstanceArn"], instance["IdentityStoreId"]

users = [
    store.create_user(
        IdentityStoreId=store_id,
        UserName=f"user-{number}",
        DisplayName=f"Us\u00e9r {number}",
        Name={"GivenName": "User", "FamilyName": str(number)},
        Emails=[{"Value": f"user{number}@example.com", "Type": "work", "Primary": True}],
    )["UserId"]
    for number in range(120)  # more than a page of 100
]
groups = [
    store.create_group(IdentityStoreId=store_id, DisplayName=f"group-{number}", Description="a group")["GroupId"]
    for number in range(5)
]
for number, group in enumerate(groups[:-1]):
    for user in users[number :: 10 + number]:
        store.create_group_membership(IdentityStoreId=store_id, GroupId=group, MemberId={"UserId": user})

policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
for number in range(8):
    created = sso.create_permission_set(
        InstanceArn=arn, Name=f"set-{number}", Description=f"Set {number}", SessionDuration=f"PT{number + 1}H"
    )
    about = {"InstanceArn": arn, "PermissionSetArn": created["PermissionSet"]["PermissionSetArn"]}
    if number % 2:
        sso.put_inline_policy_to_permission_set(InlinePolicy=json.dumps(policy, indent=number), **about)
    for name in ("AdministratorAccess", "ReadOnlyAccess", "SecurityAudit")[: number % 4]:
        sso.attach_managed_policy_to_permission_set(ManagedPolicyArn=f"arn:aws:iam::aws:policy/{name}", **about)
    if number % 3 == 0:
        reference = {"Name": f"team-{number}", "Path": "/teams/"}
        sso.attach_customer_managed_policy_reference_to_permission_set(
            CustomerManagedPolicyReference=reference, **about
        )
    if number == 7:
        continue  # stays unprovisioned
    principals = [("GROUP", groups[number % len(groups)]), ("USER", users[number])]
    for kind, principal in principals[: 1 + number % 2]:
        sso.create_account_assignment(
            TargetId=management, TargetType="AWS_ACCOUNT", PrincipalType=kind, PrincipalId=principal, **about
        )
    sso.provision_permission_set(TargetType="AWS_ACCOUNT", TargetId=management, **about)
