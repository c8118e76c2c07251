//! What a person sees while the instance is read.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::collect::{CollectError, Progress, Service};
use crate::commands::Terminal;

/// Between two lines where there is no terminal to draw on.
const NOW_AND_THEN: Duration = Duration::from_secs(30);

/// Progress on standard error: a bar on a terminal, else a line now and then.
pub(super) struct Bar<'t> {
    bar: ProgressBar,
    terminal: &'t Terminal,
    resume: bool,
    phases: RefCell<BTreeMap<Service, &'static str>>,
    calls: Cell<u64>,
    throttled: Cell<u64>,
    journal: RefCell<Option<PathBuf>>,
}

impl<'t> Bar<'t> {
    pub(super) fn new(terminal: &'t Terminal, resume: bool) -> Self {
        let target = if terminal.shows_progress() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        let template = "{elapsed_precise} {wide_bar} {pos}/{len} calls, {per_sec}, {eta} left  {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Bar {
            bar,
            terminal,
            resume,
            phases: RefCell::default(),
            calls: Cell::default(),
            throttled: Cell::default(),
            journal: RefCell::default(),
        }
    }

    /// Never ends. Says where the run is, where no bar shows it.
    pub(super) async fn tell_now_and_then<T>(&self) -> T {
        loop {
            tokio::time::sleep(NOW_AND_THEN).await;
            if !self.terminal.shows_progress() {
                let (done, expected) = (self.bar.position(), self.bar.length().unwrap_or_default());
                let seconds = self.bar.elapsed().as_secs_f64();
                self.terminal.note(format_args!(
                    "{}: {done} of {expected} calls so far foreseen, {:.1} a second, about {} left{}",
                    self.phase(),
                    self.calls.get() as f64 / seconds.max(0.001),
                    super::closing::duration(self.bar.eta().as_secs_f64()),
                    self.throttles(),
                ));
            }
        }
    }

    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    pub(super) fn journal(&self) -> Option<PathBuf> {
        self.journal.borrow().clone()
    }

    /// After an error that another run may not meet.
    pub(super) fn say_what_is_kept(&self, error: &CollectError) {
        let goes_on =
            matches!(error, CollectError::NetworkLost { .. } | CollectError::CredentialsExpired { .. });
        if let Some(journal) = self.journal().filter(|_| goes_on) {
            self.terminal.note(format_args!(
                "what was read is kept in {}: go on with the same command and --resume",
                journal.display()
            ));
        }
    }

    fn phase(&self) -> &'static str {
        let phases = self.phases.borrow();
        phases.get(&Service::SsoAdmin).or_else(|| phases.values().next()).copied().unwrap_or("starting")
    }

    fn throttles(&self) -> String {
        match self.throttled.get() {
            0 => String::new(),
            times => format!(", throttled {times} times"),
        }
    }

    fn show(&self) {
        self.bar.set_message(format!("{}{}", self.phase(), self.throttles()));
    }
}

impl Progress for Bar<'_> {
    fn phase(&self, service: Service, name: &'static str) {
        self.phases.borrow_mut().insert(service, name);
        self.show();
    }

    fn expect(&self, _service: Service, units: u64) {
        self.bar.inc_length(units);
    }

    fn done(&self, _service: Service, calls: u64) {
        self.calls.set(self.calls.get() + calls);
        self.bar.inc(1);
    }

    fn throttled(&self, _service: Service, _rate: f64) {
        self.throttled.set(self.throttled.get() + 1);
        self.show();
    }

    fn keeping(&self, journal: &Path, found: Option<(u64, &str)>) {
        *self.journal.borrow_mut() = Some(journal.to_owned());
        let journal = journal.display();
        match found {
            Some((units, began)) => self.terminal.note(format_args!(
                "going on with {journal}: {units} answers are in it, the first of {began}"
            )),
            None if self.resume => {
                self.terminal.note(format_args!("there is no journal {journal}: starting afresh"));
            }
            None => {}
        }
    }
}
