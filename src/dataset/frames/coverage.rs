use super::super::frame::FrameBuilder;
use super::{Table, sorted};
use crate::snapshot::v1::CoverageError;

/// The coverage.
pub const TABLE: Table = Table {
    name: "coverage",
    doc: "One row an operation, and one a scope of it that did not complete.",
    key: &["service", "operation", "scope"],
    parts: &[],
    build: |source| {
        let rows = sorted(&source.snapshot.coverage);
        let errors: Vec<Option<&CoverageError>> = rows.iter().map(|row| row.error.value()).collect();
        FrameBuilder::new("coverage", &source.categories, rows.len())
            .id("service", "The AWS service.", rows.iter().map(|row| Some(&*row.service)))
            .id("operation", "The API's name.", rows.iter().map(|row| Some(&*row.operation)))
            .id("scope", "The ids asked about, joined by a comma.", rows.iter().map(|row| row.scope.text()))
            .id(
                "status",
                "complete, partial, denied, unsupported, failed or skipped.",
                rows.iter().map(|row| row.status.text()),
            )
            .integer(
                "calls",
                "Calls sent, retries included.",
                rows.iter().map(|row| row.calls.value().copied()),
            )
            .integer("items", "Items learned.", rows.iter().map(|row| row.items.value().copied()))
            .text(
                "error_code",
                "The API's error code.",
                errors.iter().map(|error| error.and_then(|e| e.code.text())),
            )
            .text(
                "error_message",
                "The API's error message.",
                errors.iter().map(|error| error.and_then(|e| e.message.text())),
            )
            .text(
                "request_id",
                "The request's id.",
                errors.iter().map(|error| error.and_then(|e| e.request_id.text())),
            )
            .finish()
    },
    gaps: |_| Vec::new(),
};
