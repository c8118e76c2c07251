//! The elements of Action and NotAction.

use super::pattern::{Pattern, Syntax};

/// An element of Action or NotAction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionPattern {
    /// The element as it is written.
    pub source: String,
    /// What it matches, in lower case; nothing for an element that AWS accepts and that can never match.
    pub pattern: Option<Pattern>,
}

impl ActionPattern {
    /// Reads an element. Actions ignore case.
    ///
    /// Blanks, two actions in one text, no name after the colon, and a wildcard in the service's prefix (but for
    /// a lone `*`) are accepted by AWS and match nothing.
    pub fn parse(source: impl Into<String>) -> Self {
        let source = source.into();
        let lower = source.to_ascii_lowercase();
        let is_everything = !lower.is_empty() && lower.bytes().all(|byte| byte == b'*');
        let can_match = is_everything
            || lower == "*:*"
            || lower.split_once(':').is_some_and(|(service, name)| {
                let is_word = |text: &str, more: &[u8]| {
                    let is_of = |byte: u8| {
                        byte.is_ascii_alphanumeric() || b"-_".contains(&byte) || more.contains(&byte)
                    };
                    !text.is_empty() && text.bytes().all(is_of)
                };
                is_word(service, b"") && is_word(name, b"*?.")
            });
        let text = if lower == "*:*" { "*" } else { &lower };
        let pattern = can_match.then(|| Pattern::parse(text, Syntax { wildcards: true, variables: false }));
        ActionPattern { source, pattern }
    }

    /// Reads what a person asks about.
    ///
    /// # Errors
    /// A sentence: it can never match.
    pub fn asked(text: &str) -> Result<Self, String> {
        let pattern = ActionPattern::parse(text);
        if pattern.pattern.is_none() {
            return Err(format!(
                "{text:?} is no action: write service:Name, with wildcards in the name alone"
            ));
        }
        Ok(pattern)
    }

    /// Whether an action, in lower case, matches.
    pub fn matches(&self, action: &str) -> bool {
        self.pattern.as_ref().is_some_and(|pattern| pattern.matches(action))
    }

    /// True for `*`.
    pub fn is_all(&self) -> bool {
        self.pattern.as_ref().is_some_and(Pattern::is_all)
    }

    /// The service's prefix and what is left of the pattern; nothing for `*` and for what never matches.
    pub fn service(&self) -> Option<&str> {
        self.pattern.as_ref()?.start().split_once(':').map(|(service, _)| service)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_match() {
        for (pattern, action, matches) in [
            ("S3:Get*", "s3:getobject", true),
            ("s3:GetObject?", "s3:getobject", false),
            ("*", "s3:getobject", true),
            ("*:*", "s3:getobject", true),
            ("s*:GetObject", "s3:getobject", false),
            ("*:GetObject", "s3:getobject", false),
            (" s3:GetObject", "s3:getobject", false),
            ("s3:GetObject,PutObject", "s3:getobject", false),
            ("s3:", "s3:getobject", false),
            ("s3", "s3:getobject", false),
            ("", "", false),
        ] {
            assert_eq!(ActionPattern::parse(pattern).matches(action), matches, "{pattern} on {action}");
        }
    }
}
