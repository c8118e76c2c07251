use jiff::fmt::temporal::SpanParser;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::frame::{FrameBuilder, Part};
use super::super::source::{Source, tags_text};
use super::{Table, list_gaps, sorted};
use crate::model::NotEvaluated;
use crate::policy::evaluate::PolicyKind;
use crate::snapshot::coverage::operation::{ASSIGNMENTS as TELL_ASSIGNMENTS, *};
use crate::snapshot::v1::PermissionSet;
use crate::snapshot::{State, Symbol};

const DETAILS: Part = Part {
    state: "details_state",
    words: "description",
    of: &["permission_set_arn"],
    operations: &[DESCRIBE_PERMISSION_SET],
    covers: &[
        "permission_set_name",
        "description",
        "created_date",
        "session_duration",
        "session_minutes",
        "relay_state",
    ],
    follows: &[],
    reason: None,
};
/// The part behind a table of its own.
pub const TAGS: Part = Part {
    state: "tags_state",
    words: "tags",
    of: &["permission_set_arn"],
    operations: &[LIST_TAGS],
    covers: &["tags"],
    follows: &[],
    reason: None,
};
const INLINE_POLICY: Part = Part {
    state: "inline_policy_state",
    words: "inline policy",
    of: &["permission_set_arn"],
    operations: &[GET_INLINE_POLICY],
    covers: &["inline_policy", "inline_policy_characters"],
    follows: &[],
    reason: None,
};
/// The part behind a table of its own.
pub const MANAGED_POLICIES: Part = Part {
    state: "managed_policies_state",
    words: "AWS managed policies",
    of: &["permission_set_arn"],
    operations: &[LIST_MANAGED_POLICIES],
    covers: &["managed_policy_count"],
    follows: &[],
    reason: None,
};
/// The part behind a table of its own.
pub const CUSTOMER_MANAGED_POLICIES: Part = Part {
    state: "customer_managed_policies_state",
    words: "customer managed policies",
    of: &["permission_set_arn"],
    operations: &[LIST_CUSTOMER_MANAGED_POLICIES],
    covers: &["customer_managed_policy_count"],
    follows: &[],
    reason: None,
};
const BOUNDARY: Part = Part {
    state: "boundary_state",
    words: "permissions boundary",
    of: &["permission_set_arn"],
    operations: &[GET_BOUNDARY],
    covers: &["boundary_kind", "boundary_policy"],
    follows: &[],
    reason: None,
};
const PROVISIONING_PART: Part = Part {
    state: "provisioning_state",
    words: "provisioned accounts",
    of: &["permission_set_arn"],
    operations: &PROVISIONING,
    covers: &["provisioned_account_count"],
    follows: &["permission_set_provisioning"],
    reason: None,
};
const ASSIGNMENTS: Part = Part {
    state: "assignments_state",
    words: "assignments",
    of: &["permission_set_arn"],
    operations: &TELL_ASSIGNMENTS,
    covers: &["assigned_principal_count"],
    follows: &["account_assignments"],
    reason: None,
};

/// The permission sets.
pub const TABLE: Table = Table {
    name: "permission_sets",
    doc: "One row a permission set. Each of the six parts that AWS tells by a call of its own has a state column.",
    key: &["permission_set_arn"],
    parts: &[
        DETAILS,
        TAGS,
        INLINE_POLICY,
        MANAGED_POLICIES,
        CUSTOMER_MANAGED_POLICIES,
        BOUNDARY,
        PROVISIONING_PART,
        ASSIGNMENTS,
    ],
    build: |source| {
        let sets = sorted(&source.snapshot.permission_sets);
        let reaches = reaches(source, &sets);
        FrameBuilder::new("permission_sets", &source.categories, sets.len())
            .id("permission_set_arn", "PermissionSetArn.", sets.iter().map(|set| Some(&*set.permission_set_arn)))
            .text("permission_set_name", "Name.", sets.iter().map(|set| set.name.text()))
            .text("description", "Description.", sets.iter().map(|set| set.description.text()))
            .text("created_date", "CreatedDate, RFC 3339 UTC.", sets.iter().map(|set| set.created_date.text()))
            .text(
                "session_duration",
                "SessionDuration, ISO 8601. AWS's default is PT1H.",
                sets.iter().map(|set| set.session_duration.text()),
            )
            .integer(
                "session_minutes",
                "SessionDuration in minutes.",
                sets.iter().map(|set| set.session_duration.text().and_then(minutes)),
            )
            .text("relay_state", "RelayState.", sets.iter().map(|set| set.relay_state.text()))
            .state(
                DETAILS,
                "Whether DescribePermissionSet was read.",
                sets.iter().map(|set| set.name.state()),
            )
            .text("tags", "All tags as `Key=Value; Key=Value`.", sets.iter().map(|set| tags_text(&set.tags)))
            .state(
                TAGS,
                "Whether the tags were read (ListTagsForResource).",
                sets.iter().map(|set| set.tags.list_state()),
            )
            .text("inline_policy", "The inline policy's text.", sets.iter().map(|set| set.inline_policy.text()))
            .integer(
                "inline_policy_characters",
                "How many characters it has that are no blanks: AWS allows 10,240.",
                sets.iter().map(|set| {
                    let text = set.inline_policy.text()?;
                    Some(text.chars().filter(|character| !character.is_whitespace()).count() as u64)
                }),
            )
            .state(
                INLINE_POLICY,
                "Whether the inline policy was read (GetInlinePolicyForPermissionSet).",
                sets.iter().map(|set| inline_policy_state(set)),
            )
            .integer(
                "managed_policy_count",
                "How many AWS managed policies are attached (table managed_policy_attachments).",
                sets.iter().map(|set| set.managed_policies.list().map(|list| list.len() as u64)),
            )
            .state(
                MANAGED_POLICIES,
                "Whether the attachments were read (ListManagedPoliciesInPermissionSet).",
                sets.iter().map(|set| {
                    set.managed_policies.list_state()
                }),
            )
            .integer(
                "customer_managed_policy_count",
                "How many customer managed policies are referenced (table customer_managed_policy_references).",
                sets.iter().map(|set| set.customer_managed_policy_references.list().map(|list| list.len() as u64)),
            )
            .state(
                CUSTOMER_MANAGED_POLICIES,
                "Whether the references were read (ListCustomerManagedPolicyReferencesInPermissionSet).",
                sets.iter().map(|set| {
                    set.customer_managed_policy_references.list_state()
                }),
            )
            .id(
                "boundary_kind",
                "`aws_managed` or `customer_managed`.",
                sets.iter().map(|set| boundary(set).map(|(kind, _)| kind.as_str())),
            )
            .text(
                "boundary_policy",
                "The boundary: an AWS managed policy's ARN, or path and name of a customer managed policy.",
                sets.iter().map(|set| boundary(set).map(|(_, policy)| policy)),
            )
            .state(
                BOUNDARY,
                "Whether there is a permissions boundary (GetPermissionsBoundaryForPermissionSet).",
                sets.iter().map(|set| set.permissions_boundary.state()),
            )
            .integer(
                "provisioned_account_count",
                "In how many accounts the set is provisioned; empty where that is not fully known.",
                reaches.iter().map(|reach| reach.accounts),
            )
            .state(PROVISIONING_PART, "Whether it is known where the set is provisioned.", reaches.iter().map(|reach| State::of_count(reach.accounts)))
            .integer(
                "assigned_principal_count",
                "How many users and groups are assigned the set; empty where that is not fully known.",
                reaches.iter().map(|reach| reach.principals),
            )
            .state(ASSIGNMENTS, "Whether all assignments of the set are known.", reaches.iter().map(|reach| State::of_count(reach.principals)))
            .finish()
    },
    gaps,
};

/// How far a set reaches; nothing where that is not fully known.
struct Reach {
    accounts: Option<u64>,
    principals: Option<u64>,
}

fn reaches(source: &Source, sets: &[&PermissionSet]) -> Vec<Reach> {
    let snapshot = source.snapshot;
    let (provisioning, assignments) = (&snapshot.permission_set_provisioning, &snapshot.account_assignments);
    let mut accounts: FxHashMap<Symbol, u64> = FxHashMap::default();
    for pair in provisioning.records() {
        *accounts.entry(pair.permission_set).or_default() += 1;
    }
    let mut principals: FxHashMap<Symbol, u64> = FxHashMap::default();
    let held =
        assignments.records().iter().map(|row| (row.permission_set, row.principal_type, row.principal));
    for (set, ..) in held.collect::<FxHashSet<_>>() {
        *principals.entry(set).or_default() += 1;
    }
    let arns: FxHashSet<&str> = sets.iter().map(|set| &*set.permission_set_arn).collect();
    let is_set = |id: &str| arns.contains(id) || id.contains(":permissionSet/");
    let all_accounts = source.knowledge.totals(&PROVISIONING, is_set);
    let all_assignments = source.knowledge.totals(&TELL_ASSIGNMENTS, is_set);
    // Principal by principal, an assignment shows whether or not it is provisioned.
    let by_principal = source.knowledge.reads_by_principal();
    let all_principals = source.knowledge.knows_all_principals();
    sets.iter()
        .map(|set| {
            let arn = &*set.permission_set_arn;
            let symbol = snapshot.symbols.find(arn);
            let count = |counts: &FxHashMap<Symbol, u64>| {
                symbol.and_then(|symbol| counts.get(&symbol)).copied().unwrap_or_default()
            };
            let knows_accounts = !provisioning.is_absent() && all_accounts.is_known(arn);
            let knows_principals = (knows_accounts || by_principal)
                && all_principals
                && !assignments.is_absent()
                && all_assignments.is_known(arn);
            Reach {
                accounts: knows_accounts.then(|| count(&accounts)),
                principals: knows_principals.then(|| count(&principals)),
            }
        })
        .collect()
}

/// The sets that are not listed, and those whose part is unknown: what a table of the part's records lacks.
pub fn gaps_of_part(
    source: &Source,
    part: &Part,
    state: impl Fn(&PermissionSet) -> State,
) -> Vec<NotEvaluated> {
    let mut gaps = gaps(source);
    for set in sorted(&source.snapshot.permission_sets) {
        if state(set) == State::Unknown {
            gaps.push(source.gap(part, &[&set.permission_set_arn]));
        }
    }
    gaps
}

fn gaps(source: &Source) -> Vec<NotEvaluated> {
    list_gaps(source, &source.snapshot.permission_sets, &[LIST_PERMISSION_SETS], "permission sets")
}

/// The minutes of an ISO 8601 duration of hours, minutes and seconds: `PT1H30M`.
fn minutes(duration: &str) -> Option<u64> {
    let duration = SpanParser::new().parse_duration(duration).ok()?;
    u64::try_from(duration.as_mins()).ok()
}

/// An empty text is no policy: GetInlinePolicyForPermissionSet answers so.
fn inline_policy_state(set: &PermissionSet) -> State {
    match set.inline_policy.text() {
        Some("") => State::None,
        _ => set.inline_policy.state(),
    }
}

/// Kind and policy of a boundary that is there.
fn boundary(set: &PermissionSet) -> Option<(PolicyKind, String)> {
    let boundary = set.permissions_boundary.value()?;
    let managed = boundary.managed_policy_arn.text().map(|arn| (PolicyKind::AwsManaged, arn.to_owned()));
    managed.or_else(|| {
        let policy = boundary.customer_managed_policy_reference.value()?;
        Some((PolicyKind::CustomerManaged, format!("{}{}", policy.path.text().unwrap_or("/"), policy.name)))
    })
}

#[cfg(test)]
mod tests {
    use super::minutes;

    #[test]
    fn session_durations_are_iso_8601() {
        assert_eq!(["PT1H30M", "PT12H", "PT90S"].map(minutes), [Some(90), Some(720), Some(1)]);
        assert_eq!(["PT", "-PT1H", "1h", "PT1", ""].map(minutes), [None; 5]);
    }
}
