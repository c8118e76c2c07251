//! What AWS has published: actions, its managed policies, and what others know of them. Embedded, each with its
//! source and date; `refresh.py` beside this file makes them anew.

mod actions;
mod escalation;
mod format;
mod managed;
mod sensitive;

pub use actions::{Action, ActionCatalogue, Level, actions, service_of};
pub use escalation::{EscalationPath, Target, escalation_paths, origin as escalation_origin};
pub use format::{filled, format_parts};
pub use managed::{ManagedDocument, managed_policies, managed_policy, origin as managed_origin};
pub use sensitive::{Harm, origin as sensitive_origin, sensitive};

/// Where a catalogue comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What it is and who publishes it.
    pub source: &'static str,
    /// Its licence.
    pub licence: &'static str,
    /// Its date, or the version where it has none.
    pub date: &'static str,
}

impl Origin {
    /// Reads the first line of a catalogue: `# source`, tab, words, licence, date.
    fn of(text: &'static str) -> Self {
        let line = text.lines().next().unwrap_or_default();
        let mut fields = line.split('\t').skip(1);
        let mut field = || fields.next().unwrap_or_default();
        Origin { source: field(), licence: field(), date: field() }
    }
}

/// The lines of a catalogue after its first.
fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().skip(1)
}

/// Decompresses an embedded catalogue, for the life of the program.
fn text_of(compressed: &[u8]) -> &'static str {
    let bytes = zstd::decode_all(compressed).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default().leak()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogues_are_whole() {
        let actions = actions();
        assert!(actions.len() > 20_000, "{}", actions.len());
        assert_eq!(actions.origin().licence, "MIT");
        let get = actions.find("s3:getobject").unwrap();
        assert_eq!((get.name, get.level, get.is_data_plane), ("s3:GetObject", Level::Read, true));
        assert!(!actions.takes_only_star("s3:getobject"));
        assert!(actions.takes_only_star("ec2:describeinstances"));
        assert!(!actions.takes_only_star("ec2:nosuchaction"));
        assert_eq!(actions.find("iam:putrolepolicy").unwrap().level, Level::PermissionManagement);
        assert!(actions.resource_formats("s3:getobject").any(|format| format.contains("${BucketName}/")));

        assert!(managed_policies().count() > 1_500);
        let administrator = managed_policy("arn:aws:iam::aws:policy/AdministratorAccess").unwrap();
        assert!(administrator.document.contains("\"*\""));
        assert!(managed_policy("arn:aws-us-gov:iam::aws:policy/AdministratorAccess").is_none());
        assert_eq!(sensitive("s3:getobject").collect::<Vec<_>>(), [Harm::DataAccess]);
        assert_eq!(sensitive("iam:createaccesskey").count(), 3);
    }
}
