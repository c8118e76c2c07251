"""The documents of the policies that permission sets name: AWS's own, and those of each account."""

from urllib.parse import unquote

from aws import keys_of_role
from records import plain


def document(iam, policy):
    """The text of the default version."""
    version = {"PolicyArn": policy["Arn"], "VersionId": policy["DefaultVersionId"]}
    return unquote(iam.get_policy_version(**version)["PolicyVersion"]["Document"])


def managed(reader, sets):
    attached = {policy["Arn"] for record in sets for policy in record.get("ManagedPolicies", [])}
    boundaries = {record.get("PermissionsBoundary", {}).get("ManagedPolicyArn") for record in sets}
    for arn in sorted((attached | boundaries) - {None}):
        policy = reader.iam.get_policy(PolicyArn=arn)["Policy"]
        kept = {name: plain(policy[name]) for name in ("Arn", "DefaultVersionId", "UpdateDate")}
        yield {**kept, "Document": document(reader.iam, policy)}


def customer_managed(reader, sets, pairs):
    """Those that a set names, in each account that has the set, read by a role of that account."""
    wanted = {}
    for record in sets:
        names = [*record["CustomerManagedPolicyReferences"]]
        names += [record.get("PermissionsBoundary", {}).get("CustomerManagedPolicyReference")]
        for arn, account in pairs:
            if arn == record["PermissionSetArn"]:
                wanted.setdefault(account, set()).update((name["Path"], name["Name"]) for name in names if name)
    for account, policies in sorted(wanted.items()):
        iam = reader.client("iam", keys_of_role(reader.sts, account))
        for path, name in sorted(policies):
            record = {"AccountId": account, "Name": name, "Path": path}
            try:
                policy = iam.get_policy(PolicyArn=f"arn:aws:iam::{account}:policy{path}{name}")["Policy"]
            except iam.exceptions.NoSuchEntityException:
                yield record
                continue
            reader.must_agree("GetPolicy", [policy["Path"], policy["PolicyName"]], [path, name])
            yield {**record, "Document": document(iam, policy)}
