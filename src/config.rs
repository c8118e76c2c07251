//! `ssoscan.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use crate::access::{Production, Tier};
use crate::checks::{Duty, Rule, Settings, Within};
use crate::model::Severity;

/// The file that is read where `--config` names none.
pub const DEFAULT_FILE: &str = "ssoscan.toml";

/// The configuration. An unknown key is an error.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `[tags]`.
    #[serde(default)]
    pub tags: Tags,
    /// `[sessions]`.
    #[serde(default)]
    pub sessions: Sessions,
    /// `[check]`.
    #[serde(default)]
    pub check: Check,
    /// `[production]`.
    #[serde(default)]
    production: ProductionKeys,
    /// `[[separation-of-duties]]`.
    #[serde(default, rename = "separation-of-duties")]
    separation_of_duties: Vec<RuleKeys>,
}

/// `[[separation-of-duties]]`: what one person must not hold together.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleKeys {
    name: String,
    first: DutyKeys,
    second: DutyKeys,
    #[serde(default)]
    within: WithinKeys,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct DutyKeys {
    #[serde(default)]
    permission_sets: Vec<String>,
    #[serde(default)]
    tiers: Vec<String>,
    #[serde(default)]
    organizational_units: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WithinKeys {
    #[default]
    Account,
    Organization,
}

/// `[production]`: which accounts are production.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct ProductionKeys {
    #[serde(default)]
    accounts: BTreeSet<String>,
    #[serde(default)]
    organizational_units: BTreeSet<String>,
    #[serde(default)]
    tags: BTreeMap<String, BTreeSet<String>>,
}

/// `[sessions]`: how long sessions may be.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Sessions {
    /// The most hours that SessionDuration may be.
    pub longest_hours: Option<u32>,
}

/// `[tags]`: what tags permission sets must have.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tags {
    /// Keys that every permission set must have.
    #[serde(default)]
    pub required: BTreeSet<String>,
    /// By key, the values it may have.
    #[serde(default)]
    pub allowed: BTreeMap<String, BTreeSet<String>>,
}

/// `[check]`: the flags of `ssoscan check`, which beat these.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Check {
    /// `--select`.
    #[serde(default)]
    pub select: Vec<String>,
    /// `--ignore`.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// `--fail-on`.
    pub fail_on: Option<Severity>,
}

impl Check {
    /// True where it says anything.
    pub fn is_set(&self) -> bool {
        !self.select.is_empty() || !self.ignore.is_empty() || self.fail_on.is_some()
    }
}

/// Why the configuration could not be had.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the message says what each field is")]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// It is not TOML, or has an unknown key.
    #[error("{}: {}", path.display(), source.to_string().trim_end())]
    Parse { path: PathBuf, source: Box<toml::de::Error> },
    /// A tag with no allowed value at all.
    #[error("{}: [tags.allowed] {key} allows no value: name some, or leave the key out", path.display())]
    NoValues { path: PathBuf, key: String },
    /// A rule whose side names nothing.
    #[error("{}: the rule {rule:?} of [[separation-of-duties]] has no {side}: name permission-sets or tiers", path.display())]
    NoDuty { path: PathBuf, rule: String, side: &'static str },
    /// A tier that there is not.
    #[error("{}: the rule {rule:?} of [[separation-of-duties]] names the tier {tier:?}: the tiers are {}", path.display(), tiers())]
    NoTier { path: PathBuf, rule: String, tier: String },
}

impl Config {
    /// Reads the named file, or `ssoscan.toml` of this folder where there is one.
    ///
    /// # Errors
    /// The file cannot be read or is not right.
    pub fn load(named: Option<&Path>) -> Result<Config, ConfigError> {
        let path = named.unwrap_or(Path::new(DEFAULT_FILE));
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => {
                return Ok(Config::default());
            }
            Err(source) => {
                return Err(ConfigError::Read { path: path.to_owned(), source });
            }
        };
        let config: Config = toml::from_str(&text)
            .map_err(|source| ConfigError::Parse { path: path.to_owned(), source: Box::new(source) })?;
        if let Some((key, _)) = config.tags.allowed.iter().find(|(_, values)| values.is_empty()) {
            return Err(ConfigError::NoValues { path: path.to_owned(), key: key.clone() });
        }
        config.separation_of_duties.iter().try_for_each(|rule| rule.validate(path))?;
        Ok(config)
    }

    /// Which accounts are production.
    pub fn production(&self) -> Production {
        let ProductionKeys { accounts, organizational_units, tags } = self.production.clone();
        Production { accounts, organizational_units, tags }
    }

    /// What the checks are told.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings {
            required_tags: self.tags.required.clone(),
            allowed_tag_values: self.tags.allowed.clone(),
            separation_of_duties: self.separation_of_duties.iter().map(RuleKeys::rule).collect(),
            ..Settings::default()
        };
        if let Some(hours) = self.sessions.longest_hours {
            settings.longest_session_hours = hours;
        }
        settings
    }
}

/// The tiers that a rule may name.
fn tiers() -> String {
    Tier::WORDS.join(", ")
}

impl RuleKeys {
    /// A rule that can be broken: one that cannot would be silent for ever.
    fn validate(&self, path: &Path) -> Result<(), ConfigError> {
        for (side, duty) in [("first", &self.first), ("second", &self.second)] {
            if duty.permission_sets.is_empty() && duty.tiers.is_empty() {
                return Err(ConfigError::NoDuty { path: path.to_owned(), rule: self.name.clone(), side });
            }
            if let Some(tier) = duty.tiers.iter().find(|tier| !Tier::WORDS.contains(&tier.as_str())) {
                let (rule, tier) = (self.name.clone(), tier.clone());
                return Err(ConfigError::NoTier { path: path.to_owned(), rule, tier });
            }
        }
        Ok(())
    }

    fn rule(&self) -> Rule {
        let duty = |keys: &DutyKeys| {
            let DutyKeys { permission_sets, tiers, organizational_units } = keys.clone();
            Duty { permission_sets, tiers, organizational_units }
        };
        Rule {
            name: self.name.clone(),
            first: duty(&self.first),
            second: duty(&self.second),
            within: match self.within {
                WithinKeys::Account => Within::Account,
                WithinKeys::Organization => Within::Organization,
            },
        }
    }
}
