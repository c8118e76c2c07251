//! Where a verb's answer goes, and as what.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Terminal;
use crate::error::Error;
use crate::exit::Exit;
use crate::model::Rows;
use crate::report::{self, Content, Document, Format, Style};
use crate::snapshot::atomic::AtomicFile;
use crate::snapshot::file::with_suffix;

/// The most rows that a table for people may have: more would fill memory and no one would read them.
const MOST_SHOWN: usize = 100_000;

/// The output options of every verb that answers with a table.
#[derive(Clone, Debug, Args)]
pub struct Output {
    /// Format of the output [default: what the name of --output ends in, else table]
    #[arg(long, value_enum, help_heading = "Output options")]
    format: Option<Format>,

    /// Write to a file (replaced when it is whole, mode 0600); `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", help_heading = "Output options")]
    pub output: PathBuf,

    /// Begin CSV with a byte order mark, for spreadsheets that need one
    #[arg(long, help_heading = "Output options")]
    pub csv_bom: bool,
}

impl Output {
    /// Standard output, in this format.
    pub fn to_stdout_as(format: Format) -> Self {
        Output { format: Some(format), output: PathBuf::from("-"), csv_bom: false }
    }

    fn to_stdout(&self) -> bool {
        self.output == Path::new("-")
    }

    fn format(&self) -> Format {
        let by_name = || match self.output.extension()?.to_str()? {
            "csv" => Some(Format::Csv),
            "json" => Some(Format::Json),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "md" => Some(Format::Markdown),
            _ => None,
        };
        self.format.or_else(by_name).unwrap_or(Format::Table)
    }

    fn style(&self, terminal: &Terminal) -> Style {
        Style {
            format: self.format(),
            color: terminal.color(self.to_stdout()),
            width: if self.to_stdout() { terminal.width() } else { None },
            csv_bom: self.csv_bom,
        }
    }

    /// Writes the answer, and says what it does not cover where the format has no room for it.
    ///
    /// # Errors
    /// The output cannot be written; an existing file is as it was.
    pub fn write(&self, document: &Document, terminal: &Terminal) -> Result<(), Error> {
        let style = self.style(terminal);
        if let Content::Star(rows) = document.content
            && rows.count > MOST_SHOWN
            && self.format().is_for_people()
        {
            return Err(Error::Usage(format!(
                "{} rows are too many to look at: --format csv, json or ndjson writes them all, as fast as the disk",
                rows.count
            )));
        }
        if self.to_stdout() {
            terminal.print(self.format() == Format::Table, |out| report::write(document, style, out))?;
            self.point_to("`--format json`", document, terminal);
            return Ok(());
        }
        let output = WholeFile::write(&self.output, |out| report::write(document, style, out))?;
        // A device has nothing beside it.
        if self.format().carries_notes() || !output.file.replaces() {
            output.commit()?;
            self.point_to("`--format json`", document, terminal);
            return Ok(());
        }
        // Notes first: an answer never stands without them.
        let notes = with_suffix(&self.output, ".notes.json");
        WholeFile::write(&notes, |out| write_notes(document, out))?.commit()?;
        output.commit()?;
        self.point_to(&notes.display().to_string(), document, terminal);
        Ok(())
    }

    /// Writes a list that is about no snapshot.
    ///
    /// # Errors
    /// As [`Output::write`].
    pub fn write_list(&self, verb: &'static str, rows: &Rows, terminal: &Terminal) -> Result<Exit, Error> {
        let content = Content::Rows(rows);
        self.write(
            &Document { verb, snapshot: json!(null), summary: None, content, not_evaluated: &[] },
            terminal,
        )?;
        Ok(Exit::Clean)
    }

    /// Says where the notes are that the format has no room for.
    fn point_to(&self, place: &str, document: &Document, terminal: &Terminal) {
        let gaps = document.not_evaluated.len();
        if gaps > 0 && !self.format().carries_notes() {
            terminal.note(format_args!("{gaps} not evaluated: {place} lists them"));
        }
    }
}

/// A file that is written and not yet in its place.
struct WholeFile<'p> {
    path: &'p Path,
    file: AtomicFile,
}

impl<'p> WholeFile<'p> {
    fn write(path: &'p Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<Self, Error> {
        AtomicFile::create(path)
            .and_then(|mut file| {
                write(&mut file)?;
                file.flush()?;
                Ok(WholeFile { path, file })
            })
            .map_err(|source| Error::Write { path: path.to_owned(), source })
    }

    fn commit(self) -> Result<(), Error> {
        self.file.commit().map_err(|source| Error::Write { path: self.path.to_owned(), source })
    }
}

fn write_notes(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let notes = json!({
        "format": format!("ssoscan-{}-notes", document.verb),
        "format_version": 1,
        "snapshot": document.snapshot,
        "not_evaluated": document.not_evaluated,
    });
    serde_json::to_writer_pretty(&mut *out, &notes)?;
    out.write_all(b"\n")
}
