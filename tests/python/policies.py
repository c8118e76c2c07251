"""The documents of the policies that permission sets name: AWS's own, and those of each account."""

from urllib.parse import unquote

from aws import keys_of_role
from records import plain


def document(iam, arn):
    """The policy and the text of its default version; None where there is no such policy."""
    try:
        policy = iam.get_policy(PolicyArn=arn)["Policy"]
    except iam.exceptions.NoSuchEntityException:
        return None, None
    version = iam.get_policy_version(PolicyArn=arn, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
    return policy, unquote(version["Document"])


def managed(reader, sets):
    attached = {policy["Arn"] for record in sets for policy in record.get("ManagedPolicies", [])}
    boundaries = {record.get("PermissionsBoundary", {}).get("ManagedPolicyArn") for record in sets}
    for arn in sorted((attached | boundaries) - {None}):
        policy, text = document(reader.iam, arn)
        if policy is None:
            yield {"Arn": arn}
        else:
            date = plain(policy["UpdateDate"])
            yield {"Arn": arn, "DefaultVersionId": policy["DefaultVersionId"], "UpdateDate": date, "Document": text}


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
            policy, text = document(iam, f"arn:aws:iam::{account}:policy{path}{name}")
            if policy:
                reader.must_agree("GetPolicy", [policy["Path"], policy["PolicyName"]], [path, name])
            found = {"Document": text} if policy else {}
            yield {"AccountId": account, "Name": name, "Path": path, **found}
