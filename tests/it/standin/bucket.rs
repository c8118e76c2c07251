//! A token bucket, as AWS limits rates with.

use std::time::Instant;

pub struct Bucket {
    per_second: f64,
    burst: f64,
    tokens: f64,
    filled: Instant,
}

impl Bucket {
    pub fn new(per_second: f64, burst: f64) -> Self {
        Bucket { per_second, burst, tokens: burst, filled: Instant::now() }
    }

    /// True where there was a token.
    pub fn take(&mut self, now: Instant) -> bool {
        let gained = now.saturating_duration_since(self.filled).as_secs_f64() * self.per_second;
        (self.tokens, self.filled) = ((self.tokens + gained).min(self.burst), now);
        let takes = self.tokens >= 1.0;
        if takes {
            self.tokens -= 1.0;
        }
        takes
    }
}
