"""An instance and its organization as the records of snapshot version 1.

Every id and date comes from a hash of a name, so the same description gives the same bytes.
"""

import hashlib
import unicodedata
import uuid
from datetime import datetime, timedelta

import policies as documents
from companies import INLINE, document, rows

LATEST = "LATEST_PERMISSION_SET_PROVISIONED"
OUTDATED = "LATEST_PERMISSION_SET_NOT_PROVISIONED"
KEYS = {  # in the order of the file
    "regions": ("RegionName",),
    "permission_sets": ("PermissionSetArn",),
    "permission_set_provisioning": ("PermissionSetArn", "AccountId"),
    "account_assignments": ("AccountId", "PermissionSetArn", "PrincipalType", "PrincipalId"),
    "applications": ("ApplicationArn",),
    "application_providers": ("ApplicationProviderArn",),
    "trusted_token_issuers": ("TrustedTokenIssuerArn",),
    "users": ("UserId",),
    "groups": ("GroupId",),
    "group_memberships": ("GroupId", "UserId"),
    "roots": ("Id",),
    "accounts": ("Id",),
    "organizational_units": ("Id",),
    "delegated_administrators": ("Id",),
    "managed_policies": ("Arn",),
    "customer_managed_policies": ("AccountId", "Path", "Name"),
    "entitlements": ("entitlementId",),
    "organization_policies": ("Id",),
}


def digest(*parts):
    return hashlib.sha256("/".join(parts).encode()).hexdigest()


def stamp(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def login(name):
    """`José Peña` is `jose.pena`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace(" ", ".")


def named_policy(text):
    """`/boundaries/Engineer` is a customer managed policy with a path, anything else one of AWS's."""
    if text.startswith("/"):
        path, name = text.rsplit("/", 1)
        return {"Name": name, "Path": path + "/"}
    return {"Arn": f"arn:aws:iam::aws:policy/{text}", "Name": text.rsplit("/", 1)[-1]}


def policies(text):
    """The two sorted lists of a cell: AWS's policies, and references to customer managed ones."""
    both = [named_policy(word.strip()) for word in text.split(",") if word.strip() != "-"]
    return (
        sorted((policy for policy in both if "Arn" in policy), key=lambda policy: policy["Arn"]),
        sorted((policy for policy in both if "Path" in policy), key=lambda policy: (policy["Path"], policy["Name"])),
    )


def boundary(text):
    if text == "-":
        return None
    policy = named_policy(text)
    return {"ManagedPolicyArn": policy["Arn"]} if "Arn" in policy else {"CustomerManagedPolicyReference": policy}


def tags(text):
    """`platform 1100 prod Ticket=1`: owner, cost centre, environment and more; `.` is a tag that is missing."""
    if text == "-":
        return []
    owner, cost_center, environment, *more = text.split()
    found = {"Owner": owner, "CostCenter": "CC-" + cost_center, "Environment": environment}
    found |= dict(word.split("=") for word in more)
    return [{"Key": key, "Value": found[key]} for key in sorted(found) if found[key] not in (".", "CC-.")]


def person_name(name):
    given, family = name.split(" ", 1)
    return {"Formatted": name, "FamilyName": family, "GivenName": given, "MiddleName": None,
            "HonorificPrefix": None, "HonorificSuffix": None}


def emails(address):
    return [{"Value": address, "Type": "work", "Primary": True}]


class Directory:
    """All that an instance and its organization hold at one moment, and what was done to it."""

    def __init__(self, company):
        self.company = company
        self.now = None  # before the first snapshot every record has a date of its own
        self.tables = {table: {} for table in KEYS}
        self.changes = []
        self.requests = {"creation": [], "deletion": [], "provisioning": []}  # a log, not compared
        self.not_rolled_out = set()  # (account, path of a policy)
        self.departments = {}
        self.unit_of = {}
        self.owner = self.account(company.management)
        self.make_organization()
        self.make_people()
        self.new_region(company.region, primary=True)
        for row in rows(company.sets):
            self.new_set(*row)
        for principal, sets, where in rows(company.grants):
            for name in sets.split(", "):
                for account in self.where(where):
                    self.assign(principal, name, account)

    # What can happen to a record, and is noted.

    def add(self, table, record):
        key = tuple(record[member] for member in KEYS[table])
        assert key not in self.tables[table], (table, key)
        self.tables[table][key] = record
        self.note(table, "added", key)

    def remove(self, table, *key):
        del self.tables[table][key]
        self.note(table, "removed", key)

    def change(self, table, *key, **members):
        record = self.tables[table][key]
        for attribute, new in members.items():
            old = record[attribute]
            assert old != new, (table, key, attribute)
            record[attribute] = new
            self.note(table, "changed", key, attribute=attribute, old=old, new=new)
        if "UpdatedAt" in record:
            record["UpdatedAt"] = max(record["CreatedAt"], self.time(*key, *members))
            record["UpdatedBy"] = f"arn:aws:sts::{self.owner}:assumed-role/identity-admin/console"

    def note(self, table, change, key, **more):
        self.changes.append({"table": table, "change": change, "key": dict(zip(KEYS[table], key)), **more})

    # Ids: hashes of the name that a thing was made with, which a rename does not change.

    def time(self, *seed):
        if self.now:
            return stamp(self.now - timedelta(seconds=int(digest(*seed), 16) % (80 * 86400)))
        return stamp(datetime(2023, 1, 9) + timedelta(seconds=int(digest(*seed), 16) % (1200 * 86400)))

    def uuid(self, kind, name):
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.{kind}.{self.company.domain}"))

    def permission_set(self, name):
        return f"arn:aws:sso:::permissionSet/{self.company.instance}/ps-{digest(self.company.name, name)[:16]}"

    def account(self, name):
        return str(10**11 + int(digest(self.company.name, "account", name), 16) % (9 * 10**11))

    def unit(self, path):
        return f"ou-{self.company.root[2:]}-{digest(self.company.name, path)[:8]}" if path else self.company.root

    def arn(self, kind, thing):
        return f"arn:aws:organizations::{self.owner}:{kind}/{self.company.organization}/{thing}"

    def user(self, name):
        return self.uuid("user", name)

    def group(self, name):
        return self.uuid("group", name)

    def where(self, text):
        """The accounts that are named or lie under a unit; `*` is all but those under Suspended."""
        for word in text.split():
            found = [name for name, path in self.unit_of.items()
                     if word == name or f"{path}/".startswith(f"{word}/") or word == "*" and path != "Suspended"]
            assert found, word
            yield from found

    # Makers.

    def make_organization(self):
        root = self.company.root
        self.add("roots", {"Id": root, "Arn": self.arn("root", root), "Name": "Root"})
        for path, names in rows(self.company.accounts):
            for depth in range(1, len(path.split("/")) + 1):
                unit = "/".join(path.split("/")[:depth])
                if unit and (self.unit(unit),) not in self.tables["organizational_units"]:
                    self.new_unit(unit)
            for name in names.split(", "):
                self.new_account(name, path)

    def new_unit(self, path):
        above, _, name = path.rpartition("/")
        self.add("organizational_units", {"Id": self.unit(path), "Arn": self.arn("ou", self.unit(path)), "Name": name,
                                          "ParentId": self.unit(above)})

    def new_account(self, name, path):
        self.unit_of[name] = path
        account = self.account(name)
        joined = "INVITED" if account == self.owner else "CREATED"
        self.add("accounts", {"Id": account, "Arn": self.arn("account", account), "Name": name,
                              "Email": f"aws+{name}@{self.company.domain}", "State": "ACTIVE", "JoinedMethod": joined,
                              "JoinedTimestamp": self.time("account", name), "ParentId": self.unit(path),
                              "Tags": [{"Key": "Unit", "Value": path.replace("/", " ")}] if path else []})
        if name == self.company.caller:
            self.add("delegated_administrators", {
                "Id": account, "Arn": self.arn("account", account), "Name": name,
                "Email": f"aws+{name}@{self.company.domain}", "State": "ACTIVE", "JoinedMethod": joined,
                "JoinedTimestamp": self.time("account", name), "DelegationEnabledDate": "2023-06-01T09:00:00Z"})

    def new_organization_policy(self, name, statement, targets, description=None):
        kind = {"r": "ROOT", "o": "ORGANIZATIONAL_UNIT"}
        number, managed = f"p-{digest(self.company.name, 'policy', name)[:8]}", name == "FullAWSAccess"
        arn = self.arn("policy", f"service_control_policy/{number}")
        if managed:
            number, arn = f"p-{name}", f"arn:aws:organizations::aws:policy/service_control_policy/p-{name}"
        self.add("organization_policies", {
            "Id": number, "Arn": arn, "Name": name, "Description": description, "Type": "SERVICE_CONTROL_POLICY",
            "AwsManaged": managed, "Content": document(statement),
            "Targets": [{"TargetId": target, "Type": kind.get(target[0], "ACCOUNT")} for target in sorted(targets)]})
        return number

    def new_region(self, name, primary=False):
        self.add("regions", {"RegionName": name, "Status": "ACTIVE", "AddedDate": self.time("region", name),
                             "IsPrimaryRegion": primary})

    def settle_policies(self):
        """What the sets name is there: the policies of AWS, and the company's own in each account that has the set."""
        aws, own = set(), set()
        for (arn,), record in self.tables["permission_sets"].items():
            limit = record.get("PermissionsBoundary") or {}
            aws |= {policy["Arn"] for policy in record["ManagedPolicies"]}
            aws |= {limit["ManagedPolicyArn"]} if "ManagedPolicyArn" in limit else set()
            named = record["CustomerManagedPolicyReferences"] + [
                limit[kind] for kind in limit if kind == "CustomerManagedPolicyReference"]
            accounts = [account for one, account in self.tables["permission_set_provisioning"] if one == arn]
            own |= {(account, policy["Path"], policy["Name"]) for account in accounts for policy in named}
        for table, wanted in (("managed_policies", {(arn,) for arn in aws}), ("customer_managed_policies", own)):
            # Not noted: that such a policy comes or goes is told by the sets that name it.
            for key in wanted ^ self.tables[table].keys():
                if key not in wanted:
                    del self.tables[table][key]
                elif table == "managed_policies":
                    self.tables[table][key] = {
                        "Arn": key[0], "DefaultVersionId": "v1", "UpdateDate": "2022-05-10T00:00:00Z",
                        "Document": documents.of_aws(key[0])}
                else:
                    account, path, name = key
                    is_there = (account, path + name) not in self.not_rolled_out
                    self.tables[table][key] = {
                        "AccountId": account, "Name": name, "Path": path,
                        "Document": documents.of_company(path, name) if is_there else None}

    def request(self, kind, status, date, name, account, principal=None, reason=None):
        """A request that AWS still remembers."""
        record = {"RequestId": self.uuid(kind, f"{date}.{name}.{account}.{principal}"), "Status": status,
                  "FailureReason": reason}
        if principal:
            record |= {"TargetId": self.account(account), "TargetType": "AWS_ACCOUNT"}
            record |= {"PermissionSetArn": self.permission_set(name)}
            record |= dict(zip(("PrincipalType", "PrincipalId"), self.principal(principal)))
        else:
            record |= {"AccountId": account and self.account(account), "PermissionSetArn": self.permission_set(name)}
        self.requests[kind].append(record | {"CreatedDate": date})

    def application(self, name):
        return f"arn:aws:sso::{self.owner}:application/{self.company.instance}/apl-{digest(self.company.name, name)[:16]}"

    def new_application(self, name, provider, groups, scopes=(), grants=(), methods=(), description=None):
        self.add("applications", {
            "ApplicationArn": self.application(name),
            "ApplicationProviderArn": f"arn:aws:sso::aws:applicationProvider/{provider}", "Name": name,
            "ApplicationAccount": self.owner, "InstanceArn": f"arn:aws:sso:::instance/{self.company.instance}",
            "IdentityStoreArn": f"arn:aws:identitystore::{self.owner}:identitystore/{self.company.store}",
            "Status": "ENABLED",
            "PortalOptions": {"SignInOptions": {"Origin": "IDENTITY_CENTER", "ApplicationUrl": None},
                              "Visibility": "ENABLED"},
            "Description": description, "CreatedDate": self.time("application", name),
            "CreatedFrom": self.company.region,
            "Assignments": self.assigned(groups), "AssignmentConfiguration": {"AssignmentRequired": True},
            "SessionConfiguration": {"UserBackgroundSessionApplicationStatus": "DISABLED"},
            "AccessScopes": [{"Scope": scope, "AuthorizedTargets": None} for scope in scopes],
            "AuthenticationMethods": [
                {"AuthenticationMethodType": kind, "AuthenticationMethod": method} for kind, method in methods],
            "Grants": [{"GrantType": kind, "Grant": grant} for kind, grant in grants],
            "Tags": [{"Key": "Owner", "Value": "platform"}]})

    def assigned(self, groups):
        found = [dict(zip(("PrincipalType", "PrincipalId"), self.principal(group))) for group in groups]
        return sorted(found, key=lambda one: (one["PrincipalType"], one["PrincipalId"]))

    def new_provider(self, name, protocol, title):
        self.add("application_providers", {
            "ApplicationProviderArn": f"arn:aws:sso::aws:applicationProvider/{name}", "FederationProtocol": protocol,
            "DisplayData": {"DisplayName": title, "IconUrl": None, "Description": None}, "ResourceServerConfig": None})

    def new_issuer(self, name, url):
        number = digest(self.company.name, "issuer", name)[:16]
        self.add("trusted_token_issuers", {
            "TrustedTokenIssuerArn":
                f"arn:aws:sso::{self.owner}:trustedTokenIssuer/{self.company.instance}/tti-{number}",
            "Name": name, "TrustedTokenIssuerType": "OIDC_JWT",
            "TrustedTokenIssuerConfiguration": {"OidcJwtConfiguration": {
                "IssuerUrl": url, "ClaimAttributePath": "email", "IdentityStoreAttributePath": "emails.value",
                "JwksRetrievalOption": "OPEN_ID_DISCOVERY"}},
            "Tags": []})

    def new_entitlement(self, group, role, account):
        number = digest(self.company.name, "entitlement", group, role, account)[:16]
        self.add("entitlements", {
            "entitlementId": f"ent-{number}", "applicationArn": self.application("Account access manager"),
            "entitlement": {"principalRole": {
                "principal": {"identityCenter": {"groupId": self.group(group)}},
                "roleArn": f"arn:aws:iam::{self.account(account)}:role/{role}", "account": self.account(account),
                "accountName": account}},
            "createdAt": self.time("entitlement", group, role, account)})

    def make_people(self):
        for department, title, names in rows(self.company.people):
            self.departments[department] = [login(name) for name in names.split(", ")]
            for name in names.split(", "):
                self.new_user(name, title, department, names.split(", ")[0])
        for name, members, description in rows(self.company.groups):
            self.new_group(name, description, self.members(members))

    def members(self, text):
        for word in text.split():
            department, _, count = word.partition("/")
            yield from self.departments.get(department, [word])[: int(count) if count else None]

    def origin(self, kind, name):
        """The members that say where a user or group comes from."""
        issuer = f"https://scim.aws.com/{self.company.store}"
        external = [{"Issuer": issuer, "Id": f"00u{digest(kind, name)[:17]}"}] if self.company.synced else None
        made, by = self.time(kind, name), f"arn:aws:iam::{self.owner}:role/identity-sync"
        return external, {"CreatedAt": made, "CreatedBy": by, "UpdatedAt": made, "UpdatedBy": by}

    def enterprise(self, name, department, manager):
        """The enterprise extension, as an HR system fills it in."""
        if department is None:
            return None
        number = int(digest("employee", name), 16) % 9000 + 1000
        boss = {"displayName": manager, "value": self.user(login(manager))} if manager != name else None
        found = {"department": department, "employeeNumber": str(number), "manager": boss,
                 "organization": self.company.name}
        return {"aws:identitystore:enterprise": {key: found[key] for key in sorted(found) if found[key]}}

    def new_user(self, name, title, department=None, manager=None):
        address = f"{login(name)}@{self.company.domain}"
        external, dates = self.origin("user", name)
        self.add("users", {
            "UserId": self.user(login(name)), "IdentityStoreId": self.company.store, "UserName": address,
            "ExternalIds": external, "Name": person_name(name), "DisplayName": name, "NickName": None,
            "ProfileUrl": None, "Emails": emails(address), "Addresses": None, "PhoneNumbers": None, "UserType": None,
            "Title": title, "PreferredLanguage": None, "Locale": None, "Timezone": None, "UserStatus": "ENABLED",
            **dates, "Website": None, "Extensions": self.enterprise(name, department, manager)})

    def new_group(self, name, description, members=()):
        external, dates = self.origin("group", name)
        self.add("groups", {
            "GroupId": self.group(name), "IdentityStoreId": self.company.store, "DisplayName": name,
            "ExternalIds": external, "Description": description or None, **dates, "members_read": True})
        for member in members:
            self.join(member, name)

    def join(self, user, group):
        both = (self.tables["users"][(self.user(user),)], self.tables["groups"][(self.group(group),)])
        self.add("group_memberships", {
            "GroupId": self.group(group), "UserId": self.user(user), "MembershipId": self.uuid(group, user),
            "CreatedAt": max(self.time(group, user), *(record["CreatedAt"] for record in both))})

    def leave(self, user, group):
        self.remove("group_memberships", self.group(group), self.user(user))

    def remove_principal(self, table, name):
        """As AWS does: the memberships go too, and the assignments stay."""
        for key in [key for key in self.tables["group_memberships"] if name in key]:
            self.remove("group_memberships", *key)
        self.remove(table, name)

    def new_set(self, name, hours, labels, attached, limit, inline, description):
        managed, customer = policies(attached)
        self.add("permission_sets", {
            "PermissionSetArn": self.permission_set(name), "Name": name, "Description": description or None,
            "CreatedDate": self.time("set", name), "SessionDuration": f"PT{hours}H", "RelayState": None,
            "Tags": tags(labels), "InlinePolicy": INLINE.get(inline), "ManagedPolicies": managed,
            "CustomerManagedPolicyReferences": customer, "PermissionsBoundary": boundary(limit)})

    def principal(self, name):
        return ("USER", self.user(name[1:])) if name.startswith("@") else ("GROUP", self.group(name))

    def assign(self, principal, name, account):
        """As AWS does: the first assignment of a pair provisions it."""
        if (self.permission_set(name), self.account(account)) not in self.tables["permission_set_provisioning"]:
            self.provision(name, account)
        key = (self.account(account), self.permission_set(name), *self.principal(principal))
        self.add("account_assignments", dict(zip(KEYS["account_assignments"], key)))

    def unassign(self, principal, name, account):
        """Deletes the assignment and, as AWS does with the last one of a pair, the role."""
        pair = (self.account(account), self.permission_set(name))
        self.remove("account_assignments", *pair, *self.principal(principal))
        if not any(key[:2] == pair for key in self.tables["account_assignments"]):
            self.remove("permission_set_provisioning", *reversed(pair))

    def provision(self, name, account, status=LATEST):
        self.add("permission_set_provisioning", {
            "PermissionSetArn": self.permission_set(name), "AccountId": self.account(account),
            "ProvisioningStatus": status})

    def status(self, name, account, status):
        pair = (self.permission_set(name), self.account(account))
        self.change("permission_set_provisioning", *pair, ProvisioningStatus=status)

    def change_set(self, name, **members):
        self.change("permission_sets", self.permission_set(name), **members)

    def change_user(self, name, **members):
        self.change("users", self.user(name), **members)
