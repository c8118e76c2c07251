//! The exit codes, the same for every verb and format.

use std::process::ExitCode;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: clean.
    Clean,
    /// 1: findings at or above `--fail-on`, or a difference named there.
    Found,
    /// 2: could not run: arguments, unreadable or invalid input, a query error.
    CouldNotRun,
    /// 3: ran and found nothing, but something that was asked for could not be evaluated.
    NotEvaluated,
}

impl Exit {
    /// 1 beats 3 beats 0.
    pub fn of(found: bool, not_evaluated: bool) -> Exit {
        match (found, not_evaluated) {
            (true, _) => Exit::Found,
            (false, true) => Exit::NotEvaluated,
            (false, false) => Exit::Clean,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Found => 1,
            Exit::CouldNotRun => 2,
            Exit::NotEvaluated => 3,
        })
    }
}
