//! The few policies that the organization's sets have: what one allows, another allows or does not, and no
//! question about them is open.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// Actions that only list. None of them is on a list of sensitive actions.
pub const LISTS: [&str; 5] =
    ["s3:ListAllMyBuckets", "sqs:ListQueues", "sns:ListTopics", "dynamodb:ListTables", "kinesis:ListStreams"];
/// Actions that do something.
pub const WORK: [&str; 6] = [
    "sqs:SendMessage",
    "sns:Publish",
    "kinesis:PutRecord",
    "events:PutEvents",
    "batch:SubmitJob",
    "ses:SendEmail",
];
pub const EVERYTHING: &str = "*";
pub const REGIONS: [&str; 3] = ["eu-west-1", "eu-central-1", "us-east-1"];

pub const ADMINISTRATOR: &str = "AdministratorAccess";
/// Policies of AWS that are attached to sets and taken away again.
pub const ATTACHABLE: [&str; 4] = [ADMINISTRATOR, "GroundLists", "GroundMessages", "GroundBatch"];
/// A policy of AWS that AWS edits.
pub const SHARED: &str = "GroundShared";
pub const MANAGED_BOUNDARIES: [&str; 2] = ["GroundWide", "GroundNarrow"];
pub const CUSTOMER_POLICIES: [&str; 2] = ["TeamWork", "TeamExtra"];
pub const CUSTOMER_BOUNDARIES: [&str; 2] = ["TeamBoundary", "TeamLimit"];

/// Allows actions on everything, maybe in one Region only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Policy {
    pub actions: BTreeSet<&'static str>,
    pub region: Option<&'static str>,
    /// Written the other way round, which means the same.
    pub reversed: bool,
}

impl Policy {
    pub fn of(actions: impl IntoIterator<Item = &'static str>) -> Self {
        Policy { actions: actions.into_iter().collect(), ..Policy::default() }
    }

    /// The document, or none for a policy that allows nothing.
    pub fn text(&self) -> Option<String> {
        if self.actions.is_empty() {
            return None;
        }
        let statement = |action: Value, resource: Value| {
            let mut statement = json!({"Effect": "Allow", "Action": action, "Resource": resource});
            if let Some(region) = self.region {
                statement["Condition"] = json!({"StringEquals": {"aws:RequestedRegion": region}});
            }
            statement
        };
        let statements: Vec<Value> = if self.reversed {
            self.actions.iter().rev().map(|action| statement(json!(action), json!(["*"]))).collect()
        } else {
            vec![statement(json!(self.actions), json!("*"))]
        };
        Some(json!({"Version": "2012-10-17", "Statement": statements}).to_string())
    }

    /// An action that it does not name yet.
    pub fn lacking(&self) -> Vec<&'static str> {
        LISTS.into_iter().chain(WORK).filter(|action| !self.actions.contains(action)).collect()
    }
}

/// How AWS has the policy at the start.
pub fn managed(name: &str) -> Policy {
    match name {
        ADMINISTRATOR => Policy::of([EVERYTHING]),
        "GroundLists" => Policy::of([LISTS[0], LISTS[1], LISTS[2]]),
        "GroundMessages" => Policy::of([WORK[0], WORK[1], LISTS[1]]),
        "GroundBatch" => Policy::of([WORK[4], WORK[2]]),
        "GroundWide" => Policy::of([EVERYTHING]),
        "GroundNarrow" => Policy::of([LISTS[0], LISTS[3], WORK[0]]),
        SHARED => Policy::of([LISTS[3], WORK[3]]),
        other => panic!("no AWS managed policy {other}"),
    }
}

/// How a new account has the policy.
pub fn customer(name: &str) -> Policy {
    match name {
        "TeamWork" => Policy::of([WORK[0], WORK[5], LISTS[0]]),
        "TeamExtra" => Policy::of([WORK[2], LISTS[4]]),
        "TeamBoundary" => Policy::of([WORK[0], WORK[2], LISTS[0], LISTS[4]]),
        "TeamLimit" => Policy::of([WORK[5], LISTS[0]]),
        other => panic!("no customer managed policy {other}"),
    }
}
