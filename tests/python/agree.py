"""Facts that AWS tells in two ways must be the same facts."""

from records import every, keep


def check(reader, snapshot, by_set, by_account):
    instance = {"InstanceArn": snapshot["instance"]["InstanceArn"]}
    reader.must_agree("ListPermissionSetsProvisionedToAccount", by_set, by_account)
    for region in snapshot["regions"]:
        described = reader.sso.describe_region(RegionName=region["RegionName"], **instance)
        reader.must_agree("DescribeRegion", keep(described), region)
    for application in snapshot["applications"]:
        parts_of_application(reader, application)
    people(reader, snapshot)
    principals(reader, snapshot, instance)


def parts_of_application(reader, application):
    sso, about = reader.sso, {"ApplicationArn": application["ApplicationArn"]}
    for row in application["Assignments"]:
        described = keep(sso.describe_application_assignment(**about, **row))
        reader.must_agree("DescribeApplicationAssignment", described, {**about, **row})
    for scope in application["AccessScopes"]:
        described = keep(sso.get_application_access_scope(Scope=scope["Scope"], **about))
        reader.must_agree("GetApplicationAccessScope", described, scope)
    for method in application["AuthenticationMethods"]:
        kind = {"AuthenticationMethodType": method["AuthenticationMethodType"]}
        described = keep(sso.get_application_authentication_method(**kind, **about))
        reader.must_agree("GetApplicationAuthenticationMethod", {**kind, **described}, method)
    for grant in application["Grants"]:
        kind = {"GrantType": grant["GrantType"]}
        described = keep(sso.get_application_grant(**kind, **about))
        reader.must_agree("GetApplicationGrant", {**kind, **described}, grant)


def people(reader, snapshot):
    store = {"IdentityStoreId": snapshot["instance"]["IdentityStoreId"]}
    for user in snapshot["users"]:
        asked = {"UserId": user["UserId"], "Extensions": ["aws:identitystore:enterprise"], **store}
        reader.must_agree("DescribeUser", keep(reader.store.describe_user(**asked)), user)
        member = {"MemberId": {"UserId": user["UserId"]}, **store}
        rows = every(reader.store, "list_group_memberships_for_member", "GroupMemberships", **member)
        of_user = [row["GroupId"] for row in snapshot["group_memberships"] if row["UserId"] == user["UserId"]]
        reader.must_agree("ListGroupMembershipsForMember", sorted(row["GroupId"] for row in rows), sorted(of_user))
    for group in snapshot["groups"]:
        described = keep(reader.store.describe_group(GroupId=group["GroupId"], **store))
        reader.must_agree("DescribeGroup", described, group)


def principals(reader, snapshot, instance):
    """The rows of each principal; of a user those of its groups too."""
    own, groups_of = {}, {}
    for row in snapshot["account_assignments"]:
        own.setdefault(row["PrincipalId"], []).append(row)
    for row in snapshot["group_memberships"]:
        groups_of.setdefault(row["UserId"], []).append(row["GroupId"])
    for kind, records in (("USER", snapshot["users"]), ("GROUP", snapshot["groups"])):
        for record in records:
            id = record["UserId" if kind == "USER" else "GroupId"]
            about = {"PrincipalId": id, "PrincipalType": kind, **instance}
            expected = [row for holder in (id, *groups_of.get(id, [])) for row in own.get(holder, [])]
            rows = every(reader.sso, "list_account_assignments_for_principal", "AccountAssignments", **about)
            reader.must_agree("ListAccountAssignmentsForPrincipal", in_order(rows), in_order(expected))
            call = "list_application_assignments_for_principal"
            rows = every(reader.sso, call, "ApplicationAssignments", **about)
            principal = {"PrincipalId": id, "PrincipalType": kind}
            expected = [
                {"ApplicationArn": application["ApplicationArn"], **principal}
                for application in snapshot["applications"]
                if principal in application["Assignments"]
            ]
            reader.must_agree("ListApplicationAssignmentsForPrincipal", in_order(rows), in_order(expected))


def in_order(rows):
    return sorted(sorted(row.items()) for row in rows)
