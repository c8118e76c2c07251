//! The table `policy_statements`: every policy by its name and kind, the unread ones among them.

use serde_json::{Value, json};

use crate::harness::Workplace;
use crate::who_can::{HEAD, SECURITY, SHOP, allow, company};

#[test]
fn a_policy_that_was_not_read_has_its_name_its_kind_and_the_reason() {
    let mut snapshot = company(&[(
        "Half",
        json!({
            "ManagedPolicies": [{"Arn": "arn:aws:iam::aws:policy/Unheard", "Name": "Unheard"}],
            "CustomerManagedPolicyReferences": [{"Name": "Deploy", "Path": "/own/"}],
        }),
    )]);
    snapshot["permission_sets"][0].as_object_mut().unwrap().remove("PermissionsBoundary");
    let deploy = |account: &str, document: Value| json!({"AccountId": account, "Name": "Deploy", "Path": "/own/", "Document": document});
    let document = json!(allow(&["s3:GetObject"], &["*"]).to_string());
    snapshot["customer_managed_policies"] = json!([deploy(HEAD, document), deploy(SHOP, Value::Null)]);

    let place = Workplace::new();
    place.write("s.json", &snapshot.to_string());
    let sql = "SELECT policy_use, policy_kind, policy_name, account_id, not_understood FROM policy_statements \
               ORDER BY policy_use, policy_name, account_id";
    let answer = place.run(&["query", "s.json", "--sql", sql, "--format", "json"]).exits(3).answer();
    let own = |account: &str, why: Value| {
        json!({"policy_use": "identity", "policy_kind": "customer_managed", "policy_name": "/own/Deploy",
            "account_id": account, "not_understood": why})
    };
    let unheard = "arn:aws:iam::aws:policy/Unheard";
    let expected = json!([
        {"policy_use": "boundary", "policy_kind": null, "policy_name": "permissions boundary",
            "account_id": null, "not_understood": "permissions boundary was not read"},
        own(HEAD, Value::Null),
        own(SECURITY, json!("/own/Deploy was not read")),
        own(SHOP, json!("/own/Deploy, which the account does not have, was not read")),
        {"policy_use": "identity", "policy_kind": "aws_managed", "policy_name": unheard, "account_id": null,
            "not_understood": format!("{unheard} was not read")},
    ]);
    assert_eq!(answer["rows"], expected);
}
