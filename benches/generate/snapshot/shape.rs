//! How many there are of everything.

/// How large a company is, and of which kind.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// Account assignments, exactly.
    pub assignments: u64,
    /// Group memberships, exactly.
    pub memberships: u64,
    /// Users.
    pub users: u64,
    /// Groups.
    pub groups: u64,
    /// Accounts.
    pub accounts: u64,
    /// Permission sets.
    pub permission_sets: u64,
    /// Another seed is another company.
    pub seed: u64,
    /// The Zipf exponent of the sizes of groups, and of how often a set is used.
    pub skew: f64,
    /// The share of the assignments that users have directly.
    pub direct: f64,
    /// Three weeks later.
    pub is_later: bool,
}

/// What is usual: assignments, users, groups, accounts, permission sets. AWS allows no more than 3,500 sets.
const USUAL: [[u64; 5]; 4] = [
    [10_000, 2_000, 200, 100, 60],
    [100_000, 15_000, 1_500, 1_000, 500],
    [1_000_000, 100_000, 10_000, 10_000, 3_500],
    [10_000_000, 1_000_000, 100_000, 10_000, 3_500],
];

impl Shape {
    /// The usual company with so many assignments.
    pub fn of(assignments: u64) -> Self {
        let [users, groups, accounts, permission_sets] =
            [1, 2, 3, 4].map(|column| usual(assignments, column));
        Shape {
            assignments,
            memberships: assignments,
            users,
            groups,
            accounts,
            permission_sets,
            seed: 1,
            skew: 1.0,
            direct: 0.05,
            is_later: false,
        }
    }

    /// The shape, if there can be such a company.
    pub fn checked(self) -> Result<Self, String> {
        let fewest =
            [self.users, self.groups, self.accounts, self.permission_sets].into_iter().min().unwrap_or(0);
        let most = self.users.max(self.groups).max(self.accounts);
        if fewest < 10 || most > 100_000_000 || self.permission_sets > 100_000 {
            return Err("there are to be 10 of everything, and at most 100,000 sets".to_owned());
        }
        if !(0.0..=1.0).contains(&self.direct) || !(0.0..=4.0).contains(&self.skew) {
            return Err("--direct goes from 0 to 1, --skew from 0 to 4".to_owned());
        }
        // Some accounts have six times as many assignments as others, and a set takes twice as many
        // principals in one account as in another.
        let room = self.permission_sets * self.groups.min(self.users) / 32;
        if self.assignments < self.accounts || self.assignments / self.accounts > room {
            return Err(format!(
                "{} assignments do not fit into {} accounts",
                self.assignments, self.accounts
            ));
        }
        if self.memberships < self.groups || self.memberships / self.groups > self.users / 4 {
            return Err(format!("{} memberships do not fit into {} groups", self.memberships, self.groups));
        }
        Ok(self)
    }
}

/// A column of [`USUAL`], between the rows in proportion.
fn usual(assignments: u64, column: usize) -> u64 {
    let last = USUAL.len() - 2;
    let row = USUAL.iter().skip(1).take(last).take_while(|row| row[0] <= assignments).count();
    let (low, high) = (USUAL[row], USUAL[row + 1]);
    let above = assignments.clamp(low[0], high[0]) - low[0];
    low[column] + (high[column] - low[column]) * above / (high[0] - low[0])
}
