"""Reads an instance with boto3 and prints it in the shape of a snapshot.

What the service does not serve is absent, and named under `unserved`. With --strict, each raw answer must fit
botocore's model, everything is read, and facts that AWS tells in two ways must be the same facts.
"""

import json
import sys

from botocore.exceptions import ClientError

import agree
from applications import applications, issuers, providers
from aws import SERVICES, client
from entitlements import entitlements
from organization import accounts, delegated_administrators, organization_policies, tree
from permission_sets import permission_set, provisioning, statuses
from policies import customer_managed, managed
from records import every, keep
from shapes import hold_against_model


class Reader:
    def __init__(self, url, strict):
        self.url, self.strict = url, strict
        self.problems, self.unserved = [], set()
        self.sso, self.store, self.org, self.iam, self.sts, self.entitlements = map(self.client, SERVICES)

    def client(self, name, keys=None):
        made = client(name, self.url, keys)
        if self.strict:
            hold_against_model(made, self.problems)
        return made

    def must_agree(self, where, one, other):
        if one != other:
            self.problems.append(f"{where}: {one} is not {other}")

    def served(self, read):
        """A list of what `read` gives: of nothing where the service does not serve it, which may do so only
        where it need not be as AWS is."""
        try:
            return [read()]
        except ClientError as error:
            if self.strict:
                raise
            self.unserved.add(error.operation_name)
            return []

    def members(self, **reads):
        """Those members that are served."""
        return {name: value for name, read in reads.items() for value in self.served(read)}

    def memberships(self, store, groups):
        for group in groups:
            about = {"IdentityStoreId": store, "GroupId": group["GroupId"]}
            for row in every(self.store, "list_group_memberships", "GroupMemberships", **about):
                row = keep(row)
                yield {
                    "UserId": row.pop("MemberId")["UserId"],
                    **{name: row[name] for name in ("GroupId", "MembershipId", "CreatedAt") if name in row},
                }

    def assignments(self, instance, pairs):
        for arn, account in pairs:
            about = {"InstanceArn": instance, "PermissionSetArn": arn, "AccountId": account}
            yield from every(self.sso, "list_account_assignments", "AccountAssignments", **about)

    def snapshot(self):
        (found,) = every(self.sso, "list_instances", "Instances")
        instance, store = found["InstanceArn"], found["IdentityStoreId"]
        about = {"InstanceArn": instance}
        described = self.served(lambda: self.sso.describe_instance(**about)) or [found]
        arns = every(self.sso, "list_permission_sets", "PermissionSets", **about)
        roots, units, parent_of = tree(self)
        own_accounts = list(accounts(self, parent_of))
        ids = [account["Id"] for account in own_accounts]
        by_set, by_account = provisioning(self, instance, arns, ids)
        groups = [keep(group) for group in every(self.store, "list_groups", "Groups", IdentityStoreId=store)]
        extensions = {"Extensions": ["aws:identitystore:enterprise"]}
        users = every(self.store, "list_users", "Users", IdentityStoreId=store, **extensions)
        sets = [permission_set(self, instance, arn) for arn in arns]
        attributes = self.sso.describe_instance_access_control_attribute_configuration
        snapshot = {
            "instance": keep(described[0]),
            "permission_sets": sets,
            "permission_set_provisioning": [
                {"PermissionSetArn": arn, "AccountId": account}
                | ({"ProvisioningStatus": statuses[0]} if len(statuses) == 1 else {})
                for (arn, account), statuses in by_set.items()
            ],
            "account_assignments": list(self.assignments(instance, by_set)),
            "users": [keep(user) for user in users],
            "groups": groups,
            "group_memberships": list(self.memberships(store, groups)),
            "roots": roots,
            "accounts": own_accounts,
            "organizational_units": units,
            **dict(statuses(self, instance)),
            **self.members(
                access_control_attributes=lambda: keep(attributes(**about)),
                regions=lambda: [keep(region) for region in every(self.sso, "list_regions", "Regions", **about)],
                applications=lambda: list(applications(self, instance)),
                application_providers=lambda: list(providers(self)),
                trusted_token_issuers=lambda: list(issuers(self, instance)),
                organization=lambda: keep(self.org.describe_organization()["Organization"]),
                delegated_administrators=lambda: delegated_administrators(self),
                managed_policies=lambda: list(managed(self, sets)),
                entitlements=lambda: entitlements(self, instance, ids),
            ),
        }
        if self.strict:
            snapshot["customer_managed_policies"] = list(customer_managed(self, sets, by_set))
            snapshot["organization_policies"] = list(organization_policies(self))
            caller = self.sts.get_caller_identity()
            self.must_agree("GetCallerIdentity", caller["Account"], snapshot["instance"]["OwnerAccountId"])
            agree.check(self, snapshot, by_set, by_account)
        return {**snapshot, "unserved": sorted(self.unserved)}


def main(url, *flags):
    reader = Reader(url, strict="--strict" in flags)
    document = reader.snapshot()
    if reader.problems:
        sys.exit("\n".join(sorted(set(reader.problems))))
    json.dump(document, sys.stdout)


main(*sys.argv[1:])
