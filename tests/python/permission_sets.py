"""Permission sets with their parts, and the pairs that are provisioned."""

from records import every, keep

PARTS = {
    "Tags": "list_tags_for_resource",
    "InlinePolicy": "get_inline_policy_for_permission_set",
    "ManagedPolicies": "list_managed_policies_in_permission_set",
    "CustomerManagedPolicyReferences": "list_customer_managed_policy_references_in_permission_set",
    "PermissionsBoundary": "get_permissions_boundary_for_permission_set",
}


def permission_set(reader, instance, arn):
    about = {"InstanceArn": instance, "PermissionSetArn": arn}
    record = keep(reader.sso.describe_permission_set(**about)["PermissionSet"])
    for member in PARTS:
        for value in reader.served(lambda member=member: part(reader.sso, member, instance, arn)):
            record[member] = value
    # None and not served are told apart by `unserved`.
    return {name: value for name, value in record.items() if value is not None}


def part(sso, member, instance, arn):
    call, about = PARTS[member], {"InstanceArn": instance, "PermissionSetArn": arn}
    if member == "Tags":
        return every(sso, call, "Tags", InstanceArn=instance, ResourceArn=arn)
    if member == "InlinePolicy":
        return getattr(sso, call)(**about)["InlinePolicy"] or None
    if member == "ManagedPolicies":
        return every(sso, call, "AttachedManagedPolicies", **about)
    if member == "CustomerManagedPolicyReferences":
        return [{"Path": "/", **policy} for policy in every(sso, call, member, **about)]
    try:
        boundary = getattr(sso, call)(**about)["PermissionsBoundary"]
    except sso.exceptions.ResourceNotFoundException:
        return None
    reference = boundary.get("CustomerManagedPolicyReference")
    return {"CustomerManagedPolicyReference": {"Path": "/", **reference}} if reference else boundary


def provisioning(reader, instance, sets, accounts):
    """By set and by account: the two readings must be the same pairs."""
    statuses = ("LATEST_PERMISSION_SET_PROVISIONED", "LATEST_PERMISSION_SET_NOT_PROVISIONED")
    by_set, by_account = {}, {}
    for status in statuses:
        about = {"InstanceArn": instance, "ProvisioningStatus": status}
        for arn in sets:
            call = "list_accounts_for_provisioned_permission_set"
            for account in every(reader.sso, call, "AccountIds", PermissionSetArn=arn, **about):
                by_set.setdefault((arn, account), []).append(status)
        for account in accounts:
            call = "list_permission_sets_provisioned_to_account"
            for arn in every(reader.sso, call, "PermissionSets", AccountId=account, **about):
                by_account.setdefault((arn, account), []).append(status)
    return by_set, by_account


def statuses(reader, instance):
    """The requests to assign, to take away, to provision: the list names them, Describe tells of them."""
    kinds = (
        ("account_assignment_creation", "AccountAssignmentsCreationStatus", "AccountAssignmentCreationRequestId"),
        ("account_assignment_deletion", "AccountAssignmentsDeletionStatus", "AccountAssignmentDeletionRequestId"),
        ("permission_set_provisioning", "PermissionSetsProvisioningStatus", "ProvisionPermissionSetRequestId"),
    )
    for kind, member, key in kinds:
        describe = getattr(reader.sso, f"describe_{kind}_status")

        def read():
            rows = every(reader.sso, f"list_{kind}_status", member, InstanceArn=instance)
            described = [describe(InstanceArn=instance, **{key: row["RequestId"]}) for row in rows]
            return [keep(record) for answer in described for name, record in answer.items() if name.endswith("Status")]

        for rows in reader.served(read):
            yield f"{kind}_statuses", rows
