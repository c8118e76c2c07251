use super::super::frame::FrameBuilder;
use super::Table;

/// What the reading itself showed.
pub const TABLE: Table = Table {
    name: "observations",
    doc: "One row a thing that the reading itself showed: a fact that two operations tell differently, a thing that \
          changed while it was read.",
    key: &["kind", "service", "operation", "scope", "detail"],
    parts: &[],
    build: |source| {
        let mut rows: Vec<_> = source.snapshot.observations.records().iter().collect();
        rows.sort();
        FrameBuilder::new("observations", &source.categories, rows.len())
            .id("kind", "What kind of thing it is.", rows.iter().map(|row| Some(&*row.kind)))
            .id("service", "The AWS service.", rows.iter().map(|row| Some(&*row.service)))
            .id("operation", "The API's name.", rows.iter().map(|row| Some(&*row.operation)))
            .text("scope", "The ids that it is about.", rows.iter().map(|row| Some(&*row.scope)))
            .text("detail", "What was seen.", rows.iter().map(|row| Some(&*row.detail)))
            .finish()
    },
    gaps: |_| Vec::new(),
};
