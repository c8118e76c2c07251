//! What an answer does not cover.

use serde::Serialize;

/// Something that an answer needed and the snapshot does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct NotEvaluated {
    /// What is unknown, with its subject: `permissions boundary of permission set Audit`.
    pub what: String,
    /// Why it is unknown: the operation, how it ended and the API's error code.
    pub why: String,
    /// False where the collector was told to leave it out. Such a gap is listed, not counted.
    #[serde(skip)]
    pub asked_for: bool,
}
