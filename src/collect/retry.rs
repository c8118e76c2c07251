//! When to try a call again, and after what pause.

use std::time::Duration;

const ATTEMPTS: u64 = 10;
/// A service that never answered yet: the address or the network is wrong, and a person waits.
const FIRST_ATTEMPTS: u64 = 4;
/// An operation that never succeeded yet, of a service that answers.
const NEW_ATTEMPTS: u64 = 6;
/// After so many units in a row that no attempt could save, an operation that never succeeded gets one attempt
/// for each of the rest: it is not there, and the coverage says so soon rather than after hours.
const GIVEN_UP: u32 = 5;
/// The same of an operation that did answer: an outage of some minutes is waited out, for as many units as may be
/// under way several times over, and then it is one for good.
const OUTAGE: u32 = 256;

const BASE: Duration = Duration::from_millis(250);
const CAP: Duration = Duration::from_secs(20);
/// What AWS may ask us to wait at most.
pub(super) const LONGEST: Duration = Duration::from_secs(300);

/// How patient to be with an operation.
#[derive(Debug, Default)]
pub(super) struct Patience {
    ever_answered: bool,
    gave_up_in_a_row: u32,
}

impl Patience {
    /// The operation answered, if only with a refusal.
    pub(super) fn answered(&mut self) {
        self.ever_answered = true;
        self.gave_up_in_a_row = 0;
    }

    /// A unit failed in all its attempts.
    pub(super) fn gave_up(&mut self) {
        self.gave_up_in_a_row += 1;
    }

    /// The attempts a unit gets. `service_answers` is whether its service answered anything yet; `cut_off` that
    /// it did and cannot be reached any more, which may pass, and ends the run if it does not.
    pub(super) fn attempts(&self, service_answers: bool, cut_off: bool) -> u64 {
        match (self.ever_answered, service_answers) {
            _ if cut_off => ATTEMPTS,
            (true, _) if self.gave_up_in_a_row >= OUTAGE => 1,
            (true, _) => ATTEMPTS,
            (false, _) if self.gave_up_in_a_row >= GIVEN_UP => 1,
            (false, true) => NEW_ATTEMPTS,
            (false, false) => FIRST_ATTEMPTS,
        }
    }
}

/// Full jitter: anything up to twice the last bound, and never less than what AWS asked for.
pub(super) fn pause(attempt: u64, retry_after: Option<Duration>) -> Duration {
    let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
    let jitter = BASE.saturating_mul(1 << doublings).min(CAP).mul_f64(fastrand::f64());
    retry_after.map_or(jitter, |asked| asked.min(LONGEST) + jitter.min(BASE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_stay_within_their_bounds() {
        for attempt in 1..100 {
            assert!(pause(attempt, None) <= CAP);
            let asked = Duration::from_secs(7);
            assert!((asked..=asked + BASE).contains(&pause(attempt, Some(asked))));
        }
        assert!(pause(1, None) <= BASE);
    }

    #[test]
    fn patience_ends_with_what_never_answered_and_not_with_an_outage() {
        let mut patience = Patience::default();
        assert_eq!(patience.attempts(false, false), FIRST_ATTEMPTS);
        assert_eq!(patience.attempts(true, false), NEW_ATTEMPTS);
        assert_eq!(patience.attempts(true, true), ATTEMPTS);
        (0..GIVEN_UP).for_each(|_| patience.gave_up());
        assert_eq!(patience.attempts(true, false), 1);
        patience.answered();
        (0..GIVEN_UP).for_each(|_| patience.gave_up());
        assert_eq!(patience.attempts(true, false), ATTEMPTS);
        (0..OUTAGE).for_each(|_| patience.gave_up());
        assert_eq!(patience.attempts(true, false), 1);
        patience.answered();
        assert_eq!(patience.attempts(true, false), ATTEMPTS);
    }
}
