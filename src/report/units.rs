//! Findings put into a format on all cores.

use std::io;

use rayon::prelude::*;

use crate::findings::Finding;

/// How many rows of evidence one thread puts into the format at a time.
const ROWS: usize = 2_000;

/// How many of these pieces are made before they are written: what is in memory at once.
const AHEAD: usize = 8;

/// Calls `encode` with runs of findings, on all cores, and `each` with what it gives, in the order of the findings.
///
/// # Errors
/// What `encode` and `each` say.
pub fn in_units<T: Send>(
    findings: &[Finding],
    encode: impl Fn(&[Finding]) -> io::Result<T> + Sync,
    mut each: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let mut rows = 0;
    let units: Vec<&[Finding]> = findings
        .chunk_by(|one, _| {
            // One that has no rows takes its time as well.
            rows += one.evidence.places().count() + 1;
            let goes_on = rows < ROWS;
            rows = if goes_on { rows } else { 0 };
            goes_on
        })
        .collect();
    for ahead in units.chunks(AHEAD) {
        let made: Vec<io::Result<T>> = ahead.par_iter().map(|unit| encode(unit)).collect();
        made.into_iter().try_for_each(|unit| each(unit?))?;
    }
    Ok(())
}
