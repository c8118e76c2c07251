use super::super::frame::{FrameBuilder, Part};
use super::super::source::{Source, tags_text};
use super::{Table, list_gaps, sorted};
use crate::model::NotEvaluated;
use crate::snapshot::coverage::operation::*;
use crate::snapshot::v1::{PermissionSet, PermissionsBoundary};
use crate::snapshot::{Knowledge, Member, State};

const DETAILS: Part = Part {
    state: "details_state",
    words: "description",
    operations: &[DESCRIBE_PERMISSION_SET],
    covers: &["permission_set_name", "description", "created_date", "session_duration", "relay_state"],
};
const TAGS: Part = Part { state: "tags_state", words: "tags", operations: &[LIST_TAGS], covers: &["tags"] };
const INLINE_POLICY: Part = Part {
    state: "inline_policy_state",
    words: "inline policy",
    operations: &[GET_INLINE_POLICY],
    covers: &["inline_policy"],
};
const MANAGED_POLICIES: Part = Part {
    state: "managed_policies_state",
    words: "AWS managed policies",
    operations: &[LIST_MANAGED_POLICIES],
    covers: &["managed_policy_count"],
};
const CUSTOMER_MANAGED_POLICIES: Part = Part {
    state: "customer_managed_policies_state",
    words: "customer managed policies",
    operations: &[LIST_CUSTOMER_MANAGED_POLICIES],
    covers: &["customer_managed_policy_count"],
};
const BOUNDARY: Part = Part {
    state: "boundary_state",
    words: "permissions boundary",
    operations: &[GET_BOUNDARY],
    covers: &["boundary_kind", "boundary_policy"],
};

/// The permission sets.
pub const TABLE: Table = Table {
    name: "permission_sets",
    doc: "One row a permission set. Each of the six parts that AWS tells by a call of its own has a state column.",
    key: &["permission_set_arn"],
    subject: "permission set",
    label: &["permission_set_name", "permission_set_arn"],
    build: |source| {
        let sets = sorted(&source.snapshot.permission_sets);
        let know = &source.knowledge;
        FrameBuilder::new("permission_sets", &source.symbols, sets.len())
            .id("permission_set_arn", "PermissionSetArn.", sets.iter().map(|set| Some(&*set.permission_set_arn)))
            .text("permission_set_name", "Name.", sets.iter().map(|set| set.name.text()))
            .text("description", "Description.", sets.iter().map(|set| set.description.text()))
            .text("created_date", "CreatedDate, RFC 3339 UTC.", sets.iter().map(|set| set.created_date.text()))
            .text(
                "session_duration",
                "SessionDuration, ISO 8601. AWS's default is PT1H.",
                sets.iter().map(|set| set.session_duration.text()),
            )
            .text("relay_state", "RelayState.", sets.iter().map(|set| set.relay_state.text()))
            .state(
                DETAILS,
                "Whether DescribePermissionSet was read.",
                sets.iter().map(|set| details_state(know, set)),
            )
            .text("tags", "All tags as `Key=Value; Key=Value`.", sets.iter().map(|set| tags_text(&set.tags)))
            .state(
                TAGS,
                "Whether the tags were read (ListTagsForResource).",
                sets.iter().map(|set| know.list_part(&set.tags, LIST_TAGS, &[&set.permission_set_arn])),
            )
            .text("inline_policy", "The inline policy's text.", sets.iter().map(|set| set.inline_policy.text()))
            .state(
                INLINE_POLICY,
                "Whether the inline policy was read (GetInlinePolicyForPermissionSet).",
                sets.iter().map(|set| know.part(&set.inline_policy, GET_INLINE_POLICY, &[&set.permission_set_arn])),
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
                    know.list_part(&set.managed_policies, LIST_MANAGED_POLICIES, &[&set.permission_set_arn])
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
                    know.list_part(
                        &set.customer_managed_policy_references,
                        LIST_CUSTOMER_MANAGED_POLICIES,
                        &[&set.permission_set_arn],
                    )
                }),
            )
            .id(
                "boundary_kind",
                "`aws_managed` or `customer_managed`.",
                sets.iter().map(|set| boundary(set).map(|(kind, _)| kind)),
            )
            .text(
                "boundary_policy",
                "The boundary: an AWS managed policy's ARN, or path and name of a customer managed policy.",
                sets.iter().map(|set| boundary(set).map(|(_, policy)| policy)),
            )
            .state(
                BOUNDARY,
                "Whether there is a permissions boundary (GetPermissionsBoundaryForPermissionSet).",
                sets.iter().map(|set| boundary_state(know, set)),
            )
            .finish()
    },
    gaps,
};

fn gaps(source: &Source) -> Vec<NotEvaluated> {
    list_gaps(source, &source.snapshot.permission_sets, &[LIST_PERMISSION_SETS], "permission sets")
}

fn details_state(know: &Knowledge, set: &PermissionSet) -> State {
    know.part(&set.name, DESCRIBE_PERMISSION_SET, &[&set.permission_set_arn])
}

/// Kind and policy of a boundary that is there.
fn boundary(set: &PermissionSet) -> Option<(&'static str, String)> {
    let boundary = set.permissions_boundary.value()?;
    let managed = boundary.managed_policy_arn.text().map(|arn| ("aws_managed", arn.to_owned()));
    managed.or_else(|| {
        let policy = boundary.customer_managed_policy_reference.value()?;
        Some(("customer_managed", format!("{}{}", policy.path.text().unwrap_or("/"), policy.name)))
    })
}

/// A boundary of a kind that this version does not know is there, but unknown.
fn boundary_state(know: &Knowledge, set: &PermissionSet) -> State {
    match &set.permissions_boundary {
        Member::Value(PermissionsBoundary { managed_policy_arn, customer_managed_policy_reference })
            if managed_policy_arn.value().is_none() && customer_managed_policy_reference.value().is_none() =>
        {
            State::Unknown
        }
        member => know.part(member, GET_BOUNDARY, &[&set.permission_set_arn]),
    }
}
