use super::super::frame::{FrameBuilder, Part};
use super::{Table, list_gaps, sorted};
use crate::snapshot::State;
use crate::snapshot::coverage::operation::{LIST_ORGANIZATIONAL_UNITS, LIST_ROOTS};

const OU_PATH: Part = Part {
    state: "ou_path_state",
    words: "place in the organization",
    of: &["ou_id"],
    operations: &[LIST_ORGANIZATIONAL_UNITS, LIST_ROOTS],
    covers: &["ou_path", "parent_id"],
    follows: &[],
    reason: None,
};

/// The organizational units.
pub const TABLE: Table = Table {
    name: "organizational_units",
    doc: "One row an organizational unit.",
    key: &["ou_id"],
    parts: &[OU_PATH],
    build: |source| {
        let units = sorted(&source.snapshot.organizational_units);
        let paths: Vec<Option<String>> = units.iter().map(|unit| source.ou_path(&unit.id)).collect();
        FrameBuilder::new("organizational_units", &source.categories, units.len())
            .id("ou_id", "Id.", units.iter().map(|unit| Some(&*unit.id)))
            .text("ou_name", "Name.", units.iter().map(|unit| unit.name.text()))
            .id(
                "parent_id",
                "The root or organizational unit above.",
                units.iter().map(|unit| unit.parent_id.text()),
            )
            .text(
                "ou_path",
                "The names from the root down, joined by `/`.",
                paths.iter().map(Option::as_deref),
            )
            .state(
                OU_PATH,
                "Whether every step up to the root is known.",
                paths.iter().map(|path| if path.is_some() { State::Known } else { State::Unknown }),
            )
            .finish()
    },
    gaps: |source| {
        let list = &source.snapshot.organizational_units;
        list_gaps(source, list, &[LIST_ORGANIZATIONAL_UNITS], "organizational units")
    },
};
