#!/usr/bin/env python3
"""Writes the sample snapshots: `python3 samples/generate.py`.

`companies.py` describes three invented companies, `directory.py` makes records of them, and here things happen to
them. All of it goes through `add`, `remove` and `change` of the directory, which note what they did: that is how
`northwind/expected/changes.json` is made. A comparison of the two files is only held against it.
"""

import json
import uuid
from datetime import datetime, timedelta
from pathlib import Path

from companies import CLEAN, NORTHWIND, PARTIAL, allow, document
from directory import KEYS, LATEST, OUTDATED, Directory, boundary, emails, person_name, policies, stamp, tags
from policies import EXCERPTS

SAMPLES = Path(__file__).parent


def snapshot(directory, started):
    """The directory as a snapshot in which everything was read."""
    directory.settle_policies()
    company, owner, caller = directory.company, directory.owner, directory.account(directory.company.caller)
    tables = {table: [records[key] for key in sorted(records)] for table, records in directory.tables.items()}
    exhaustive = company is not PARTIAL
    members = {
        "format": "ssoscan-snapshot",
        "format_version": 1,
        "collected": {
            "started_at": started, "finished_at": None, "ssoscan_version": "0.1.0", "partition": "aws",
            "region": company.region,
            "caller": {"account_id": caller, "arn": f"arn:aws:sts::{caller}:assumed-role/ssoscan-reader/nightly"},
            "mode": "exhaustive" if exhaustive else "pairs", "calls": None, "throttled": 0},
        "coverage": coverage(tables, directory.requests, exhaustive),
        "instance": {
            "InstanceArn": f"arn:aws:sso:::instance/{company.instance}", "IdentityStoreId": company.store,
            "IdentityStoreArn": f"arn:aws:identitystore::{owner}:identitystore/{company.store}",
            "OwnerAccountId": owner, "Name": company.name, "CreatedDate": "2022-11-14T08:30:00Z",
            "Status": "ACTIVE", "StatusReason": None, "PrimaryRegion": company.region,
            "EncryptionConfigurationDetails": {
                "KeyType": "AWS_OWNED_KMS_KEY", "KmsKeyArn": None, "EncryptionStatus": "ENABLED",
                "EncryptionStatusReason": None},
            "PermissionSetsEnabled": True},
        "access_control_attributes": ATTRIBUTES if company is NORTHWIND else None,
        **tables,
        **{table: sorted(directory.requests[kind], key=lambda record: record["RequestId"])
           for table, kind in REQUESTS.items()},
        "organization": {
            "Id": company.organization, "Arn": directory.arn("organization", company.organization),
            "FeatureSet": "ALL", "MasterAccountArn": directory.arn("account", owner), "MasterAccountId": owner,
            "MasterAccountEmail": f"aws+{company.management}@{company.domain}"},
        "observations": [],
    }
    return {member: members[member] for member in MEMBERS if member in members}


REQUESTS = {
    "account_assignment_creation_statuses": "creation", "account_assignment_deletion_statuses": "deletion",
    "permission_set_provisioning_statuses": "provisioning"}
MEMBERS = [  # in the order of the file
    "format", "format_version", "collected", "coverage", "instance", "access_control_attributes", "regions",
    "permission_sets", "permission_set_provisioning", "account_assignments", *REQUESTS, "applications",
    "application_providers", "trusted_token_issuers", "users", "groups", "group_memberships", "organization", "roots",
    "accounts", "organizational_units", "delegated_administrators", "managed_policies", "customer_managed_policies",
    "entitlements", "organization_policies", "observations"]
ATTRIBUTES = {
    "Status": "ENABLED", "StatusReason": None,
    "InstanceAccessControlAttributeConfiguration": {
        "AccessControlAttributes": [{"Key": "Department", "Value": {"Source": ["${path:enterprise.department}"]}}]}}
NOT_NEEDED = {  # the operations whose answers others gave
    "account-access": ["GetApplication"],
    "identitystore": ["ListGroupMembershipsForMember"],
    "sso-admin": [
        "DescribeApplicationAssignment", "DescribeApplicationProvider", "DescribeRegion", "GetApplicationAccessScope",
        "GetApplicationAuthenticationMethod", "GetApplicationGrant", "ListAccountAssignmentsForPrincipal",
        "ListApplicationAssignmentsForPrincipal", "ListPermissionSetsProvisionedToAccount"]}


def coverage(tables, requests, exhaustive):
    """One row for each operation, all complete: the calls it takes to read these tables, and the items they hold."""
    sets, groups = tables["permission_sets"], tables["groups"]
    parents = [record["Id"] for table in ("roots", "organizational_units") for record in tables[table]]
    children = [record["ParentId"] for record in tables["accounts"]]
    members = [record["GroupId"] for record in tables["group_memberships"]]

    def pages(items, size=100):
        return max(1, -(-items // size))

    def part(operation, member, items=bool):
        return "sso-admin", operation, len(sets), sum(items(record.get(member) or ()) for record in sets)

    applications, issuers = tables["applications"], tables["trusted_token_issuers"]
    accounts, scps = tables["accounts"], tables["organization_policies"]
    documents = [record for table in ("managed_policies", "customer_managed_policies") for record in tables[table]]

    def of_application(operation, member, items=bool):
        return ("sso-admin", operation, len(applications),
                sum(items(record[member] or ()) for record in applications))

    def requested(operation, kind):
        yield "sso-admin", "List" + operation, 1, len(requests[kind])
        yield "sso-admin", "Describe" + operation, len(requests[kind]), len(requests[kind])

    def whole(service, operation, table, size=100):
        return service, operation, pages(len(tables[table]), size), len(tables[table])

    found = [
        ("sso-admin", "ListInstances", 1, 1),
        ("sso-admin", "DescribeInstance", 1, 1),
        whole("sso-admin", "ListPermissionSets", "permission_sets"),
        ("sso-admin", "DescribePermissionSet", len(sets), len(sets)),
        ("sso-admin", "ListTagsForResource", len(sets) + len(applications) + len(issuers),
         sum(len(record.get("Tags") or ()) for record in sets + applications + issuers)),
        part("GetInlinePolicyForPermissionSet", "InlinePolicy"),
        part("ListManagedPoliciesInPermissionSet", "ManagedPolicies", len),
        part("ListCustomerManagedPolicyReferencesInPermissionSet", "CustomerManagedPolicyReferences", len),
        part("GetPermissionsBoundaryForPermissionSet", "PermissionsBoundary"),
        ("sso-admin", "ListAccountsForProvisionedPermissionSet", 2 * len(sets),
         len(tables["permission_set_provisioning"])),
        ("sso-admin", "ListAccountAssignments",
         len(sets) * len(accounts) if exhaustive else len(tables["permission_set_provisioning"]),
         len(tables["account_assignments"])),
        *requested("AccountAssignmentCreationStatus", "creation"),
        *requested("AccountAssignmentDeletionStatus", "deletion"),
        *requested("PermissionSetProvisioningStatus", "provisioning"),
        ("sso-admin", "DescribeInstanceAccessControlAttributeConfiguration", 1, 1),
        whole("sso-admin", "ListRegions", "regions"),
        whole("sso-admin", "ListApplicationProviders", "application_providers"),
        whole("sso-admin", "ListTrustedTokenIssuers", "trusted_token_issuers"),
        ("sso-admin", "DescribeTrustedTokenIssuer", len(issuers), len(issuers)),
        whole("sso-admin", "ListApplications", "applications"),
        ("sso-admin", "DescribeApplication", len(applications), len(applications)),
        of_application("ListApplicationAssignments", "Assignments", len),
        of_application("GetApplicationAssignmentConfiguration", "AssignmentConfiguration"),
        of_application("GetApplicationSessionConfiguration", "SessionConfiguration"),
        of_application("ListApplicationAccessScopes", "AccessScopes", len),
        of_application("ListApplicationAuthenticationMethods", "AuthenticationMethods", len),
        of_application("ListApplicationGrants", "Grants", len),
        whole("identitystore", "ListUsers", "users"),
        whole("identitystore", "ListGroups", "groups"),
        ("identitystore", "ListGroupMemberships", sum(pages(members.count(group["GroupId"])) for group in groups),
         len(members)),
        whole("organizations", "ListAccounts", "accounts", 20),
        whole("organizations", "ListRoots", "roots", 20),
        ("organizations", "ListOrganizationalUnitsForParent", len(parents), len(parents) - 1),
        ("organizations", "ListAccountsForParent", sum(pages(children.count(parent), 20) for parent in parents),
         len(children)),
        ("organizations", "DescribeOrganization", 1, 1),
        ("organizations", "ListTagsForResource", len(accounts), sum(len(record["Tags"]) for record in accounts)),
        whole("organizations", "ListDelegatedAdministrators", "delegated_administrators", 20),
        ("organizations", "ListPolicies", 2, len(scps)),
        ("organizations", "DescribePolicy", len(scps), len(scps)),
        ("organizations", "ListTargetsForPolicy", len(scps), sum(len(record["Targets"]) for record in scps)),
        ("sts", "GetCallerIdentity", 1, 1),
        ("sts", "AssumeRole", *[len({record["AccountId"] for record in tables["customer_managed_policies"]})] * 2),
        ("iam", "GetPolicy", len(documents), sum(record["Document"] is not None for record in documents)),
        ("iam", "GetPolicyVersion", *[sum(record["Document"] is not None for record in documents)] * 2),
        ("account-access", "ListApplications", 1, len({record["applicationArn"] for record in tables["entitlements"]})),
        ("account-access", "ListEntitlements", pages(len(tables["entitlements"])), len(tables["entitlements"])),
    ]
    rows = [{"service": service, "operation": operation, "status": "complete", "calls": calls, "items": items}
            for service, operation, calls, items in found]
    rows += [{"service": service, "operation": operation, "status": "skipped", "calls": 0, "items": 0,
              "error": {"code": "NotNeeded", "message": "another operation gave the same", "request_id": None}}
             for service, operations in NOT_NEEDED.items() for operation in operations]
    return sorted(rows, key=lambda row: (row["service"], row["operation"]))


def lines(records):
    return "[\n" + ",\n".join(compact(record) for record in records) + "\n]"


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def write_snapshot(path, snapshot):
    """Writes the format's layout, after filling in what follows from the coverage."""
    calls = {}
    for row in snapshot["coverage"]:
        if "scope" not in row:
            calls[row["service"]] = calls.get(row["service"], 0) + row["calls"]
    collected = snapshot["collected"]
    collected["calls"] = dict(sorted(calls.items()))
    finished = datetime.fromisoformat(collected["started_at"][:-1]) + timedelta(seconds=5 + calls["sso-admin"] // 20)
    collected["finished_at"] = stamp(finished)
    members = (f'"{name}": {lines(value) if value and isinstance(value, list) else compact(value)}'
               for name, value in snapshot.items())
    write(path, "{\n" + ",\n".join(members) + "\n}\n")


# Northwind Traders.

def northwind_in_july():
    d = Directory(NORTHWIND)

    # Hard to read, to sort or to print, and believable (the last one: hostile).
    d.change_set("ERP-Administrator", Description="Runs the ERP.\n\tTransports only with a change number.")
    d.change_set("Billing", RelayState="https://us-east-1.console.aws.amazon.com/billing/home")
    d.change_user("mei.lin.chen", NickName="陈美琳")
    d.change_user("joan.parker", PhoneNumbers=[{"Value": "+1 206 555 0142", "Type": "work", "Primary": True}])
    d.change_user("mallory.webb", DisplayName="Mallory \x1b[31mWebb\x1b[0m")

    # What the checks must find.
    d.status("StorefrontDeveloper", "storefront-staging", OUTDATED)
    d.status("NetworkViewer", "backup", OUTDATED)
    d.status("BackupOperator", "erp-prod", OUTDATED)
    d.provision("DatabaseReader", "erp-test")
    d.provision("SupportUser", "sandbox-data")
    d.assign("@former.employee", "ViewOnly", "warehouse-prod")
    d.assign("AWS-Deleted-Group", "PlatformReadOnly", "identity")
    for user in ("gareth.pugh", "marek.novak"):
        d.change_user(user, UserStatus="DISABLED")
    for account in ("legacy-intranet", "old-loyalty"):
        d.change("accounts", d.account(account), State="SUSPENDED")
    retired = d.tables["accounts"][(d.account("fourth-coffee-import"),)]
    members = [("Status", "SUSPENDED") if member == "State" else (member, value) for member, value in retired.items()]
    retired.clear()
    retired.update(members)

    d.not_rolled_out.add((d.account("sandbox-ml"), "/boundaries/NorthwindData"))

    # Beside the permission sets: applications, what account access manager gives, service control policies.
    d.new_provider("custom", "OAUTH", "Custom application")
    d.new_provider("custom-saml", "SAML", "Custom SAML 2.0 application")
    d.new_application("Warehouse planner", "custom", ["AWS-Warehouse-Developers", "AWS-Warehouse-Operators"],
                      ["sso:account:access"],
                      [("authorization_code",
                        {"AuthorizationCode": {"RedirectUris": ["https://planner.northwind.example.com/callback"]}}),
                       ("refresh_token", {"RefreshToken": {}})], description="Plans the lorries")
    d.new_application("Wiki", "custom-saml", ["All-Employees"])
    d.new_issuer("Northwind login", "https://login.northwind.example.com")
    d.new_entitlement("AWS-Database-Admins", "DatabaseRescue", "erp-prod")
    d.new_organization_policy("FullAWSAccess", allow("*", "*"), [NORTHWIND.root], "Allows access to every operation")
    d.new_organization_policy("KeepTheTrail", allow("cloudtrail:StopLogging cloudtrail:DeleteTrail", "*", effect="Deny"),
                              [d.unit("Workloads")], "Nobody stops the trail")
    d.request("provisioning", "SUCCEEDED", "2026-06-29T10:00:00Z", "ViewOnly", None)

    # What they must not: leavers are disabled, and in a group, but reach nothing; so with old-loyalty above.
    for user in ("boris.anton", "celia.frost"):
        d.change_user(user, UserStatus="DISABLED")
    return d


def from_july_to_october(d):
    d.now = datetime(2026, 9, 24, 16)
    d.changes.clear()
    domain = NORTHWIND.domain

    # The organization.
    d.new_unit("Acquisitions")
    d.new_account("tailspin-prod", "Acquisitions")
    d.change("organizational_units", d.unit("Deployments"), Name="Policy Staging")
    d.change("accounts", d.account("mobile-dev"), Name="apps-dev")
    d.change("accounts", d.account("backup"), ParentId=d.unit("Security"))
    d.change("accounts", d.account("sandbox-ml"), State="SUSPENDED", ParentId=d.unit("Suspended"))

    # People.
    d.new_user("Lukas Steiner", "Integration Engineer")
    d.new_user("Amélie Laurent", "Integration Engineer")
    d.remove_principal("users", d.user("kofi.mensah"))
    d.remove_principal("users", d.user("tobias.lind"))  # who has an assignment of his own
    d.change_user("beatriz.costa", UserName=f"beatriz.almeida@{domain}", DisplayName="Beatriz Almeida",
                  Name=person_name("Beatriz Almeida"), Emails=emails(f"beatriz.almeida@{domain}"))
    d.change_user("yusuf.demir", Emails=emails("yusuf.demir@demir-consulting.example.com"))
    d.change_user("devon.price", Title="Principal Cloud Engineer")
    d.change_user("helena.costa", UserStatus="DISABLED")  # and the memberships stay

    # Groups.
    d.new_group("AWS-Tailspin-Integration", "Brings Tailspin Toys into the organization",
                ["lukas.steiner", "amelie.laurent", "ana.silva"])
    for name in ("SandboxTraining", "LegacyPowerUser"):
        d.unassign("AWS-Hackathon-2026", name, "sandbox-training")
    d.remove_principal("groups", d.group("AWS-Hackathon-2026"))
    d.change("groups", d.group("AWS-Mobile-Developers"), DisplayName="AWS-Apps-Developers")
    d.change("groups", d.group("AWS-Release-Managers"), Description="Start releases, two at a time")
    d.leave("marek.novak", "AWS-ERP-Consultants")
    d.join("xiomara.diaz", "AWS-External-Auditors")
    d.join("walter.kopp", "AWS-External-Auditors")
    for member in ("rafael.souza", "gina.torres"):
        d.leave(member, "AWS-Loyalty-Team")

    # Permission sets.
    d.new_set("AuditEvidence", "4", "security 1200 prod", "SecurityAudit, AWSCloudTrail_ReadOnlyAccess",
              "SecurityAudit", "-", "Evidence for the yearly audit")
    for account in ("data-lake-dev", "data-lake-prod"):
        d.unassign("AWS-Data-Engineers", "GlueOperator", account)
    d.remove("permission_sets", d.permission_set("GlueOperator"))
    d.change_set("PlatformEngineer", Description="Builds and runs the landing zone",
                 PermissionsBoundary=boundary("/boundaries/NorthwindPlatform"))
    d.change_set("SandboxAdmin", SessionDuration="PT8H")
    d.change_set("Billing", RelayState="https://us-east-1.console.aws.amazon.com/costmanagement/home",
                 Tags=tags("finance 3210 prod"))
    d.change_set("FinanceReports", RelayState="https://us-east-1.console.aws.amazon.com/athena/home")
    d.change_set("DataEngineer", Tags=tags("data 2600 prod DataClass=internal"))
    d.change_set("OrdersOperator", Tags=tags("orders 2200 prod"))
    d.change_set("ForensicsAnalyst", Tags=tags("security 1200 prod"))
    d.change_set("ContractorReadOnly", Tags=tags("platform 1100 nonprod"))
    d.change_set("-Support.Escalation", Tags=[])
    d.change_set("SecurityAudit", ManagedPolicies=policies("SecurityAudit, AWSSecurityHubReadOnlyAccess")[0])
    d.change_set("LegacyPowerUser", ManagedPolicies=policies("PowerUserAccess")[0])
    d.change_set("OrdersDeveloper", CustomerManagedPolicyReferences=policies("/northwind/DeveloperGuardrails")[1])
    d.change_set("DataLakeReader", InlinePolicy=document(
        allow("s3:GetObject s3:ListBucket", "arn:aws:s3:::northwind-lake", "arn:aws:s3:::northwind-lake/*")))
    d.change_set("NetworkViewer", InlinePolicy=document(
        allow("network-firewall:DescribeFirewall network-firewall:ListFirewalls", "*")))
    d.change_set("StorefrontDeployer", InlinePolicy=None)
    d.change_set("ERP-Consultant", PermissionsBoundary=boundary("/boundaries/NorthwindEngineer"))
    d.change_set("DataScientist", PermissionsBoundary=None)
    d.change_set("PlatformReadOnly", PermissionsBoundary=boundary("job-function/ViewOnlyAccess"))

    # Assignments and provisioning.
    d.assign("AWS-Administrators", "AdministratorAccess", "tailspin-prod")
    d.assign("AWS-Security-Auditors", "SecurityAudit", "tailspin-prod")
    d.assign("AWS-Tailspin-Integration", "PlatformEngineer", "tailspin-prod")
    d.assign("AWS-External-Auditors", "AuditEvidence", "log-archive")
    d.assign("AWS-Support-Leads", "LogReader", "orders-prod")
    d.unassign("AWS-Release-Managers", "ReleaseManager", "payments-prod")
    d.unassign("AWS-Orders-Leads", "OrdersOperator", "orders-staging")
    d.unassign("@ingrid.solberg", "NetworkAdministrator", "identity")
    d.assign("@camille.roux", "DatabaseAdministrator", "data-lake-dev")
    d.remove("account_assignments", d.account("warehouse-dev"), d.permission_set("WarehouseOperator"),
             *d.principal("AWS-Warehouse-Operators"))  # and the role stays
    d.remove("permission_set_provisioning", d.permission_set("DatabaseReader"), d.account("erp-test"))
    d.status("StorefrontDeveloper", "storefront-staging", LATEST)
    d.status("DataEngineer", "data-lake-dev", OUTDATED)
    d.remove("permission_set_provisioning", d.permission_set("GuardDutyViewer"), d.account("security-tooling"))
    d.not_rolled_out = {(d.account("tailspin-prod"), "/boundaries/NorthwindPlatform")}
    audit = "arn:aws:iam::aws:policy/SecurityAudit"
    d.change("managed_policies", audit, DefaultVersionId="v2", UpdateDate="2026-08-20T00:00:00Z",
             Document=document(allow(EXCERPTS["SecurityAudit"] + " sso:List*", "*")))

    # Beside the permission sets.
    d.new_region("eu-central-1")
    d.change("applications", d.application("Wiki"), Assignments=d.assigned(["All-Employees", "AWS-Tailspin-Integration"]))
    d.new_entitlement("AWS-Backup-Operators", "RestoreTest", "backup")
    (trail,) = [key for key, record in d.tables["organization_policies"].items() if record["Name"] == "KeepTheTrail"]
    d.change("organization_policies", *trail, Targets=[{"TargetId": NORTHWIND.root, "Type": "ROOT"}])

    # The requests of the last days: what failed last counts, what was put right does not.
    d.requests = {kind: [] for kind in d.requests}
    locked = "The role is being changed by another request"
    d.request("provisioning", "FAILED", "2026-09-28T09:12:40Z", "DataEngineer", "data-lake-dev", reason=locked)
    d.request("provisioning", "FAILED", "2026-09-24T15:01:02Z", "StorefrontDeveloper", "storefront-staging", reason=locked)
    d.request("provisioning", "SUCCEEDED", "2026-09-24T15:09:30Z", "StorefrontDeveloper", "storefront-staging")
    d.request("provisioning", "FAILED", "2026-09-25T08:00:00Z", "ViewOnly", "orders-prod", reason=locked)
    d.request("provisioning", "SUCCEEDED", "2026-09-25T09:00:00Z", "ViewOnly", None)
    d.request("creation", "FAILED", "2026-09-24T11:00:00Z", "LogReader", "orders-prod", "AWS-Support-Leads", locked)
    d.request("creation", "SUCCEEDED", "2026-09-24T11:05:00Z", "LogReader", "orders-prod", "AWS-Support-Leads")
    d.request("creation", "FAILED", "2026-09-27T13:30:00Z", "ViewOnly", "tailspin-prod", "AWS-Tailspin-Integration",
              "The account is not ready yet")
    d.request("deletion", "FAILED", "2026-09-26T16:45:00Z", "SandboxTraining", "sandbox-training", "@tobias.lind",
              locked)


def compare(old, new):
    """The plain comparison that the noted changes are held against."""
    for table, members in KEYS.items():
        one, two = ({tuple(record[member] for member in members): record for record in records}
                    for records in (old[table], new[table]))
        for key in one.keys() | two.keys():
            entry = {"table": table, "change": "changed", "key": dict(zip(members, key))}
            if key not in two or key not in one:
                if table in ("managed_policies", "customer_managed_policies"):
                    continue  # the sets that name them tell it
                yield entry | {"change": "removed" if key in one else "added"}
                continue
            assert one[key].keys() == two[key].keys()
            for attribute, before in one[key].items():
                if before != two[key][attribute] and attribute not in ("UpdatedAt", "UpdatedBy"):
                    yield entry | {"attribute": attribute, "old": before, "new": two[key][attribute]}


def in_order(changes):
    return sorted(changes, key=lambda entry: (entry["table"], *entry["key"].values(), entry.get("attribute", "")))


def northwind():
    folder = SAMPLES / "northwind"
    d = northwind_in_july()
    write_snapshot(folder / "2026-07-01.json", snapshot(d, "2026-07-01T02:00:03Z"))
    from_july_to_october(d)
    october = snapshot(d, "2026-10-01T02:00:02Z")
    october["observations"].append({
        "kind": "changed-while-reading", "service": "identitystore", "operation": "ListGroupMemberships",
        "scope": d.group("AWS-Loyalty-Team"), "detail": "a membership was there at first and gone at the end"})
    write_snapshot(folder / "2026-10-01.json", october)
    changes = in_order(d.changes)
    old, new = (json.loads((folder / f"2026-{month}-01.json").read_text("utf-8")) for month in ("07", "10"))
    assert changes == in_order(compare(old, new))
    write(folder / "expected" / "changes.json", lines(changes) + "\n")


# Fabrikam, of which not all could be read.

def gap(snapshot, operation, status, code, message, scopes=(), calls=1, service="sso-admin"):
    """Marks an operation: as a whole, and for each scope that did not complete, after as many calls each."""
    names = [(row["service"], row["operation"]) for row in snapshot["coverage"]]
    index = names.index((service, operation))
    row = snapshot["coverage"][index]

    def entry(scope, status, calls, items):
        found = {"service": row["service"], "operation": operation}
        if scope:
            found["scope"] = scope
        found |= {"status": status, "calls": calls, "items": items}
        if status != "partial":  # whose errors stand with its scopes
            request = str(uuid.uuid5(uuid.NAMESPACE_URL, operation + scope))
            found["error"] = {"code": code, "message": message, "request_id": request}
        return found

    tried = row["calls"] + (calls - 1) * len(scopes) if scopes else calls
    one = "failed" if status == "partial" else status
    snapshot["coverage"][index:index + 1] = [
        entry("", status, tried, row["items"] if status == "partial" else 0),
        *(entry(scope, one, calls, 0) for scope in sorted(scopes))]


# What `--skip` left out, and what was not asked because of it.
SKIPPED = ("ListPolicies", "DescribePolicy", "ListTargetsForPolicy", "AssumeRole", "GetPolicyVersion",
           "DescribeAccountAssignmentCreationStatus", "DescribeAccountAssignmentDeletionStatus",
           "DescribePermissionSetProvisioningStatus")


def partial():
    d = Directory(PARTIAL)
    d.change_user("noel.grant", UserStatus="DISABLED")
    d.status("CrmDeveloper", "crm-test", OUTDATED)

    # Forget what could not be read. Coverage counts the calls and items of what is left.
    deployer, viewer = d.permission_set("PlantDeployer"), d.permission_set("NetworkViewer")
    plant = d.account("plant-prod")
    d.remove("account_assignments", plant, deployer, *d.principal("Plant-Leads"))
    for member in d.departments["finance"]:
        d.leave(member, "Finance")
    d.tables["groups"][(d.group("Finance"),)]["members_read"] = False
    for record in d.tables["permission_sets"].values():
        del record["PermissionsBoundary"]
    del d.tables["permission_sets"][(viewer,)]["Tags"]
    result = snapshot(d, "2026-10-01T03:30:00Z")
    for table in ("roots", "accounts", "organizational_units", "delegated_administrators", "managed_policies",
                  "customer_managed_policies", "organization_policies"):
        del result[table]

    def denied(action):
        reader = result["collected"]["caller"]["arn"]
        return "denied", "AccessDeniedException", f"User: {reader} is not authorized to perform: {action}"

    gap(result, "GetPermissionsBoundaryForPermissionSet", *denied("sso:GetPermissionsBoundaryForPermissionSet"),
        scopes=[arn for (arn,) in d.tables["permission_sets"]])
    slow = ("partial", "ThrottlingException", "Rate exceeded")
    gap(result, "ListTagsForResource", *slow, scopes=[viewer], calls=5)
    gap(result, "ListGroupMemberships", *slow, scopes=[d.group("Finance")], calls=5, service="identitystore")
    result["collected"]["throttled"] = 10
    gap(result, "ListAccountAssignments", "partial", "InternalServerException", "Internal server error",
        scopes=[f"{deployer},{plant}"], calls=5)
    for operation in ("ListAccounts", "ListRoots"):
        gap(result, operation, *denied(f"organizations:{operation}"), service="organizations")
    gap(result, "ListDelegatedAdministrators", *denied("organizations:ListDelegatedAdministrators"),
        service="organizations")
    gap(result, "GetPolicy", *denied("iam:GetPolicy"), service="iam")
    for member, operation in {"account_assignment_creation_statuses": "ListAccountAssignmentCreationStatus",
                              "account_assignment_deletion_statuses": "ListAccountAssignmentDeletionStatus",
                              "permission_set_provisioning_statuses": "ListPermissionSetProvisioningStatus"}.items():
        del result[member]
        gap(result, operation, *denied(f"sso:{operation}"))
    skipped = {"code": "Skipped", "message": "left out by --skip", "request_id": None}
    for row in result["coverage"]:
        if row["operation"] in ("ListOrganizationalUnitsForParent", "ListAccountsForParent"):
            row |= {"status": "skipped", "calls": 0, "items": 0}
        walked = row["operation"] == "ListTagsForResource" and row["service"] == "organizations"
        if walked or row["operation"] in SKIPPED:
            row |= {"status": "skipped", "calls": 0, "items": 0, "error": skipped}
    write_snapshot(SAMPLES / "partial" / "2026-10-01.json", result)


if __name__ == "__main__":
    write_snapshot(SAMPLES / "clean" / "2026-10-01.json", snapshot(Directory(CLEAN), "2026-10-01T01:15:00Z"))
    northwind()
    partial()
