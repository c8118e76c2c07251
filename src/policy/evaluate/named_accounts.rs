//! The accounts that policies tell from others.

use rustc_hash::FxHashSet;

use super::policies::Policies;
use crate::policy::pattern::Piece;

/// The accounts that the resources of policies name: what the policies mean is the same in all others.
#[derive(Clone, Debug, Default)]
pub struct NamedAccounts {
    ids: FxHashSet<String>,
    /// True where some are named by a pattern.
    has_patterns: bool,
}

impl NamedAccounts {
    /// Of policies.
    pub fn of(policies: &Policies) -> Self {
        const DIGITS: usize = 12;
        let mut named = NamedAccounts::default();
        let statements = policies.statements().map(|(_, _, _, statement)| statement);
        for element in statements.flat_map(|statement| &statement.resources.patterns) {
            let source = &element.source;
            // In the name of a bucket, too, an id is one account's.
            let runs = source.split(|character: char| !character.is_ascii_digit());
            named.ids.extend(runs.filter(|run| run.len() == DIGITS).map(str::to_owned));
            named.has_patterns |= has_account_pattern(element.pattern.pieces());
        }
        named
    }

    /// Whether the policies may mean something else in this account than in one that they do not name.
    pub fn tell_apart(&self, account_id: &str) -> bool {
        self.has_patterns || self.ids.contains(account_id)
    }
}

/// True where a resource's account may be held against something that some accounts match and others do not. A star
/// that ends a segment may take in whole segments, and the value of a variable may: what stands after one of them may be
/// the account too.
fn has_account_pattern(pieces: &[Piece]) -> bool {
    const ACCOUNT: usize = 4;
    let segments = pieces.split(|piece| *piece == Piece::Char(':')).take(ACCOUNT + 1).enumerate();
    let mut is_shifted = false;
    for (place, segment) in segments {
        let is_pattern = segment.iter().any(|piece| !matches!(piece, Piece::Char(_)));
        let is_any = matches!(segment, [Piece::Run | Piece::RunInSegment]);
        if (is_shifted || place == ACCOUNT) && is_pattern && !is_any {
            return true;
        }
        is_shifted |= segment.last() == Some(&Piece::Run)
            || segment.iter().any(|piece| matches!(piece, Piece::Variable(_)));
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Document;

    #[test]
    fn an_account_is_told_apart_where_it_is_named() {
        let apart = |resource: &str| {
            let text = format!(
                r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"*","Resource":"{resource}"}}]}}"#
            );
            let named = NamedAccounts::of(&Policies::of(Document::parse(&text)));
            ["111122223333", "444455556666"].map(|account| named.tell_apart(account))
        };
        assert_eq!(apart("*"), [false, false]);
        assert_eq!(apart("arn:aws:iam::*:role/x"), [false, false]);
        assert_eq!(apart("arn:aws:iam::111122223333:role/x"), [true, false]);
        assert_eq!(apart("arn:aws:s3:::logs-444455556666/*"), [false, true]);
        assert_eq!(apart("arn:aws:iam::1111*:role/x"), [true, true]);
        assert_eq!(apart("arn:aws:iam::${aws:PrincipalAccount}:role/x"), [true, true]);
        // The account of a log group stands where the fourth of these segments does.
        assert_eq!(apart("arn:*:eu-west-1:1111*:log-group:*"), [true, true]);
        assert_eq!(apart("arn:aws:${aws:PrincipalTag/s}::1111*:x"), [true, true]);
        assert_eq!(apart("arn:aws:logs:*:*:log-group:a*"), [false, false]);
        assert_eq!(apart("arn:aws:s3:::a*/1111*"), [false, false]);
    }
}
