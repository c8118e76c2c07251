//! Permission sets, of which no two neighbours are alike.

use serde_json::{Value, json};

use super::ids::{set_arn, sorted, time};

pub fn permission_set(number: usize) -> Value {
    // A name may begin like a spreadsheet formula.
    let name = match number {
        2 => "=HYPERLINK@cell".to_owned(),
        3 => "-read+only".to_owned(),
        _ => format!("Set-{number:04}"),
    };
    let mut set = json!({
        "PermissionSetArn": set_arn(number),
        "Name": name,
        "Description": (number % 4 != 1).then_some("What it is for:\t\"caf\u{e9}\"\nsecond line"),
        "CreatedDate": time(format!("2023-{:02}-11T12:13:14.{:03}Z", number % 12 + 1, number * 7 % 1000)),
        "SessionDuration": if number.is_multiple_of(2) { "PT1H" } else { "PT8H" },
        "RelayState": (number % 5 == 4).then_some("https://console.aws.amazon.com/ec2/"),
    });
    set["Tags"] = (0..number % 4).map(|tag| json!({"Key": format!("key-{tag}"), "Value": "value"})).collect();
    set["InlinePolicy"] = match number % 3 {
        0 => Value::Null,
        _ => json!(
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:Get*\", \"Resource\": \"*\"}]\n}"
        ),
    };
    let names = ["AdministratorAccess", "ReadOnlyAccess", "SecurityAudit", "job-function/Billing"];
    let managed = names.iter().take(number % 5).map(
        |path| json!({"Name": path.rsplit('/').next(), "Arn": format!("arn:aws:iam::aws:policy/{path}")}),
    );
    set["ManagedPolicies"] = sorted(managed, &["Arn"]);
    let references = (0..number % 3).map(
        |reference| json!({"Name": format!("team-{reference}"), "Path": if reference == 0 { "/" } else { "/teams/" }}),
    );
    set["CustomerManagedPolicyReferences"] = sorted(references, &["Path", "Name"]);
    set["PermissionsBoundary"] = match number % 4 {
        0 => json!({"ManagedPolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"}),
        1 => json!({"CustomerManagedPolicyReference": {"Name": "boundary", "Path": "/"}}),
        2 => json!({"CustomerManagedPolicyReference": {"Name": "boundary", "Path": "/security/"}}),
        _ => Value::Null,
    };
    set
}
