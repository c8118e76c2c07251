//! Pacing: evenly spaced slots, one pacer a service, that learns from throttling.

use std::cell::RefCell;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use super::clock;
use super::retry::LONGEST;

/// How much of a late start may be caught up. Timers wake up a little late; without this each slot would
/// lose that little, and the bucket would never be full. At 20 calls a second it is no burst.
const SLACK: Duration = Duration::from_millis(20);
/// Answers to calls that were already under way when the pace was cut do not cut it again.
const ONE_CUT_IN: Duration = Duration::from_secs(1);
const CUT: f64 = 0.7;
/// The share of the limit that an answered call gives back: a cut is regained in 300 calls.
const GAIN: f64 = 0.001;
const LOWEST_SHARE: f64 = 0.02;

/// The arithmetic, with time passed in.
#[derive(Debug)]
struct Pace {
    limit: f64,
    rate: f64,
    next: Option<Instant>,
    cut_at: Option<Instant>,
}

impl Pace {
    fn new(limit: f64) -> Self {
        Pace { limit, rate: limit, next: None, cut_at: None }
    }

    /// The time of the next call.
    fn slot(&mut self, now: Instant) -> Instant {
        let earliest = now.checked_sub(SLACK).unwrap_or(now);
        let slot = self.next.map_or(now, |next| next.max(earliest));
        self.next = Some(slot + Duration::from_secs_f64(1.0 / self.rate));
        slot
    }

    fn slower(&mut self, now: Instant) {
        if self.cut_at.is_none_or(|cut| now.duration_since(cut) >= ONE_CUT_IN) {
            self.rate = (self.rate * CUT).max(self.limit * LOWEST_SHARE);
            self.cut_at = Some(now);
        }
    }

    fn faster(&mut self) {
        self.rate = (self.rate + self.limit * GAIN).min(self.limit);
    }
}

/// Gives each call of one service its time.
#[derive(Debug)]
pub(super) struct Pacer {
    /// Callers pass one by one, in the order they came, so that a change of pace holds for all who wait.
    turnstile: Mutex<()>,
    pace: RefCell<Pace>,
}

impl Pacer {
    pub(super) fn new(limit: f64) -> Self {
        Pacer { turnstile: Mutex::new(()), pace: RefCell::new(Pace::new(limit)) }
    }

    /// Waits until the caller may send.
    pub(super) async fn turn(&self) {
        let _passing = self.turnstile.lock().await;
        let now = clock::now();
        let slot = self.pace.borrow_mut().slot(now);
        if slot > now {
            sleep_until(slot).await;
        }
    }

    /// The service asked everybody to wait.
    pub(super) fn hold(&self, pause: Duration) {
        let until = clock::now() + pause.min(LONGEST);
        let mut pace = self.pace.borrow_mut();
        pace.next = Some(pace.next.map_or(until, |next| next.max(until)));
    }

    /// The service answered.
    pub(super) fn answered(&self) {
        self.pace.borrow_mut().faster();
    }

    /// The service said "slow down". Gives the rate from here on.
    pub(super) fn throttled(&self) -> f64 {
        let mut pace = self.pace.borrow_mut();
        pace.slower(clock::now());
        pace.rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn slots_are_evenly_spaced_whenever_they_are_asked_for() {
        let start = Instant::now();
        let mut pace = Pace::new(20.0);
        let slots: Vec<_> = (0..5).map(|_| pace.slot(start) - start).collect();
        assert_eq!(slots, [0, 50, 100, 150, 200].map(|ms| ms * MS));
    }

    #[test]
    fn late_wakeups_do_not_add_up_and_idle_time_is_no_credit() {
        let start = Instant::now();
        let mut pace = Pace::new(20.0);
        let mut now = start;
        for _ in 0..100 {
            now = pace.slot(now).max(now) + 2 * MS;
        }
        assert_eq!(now - start, 99 * 50 * MS + 2 * MS);

        let later = start + Duration::from_secs(60);
        let first = pace.slot(later);
        assert!(first <= later);
        assert!(pace.slot(later) >= later + 30 * MS, "a pause must not end in a burst");
    }

    #[test]
    fn throttling_slows_once_for_one_burst_of_answers_and_success_speeds_up_again() {
        let start = Instant::now();
        let mut pace = Pace::new(20.0);
        for ms in 0..10 {
            pace.slower(start + ms * MS);
        }
        assert_eq!(pace.rate, 14.0);
        pace.slower(start + Duration::from_secs(2));
        assert!(pace.rate < 10.0);
        for _ in 0..1000 {
            pace.faster();
        }
        assert_eq!(pace.rate, 20.0);
        for second in 0..100 {
            pace.slower(start + Duration::from_secs(10 + 2 * second));
        }
        assert!(pace.rate > 0.0);
    }
}
