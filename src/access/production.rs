//! Which accounts are production.

use std::collections::{BTreeMap, BTreeSet};

use super::directory::Directory;

/// What makes an account production: any one of these. Nothing said: words in names (`docs/access.md`).
#[derive(Clone, Debug, Default)]
pub struct Production {
    /// Account ids or names, with `*` and `?`.
    pub accounts: BTreeSet<String>,
    /// OU paths (`Root/Workloads/Prod`): all accounts below.
    pub organizational_units: BTreeSet<String>,
    /// By tag key of the account, values.
    pub tags: BTreeMap<String, BTreeSet<String>>,
}

/// Words that say production.
const WORDS: [&str; 4] = ["prod", "production", "prd", "live"];
/// Words that turn the next one into its opposite.
const NOT: [&str; 3] = ["non", "not", "pre"];
/// Tag keys that tell it.
const KEYS: [&str; 3] = ["environment", "env", "stage"];

impl Production {
    /// True where something is said.
    fn is_said(&self) -> bool {
        !self.accounts.is_empty() || !self.organizational_units.is_empty() || !self.tags.is_empty()
    }

    /// Whether an account is production; nothing where what would tell was not read. Without rules an account that is
    /// in a list is told by what was read of it.
    pub fn includes(&self, account_id: &str, directory: &Directory) -> Option<bool> {
        let name = directory.account_name(account_id);
        let path = directory.ou_path(account_id);
        let account = directory.account(account_id);
        let tags = account.map_or(&[][..], |account| account.tags.records());
        if !self.is_said() {
            let tells = |key: &str| KEYS.iter().any(|known| key.eq_ignore_ascii_case(known));
            let values = tags.iter().filter(|tag| tells(&tag.key)).filter_map(|tag| tag.value.text());
            let says = name.into_iter().chain(path).chain(values).any(says_production);
            return (says || account.is_some()).then_some(says);
        }
        let is_named = |pattern: &String| {
            let matches = |text: &str| wildcard::matches(pattern, text);
            matches(account_id) || name.is_some_and(matches)
        };
        let is_below = |unit: &String| {
            let below = path.and_then(|path| path.strip_prefix(unit.trim_end_matches('/')));
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let is_tagged = |(key, values): (&String, &BTreeSet<String>)| {
            tags.iter()
                .any(|tag| *tag.key == **key && tag.value.text().is_some_and(|value| values.contains(value)))
        };
        let is_told = self.accounts.iter().any(is_named)
            || self.organizational_units.iter().any(is_below)
            || self.tags.iter().any(is_tagged);
        let may_be = (name.is_none() && !self.accounts.is_empty())
            || (path.is_none() && !self.organizational_units.is_empty())
            || (account.is_none_or(|account| account.tags.is_absent()) && !self.tags.is_empty());
        (is_told || !may_be).then_some(is_told)
    }
}

/// True where a word of the text says production, and the word before it does not deny it.
fn says_production(text: &str) -> bool {
    let mut denied = false;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let word = word.to_lowercase();
        if WORDS.contains(&word.as_str()) && !denied {
            return true;
        }
        denied = NOT.contains(&word.as_str());
    }
    false
}

/// `*` and `?` in names.
mod wildcard {
    /// True where the whole text matches, whatever the case.
    pub fn matches(pattern: &str, text: &str) -> bool {
        let lower = |text: &str| text.to_lowercase().chars().collect::<Vec<char>>();
        matches_from(&lower(pattern), &lower(text))
    }

    /// Goes back to the last `*` alone, so that no pattern takes long.
    fn matches_from(pattern: &[char], text: &[char]) -> bool {
        let (mut at, mut place) = (0, 0);
        let mut last_star: Option<(usize, usize)> = None;
        while place < text.len() {
            match pattern.get(at) {
                Some('*') => {
                    last_star = Some((at, place));
                    at += 1;
                }
                Some(one) if *one == '?' || Some(one) == text.get(place) => {
                    at += 1;
                    place += 1;
                }
                _ => match &mut last_star {
                    Some((star, start)) => {
                        *start += 1;
                        (at, place) = (*star + 1, *start);
                    }
                    None => return false,
                },
            }
        }
        pattern.iter().skip(at).all(|one| *one == '*')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_say_production() {
        for text in ["payments-prod", "Root/Prod/EU", "PRODUCTION", "eu_prd_1", "Live"] {
            assert!(says_production(text), "{text}");
        }
        for text in ["payments", "nonprod", "non-prod", "product", "Pre Production", "preprod", "alive"] {
            assert!(!says_production(text), "{text}");
        }
    }

    #[test]
    fn names_may_have_wildcards() {
        assert!(wildcard::matches("*-prod", "Payments-Prod") && wildcard::matches("11??", "1122"));
        assert!(!wildcard::matches("*-prod", "prod") && !wildcard::matches("a", "ab"));
        assert!(wildcard::matches("a*b*c", "aXbXbXc") && !wildcard::matches("a*b*c", "aXbXbX"));
        assert!(!wildcard::matches("*a*a*a*a*a*a*a*a*a*a*b", &"a".repeat(5000)));
    }
}
