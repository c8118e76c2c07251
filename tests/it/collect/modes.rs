//! How account assignments may be read: by pair, or by principal.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{EVERYTHING, collect_with, records, snapshot_with, text};
use crate::harness::Workplace;
use crate::snapshots::{assert_same, content, coverage, gaps};
use crate::standin::{Organization, StandIn};

pub const BY_PAIR: &str = "ListAccountAssignments";
pub const BY_PRINCIPAL: &str = "ListAccountAssignmentsForPrincipal";

/// One in ten assignments is of a principal that was deleted since.
pub fn document() -> Value {
    Organization::new(8, 9, 12, 8, 60).document()
}

pub fn snapshot_in(mode: &str, standin: &StandIn, code: i32) -> Value {
    snapshot_with(standin, &[&EVERYTHING[..], &["--mode", mode]].concat(), code)
}

/// The ids of the users and groups there are.
fn living(document: &Value) -> BTreeSet<&str> {
    let users = records(document, "users").iter().map(|user| text(&user["UserId"]));
    users.chain(records(document, "groups").iter().map(|group| text(&group["GroupId"]))).collect()
}

pub fn pair(row: &Value) -> (&str, &str) {
    (text(&row["PermissionSetArn"]), text(&row["AccountId"]))
}

/// The pairs that someone has who is there.
fn explained(document: &Value) -> BTreeSet<(&str, &str)> {
    let living = living(document);
    let rows = records(document, "account_assignments").iter();
    rows.filter(|row| living.contains(text(&row["PrincipalId"]))).map(pair).collect()
}

fn retain_assignments(document: &mut Value, keep: impl Fn(&Value) -> bool) {
    document["account_assignments"].as_array_mut().expect("assignments").retain(keep);
}

/// What the mode `principals` can see: an assignment of a deleted principal only where it is alone.
fn visible_to_principals(document: &Value) -> Value {
    let (living, explained) = (living(document), explained(document));
    let mut visible = content(document.clone());
    retain_assignments(&mut visible, |row| {
        living.contains(text(&row["PrincipalId"])) || !explained.contains(&pair(row))
    });
    visible
}

/// The groups that have an assignment and a member.
fn shown_by_users(document: &Value) -> BTreeSet<&str> {
    let rows = records(document, "account_assignments").iter();
    let assigned: BTreeSet<&str> = rows.map(|row| text(&row["PrincipalId"])).collect();
    let memberships = records(document, "group_memberships").iter().map(|row| text(&row["GroupId"]));
    memberships.filter(|group| assigned.contains(group)).collect()
}

pub fn observed<'s>(snapshot: &'s Value, kind: &str) -> Vec<&'s Value> {
    records(snapshot, "observations").iter().filter(|told| told["kind"] == kind).collect()
}

/// A pair of set and account that is not provisioned, assigned to the first user.
fn with_an_unprovisioned_assignment() -> (Value, Value) {
    let mut document = document();
    let provisioned: BTreeSet<_> =
        records(&document, "permission_set_provisioning").iter().map(pair).collect();
    let sets = records(&document, "permission_sets").iter().map(|set| text(&set["PermissionSetArn"]));
    let mut pairs = sets.flat_map(|set| {
        records(&document, "accounts").iter().map(move |account| (set, text(&account["Id"])))
    });
    let (set, account) = pairs.find(|pair| !provisioned.contains(pair)).expect("one that is not provisioned");
    let row = json!({
        "AccountId": account,
        "PermissionSetArn": set,
        "PrincipalType": "USER",
        "PrincipalId": document["users"][0]["UserId"],
    });
    let rows = document["account_assignments"].as_array_mut().expect("assignments");
    rows.push(row.clone());
    rows.sort_by_key(|row| {
        ["AccountId", "PermissionSetArn", "PrincipalType", "PrincipalId"].map(|key| row[key].to_string())
    });
    (document, row)
}

#[test]
fn where_all_principals_live_both_modes_give_the_same() {
    let mut document = document();
    let all = document.clone();
    let living = living(&all);
    retain_assignments(&mut document, |row| living.contains(text(&row["PrincipalId"])));
    let snapshot = snapshot_in("principals", &StandIn::of(&document), 0);
    assert_same(&content(snapshot.clone()), &content(document.clone()));
    let pairs = snapshot_in("pairs", &StandIn::of(&document), 0);
    assert_eq!(content(snapshot).to_string(), content(pairs).to_string());
}

#[test]
fn a_deleted_principals_assignment_shows_only_where_no_living_one_explains_the_pair() {
    let document = document();
    let visible = visible_to_principals(&document);
    let all = records(&document, "account_assignments").len();
    let seen = records(&visible, "account_assignments").len();
    let alive = living(&document);
    let lone = records(&visible, "account_assignments").iter();
    let lone = lone.filter(|row| !alive.contains(text(&row["PrincipalId"]))).count();
    assert!(seen < all && lone > 0, "{lone} alone of {seen} of {all}");
    for standin in [StandIn::of(&document), StandIn::of(&document).without_inherited_rows()] {
        let snapshot = snapshot_in("principals", &standin, 0);
        assert_same(&content(snapshot.clone()), &visible);
        assert_eq!(snapshot["collected"]["mode"], "principals");
        let row = coverage(&snapshot, BY_PAIR, None);
        assert_eq!((&row["status"], &row["error"]["code"]), (&json!("skipped"), &json!("PrincipalsMode")));
        assert_eq!(coverage(&snapshot, BY_PRINCIPAL, None)["status"], "complete");
        assert_eq!(gaps(&snapshot), [format!("{BY_PAIR}  skipped")]);
    }
}

#[test]
fn by_principal_no_call_is_made_that_another_made_needless() {
    let document = document();
    let users = records(&document, "users").len();
    let groups = records(&document, "groups").len();
    let shown = shown_by_users(&document).len();
    let pairs = records(&document, "permission_set_provisioning").len();
    let unexplained = pairs - explained(&document).len();
    assert!(shown > 0 && shown < groups && unexplained > 0);
    for (standin, asked, told) in [
        (StandIn::of(&document), groups - shown, "include those that it inherits"),
        (StandIn::of(&document).without_inherited_rows(), groups, "do not include those that it inherits"),
    ] {
        let snapshot = snapshot_in("principals", &standin, 0);
        assert_eq!(standin.calls(BY_PRINCIPAL), users + asked);
        assert_eq!(standin.calls(BY_PAIR), unexplained);
        let [canary] = observed(&snapshot, "canary")[..] else { panic!("{}", snapshot["observations"]) };
        assert!(text(&canary["detail"]).contains(told), "{canary}");
    }
}

/// The run found out before it asked much, says what to do, and left nothing behind.
#[track_caller]
fn says_to_read_by_pair(standin: &StandIn, more: &[&str]) {
    let place = Workplace::near(standin);
    collect_with(&place, &[&["--mode", "principals"], more].concat()).fails(&["principals", "--mode pairs"]);
    assert!(standin.calls(BY_PRINCIPAL) <= 4, "{} calls", standin.calls(BY_PRINCIPAL));
    assert_eq!(standin.calls(BY_PAIR), 0);
    assert_eq!(place.names(), [""; 0]);
}

#[test]
fn a_caller_who_may_not_ask_by_principal_is_told_to_ask_by_pair() {
    let document = document();
    says_to_read_by_pair(&StandIn::of(&document).deny(BY_PRINCIPAL), &[]);
    let message = "The operation is not supported for this Identity Center instance";
    says_to_read_by_pair(&StandIn::of(&document).refuse(BY_PRINCIPAL, "ValidationException", message), &[]);
    says_to_read_by_pair(&StandIn::of(&document).fail(BY_PRINCIPAL, "ValidationException"), &[]);
}

#[test]
fn without_all_users_and_groups_there_is_no_reading_by_principal() {
    let document = document();
    for operation in ["ListUsers", "ListGroups"] {
        let standin = StandIn::of(&document).deny(operation);
        let place = Workplace::near(&standin);
        let run = collect_with(&place, &["--mode", "principals"]);
        run.fails(&["all users and groups", "AccessDeniedException", "--mode pairs"]);
        assert_eq!(place.names(), [""; 0]);
    }
    let standin = StandIn::of(&document);
    says_to_read_by_pair(&standin, &["--skip", "identity"]);
    assert_eq!(standin.requests().len(), 0);
}

#[test]
fn an_assignment_that_is_not_provisioned_shows_by_principal_alone() {
    let (document, row) = with_an_unprovisioned_assignment();
    let scope = ["AccountId", "PermissionSetArn", "PrincipalType", "PrincipalId"].map(|key| text(&row[key]));
    for (mode, expected) in
        [("principals", visible_to_principals(&document)), ("exhaustive", content(document.clone()))]
    {
        let snapshot = snapshot_in(mode, &StandIn::of(&document), 0);
        assert_same(&content(snapshot.clone()), &expected);
        let [told] = observed(&snapshot, "assignment-unprovisioned")[..] else {
            panic!("{mode}: {}", snapshot["observations"])
        };
        assert_eq!((&told["operation"], text(&told["scope"])), (&json!(BY_PRINCIPAL), &*scope.join(",")));
        assert_eq!(observed(&snapshot, "disagreement"), [&Value::Null; 0], "{mode}");
    }
    let snapshot = snapshot_in("pairs", &StandIn::of(&document), 0);
    assert!(!records(&snapshot, "account_assignments").contains(&row));
    assert_eq!(snapshot["observations"], json!([]));
}
