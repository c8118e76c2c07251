//! Which snapshot a verb reads.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Value, json};

use crate::documents::ManagedFolder;
use crate::error::Error;
use crate::snapshot::{Member, Snapshot, SnapshotFile, Text, file, folder};

/// The limit on input.
#[derive(Clone, Copy, Debug, Args)]
pub struct Limit {
    /// The most MiB of JSON that a snapshot may hold once decompressed
    #[arg(long, value_name = "MIB", default_value_t = file::DEFAULT_LIMIT, help_heading = "Input options")]
    pub max_size: u64,
}

/// A user's own queries.
#[derive(Clone, Debug, Args)]
pub struct Queries {
    /// A folder of queries, laid out like `queries/`, that replace or join the built-in ones
    #[arg(long = "queries", value_name = "DIR", help_heading = "Input options")]
    pub folder: Option<PathBuf>,
}

/// Documents of AWS managed policies that the snapshot may lack.
#[derive(Clone, Debug, Args)]
pub struct ManagedPolicies {
    /// A folder with documents of AWS managed policies, each named after its policy, for those that the snapshot lacks
    #[arg(long, value_name = "DIR", help_heading = "Input options")]
    managed_policies: Option<PathBuf>,
}

impl ManagedPolicies {
    /// Reads the folder.
    pub fn read(&self) -> Result<ManagedFolder, Error> {
        Ok(self.managed_policies.as_deref().map(ManagedFolder::read).transpose()?.unwrap_or_default())
    }
}

/// The snapshot file that an argument names: itself, or the newest of a folder.
pub fn resolve(path: &Path, limit: Limit) -> Result<PathBuf, Error> {
    Ok(if path.is_dir() { folder::newest(path, None, limit.max_size)? } else { path.to_owned() })
}

/// Reads the snapshot that an argument names.
pub fn read(path: &Path, limit: Limit) -> Result<SnapshotFile, Error> {
    let path = resolve(path, limit)?;
    tracing::info!("reading {}", path.display());
    Ok(SnapshotFile::read(&path, limit.max_size)?)
}

/// What the envelope says about a snapshot: nothing that depends on where its file lies.
pub fn about(snapshot: &Snapshot) -> Value {
    let collected = snapshot.collected.value();
    let text = |member: Option<&Member<Text>>| member.and_then(Member::text).map(str::to_owned);
    json!({
        "instance_arn": snapshot.instance.value().map(|instance| instance.instance_arn.to_string()),
        "region": text(collected.map(|collected| &collected.region)),
        "finished_at": text(collected.map(|collected| &collected.finished_at)),
        "mode": text(collected.map(|collected| &collected.mode)),
        "ssoscan_version": text(collected.map(|collected| &collected.ssoscan_version)),
    })
}
