//! The elements of Resource and NotResource.

use super::condition::Context;
use super::pattern::{Pattern, Piece, Syntax};

/// Why it is not known what AWS makes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// A wildcard in the service's segment, which AWS's page does not allow.
    ServiceWildcard,
    /// Fewer than six segments: others pad it with `*`, of which AWS says nothing.
    Incomplete,
}

/// An element of Resource or NotResource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourcePattern {
    /// The element as it is written.
    pub source: String,
    /// What it means.
    pub pattern: Pattern,
    /// The same with any text for its variables, where it has some.
    pub any_value: Option<Pattern>,
    /// Why that is not certain.
    pub doubt: Option<Doubt>,
}

/// How many segments of an ARN stand before the resource.
const SEGMENTS: usize = 5;
const SERVICE: usize = 2;

impl ResourcePattern {
    /// Reads an element. In the first five segments a wildcard stays in its segment, but for a `*` that ends
    /// one; in the resource's part a colon is a character like any other.
    ///
    /// Source: IAM User Guide, "IAM JSON policy elements: Resource".
    pub fn parse(source: impl Into<String>, variables: bool) -> Self {
        let source = source.into();
        let written = Pattern::parse(&source, Syntax { wildcards: true, variables });
        let is_malformed = written.is_malformed();
        if written.is_all() {
            return ResourcePattern { source, pattern: written, any_value: None, doubt: None };
        }
        let mut pieces = written.into_pieces();
        let mut segment = 0;
        let mut doubt = None;
        for at in 0..pieces.len() {
            let ends_segment = matches!(pieces.get(at + 1), None | Some(Piece::Char(':')));
            let Some(piece) = pieces.get_mut(at) else { continue };
            if segment == SERVICE && matches!(piece, Piece::Run | Piece::One) {
                doubt = Some(Doubt::ServiceWildcard);
            }
            match piece {
                Piece::Char(':') => segment += 1,
                Piece::Run if segment < SEGMENTS && !ends_segment => *piece = Piece::RunInSegment,
                Piece::One if segment < SEGMENTS => *piece = Piece::OneInSegment,
                _ => {}
            }
        }
        // Characters that stand for variables in comparisons (policy::space): no name has them.
        if source.contains(|character| character >= '\u{100000}') {
            doubt = Some(Doubt::Incomplete);
        }
        let is_arn = pieces.starts_with(&['a', 'r', 'n', ':'].map(Piece::Char));
        if !is_arn || segment < SEGMENTS {
            doubt = doubt.or(Some(Doubt::Incomplete));
        }
        if is_arn {
            for _ in segment..SEGMENTS {
                pieces.extend([Piece::Char(':'), Piece::Run]);
            }
        }
        let mut pattern = Pattern::of(pieces);
        if is_malformed {
            pattern = pattern.malformed();
        }
        let any_value = pattern.variables().next().is_some().then(|| pattern.with_any_value());
        ResourcePattern { source, pattern, any_value, doubt }
    }

    /// Whether the resource matches, with these values for the variables; nothing where a variable has none and
    /// the resource would match with some value.
    pub fn matches(&self, resource: &str, context: &Context) -> Option<bool> {
        match self.pattern.filled(context) {
            Some(pattern) => Some(pattern.matches(resource)),
            None if self.any_value.as_ref().is_some_and(|pattern| pattern.matches(resource)) => None,
            None => Some(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stay_in_their_segment_but_for_the_last_star_of_one() {
        for (pattern, resource, matches) in [
            ("arn:aws:ec2:*:*:instance/*", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1", true),
            ("arn:aws:ec2:eu-*-1:*:instance/*", "arn:aws:ec2:eu-west-1:1:instance/i", true),
            ("arn:aws:ec2:eu*x:1:instance/*", "arn:aws:ec2:eu:1:x:1:instance/i", false),
            ("arn:aws:ec2:eu*:1:instance/*", "arn:aws:ec2:eu:x:1:instance/i", true),
            ("arn:aws:ec2:??:1:i", "arn:aws:ec2:a::1:i", false),
            ("arn:aws:logs:*:*:log-group:a*b:log", "arn:aws:logs:r:1:log-group:a:x:b:log", true),
            ("arn:aws:s3:::B", "arn:aws:s3:::b", false),
            ("arn:aws:s3*", "arn:aws:s3:::bucket", true),
            ("arn:aws:s3", "arn:aws:s3:::bucket", true),
            ("arn:aws:s3:::*", "*", false),
            ("*", "*", true),
        ] {
            let parsed = ResourcePattern::parse(pattern, true);
            assert_eq!(
                parsed.matches(resource, &Context::default()),
                Some(matches),
                "{pattern} on {resource}"
            );
        }
    }

    #[test]
    fn what_aws_does_not_say_is_in_doubt() {
        let doubt = |text| ResourcePattern::parse(text, true).doubt;
        assert_eq!(doubt("arn:aws:*:::x"), Some(Doubt::ServiceWildcard));
        assert_eq!(doubt("arn:aws:s3*"), Some(Doubt::ServiceWildcard));
        assert_eq!(doubt("arn:aws:s3:x"), Some(Doubt::Incomplete));
        assert_eq!(doubt("bucket"), Some(Doubt::Incomplete));
        assert_eq!(doubt("arn:*:s3:::x"), None);
        assert_eq!(doubt("**"), None);
    }
}
