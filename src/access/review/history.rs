//! Since when each row is there.

use super::Review;
use super::presence::{Evidence, Presence};

/// The date of the earliest snapshot up to which a row is there without interruption.
pub struct History {
    dates: Vec<String>,
    rows: Vec<Since>,
}

#[derive(Clone, Copy)]
struct Since {
    /// The place of the date.
    date: u32,
    /// An earlier snapshot did not have it.
    interrupted: bool,
}

impl History {
    /// Of a review, which is of a snapshot of this date.
    pub fn new(review: &Review, date: String) -> Self {
        History { dates: vec![date], rows: vec![Since { date: 0, interrupted: false }; review.count()] }
    }

    /// Looks at the next earlier snapshot. One that cannot tell of a row is passed over.
    pub fn look_back(&mut self, review: &Review, evidence: &Evidence, date: String) {
        let place = u32::try_from(self.dates.len()).unwrap_or(u32::MAX);
        self.dates.push(date);
        review.for_each(|number, row| {
            let Some(since) = self.rows.get_mut(number).filter(|since| !since.interrupted) else { return };
            match evidence.of(&review.ids(&row)) {
                Presence::There(_) => since.date = place,
                Presence::Gone => since.interrupted = true,
                Presence::Unknown(_) => {}
            }
        });
    }

    /// The date of a row, by its number.
    pub fn since(&self, number: usize) -> Option<&str> {
        let since = self.rows.get(number)?;
        self.dates.get(since.date as usize).map(String::as_str)
    }
}
