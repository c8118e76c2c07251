"""The organization, its tree, its accounts, its policies."""

from records import every, keep


def tree(reader):
    org, units, parent_of = reader.org, [], {}
    roots = [keep(root) for root in every(org, "list_roots", "Roots")]
    waiting = [root["Id"] for root in roots]
    while waiting:
        parent = waiting.pop()
        for account in every(org, "list_accounts_for_parent", "Accounts", ParentId=parent):
            parent_of[account["Id"]] = parent
        for unit in every(org, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=parent):
            place_agrees(reader, unit, parent, [unit["Path"]] if "Path" in unit else [])
            units.append({**keep(unit), "ParentId": parent})
            waiting.append(unit["Id"])
    return roots, units, parent_of


def place_agrees(reader, record, parent, paths):
    """A path ends in the parent and the record itself."""
    for path in paths:
        reader.must_agree("Path", path.strip("/").split("/")[-2:], [parent, record["Id"]])


def described(account):
    if "State" in account:
        account.pop("Status", None)
    return keep(account)


def accounts(reader, parent_of):
    for account in every(reader.org, "list_accounts", "Accounts"):
        place_agrees(reader, account, parent_of[account["Id"]], account.get("Paths", []))
        record = {**described(account), "ParentId": parent_of[account["Id"]]}
        read = lambda: every(reader.org, "list_tags_for_resource", "Tags", ResourceId=record["Id"])
        for tags in reader.served(read):
            record["Tags"] = tags
        yield record


def delegated_administrators(reader):
    principal = {"ServicePrincipal": "sso.amazonaws.com"}
    listed = every(reader.org, "list_delegated_administrators", "DelegatedAdministrators", **principal)
    return [described(account) for account in listed]


def organization_policies(reader):
    for kind in ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY"):
        for listed in every(reader.org, "list_policies", "Policies", Filter=kind):
            about = {"PolicyId": listed["Id"]}
            policy = reader.org.describe_policy(**about)["Policy"]
            reader.must_agree("DescribePolicy", listed, policy["PolicySummary"])
            targets = every(reader.org, "list_targets_for_policy", "Targets", **about)
            targets = [{name: target[name] for name in ("TargetId", "Type")} for target in targets]
            yield {**listed, "Content": policy["Content"], "Targets": targets}
