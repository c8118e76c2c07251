//! `aws organizations`: accounts, roots, organizational units.

use serde_json::{Value, json};

use super::wire::{Failure, Operation, Params, Reply, Service, find, list, pick};

pub const SERVICE: Service = Service {
    name: "organizations",
    target: "AWSOrganizationsV20161128",
    max_results: 20,
    invalid: "InvalidInputException",
    throttling: "TooManyRequestsException",
    operations: &[
        Operation { name: "ListAccounts", required: &[], optional: PAGED, answer: list_accounts },
        Operation { name: "ListRoots", required: &[], optional: PAGED, answer: list_roots },
        Operation {
            name: "ListOrganizationalUnitsForParent",
            required: &["ParentId"],
            optional: PAGED,
            answer: list_units_for_parent,
        },
        Operation {
            name: "ListAccountsForParent",
            required: &["ParentId"],
            optional: PAGED,
            answer: list_accounts_for_parent,
        },
    ],
};

const PAGED: &[&str] = &["MaxResults", "NextToken"];

/// Where AWS sends State it still may send Status too, in the older vocabulary.
fn account(account: &Value) -> Value {
    let members = ["Id", "Arn", "Name", "Email", "State", "Status", "JoinedMethod", "JoinedTimestamp"];
    let mut answer = pick(account, &members);
    if matches!(answer["State"].as_str(), Some("ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE")) {
        answer["Status"] = answer["State"].clone();
    }
    answer
}

fn list_accounts(document: &Value, _: &Params) -> Result<Reply, Failure> {
    Ok(Reply::List("Accounts", list(document, "accounts")?.iter().map(account).collect()))
}

fn list_roots(document: &Value, _: &Params) -> Result<Reply, Failure> {
    let roots = list(document, "roots")?.iter();
    let roots = roots.map(|root| {
        let mut answer = pick(root, &["Id", "Arn", "Name"]);
        answer["PolicyTypes"] = json!([]);
        answer
    });
    Ok(Reply::List("Roots", roots.collect()))
}

fn known_parent(document: &Value, params: &Params) -> Result<(), Failure> {
    let parent = &params["ParentId"];
    let known = ["roots", "organizational_units"]
        .iter()
        .any(|member| list(document, member).is_ok_and(|records| find(records, "Id", parent).is_some()));
    if known { Ok(()) } else { Err(Failure::new("ParentNotFoundException", "the parent does not exist")) }
}

fn list_units_for_parent(document: &Value, params: &Params) -> Result<Reply, Failure> {
    known_parent(document, params)?;
    let units = list(document, "organizational_units")?.iter();
    let units = units.filter(|unit| unit["ParentId"] == params["ParentId"]);
    Ok(Reply::List("OrganizationalUnits", units.map(|unit| pick(unit, &["Id", "Arn", "Name"])).collect()))
}

fn list_accounts_for_parent(document: &Value, params: &Params) -> Result<Reply, Failure> {
    known_parent(document, params)?;
    let accounts = list(document, "accounts")?.iter();
    let accounts = accounts.filter(|account| account["ParentId"] == params["ParentId"]);
    Ok(Reply::List("Accounts", accounts.map(account).collect()))
}
