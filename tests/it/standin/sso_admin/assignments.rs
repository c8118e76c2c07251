//! Account assignments, by pair and by principal.

use serde_json::{Value, json};

use super::super::document::Asked;
use super::super::wire::{Answer, Failure, Reply};
use super::instance::instance;
use super::permission_sets::set;

pub fn list_assignments<'a>(asked: &Asked<'a>) -> Answer<'a> {
    set(asked)?;
    let rows = asked.rows("account_assignments", &["PermissionSetArn", "AccountId"])?;
    Reply::list("AccountAssignments", rows, Value::clone)
}

/// The rows of a principal that exists; a user's are those of its groups too.
pub fn list_assignments_of_principal<'a>(asked: &Asked<'a>) -> Answer<'a> {
    instance(asked)?;
    principal(asked)?;
    let mut rows = asked.rows("account_assignments", &["PrincipalType", "PrincipalId"])?;
    if asked.param("PrincipalType") == "USER" && asked.manner.inherited_rows {
        for membership in memberships(asked) {
            let group = [&json!("GROUP"), &membership["GroupId"]];
            rows.extend(asked.document.rows(
                "account_assignments",
                &["PrincipalType", "PrincipalId"],
                &group,
            )?);
        }
    }
    rows.retain(|row| !asked.filters_out("AccountId", &row["AccountId"]));
    Reply::list("AccountAssignments", rows, Value::clone)
}

fn memberships<'a>(asked: &Asked<'a>) -> Vec<&'a Value> {
    asked.document.rows("group_memberships", &["UserId"], &[asked.param("PrincipalId")]).unwrap_or_default()
}

/// That the user or group the request names is in the identity store.
pub fn principal(asked: &Asked) -> Result<(), Failure> {
    let id = asked.param("PrincipalId");
    let found = match asked.param("PrincipalType").as_str() {
        Some("USER") => asked.document.find("users", &["UserId"], id)?,
        Some("GROUP") => asked.document.find("groups", &["GroupId"], id)?,
        _ => return Err(Failure::invalid("PrincipalType must be USER or GROUP")),
    };
    found.map(drop).ok_or_else(|| Failure::not_found("the principal"))
}
