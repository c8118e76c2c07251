//! Statements that others make superfluous.

use super::{Verdict, compare};
use crate::policy::document::{Document, Effect};
use crate::policy::evaluate::Policies;

/// The most statements of a document that is looked through: each takes a comparison.
const MOST_STATEMENTS: usize = 100;

/// The places of statements that grant nothing which the others do not: without all of them together the document
/// allows the same. Of two that are alike the later is one. Statements that deny are let be: they also bear on
/// other policies.
pub fn shadowed(document: &Document) -> Vec<usize> {
    let mut found = Vec::new();
    if document.statements.len() > MOST_STATEMENTS || !document.is_understood() {
        return found;
    }
    let whole = Policies::of(document.clone());
    let mut rest = document.clone();
    for place in (0..document.statements.len()).rev() {
        let grants =
            rest.statements.get(place).is_some_and(|statement| statement.effect == Some(Effect::Allow));
        if !grants || rest.statements.len() < 2 {
            continue;
        }
        let mut without = rest.clone();
        without.statements.remove(place);
        if compare(&whole, &Policies::of(without.clone())).verdict == Verdict::Equal {
            found.push(place);
            rest = without;
        }
    }
    found.reverse();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_grant_is_superfluous() {
        let document = Document::parse(
            r#"{"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::a/*"},
                {"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetBucketAcl"], "Resource": "arn:aws:s3:::a/b*"},
                {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::z/*"},
                {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::a/*"},
                {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::a/*"}]}"#,
        );
        assert_eq!(shadowed(&document), [1, 3]);
    }
}
