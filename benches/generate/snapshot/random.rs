//! Numbers that look random and follow from a seed, without anything that another machine would compute
//! otherwise: integers, and of floating point only what IEEE 754 rounds in one way.

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// One number of several.
pub fn mix<const N: usize>(numbers: [u64; N]) -> u64 {
    numbers.into_iter().fold(0, |mixed: u64, number| scramble((mixed ^ number).wrapping_add(STEP)))
}

/// The last step of SplitMix64: every bit of the answer hangs on every bit of the number.
fn scramble(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// A number below another, each as likely as the others.
fn scale(random: u64, below: u64) -> u64 {
    ((u128::from(random) * u128::from(below)) >> 64) as u64
}

/// A stream of numbers.
pub struct Random(u64);

impl Random {
    /// The stream that these numbers name.
    pub fn new<const N: usize>(seed: [u64; N]) -> Self {
        Random(mix(seed))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        scramble(self.0)
    }

    /// A number below this one.
    pub fn below(&mut self, limit: u64) -> u64 {
        scale(self.next(), limit)
    }

    /// True in so many cases of a hundred.
    pub fn percent(&mut self, cases: u64) -> bool {
        self.below(100) < cases
    }

    /// One of these.
    pub fn pick<'t, T>(&mut self, things: &'t [T]) -> &'t T {
        &things[self.below(things.len() as u64) as usize]
    }

    /// The numbers below this one in any order.
    pub fn shuffled(&mut self, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut numbers: Vec<u32> = numbers.collect();
        for last in (1..numbers.len()).rev() {
            numbers.swap(last, self.below(last as u64 + 1) as usize);
        }
        numbers
    }
}

/// How much the first, second, third ... of a kind weighs, by Zipf's law.
pub fn zipf(count: usize, skew: f64) -> Vec<u64> {
    (1..=count).map(|rank| ((1_u64 << 40) as f64 / power(rank as f64, skew)) as u64 + 1).collect()
}

/// `powf` is not the same everywhere; multiplication and square roots are.
fn power(base: f64, exponent: f64) -> f64 {
    let mut result = (0..exponent as u32).fold(1.0, |result, _| result * base);
    let (mut root, mut rest) = (base, exponent.fract());
    for _ in 0..24 {
        root = root.sqrt();
        rest *= 2.0;
        if rest >= 1.0 {
            result *= root;
            rest -= 1.0;
        }
    }
    result
}

/// Draws places, each as often as it weighs.
pub struct Weighted(Vec<u64>);

impl Weighted {
    /// A place for each weight.
    pub fn new(weights: &[u64]) -> Self {
        let sums = weights.iter().scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Weighted(sums.collect())
    }

    /// A place.
    pub fn draw(&self, random: &mut Random) -> usize {
        let drawn = random.below(self.0.last().copied().unwrap_or(1));
        self.0.partition_point(|sum| *sum <= drawn)
    }
}

/// Shares out `total` by weight, all of it, so that nobody has more than `most`. The heaviest comes first.
pub fn share_out(total: u64, weights: &[u64], most: u64) -> Vec<u64> {
    let (mut left, mut heads) = (total, weights.len() as u64);
    let mut weight_left: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    let share = |weight: &u64| {
        heads -= 1;
        let fair = (u128::from(left) * u128::from(*weight) / weight_left) as u64;
        weight_left -= u128::from(*weight);
        // Everybody gets one as long as there is one for everybody.
        let fair = if heads == 0 { left } else { fair.max(1).min(left.saturating_sub(heads)) };
        let share = fair.min(most);
        left -= share;
        share
    };
    weights.iter().map(share).collect()
}

/// Takes places, each once a round.
pub struct Free {
    taken: Vec<u32>,
    round: u32,
}

impl Free {
    /// So many places.
    pub fn new(places: usize) -> Self {
        Free { taken: vec![0; places], round: 0 }
    }

    /// Everything is free again.
    pub fn start(&mut self) {
        self.round += 1;
    }

    /// The first fit place that is free, from the wanted one on and round to it; `None` where there is none.
    pub fn take(&mut self, wanted: usize, is_fit: impl Fn(usize) -> bool) -> Option<usize> {
        let places = (wanted..self.taken.len()).chain(0..wanted);
        let free = places.into_iter().find(|place| self.taken[*place] != self.round && is_fit(*place))?;
        self.taken[free] = self.round;
        Some(free)
    }
}
