//! Evenly spaced calls: the bucket of one service, shared by all tasks.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// How much slower after AWS said so, and how soon back: one step up for each call that went well.
const SLOWER: f64 = 0.7;
const FASTER: f64 = 0.01;
/// Calls that were under way together are throttled together: one step down for all of them.
const ONE_STEP: Duration = Duration::from_millis(500);

/// Gives out slots, one every `1 / rate` seconds.
pub struct Pacer(Mutex<Slots>);

#[derive(Clone, Copy, Debug)]
struct Slots {
    most: f64,
    rate: f64,
    next: Instant,
    slowed: Option<Instant>,
}

impl Slots {
    /// The next slot. A slot that nobody took is lost: there are no bursts.
    fn take(&mut self, now: Instant) -> Instant {
        let slot = self.next.max(now);
        self.next = slot + Duration::from_secs_f64(1.0 / self.rate);
        slot
    }

    fn slow_down(&mut self, now: Instant) {
        if self.slowed.is_none_or(|slowed| now >= slowed + ONE_STEP) {
            self.slowed = Some(now);
            self.rate = (self.rate * SLOWER).max(self.most / 20.0);
        }
    }

    fn speed_up(&mut self) {
        self.rate = (self.rate + self.most * FASTER).min(self.most);
    }
}

impl Pacer {
    /// At most so many calls a second.
    pub fn new(most: f64) -> Self {
        Pacer(Mutex::new(Slots { most, rate: most, next: Instant::now(), slowed: None }))
    }

    /// Waits for a slot. Every attempt takes one, the second as the first.
    pub async fn slot(&self) {
        let now = Instant::now();
        let slot = self.slots().take(now);
        if slot > now {
            sleep_until(slot).await;
        }
    }

    /// AWS said: slow down.
    pub fn slow_down(&self) {
        self.slots().slow_down(Instant::now());
    }

    /// A call went well.
    pub fn speed_up(&self) {
        self.slots().speed_up();
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slots(rate: f64, now: Instant) -> Slots {
        Slots { most: rate, rate, next: now, slowed: None }
    }

    #[test]
    fn slots_are_evenly_spaced_and_never_burst() {
        let start = Instant::now();
        let mut slots = slots(20.0, start);
        let taken: Vec<u128> = (0..4).map(|_| (slots.take(start) - start).as_millis()).collect();
        assert_eq!(taken, [0, 50, 100, 150]);
        let later = start + Duration::from_secs(9);
        assert_eq!((slots.take(later), slots.take(later)), (later, later + Duration::from_millis(50)));
    }

    #[test]
    fn throttling_slows_down_once_for_all_that_was_under_way_and_success_comes_back() {
        let start = Instant::now();
        let mut slots = slots(20.0, start);
        (0..5).for_each(|_| slots.slow_down(start));
        assert!((slots.rate - 14.0).abs() < 1e-9);
        slots.slow_down(start + ONE_STEP);
        assert!((slots.rate - 9.8).abs() < 1e-9);
        (0..1000).for_each(|_| slots.speed_up());
        assert!((slots.rate - 20.0).abs() < 1e-9);
    }
}
