//! Applications, their kinds, whose tokens they trust, and what account access manager gives.

use super::super::side::{Side, Why};
use super::{Compared, Part, unread};
use crate::snapshot::coverage::{Operation, operation::*};
use crate::snapshot::v1::{Application, ApplicationProvider, Entitlement, TrustedTokenIssuer};

impl Compared for Application<'_> {
    const TABLE: &'static str = "applications";
    const ONE: &'static str = "application";
    const NAME: Option<&'static str> = Some("Name");
    const OPERATIONS: &'static [Operation] = &[LIST_APPLICATIONS];
    const PARTS: &'static [Part] = &[
        ("Name", &[DESCRIBE_APPLICATION]),
        ("Assignments", &[LIST_APPLICATION_ASSIGNMENTS]),
        ("AssignmentConfiguration", &[GET_ASSIGNMENT_CONFIGURATION]),
        ("SessionConfiguration", &[GET_SESSION_CONFIGURATION]),
        ("AccessScopes", &[LIST_ACCESS_SCOPES]),
        ("AuthenticationMethods", &[LIST_AUTHENTICATION_METHODS]),
        ("Grants", &[LIST_GRANTS]),
        ("Tags", &[LIST_TAGS]),
    ];

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([
            ("Name", self.name.is_absent()),
            ("Assignments", self.assignments.is_absent()),
            ("AssignmentConfiguration", self.assignment_configuration.is_absent()),
            ("SessionConfiguration", self.session_configuration.is_absent()),
            ("AccessScopes", self.access_scopes.is_absent()),
            ("AuthenticationMethods", self.authentication_methods.is_absent()),
            ("Grants", self.grants.is_absent()),
            ("Tags", self.tags.is_absent()),
        ])
    }
}

impl Compared for ApplicationProvider<'_> {
    const TABLE: &'static str = "application_providers";
    const ONE: &'static str = "application provider";
    const OPERATIONS: &'static [Operation] = &[LIST_APPLICATION_PROVIDERS];
}

impl Compared for TrustedTokenIssuer<'_> {
    const TABLE: &'static str = "trusted_token_issuers";
    const ONE: &'static str = "trusted token issuer";
    const NAME: Option<&'static str> = Some("Name");
    const OPERATIONS: &'static [Operation] = &[LIST_TRUSTED_TOKEN_ISSUERS];
    const PARTS: &'static [Part] =
        &[("TrustedTokenIssuerConfiguration", &[DESCRIBE_TRUSTED_TOKEN_ISSUER]), ("Tags", &[LIST_TAGS])];

    fn unread_parts(&self) -> Vec<&'static str> {
        unread([
            ("TrustedTokenIssuerConfiguration", self.trusted_token_issuer_configuration.is_absent()),
            ("Tags", self.tags.is_absent()),
        ])
    }
}

impl Compared for Entitlement<'_> {
    const TABLE: &'static str = "entitlements";
    const ONE: &'static str = "entitlement";
    const OPERATIONS: &'static [Operation] = &[LIST_ENTITLEMENTS];

    /// They are listed application by application.
    fn absence_is_known(&self, side: &Side, _: &Side) -> Result<(), Why> {
        side.has_read(&[LIST_ACCESS_APPLICATIONS], &[])?;
        side.has_read(Self::OPERATIONS, &[])
    }
}
