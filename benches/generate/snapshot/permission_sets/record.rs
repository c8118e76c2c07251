//! A permission set as the file has it.

use super::super::page::quoted;
use super::super::policies::managed;
use super::{Boundary, PermissionSet};

/// The record.
pub fn json(set: &PermissionSet) -> String {
    let tags = list(&set.tags, |(key, value)| format!("{{\"Key\":\"{key}\",\"Value\":\"{value}\"}}"));
    let managed = list(&set.managed_policies, |name| {
        format!("{{\"Arn\":\"{}\",\"Name\":\"{}\"}}", managed::arn(name), managed::name(name))
    });
    let boundary = match &set.boundary {
        None => "null".to_owned(),
        Some(Boundary::Managed(name)) => format!("{{\"ManagedPolicyArn\":\"{}\"}}", managed::arn(name)),
        Some(Boundary::CustomerManaged(name)) => {
            format!("{{\"CustomerManagedPolicyReference\":{}}}", reference(name))
        }
    };
    format!(
        "{{\"PermissionSetArn\":\"{}\",\"Name\":\"{}\",\"Description\":\"{}\",\"CreatedDate\":\"{}\",\
         \"SessionDuration\":\"PT{}H\",\"RelayState\":null,\"Tags\":{tags},\"InlinePolicy\":{},\
         \"ManagedPolicies\":{managed},\"CustomerManagedPolicyReferences\":{},\
         \"PermissionsBoundary\":{boundary}}}",
        set.arn,
        set.name,
        set.description,
        set.created,
        set.hours,
        set.inline_policy.as_deref().map_or_else(|| "null".to_owned(), quoted),
        list(&set.customer_managed_policies, |name| reference(name)),
    )
}

fn reference(name: &str) -> String {
    format!("{{\"Name\":\"{name}\",\"Path\":\"/velmora/\"}}")
}

fn list<T>(things: &[T], json: impl Fn(&T) -> String) -> String {
    let records: Vec<String> = things.iter().map(json).collect();
    format!("[{}]", records.join(","))
}
