//! `ssoscan policy simulate --batch`: one request a line in, one answer a line out.

use std::io::{self, Write};
use std::panic::resume_unwind;
use std::path::Path;

use serde::Serialize;

use super::request::{Failure, Remembered, SimulateRequest, SimulateResponse};
use super::simulate::Expect;
use super::source;
use crate::commands::Terminal;
use crate::error::Error;
use crate::exit::Exit;
use crate::model::parallel::cores;

/// How much is read at once.
const CHUNK: usize = 4 << 20;

/// What stands in the place of an answer that cannot be given.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ErrorLine {
    error: Failure,
}

/// How the lines of a batch went.
#[derive(Clone, Copy, Default)]
struct Tally {
    failed: usize,
    unexpected: usize,
    undecided: usize,
}

impl Tally {
    fn and(self, other: Self) -> Self {
        Tally {
            failed: self.failed + other.failed,
            unexpected: self.unexpected + other.unexpected,
            undecided: self.undecided + other.undecided,
        }
    }
}

/// Answers every line of the file (`-` is standard input), in order.
///
/// # Errors
/// The input cannot be read or the output not written.
pub fn run(path: &Path, expect: Option<Expect>, terminal: &Terminal) -> Result<Exit, Error> {
    let mut source = source::open(path)?;
    let mut memories: Vec<Remembered> = (0..cores()).map(|_| Remembered::default()).collect();
    let mut tally = Tally::default();
    let mut read_error = None;
    terminal.print(false, |out| {
        let mut pending: Vec<u8> = Vec::new();
        let mut buffer = vec![0; CHUNK];
        loop {
            // Whole lines are answered as they come: who asks line by line gets answers line by line.
            let read = match source.read(&mut buffer) {
                Ok(read) => read,
                Err(error) => {
                    read_error = Some(error);
                    return Ok(());
                }
            };
            pending.extend_from_slice(buffer.get(..read).unwrap_or_default());
            let whole = if read == 0 {
                pending.len()
            } else {
                pending.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
            };
            let rest = pending.split_off(whole);
            tally = tally.and(answer_all(&pending, expect, &mut memories, out)?);
            pending = rest;
            if read == 0 {
                return Ok(());
            }
            out.flush()?;
        }
    })?;
    match read_error {
        Some(source) => Err(Error::Read { path: path.to_owned(), source }),
        None => Ok(Exit::of(tally.unexpected > 0, tally.failed > 0 || tally.undecided > 0)),
    }
}

/// Answers whole lines, with all threads, in order.
fn answer_all(
    text: &[u8],
    expect: Option<Expect>,
    memories: &mut [Remembered],
    out: &mut dyn Write,
) -> io::Result<Tally> {
    if text.is_empty() {
        return Ok(Tally::default());
    }
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    let share = lines.len().div_ceil(memories.len());
    let answers: Vec<(Vec<u8>, Tally)> = std::thread::scope(|scope| {
        let workers: Vec<_> = lines
            .chunks(share)
            .zip(memories.iter_mut())
            .map(|(lines, memory)| scope.spawn(move || answer_some(lines, expect, memory)))
            .collect();
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic))).collect()
    });
    let mut tally = Tally::default();
    for (bytes, of_worker) in answers {
        out.write_all(&bytes)?;
        tally = tally.and(of_worker);
    }
    Ok(tally)
}

fn answer_some(lines: &[&[u8]], expect: Option<Expect>, memory: &mut Remembered) -> (Vec<u8>, Tally) {
    let mut bytes = Vec::with_capacity(lines.len() * 256);
    let mut tally = Tally::default();
    for line in lines {
        let written = match answer(line, memory) {
            Ok(response) => {
                for result in &response.evaluation_results {
                    tally.undecided += usize::from(!result.undecided.is_empty());
                    tally.unexpected += usize::from(expect.is_some_and(|expect| expect.is_missed_by(result)));
                }
                serde_json::to_writer(&mut bytes, &response)
            }
            Err(error) => {
                tally.failed += 1;
                serde_json::to_writer(&mut bytes, &ErrorLine { error })
            }
        };
        // Writing to memory cannot fail.
        let _ = written;
        bytes.push(b'\n');
    }
    (bytes, tally)
}

fn answer(line: &[u8], memory: &mut Remembered) -> Result<SimulateResponse, Failure> {
    let text = std::str::from_utf8(line).map_err(|error| {
        Failure::invalid(format!("the line is not UTF-8 after byte {}", error.valid_up_to()))
    })?;
    if !text.trim_start().starts_with('{') {
        return Err(Failure::invalid("no request: a line holds one JSON object"));
    }
    let request: SimulateRequest =
        serde_json::from_str(text).map_err(|error| Failure::invalid(format!("no request: {error}")))?;
    request.answer(memory)
}
