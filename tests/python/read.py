"""Reads an instance with boto3 and prints it in the shape of a snapshot.

What the service does not serve is absent, and named under `unserved`. With --strict, each raw answer must fit
botocore's model.
"""

import datetime
import json
import sys

from botocore.exceptions import ClientError

from aws import clients, hold_against_model

# Members of AWS's answers that a snapshot does not keep.
NOT_KEPT = {"GroupArn", "MembershipArn", "Paths", "PolicyTypes", "ResponseMetadata", "Revision", "UserArn"}
SET_PARTS = {
    "Tags": "list_tags_for_resource",
    "InlinePolicy": "get_inline_policy_for_permission_set",
    "ManagedPolicies": "list_managed_policies_in_permission_set",
    "CustomerManagedPolicyReferences": "list_customer_managed_policy_references_in_permission_set",
    "PermissionsBoundary": "get_permissions_boundary_for_permission_set",
}


def keep(record):
    def plain(value):
        if isinstance(value, datetime.datetime):
            text = value.astimezone(datetime.timezone.utc).isoformat().replace("+00:00", "")
            return (text.rstrip("0") if "." in text else text) + "Z"
        return value

    return {name: plain(value) for name, value in record.items() if name not in NOT_KEPT}


def every(client, operation, member, **params):
    """All pages, by hand: an empty page with a NextToken is not the end."""
    items = []
    while True:
        answer = getattr(client, operation)(**params)
        items += answer.get(member, [])
        if "NextToken" not in answer:
            return items
        params["NextToken"] = answer["NextToken"]


class Reader:
    def __init__(self, aws):
        self.sso, self.store, self.org = aws["sso-admin"], aws["identitystore"], aws["organizations"]
        self.unserved = set()

    def served(self, read):
        """A list of what `read` gives: of nothing where the service has no such operation (moto answers 500)."""
        try:
            return [read()]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 500:
                raise
            self.unserved.add(error.operation_name)
            return []

    def part(self, member, instance, arn):
        call, about = SET_PARTS[member], {"InstanceArn": instance, "PermissionSetArn": arn}
        if member == "Tags":
            return every(self.sso, call, "Tags", InstanceArn=instance, ResourceArn=arn)
        if member == "InlinePolicy":
            return getattr(self.sso, call)(**about)["InlinePolicy"] or None
        if member == "ManagedPolicies":
            return every(self.sso, call, "AttachedManagedPolicies", **about)
        if member == "CustomerManagedPolicyReferences":
            return [{"Path": "/", **policy} for policy in every(self.sso, call, member, **about)]
        try:
            boundary = getattr(self.sso, call)(**about)["PermissionsBoundary"]
        except self.sso.exceptions.ResourceNotFoundException:
            return None
        reference = boundary.get("CustomerManagedPolicyReference")
        return {"CustomerManagedPolicyReference": {"Path": "/", **reference}} if reference else boundary

    def permission_set(self, instance, arn):
        about = {"InstanceArn": instance, "PermissionSetArn": arn}
        record = keep(self.sso.describe_permission_set(**about)["PermissionSet"])
        for member in SET_PARTS:
            for value in self.served(lambda member=member: self.part(member, instance, arn)):
                record[member] = value
        # None and not served are told apart by `unserved`.
        record = {name: value for name, value in record.items() if value is not None}
        return record

    def provisioning(self, instance, sets, accounts):
        """By set and by account: the two readings must be the same pairs."""
        statuses = ("LATEST_PERMISSION_SET_PROVISIONED", "LATEST_PERMISSION_SET_NOT_PROVISIONED")
        by_set, by_account = {}, {}
        for status in statuses:
            about = {"InstanceArn": instance, "ProvisioningStatus": status}
            for arn in sets:
                call = "list_accounts_for_provisioned_permission_set"
                for account in every(self.sso, call, "AccountIds", PermissionSetArn=arn, **about):
                    by_set.setdefault((arn, account), []).append(status)
            for account in accounts:
                call = "list_permission_sets_provisioned_to_account"
                for arn in every(self.sso, call, "PermissionSets", AccountId=account, **about):
                    by_account.setdefault((arn, account), []).append(status)
        return by_set, by_account

    def parents(self):
        units, parent_of = [], {}
        roots = [keep(root) for root in every(self.org, "list_roots", "Roots")]
        waiting = [root["Id"] for root in roots]
        while waiting:
            parent = waiting.pop()
            for account in every(self.org, "list_accounts_for_parent", "Accounts", ParentId=parent):
                parent_of[account["Id"]] = parent
            call = "list_organizational_units_for_parent"
            for unit in every(self.org, call, "OrganizationalUnits", ParentId=parent):
                known = {name: unit[name] for name in ("Id", "Arn", "Name")}
                units.append({**known, "ParentId": parent})
                waiting.append(unit["Id"])
        return roots, units, parent_of

    def accounts(self, parent_of):
        for account in every(self.org, "list_accounts", "Accounts"):
            if "State" in account:
                account.pop("Status", None)
            yield {**keep(account), "ParentId": parent_of[account["Id"]]}

    def memberships(self, store, groups):
        for group in groups:
            about = {"IdentityStoreId": store, "GroupId": group["GroupId"]}
            for row in every(self.store, "list_group_memberships", "GroupMemberships", **about):
                row = keep(row)
                yield {
                    "UserId": row.pop("MemberId")["UserId"],
                    **{name: row[name] for name in ("GroupId", "MembershipId", "CreatedAt") if name in row},
                }

    def snapshot(self):
        (found,) = every(self.sso, "list_instances", "Instances")
        instance, store = found["InstanceArn"], found["IdentityStoreId"]
        described = self.served(lambda: self.sso.describe_instance(InstanceArn=instance)) or [found]
        sets = every(self.sso, "list_permission_sets", "PermissionSets", InstanceArn=instance)
        roots, units, parent_of = self.parents()
        accounts = list(self.accounts(parent_of))
        by_set, by_account = self.provisioning(instance, sets, [account["Id"] for account in accounts])
        groups = [keep(group) for group in every(self.store, "list_groups", "Groups", IdentityStoreId=store)]
        users = every(self.store, "list_users", "Users", IdentityStoreId=store)
        assignments = [
            row
            for arn, account in by_set
            for row in every(
                self.sso,
                "list_account_assignments",
                "AccountAssignments",
                InstanceArn=instance,
                PermissionSetArn=arn,
                AccountId=account,
            )
        ]
        return {
            "instance": keep(described[0]),
            "permission_sets": [self.permission_set(instance, arn) for arn in sets],
            "permission_set_provisioning": [
                {"PermissionSetArn": arn, "AccountId": account}
                | ({"ProvisioningStatus": statuses[0]} if len(statuses) == 1 else {})
                for (arn, account), statuses in by_set.items()
            ],
            "account_assignments": assignments,
            "users": [keep(user) for user in users],
            "groups": groups,
            "group_memberships": list(self.memberships(store, groups)),
            "roots": roots,
            "accounts": accounts,
            "organizational_units": units,
            "axes_agree": by_set == by_account,
            "unserved": sorted(self.unserved),
        }


def main(url, *flags):
    aws, problems = clients(url), []
    if "--strict" in flags:
        for client in aws.values():
            hold_against_model(client, problems)
    document = Reader(aws).snapshot()
    if problems:
        sys.exit("\n".join(sorted(set(problems))))
    json.dump(document, sys.stdout)


main(*sys.argv[1:])
