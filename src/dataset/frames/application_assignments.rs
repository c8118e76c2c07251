use super::super::frame::FrameBuilder;
use super::{Table, applications, sorted};
use crate::snapshot::State;

/// Who may use which application.
pub const TABLE: Table = Table {
    name: "application_assignments",
    doc: "One row a user or group that may use an application. Applications whose assignments are unknown have none \
          here: see applications.assignments_state.",
    key: &["application_arn", "principal_type", "principal_id"],
    parts: &[],
    build: |source| {
        let rows: Vec<_> = sorted(&source.snapshot.applications)
            .into_iter()
            .flat_map(|one| sorted(&one.assignments).into_iter().map(|row| (&*one.application_arn, row)))
            .collect();
        FrameBuilder::new("application_assignments", &source.categories, rows.len())
            .id("application_arn", "ApplicationArn.", rows.iter().map(|(arn, _)| Some(*arn)))
            .id("principal_type", "USER or GROUP.", rows.iter().map(|(_, row)| Some(&*row.principal_type)))
            .id(
                "principal_id",
                "PrincipalId: a UserId or GroupId.",
                rows.iter().map(|(_, row)| Some(&*row.principal_id)),
            )
            .finish()
    },
    gaps: |source| {
        let mut gaps = (applications::TABLE.gaps)(source);
        let all = sorted(&source.snapshot.applications).into_iter();
        let unknown = all.filter(|one| one.assignments.list_state() == State::Unknown);
        gaps.extend(unknown.map(|one| source.gap(&applications::ASSIGNMENTS, &[&one.application_arn])));
        gaps
    },
};
