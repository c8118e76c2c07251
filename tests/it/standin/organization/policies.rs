//! The documents of policies: managed by AWS, in the accounts, and over the organization.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::Organization;
use super::accounts::unit_id;
use super::ids::{MANAGEMENT, ORGANIZATION, account_id, sorted, text};

/// A text that comes through percent-encoding, forms and XML only where all three are read right.
fn document(action: &str) -> String {
    format!(
        "{{\r\n\t\"Version\": \"2012-10-17\",\n  \"Statement\": [ {{\"Effect\":\"Allow\", \"Action\":\"{action}\", \
         \"Resource\":\"*\", \"Condition\": {{\"StringLike\": {{\"aws:PrincipalTag/team\": \
         \"caf\u{e9} <a+b> & 100%25 ~it's\"}}}} }} ]\n}}"
    )
}

/// Each AWS managed policy that a set or its boundary names.
pub fn managed(sets: &Value) -> Value {
    let sets = sets.as_array().expect("sets");
    let attached = sets.iter().flat_map(|set| set["ManagedPolicies"].as_array().expect("policies"));
    let attached = attached.map(|policy| text(&policy["Arn"]));
    let boundaries = sets.iter().filter_map(|set| set["PermissionsBoundary"]["ManagedPolicyArn"].as_str());
    let arns: BTreeSet<&str> = attached.chain(boundaries).collect();
    let policies = arns.into_iter().enumerate().map(|(number, arn)| {
        json!({
            "Arn": arn,
            "DefaultVersionId": format!("v{}", number + 2),
            "UpdateDate": format!("2024-11-1{number}T12:13:14Z"),
            "Document": document(&format!("service-{number}:*")),
        })
    });
    policies.collect()
}

/// Each customer managed policy that a set or its boundary names, in each account that has the set. Some
/// accounts lack theirs.
pub fn customer_managed(sets: &Value, pairs: &Value) -> Value {
    let references = |set: &Value| {
        let attached = set["CustomerManagedPolicyReferences"].as_array().expect("policies").clone();
        let boundary = set["PermissionsBoundary"].get("CustomerManagedPolicyReference").cloned();
        attached.into_iter().chain(boundary).collect::<Vec<_>>()
    };
    let sets = sets.as_array().expect("sets").iter();
    let sets: BTreeMap<&str, Vec<Value>> =
        sets.map(|set| (text(&set["PermissionSetArn"]), references(set))).collect();
    let mut policies = BTreeSet::new();
    for pair in pairs.as_array().expect("pairs") {
        for reference in &sets[text(&pair["PermissionSetArn"])] {
            let [account, path, name] =
                [&pair["AccountId"], &reference["Path"], &reference["Name"]].map(text);
            policies.insert((account, path, name));
        }
    }
    let policies = policies.into_iter().enumerate().map(|(number, (account, path, name))| {
        let document = (number % 5 != 4).then(|| document(&format!("{name}:Get*")));
        json!({"AccountId": account, "Name": name, "Path": path, "Document": document})
    });
    policies.collect()
}

/// AWS's own policy, one of each type that is attached, and one that is not.
pub fn of_organization(organization: &Organization) -> Value {
    let full = json!({
        "Id": "p-FullAWSAccess",
        "Arn": "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess",
        "Name": "FullAWSAccess",
        "Description": "Allows access to every operation",
        "Type": "SERVICE_CONTROL_POLICY",
        "AwsManaged": true,
        "Content": document("*"),
        "Targets": [{"TargetId": "r-ab12", "Type": "ROOT"}],
    });
    let own = |number: usize, kind: &str, description: Option<&str>, targets: Value| {
        let (id, folder) = (format!("p-exam{number:06}"), kind.to_lowercase());
        json!({
            "Id": id,
            "Arn": format!("arn:aws:organizations::{MANAGEMENT}:policy/{ORGANIZATION}/{folder}/{id}"),
            "Name": format!("policy-{number}"),
            "Description": description,
            "Type": kind,
            "AwsManaged": false,
            "Content": document("s3:*"),
            "Targets": targets,
        })
    };
    let units = [0, 3].map(|unit| json!({"TargetId": unit_id(unit), "Type": "ORGANIZATIONAL_UNIT"}));
    let accounts = (0..organization.accounts.min(30))
        .map(|number| json!({"TargetId": account_id(number), "Type": "ACCOUNT"}));
    let everywhere = sorted(units.into_iter().chain(accounts), &["TargetId"]);
    let policies = [
        full,
        own(1, "SERVICE_CONTROL_POLICY", Some("Keeps to Europe"), everywhere),
        own(2, "RESOURCE_CONTROL_POLICY", None, json!([{"TargetId": "r-ab12", "Type": "ROOT"}])),
        own(3, "RESOURCE_CONTROL_POLICY", None, json!([])),
    ];
    sorted(policies.into_iter(), &["Id"])
}
