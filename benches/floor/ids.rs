//! Numbers for ids.

use rustc_hash::FxHashMap;

/// Gives each id a number, the first seen the lowest. The ids are copies, for they lie close together; those in the
/// text are far apart, and slower to compare with.
#[derive(Default)]
pub struct Ids(FxHashMap<Box<str>, u32>);

impl Ids {
    pub fn number(&mut self, id: &str) -> u32 {
        if let Some(number) = self.0.get(id) {
            return *number;
        }
        let number = u32::try_from(self.0.len()).expect("fewer ids than 2^32");
        self.0.insert(id.into(), number);
        number
    }

    /// Takes in the ids of another, and tells which number each of its numbers is here.
    pub fn take_in(&mut self, other: &Self) -> Vec<u32> {
        let mut numbers = vec![0; other.0.len()];
        for (id, number) in &other.0 {
            numbers[*number as usize] = self.number(id);
        }
        numbers
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }
}
