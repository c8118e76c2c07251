//! The fewest calls that can tell what a document holds.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

/// The pages of a list of so many records: an empty list is a page too.
fn pages(records: usize, size: usize) -> usize {
    records.div_ceil(size).max(1)
}

fn list<'a>(record: &'a Value, member: &str) -> &'a [Value] {
    record[member].as_array().map_or(&[], Vec::as_slice)
}

fn text<'a>(record: &'a Value, member: &str) -> &'a str {
    record[member].as_str().unwrap_or_default()
}

/// The places of the records, by the values of these members.
fn index<'a, const N: usize>(records: &'a [Value], members: [&str; N]) -> HashMap<[&'a str; N], Vec<usize>> {
    let mut index: HashMap<_, Vec<usize>> = HashMap::new();
    for (place, record) in records.iter().enumerate() {
        index.entry(members.map(|member| text(record, member))).or_default().push(place);
    }
    index
}

fn places<'i>(index: &'i HashMap<[&'i str; 1], Vec<usize>>, id: &'i str) -> &'i [usize] {
    index.get(&[id]).map_or(&[], Vec::as_slice)
}

/// The pages of one list for each of these ids, where the lists together are the records.
fn pages_of<'a>(ids: impl Iterator<Item = &'a str>, records: &[Value], member: &str, size: usize) -> usize {
    let lists = index(records, [member]);
    ids.map(|id| pages(places(&lists, id).len(), size)).sum()
}

fn ids<'a>(document: &'a Value, member: &str, key: &'static str) -> impl Iterator<Item = &'a str> {
    list(document, member).iter().map(move |record| text(record, key))
}

pub fn sso_admin(document: &Value, mode: &str) -> usize {
    let sets = list(document, "permission_sets").len();
    // ListInstances, DescribeInstance; the six reads of a set.
    let assignments = if mode == "pairs" { by_pair(document) } else { by_principal(document) };
    2 + pages(sets, 100) + 6 * sets + provisioning(document) + assignments + the_rest(document)
}

/// Along the shorter axis, once for each status.
fn provisioning(document: &Value) -> usize {
    let (sets, accounts) = (list(document, "permission_sets"), list(document, "accounts"));
    let (shorter, key, member) = if sets.len() <= accounts.len() {
        (sets, "PermissionSetArn", "PermissionSetArn")
    } else {
        (accounts, "Id", "AccountId")
    };
    let pairs = list(document, "permission_set_provisioning");
    let lists = index(pairs, [member, "ProvisioningStatus"]);
    let statuses = ["LATEST_PERMISSION_SET_PROVISIONED", "LATEST_PERMISSION_SET_NOT_PROVISIONED"];
    let pages_of = |record: &Value| -> usize {
        statuses
            .iter()
            .map(|status| pages(lists.get(&[text(record, key), status]).map_or(0, Vec::len), 100))
            .sum()
    };
    shorter.iter().map(pages_of).sum()
}

const PAIR: [&str; 2] = ["PermissionSetArn", "AccountId"];

fn by_pair(document: &Value) -> usize {
    let rows = index(list(document, "account_assignments"), PAIR);
    let pairs = list(document, "permission_set_provisioning").iter();
    pairs.map(|pair| pages(rows.get(&PAIR.map(|key| text(pair, key))).map_or(0, Vec::len), 100)).sum()
}

/// Each user, whose rows show those of its groups; each group that no user shows; each pair that no row
/// explains.
fn by_principal(document: &Value) -> usize {
    let assignments = list(document, "account_assignments");
    let rows = index(assignments, ["PrincipalId"]);
    let memberships = list(document, "group_memberships");
    let of_users = index(memberships, ["UserId"]);
    let (mut calls, mut shown, mut explained) = (0, HashSet::new(), HashSet::new());
    for user in ids(document, "users", "UserId") {
        let groups = places(&of_users, user).iter().map(|&place| text(&memberships[place], "GroupId"));
        let mut count = places(&rows, user).len();
        explained.extend(places(&rows, user));
        for group in groups.filter(|group| !places(&rows, group).is_empty()) {
            count += places(&rows, group).len();
            shown.insert(group);
        }
        calls += pages(count, 100);
    }
    for group in ids(document, "groups", "GroupId") {
        explained.extend(places(&rows, group));
        if !shown.contains(group) {
            calls += pages(places(&rows, group).len(), 100);
        }
    }
    let explained: HashSet<[&str; 2]> =
        explained.into_iter().map(|&place| PAIR.map(|key| text(&assignments[place], key))).collect();
    let pairs = list(document, "permission_set_provisioning").iter();
    calls + pairs.filter(|pair| !explained.contains(&PAIR.map(|key| text(pair, key)))).count()
}

/// Attributes for access control, Regions, requests, applications with their parts, providers, issuers.
fn the_rest(document: &Value) -> usize {
    let requests = [
        "account_assignment_creation_statuses",
        "account_assignment_deletion_statuses",
        "permission_set_provisioning_statuses",
    ];
    let requests = requests.map(|member| list(document, member).len()).map(|count| pages(count, 100) + count);
    let applications = list(document, "applications");
    let parts = applications.iter().map(|application| {
        // The two configurations and the tags; lists of which two take no MaxResults.
        let scopes = pages(list(application, "AccessScopes").len(), 10);
        let assigned = pages(list(application, "Assignments").len(), 100);
        3 + scopes + assigned + 2
    });
    let issuers = list(document, "trusted_token_issuers").len();
    1 + pages(list(document, "regions").len(), 100)
        + requests.iter().sum::<usize>()
        + pages(applications.len(), 100)
        + parts.sum::<usize>()
        + pages(list(document, "application_providers").len(), 100)
        + pages(issuers, 100)
        + 2 * issuers
}

pub fn identity_store(document: &Value) -> usize {
    let groups = ids(document, "groups", "GroupId");
    pages(list(document, "users").len(), 100)
        + pages(list(document, "groups").len(), 100)
        + pages_of(groups, list(document, "group_memberships"), "GroupId", 100)
}

/// The organization, its delegated administrators, its accounts with the tags of each, the tree.
pub fn organizations(document: &Value) -> usize {
    let parents = || ids(document, "roots", "Id").chain(ids(document, "organizational_units", "Id"));
    let accounts = list(document, "accounts");
    1 + pages(list(document, "delegated_administrators").len(), 20)
        + pages(accounts.len(), 20)
        + accounts.len()
        + pages(list(document, "roots").len(), 20)
        + pages_of(parents(), list(document, "organizational_units"), "ParentId", 20)
        + pages_of(parents(), accounts, "ParentId", 20)
}
