//! `aws organizations`: the organization, its tree, its accounts, its policies.

use serde_json::{Value, json};

use super::document::{Asked, list, part};
use super::record::pick;
use super::wire::{Answer, Failure, Protocol, Reply, Service, operation};

pub const SERVICE: Service = Service {
    name: "organizations",
    protocol: Protocol::Json("AWSOrganizationsV20161128"),
    signing_name: "organizations",
    max_results: 20,
    denied: "AccessDeniedException",
    invalid: "InvalidInputException",
    throttling: "TooManyRequestsException",
    operations: &[
        operation("DescribeOrganization", &[], &[], describe_organization),
        operation("DescribePolicy", &["PolicyId"], &[], describe_policy),
        operation("ListAccounts", &[], PAGED, list_accounts),
        operation("ListAccountsForParent", &["ParentId"], PAGED, list_accounts_for_parent),
        operation("ListDelegatedAdministrators", &[], ADMINISTRATORS, list_delegated_administrators),
        operation("ListOrganizationalUnitsForParent", &["ParentId"], PAGED, list_units_for_parent),
        operation("ListPolicies", &["Filter"], PAGED, list_policies),
        operation("ListRoots", &[], PAGED, list_roots),
        operation("ListTagsForResource", &["ResourceId"], &["NextToken"], list_tags),
        operation("ListTargetsForPolicy", &["PolicyId"], PAGED, list_targets),
    ],
};

const PAGED: &[&str] = &["MaxResults", "NextToken"];
const ADMINISTRATORS: &[&str] = &["MaxResults", "NextToken", "ServicePrincipal"];

pub const ORGANIZATION: &[&str] =
    &["Id", "Arn", "FeatureSet", "MasterAccountArn", "MasterAccountId", "MasterAccountEmail"];

fn describe_organization<'a>(asked: &Asked<'a>) -> Answer<'a> {
    match asked.document.get("organization") {
        None => Err(Failure::denied()),
        Some(Value::Null) => {
            let message = "Your account is not a member of an organization.";
            Err(Failure::new("AWSOrganizationsNotInUseException", message))
        }
        Some(organization) => {
            let mut answer = pick(organization, ORGANIZATION);
            answer["AvailablePolicyTypes"] = json!([{"Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"}]);
            Reply::record(json!({"Organization": answer}))
        }
    }
}

/// Where AWS sends State it still may send Status too, in the older vocabulary.
fn account(asked: &Asked, account: &Value) -> Value {
    let members = [
        "Id",
        "Arn",
        "Name",
        "Email",
        "State",
        "Status",
        "JoinedMethod",
        "JoinedTimestamp",
        "DelegationEnabledDate",
    ];
    let mut answer = pick(account, &members);
    if matches!(answer["State"].as_str(), Some("ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE")) {
        answer["Status"] = answer["State"].clone();
    }
    if let Some(path) = path(asked, account) {
        answer["Paths"] = json!([path]);
    }
    answer
}

/// The place of an account or unit in the tree, where the stand-in tells it:
/// `o-.../r-.../ou-.../<its own id>/`.
fn path(asked: &Asked, record: &Value) -> Option<String> {
    if !asked.manner.paths {
        return None;
    }
    let mut path = format!("{}/", record["Id"].as_str()?);
    let mut parent = record.get("ParentId")?.clone();
    while let Some(unit) = asked.document.find("organizational_units", &["Id"], &parent).ok()? {
        path = format!("{}/{path}", parent.as_str()?);
        parent = unit.get("ParentId")?.clone();
    }
    // The ARN of a root is `...:root/o-.../r-...`.
    let root = asked.document.find("roots", &["Id"], &parent).ok()??;
    Some(format!("{}/{path}", root["Arn"].as_str()?.split_once('/')?.1))
}

fn list_accounts<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let accounts = asked.document.list("accounts")?.iter().collect();
    accounts_of(asked, "Accounts", accounts)
}

fn accounts_of<'a>(asked: &Asked<'a>, member: &'static str, accounts: Vec<&'a Value>) -> Answer<'a> {
    let asked = Asked { ..*asked };
    Reply::list(member, accounts, move |record| account(&asked, record))
}

fn list_roots<'a>(asked: &Asked<'a>) -> Answer<'a> {
    Reply::list("Roots", asked.document.list("roots")?.iter().collect(), |root| {
        let mut answer = pick(root, &["Id", "Arn", "Name"]);
        answer["PolicyTypes"] = json!([]);
        answer
    })
}

fn known_parent(asked: &Asked) -> Result<(), Failure> {
    let parent = asked.param("ParentId");
    let known = ["roots", "organizational_units"]
        .iter()
        .any(|member| matches!(asked.document.find(member, &["Id"], parent), Ok(Some(_))));
    if known { Ok(()) } else { Err(Failure::new("ParentNotFoundException", "the parent does not exist")) }
}

fn list_units_for_parent<'a>(asked: &Asked<'a>) -> Answer<'a> {
    known_parent(asked)?;
    let units = asked.rows("organizational_units", &["ParentId"])?;
    let asked = Asked { ..*asked };
    Reply::list("OrganizationalUnits", units, move |unit| {
        let mut answer = pick(unit, &["Id", "Arn", "Name"]);
        if let Some(path) = path(&asked, unit) {
            answer["Path"] = json!(path);
        }
        answer
    })
}

fn list_accounts_for_parent<'a>(asked: &Asked<'a>) -> Answer<'a> {
    known_parent(asked)?;
    let accounts = asked.rows("accounts", &["ParentId"])?;
    accounts_of(asked, "Accounts", accounts)
}

/// A snapshot keeps the tags of accounts alone; other resources have none.
fn list_tags<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let id = asked.param("ResourceId");
    let tags = match asked.document.find("accounts", &["Id"], id)? {
        Some(account) => list(account, "Tags")?.iter().collect(),
        None if id.as_str().is_some_and(|id| id.contains('-')) => Vec::new(),
        None => return Err(Failure::new("TargetNotFoundException", "the account does not exist")),
    };
    Reply::list("Tags", tags, Value::clone)
}

/// Those for IAM Identity Center: a snapshot keeps no others.
fn list_delegated_administrators<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let mut administrators: Vec<_> = asked.document.list("delegated_administrators")?.iter().collect();
    if !matches!(asked.param("ServicePrincipal").as_str(), None | Some("sso.amazonaws.com")) {
        administrators.clear();
    }
    accounts_of(asked, "DelegatedAdministrators", administrators)
}

const POLICY: &[&str] = &["Id", "Arn", "Name", "Description", "Type", "AwsManaged"];

fn list_policies<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let mut policies: Vec<_> = asked.document.list("organization_policies")?.iter().collect();
    policies.retain(|policy| &policy["Type"] == asked.param("Filter"));
    Reply::list("Policies", policies, |policy| pick(policy, POLICY))
}

fn policy<'a>(asked: &Asked<'a>) -> Result<&'a Value, Failure> {
    asked
        .document
        .find("organization_policies", &["Id"], asked.param("PolicyId"))?
        .ok_or_else(|| Failure::new("PolicyNotFoundException", "the policy does not exist"))
}

fn describe_policy<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let policy = policy(asked)?;
    let content = part(policy, "Content")?;
    Reply::record(json!({"Policy": {"PolicySummary": pick(policy, POLICY), "Content": content}}))
}

/// AWS tells the name and the ARN of a target too.
fn list_targets<'a>(asked: &Asked<'a>) -> Answer<'a> {
    let document = asked.document;
    Reply::list("Targets", list(policy(asked)?, "Targets")?.iter().collect(), move |target| {
        let mut answer = pick(target, &["TargetId", "Type"]);
        for member in ["roots", "organizational_units", "accounts"] {
            if let Ok(Some(found)) = document.find(member, &["Id"], &target["TargetId"]) {
                (answer["Arn"], answer["Name"]) = (found["Arn"].clone(), found["Name"].clone());
            }
        }
        answer
    })
}
