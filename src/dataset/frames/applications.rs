use super::super::frame::{FrameBuilder, Part};
use super::super::source::tags_text;
use super::{Table, list_gaps, sorted};
use crate::snapshot::coverage::operation::*;
use crate::snapshot::{Member, Text};

const DETAILS: Part = Part {
    state: "details_state",
    words: "details",
    of: &["application_arn"],
    operations: &[DESCRIBE_APPLICATION, LIST_APPLICATIONS],
    covers: &[
        "application_name",
        "application_provider_arn",
        "application_account_id",
        "application_status",
        "visibility",
        "description",
        "created_date",
    ],
    follows: &[],
    reason: None,
};
/// The part behind a table of its own.
pub const ASSIGNMENTS: Part = Part {
    state: "assignments_state",
    words: "assignments",
    of: &["application_arn"],
    operations: &[LIST_APPLICATION_ASSIGNMENTS],
    covers: &["assigned_principal_count"],
    follows: &[],
    reason: None,
};
const ASSIGNMENT_CONFIGURATION: Part = Part {
    state: "assignment_configuration_state",
    words: "assignment configuration",
    of: &["application_arn"],
    operations: &[GET_ASSIGNMENT_CONFIGURATION],
    covers: &["assignment_required"],
    follows: &[],
    reason: None,
};
const SESSION_CONFIGURATION: Part = Part {
    state: "session_configuration_state",
    words: "session configuration",
    of: &["application_arn"],
    operations: &[GET_SESSION_CONFIGURATION],
    covers: &["background_session_status"],
    follows: &[],
    reason: None,
};
const ACCESS_SCOPES: Part = Part {
    state: "access_scopes_state",
    words: "access scopes",
    of: &["application_arn"],
    operations: &[LIST_ACCESS_SCOPES],
    covers: &["access_scopes"],
    follows: &[],
    reason: None,
};
const AUTHENTICATION_METHODS: Part = Part {
    state: "authentication_methods_state",
    words: "authentication methods",
    of: &["application_arn"],
    operations: &[LIST_AUTHENTICATION_METHODS],
    covers: &["authentication_methods"],
    follows: &[],
    reason: None,
};
const GRANTS: Part = Part {
    state: "grants_state",
    words: "grants",
    of: &["application_arn"],
    operations: &[LIST_GRANTS],
    covers: &["grants"],
    follows: &[],
    reason: None,
};
const TAGS: Part = Part {
    state: "tags_state",
    words: "tags",
    of: &["application_arn"],
    operations: &[LIST_TAGS],
    covers: &["tags"],
    follows: &[],
    reason: None,
};

/// The applications.
pub const TABLE: Table = Table {
    name: "applications",
    doc: "One row an application. Each of the parts that AWS tells by a call of its own has a state column.",
    key: &["application_arn"],
    parts: &[
        DETAILS,
        ASSIGNMENTS,
        ASSIGNMENT_CONFIGURATION,
        SESSION_CONFIGURATION,
        ACCESS_SCOPES,
        AUTHENTICATION_METHODS,
        GRANTS,
        TAGS,
    ],
    build: |source| {
        let rows = sorted(&source.snapshot.applications);
        FrameBuilder::new("applications", &source.categories, rows.len())
            .id("application_arn", "ApplicationArn.", rows.iter().map(|row| Some(&*row.application_arn)))
            .text("application_name", "Name.", rows.iter().map(|row| row.name.text()))
            .id(
                "application_provider_arn",
                "ApplicationProviderArn: the kind of application.",
                rows.iter().map(|row| row.application_provider_arn.text()),
            )
            .id(
                "application_account_id",
                "The account that owns it.",
                rows.iter().map(|row| row.application_account.text()),
            )
            .id("application_status", "ENABLED or DISABLED.", rows.iter().map(|row| row.status.text()))
            .id(
                "visibility",
                "Whether it shows in the access portal: ENABLED or DISABLED.",
                rows.iter()
                    .map(|row| row.portal_options.value().and_then(|options| options.visibility.text())),
            )
            .text("description", "Description.", rows.iter().map(|row| row.description.text()))
            .text(
                "created_date",
                "CreatedDate, RFC 3339 UTC.",
                rows.iter().map(|row| row.created_date.text()),
            )
            .state(DETAILS, "Whether the application was described.", rows.iter().map(|row| row.name.state()))
            .integer(
                "assigned_principal_count",
                "How many users and groups are assigned (table application_assignments).",
                rows.iter().map(|row| row.assignments.list().map(|list| list.len() as u64)),
            )
            .state(
                ASSIGNMENTS,
                "Whether the assignments were read (ListApplicationAssignments).",
                rows.iter().map(|row| row.assignments.list_state()),
            )
            .id(
                "assignment_required",
                "`true`, or `false` where every user of the instance may use it.",
                rows.iter().map(|row| {
                    let required = row.assignment_configuration.value()?.assignment_required.value()?;
                    Some(if *required { "true" } else { "false" })
                }),
            )
            .state(
                ASSIGNMENT_CONFIGURATION,
                "Whether it was read who may use it (GetApplicationAssignmentConfiguration).",
                rows.iter().map(|row| row.assignment_configuration.state()),
            )
            .id(
                "background_session_status",
                "UserBackgroundSessionApplicationStatus: ENABLED or DISABLED.",
                rows.iter().map(|row| {
                    row.session_configuration.value()?.user_background_session_application_status.text()
                }),
            )
            .state(
                SESSION_CONFIGURATION,
                "Whether the sessions' settings were read (GetApplicationSessionConfiguration).",
                rows.iter().map(|row| row.session_configuration.state()),
            )
            .text(
                "access_scopes",
                "The scopes that it may ask for, joined by a blank.",
                rows.iter().map(|row| words(&row.access_scopes, |scope| &scope.scope)),
            )
            .state(
                ACCESS_SCOPES,
                "Whether the scopes were read (ListApplicationAccessScopes).",
                rows.iter().map(|row| row.access_scopes.list_state()),
            )
            .text(
                "authentication_methods",
                "How it proves who it is: the types, joined by a blank.",
                rows.iter().map(|row| {
                    words(&row.authentication_methods, |method| &method.authentication_method_type)
                }),
            )
            .state(
                AUTHENTICATION_METHODS,
                "Whether these were read (ListApplicationAuthenticationMethods).",
                rows.iter().map(|row| row.authentication_methods.list_state()),
            )
            .text(
                "grants",
                "How it gets tokens: the types, joined by a blank.",
                rows.iter().map(|row| words(&row.grants, |grant| &grant.grant_type)),
            )
            .state(
                GRANTS,
                "Whether the grants were read (ListApplicationGrants).",
                rows.iter().map(|row| row.grants.list_state()),
            )
            .text("tags", "All tags as `Key=Value; Key=Value`.", rows.iter().map(|row| tags_text(&row.tags)))
            .state(
                TAGS,
                "Whether the tags were read (ListTagsForResource).",
                rows.iter().map(|row| row.tags.list_state()),
            )
            .finish()
    },
    gaps: |source| list_gaps(source, &source.snapshot.applications, &[LIST_APPLICATIONS], "applications"),
};

/// The words of a list, sorted and joined by a blank.
fn words<'l, 's: 'l, T>(list: &'l Member<Vec<T>>, word: impl Fn(&'l T) -> &'l Text<'s>) -> Option<String> {
    let mut words: Vec<&str> = list.list()?.iter().map(|item| &**word(item)).collect();
    words.sort_unstable();
    Some(words.join(" "))
}
