//! Ids that look like AWS's, and rise with the number of what they name: every list is in order as it is
//! written, and no id is kept.

use super::random::mix;

/// The ids of a kind.
#[derive(Clone, Copy)]
pub struct Ids {
    seed: u64,
    kind: u64,
    count: u64,
}

impl Ids {
    /// For so many; each kind has a number of its own.
    pub fn new(seed: u64, kind: u64, count: u64) -> Self {
        Ids { seed, kind, count }
    }

    /// A number below `limit` that rises with `number`.
    fn rising(&self, number: u64, limit: u64) -> u64 {
        let room = limit / self.count;
        number * room + mix([self.seed, self.kind, number]) % room
    }

    /// 32 bits that rise, and as many that do not.
    pub fn hex16(&self, number: u64) -> u64 {
        let rest = mix([self.seed, self.kind, number, 1]) >> 32;
        (self.rising(number, 1 << 32) << 32) | rest
    }

    /// 8 hexadecimal digits.
    pub fn hex8(&self, number: u64) -> u64 {
        self.rising(number, 1 << 32)
    }

    /// 12 digits.
    pub fn account(&self, number: u64) -> u64 {
        100_000_000_000 + self.rising(number, 900_000_000_000)
    }

    /// A UUID.
    pub fn uuid(&self, number: u64) -> Uuid {
        Uuid::of(self.hex16(number), mix([self.seed, self.kind, number, 2]))
    }
}

/// A UUID in its usual form.
pub struct Uuid([u8; 36]);

impl Uuid {
    /// Version 4 of these bits.
    pub fn of(high: u64, low: u64) -> Self {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let high = (high & !0xf000) | 0x4000;
        let low = (low & !(0b11 << 62)) | (0b10 << 62);
        let bytes = ((u128::from(high) << 64) | u128::from(low)).to_be_bytes();
        let mut text = [b'-'; 36];
        let mut place = 0;
        for byte in bytes {
            if matches!(place, 8 | 13 | 18 | 23) {
                place += 1;
            }
            text[place] = DIGITS[usize::from(byte >> 4)];
            text[place + 1] = DIGITS[usize::from(byte & 15)];
            place += 2;
        }
        Uuid(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits")
    }
}
