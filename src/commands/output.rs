//! Where a verb's answer goes, and as what.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Terminal;
use crate::error::Error;
use crate::report::{self, Document, Format, Style};
use crate::snapshot::atomic::AtomicFile;
use crate::snapshot::file::with_suffix;

/// The output options of every verb that answers with a table.
#[derive(Clone, Debug, Args)]
pub struct Output {
    /// Format of the output
    #[arg(long, value_enum, default_value = "table", help_heading = "Output options")]
    pub format: Format,

    /// Write to a file (replaced when it is whole, mode 0600); `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", help_heading = "Output options")]
    pub output: PathBuf,

    /// Begin CSV with a byte order mark, for spreadsheets that need one
    #[arg(long, help_heading = "Output options")]
    pub csv_bom: bool,
}

impl Output {
    fn to_stdout(&self) -> bool {
        self.output == Path::new("-")
    }

    fn style(&self, terminal: &Terminal) -> Style {
        Style {
            format: self.format,
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
        if self.to_stdout() {
            terminal.print(self.format == Format::Table, |out| report::write(document, style, out))?;
        } else {
            write_file(&self.output, |out| report::write(document, style, out))?;
        }
        if self.format.carries_notes() {
            return Ok(());
        }
        let gaps = document.not_evaluated.len();
        if self.to_stdout() {
            if gaps > 0 {
                terminal.note(format_args!("{gaps} not evaluated: `--format json` lists them"));
            }
            return Ok(());
        }
        let notes = with_suffix(&self.output, ".notes.json");
        write_file(&notes, |out| write_notes(document, out))?;
        if gaps > 0 {
            terminal.note(format_args!("{gaps} not evaluated: {} lists them", notes.display()));
        }
        Ok(())
    }
}

fn write_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    AtomicFile::create(path)
        .and_then(|mut file| {
            write(&mut file)?;
            file.commit()
        })
        .map_err(|source| Error::Write { path: path.to_owned(), source })
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
