//! The one door to standard output, standard error and the environment.

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, Write};

use clap::ValueEnum;
use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::error::Error;
use crate::model::text::{visible, visible_lines};

/// `--color`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Where a person may be reading.
pub struct Terminal {
    quiet: bool,
    color: ColorChoice,
}

impl Terminal {
    /// Sets up messages: `-q` leaves only errors, `-v` adds a log on standard error.
    pub fn new(quiet: bool, verbose: u8, color: ColorChoice) -> Self {
        if verbose > 0 {
            let level = if verbose == 1 { Level::INFO } else { Level::DEBUG };
            let log =
                tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(false).with_target(false);
            let _ = tracing_subscriber::registry()
                .with(Targets::new().with_target("ssoscan", level))
                .with(log)
                .try_init();
        }
        Terminal { quiet, color }
    }

    /// A line about the run, on standard error; `-q` leaves it out.
    pub fn note(&self, text: impl Display) {
        if !self.quiet {
            // Nobody to tell is no failure.
            let _ = writeln!(io::stderr(), "note: {}", visible(&text.to_string()));
        }
    }

    /// An error and its hint, on standard error.
    pub fn error(&self, text: &str, hint: Option<&str>) {
        let _ = writeln!(io::stderr(), "error: {}", visible_lines(text));
        if let Some(hint) = hint {
            let _ = writeln!(io::stderr(), "hint: {}", visible_lines(hint));
        }
    }

    /// True where progress may be drawn.
    pub fn shows_progress(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }

    /// Whether to colour what goes to standard output, or to a file.
    pub fn color(&self, to_stdout: bool) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                to_stdout
                    && io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
            }
        }
    }

    /// True where standard output is a terminal.
    pub fn is_read_by_a_person(&self) -> bool {
        io::stdout().is_terminal()
    }

    /// The width of the terminal that standard output is.
    pub fn width(&self) -> Option<u16> {
        if !io::stdout().is_terminal() {
            return None;
        }
        terminal_size::terminal_size_of(io::stdout()).map(|(width, _)| width.0)
    }

    /// Writes to standard output. What was made for machines and goes to a terminal is made harmless first;
    /// what is `safe` for terminals goes as it is.
    ///
    /// # Errors
    /// Standard output cannot be written.
    pub fn print(
        &self,
        safe: bool,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Error> {
        let stdout = io::stdout().lock();
        if safe || !stdout.is_terminal() {
            let mut out = BufWriter::new(stdout);
            write(&mut out)?;
            return Ok(out.flush()?);
        }
        let mut text = Vec::new();
        write(&mut text)?;
        let mut stdout = stdout;
        stdout.write_all(visible_lines(&String::from_utf8_lossy(&text)).as_bytes())?;
        Ok(stdout.flush()?)
    }
}
