//! Where a verb's answer goes, and as what.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use super::Terminal;
use crate::error::Error;
use crate::exit::Exit;
use crate::model::{NotEvaluated, Rows};
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
    pub format: Option<Format>,

    #[command(flatten)]
    pub target: Target,
}

/// Where the answer goes.
#[derive(Clone, Debug, Args)]
pub struct Target {
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
        let target = Target { output: PathBuf::from("-"), csv_bom: false };
        Output { format: Some(format), target }
    }

    fn to_stdout(&self) -> bool {
        self.target.output == Path::new("-")
    }

    fn format(&self) -> Format {
        let by_name = || match self.target.output.extension()?.to_str()? {
            "csv" => Some(Format::Csv),
            "json" => Some(Format::Json),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            "md" => Some(Format::Markdown),
            "xlsx" => Some(Format::Xlsx),
            _ => None,
        };
        self.format.or_else(by_name).unwrap_or(Format::Table)
    }

    fn style(&self, terminal: &Terminal) -> Style {
        Style {
            format: self.format(),
            color: terminal.color(self.to_stdout()),
            width: if self.to_stdout() { terminal.width() } else { None },
            csv_bom: self.target.csv_bom,
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
        if self.format() == Format::Xlsx {
            self.allows_workbook(document, terminal)?;
        }
        let notes = Notes {
            verb: document.verb,
            snapshot: &document.snapshot,
            not_evaluated: document.not_evaluated,
            carried: self.format().carries_notes(),
        };
        let safe = self.format() == Format::Table;
        deliver(&self.target.output, safe, &notes, terminal, |out| report::write(document, style, out))
    }

    fn allows_workbook(&self, document: &Document, terminal: &Terminal) -> Result<(), Error> {
        let refused = match document.content {
            Content::Stream(_) if self.to_stdout() && terminal.is_read_by_a_person() => {
                "a workbook is not for a terminal: name a file with --output FILE.xlsx"
            }
            Content::Stream(_) => return Ok(()),
            _ => "only `report access-review` writes xlsx: use --format csv",
        };
        Err(Error::Usage(refused.to_owned()))
    }

    /// The folder that answers go to in several files, and the ending of their names.
    ///
    /// # Errors
    /// No folder is named.
    pub fn folder(&self) -> Result<(&Path, &'static str), Error> {
        if self.to_stdout() {
            return Err(Error::Usage("--split-by writes files: name a folder with --output DIR".to_owned()));
        }
        Ok((&self.target.output, self.folder_format().extension()))
    }

    /// CSV, unless told otherwise: a folder's name tells no format.
    fn folder_format(&self) -> Format {
        self.format.unwrap_or(Format::Csv)
    }

    /// Writes one answer of several into the folder.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_in_folder(&self, path: &Path, document: &Document) -> Result<(), Error> {
        let style =
            Style { format: self.folder_format(), color: false, width: None, csv_bom: self.target.csv_bom };
        WholeFile::write(path, |out| report::write(document, style, out))?.commit()
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
}

/// What an answer does not cover.
pub struct Notes<'n> {
    /// The verb.
    pub verb: &'static str,
    /// Which snapshot the answer is about.
    pub snapshot: &'n Value,
    /// What is missing.
    pub not_evaluated: &'n [NotEvaluated],
    /// True where it stands in the answer itself.
    pub carried: bool,
}

/// Writes an answer to a file, or to standard output (`-`), and its notes beside it. `safe` is text made for
/// terminals.
///
/// # Errors
/// The output cannot be written; an existing file is as it was.
pub fn deliver(
    path: &Path,
    safe: bool,
    notes: &Notes,
    terminal: &Terminal,
    write: impl Fn(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Error> {
    if path == Path::new("-") {
        terminal.print(safe, write)?;
        notes.point_to("`--format json`", terminal);
        return Ok(());
    }
    let output = WholeFile::write(path, write)?;
    // A device has nothing beside it.
    if notes.carried || !output.file.replaces() {
        output.commit()?;
        notes.point_to("`--format json`", terminal);
        return Ok(());
    }
    // Notes first: an answer never stands without them.
    let beside = with_suffix(path, ".notes.json");
    WholeFile::write(&beside, |out| notes.write(out))?.commit()?;
    output.commit()?;
    notes.point_to(&beside.display().to_string(), terminal);
    Ok(())
}

impl Notes<'_> {
    /// Says where the notes are that the format has no room for.
    fn point_to(&self, place: &str, terminal: &Terminal) {
        let gaps = self.not_evaluated.len();
        if gaps > 0 && !self.carried {
            terminal.note(format_args!("{gaps} not evaluated: {place} lists them"));
        }
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let notes = json!({
            "format": format!("ssoscan-{}-notes", self.verb),
            "format_version": 1,
            "snapshot": self.snapshot,
            "not_evaluated": self.not_evaluated,
        });
        serde_json::to_writer_pretty(&mut *out, &notes)?;
        out.write_all(b"\n")
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
