//! `ssoscan graph`

use std::path::PathBuf;

use super::output::{Notes, deliver};
use super::{Terminal, source};
use crate::access::{Directory, EffectiveAccess, Focus, LISTING_NEEDS, Pictures, Tiers};
use crate::dataset::{Dataset, Need};
use crate::error::Error;
use crate::exit::Exit;
use crate::report::picture::{self, PictureDocument, PictureFormat};
use crate::snapshot::Snapshot;

/// `ssoscan graph`
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The snapshot (.json, .json.gz, .json.zst, `-`), or a folder: the newest in it
    #[arg(value_name = "SNAPSHOT|DIR")]
    snapshot: PathBuf,

    #[command(flatten)]
    around: Around,

    /// Format of the picture [default: what the name of --output ends in, else dot]
    #[arg(long, value_enum, help_heading = "Output options")]
    format: Option<PictureFormat>,

    /// Write to a file (replaced when it is whole, mode 0600); `-` is standard output
    #[arg(short, long, value_name = "FILE", default_value = "-", help_heading = "Output options")]
    output: PathBuf,

    #[command(flatten)]
    policies: source::ManagedPolicies,

    #[command(flatten)]
    limit: source::Limit,
}

/// What the picture is about; everything where nothing is named.
#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Around {
    /// What this user has, and through which groups
    #[arg(long, value_name = "ID|NAME")]
    user: Option<String>,

    /// What this group has, and its members
    #[arg(long, value_name = "ID|NAME")]
    group: Option<String>,

    /// Who has this permission set, and where
    #[arg(long, value_name = "ARN|NAME")]
    permission_set: Option<String>,

    /// Who has what in this account
    #[arg(long, value_name = "ID|NAME")]
    account: Option<String>,
}

impl Args {
    fn format(&self) -> PictureFormat {
        let by_name = || match self.output.extension()?.to_str()? {
            "dot" | "gv" => Some(PictureFormat::Dot),
            "graphml" => Some(PictureFormat::Graphml),
            "json" => Some(PictureFormat::Json),
            "mmd" | "mermaid" => Some(PictureFormat::Mermaid),
            _ => None,
        };
        self.format.or_else(by_name).unwrap_or(PictureFormat::Dot)
    }
}

/// Runs the verb.
///
/// # Errors
/// Bad input or output, or a picture that no viewer of the format would show.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    let folder = args.policies.read()?;
    let file = source::read(&args.snapshot, args.limit)?;
    let snapshot = file.parse()?;
    let focus = focus(&args.around, &snapshot)?;
    let dataset = Dataset::with_managed_policies(&snapshot, folder);
    let access = EffectiveAccess::of(&dataset)?;
    let directory = Directory::new(&[dataset.source()]);
    let tiers = Tiers::new(dataset.source());
    let pictures = Pictures::new(&access, &directory, &tiers);

    let format = args.format();
    let picture = if format.is_exact() { pictures.exact(focus) } else { pictures.drawn(focus) };
    let needs: Vec<Need> = LISTING_NEEDS.iter().map(|need| Need::parse(need)).collect();
    let mut gaps = dataset.not_evaluated(&needs)?;
    gaps.extend(pictures.unknown_tiers());
    let about = source::about(&snapshot);
    let document = PictureDocument { picture: &picture, snapshot: &about, not_evaluated: &gaps };
    if let Some(refusal) = format.refuses(&document) {
        return Err(Error::Usage(format!("{refusal}; {}", advice(format, focus))));
    }
    let notes =
        Notes { verb: "graph", snapshot: &about, not_evaluated: &gaps, carried: format.carries_notes() };
    deliver(&args.output, false, &notes, terminal, |out| picture::write(&document, format, out))?;
    Ok(Exit::of(false, gaps.iter().any(|gap| gap.asked_for)))
}

/// What to do instead.
fn advice(format: PictureFormat, focus: Focus) -> &'static str {
    match (format, focus) {
        (PictureFormat::Mermaid, Focus::Everything) => {
            "use --format dot, or draw what is around one thing with --user, --group, --permission-set or --account"
        }
        (PictureFormat::Mermaid, _) => {
            "use --format dot, or draw what is around something smaller, such as one --user"
        }
        (_, Focus::Everything) => {
            "use --format graphml for Gephi, yEd or Cytoscape, or draw what is around one thing with --user, --group, \
             --permission-set or --account"
        }
        _ => {
            "use --format graphml for Gephi, yEd or Cytoscape, or draw what is around something smaller, such as one \
             --user"
        }
    }
}

fn focus<'s>(around: &Around, snapshot: &'s Snapshot) -> Result<Focus<'s>, Error> {
    let Around { user, group, permission_set, account } = around;
    let assignments = snapshot.account_assignments.records().iter();
    if let Some(word) = user {
        let listed = snapshot.users.records().iter().map(|user| (&*user.user_id, user.user_name.text()));
        let assigned = assignments.filter(|row| *row.principal_type == *"USER");
        let ids = assigned.map(|row| (&*row.principal_id, None));
        return find("user", word, listed.chain(ids)).map(Focus::User);
    }
    if let Some(word) = group {
        let listed =
            snapshot.groups.records().iter().map(|group| (&*group.group_id, group.display_name.text()));
        let assigned = assignments.filter(|row| *row.principal_type == *"GROUP");
        let ids = assigned.map(|row| (&*row.principal_id, None));
        return find("group", word, listed.chain(ids)).map(Focus::Group);
    }
    if let Some(word) = permission_set {
        let sets = snapshot.permission_sets.records().iter();
        let listed = sets.map(|set| (&*set.permission_set_arn, set.name.text()));
        let ids = assignments.map(|row| (&*row.permission_set_arn, None));
        return find("permission set", word, listed.chain(ids)).map(Focus::PermissionSet);
    }
    if let Some(word) = account {
        let listed = snapshot.accounts.records().iter().map(|account| (&*account.id, account.name.text()));
        let ids = assignments.map(|row| (&*row.account_id, None));
        return find("account", word, listed.chain(ids)).map(Focus::Account);
    }
    Ok(Focus::Everything)
}

/// The one id that a word is, or that has it for a name.
fn find<'s>(
    kind: &str,
    word: &str,
    things: impl Iterator<Item = (&'s str, Option<&'s str>)>,
) -> Result<&'s str, Error> {
    let mut ids: Vec<&str> =
        things.filter(|(id, name)| *id == word || *name == Some(word)).map(|(id, _)| id).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids.as_slice() {
        [id] => Ok(id),
        [] => Err(Error::Usage(format!("no {kind} of the snapshot has the id or the name {word:?}"))),
        several => Err(Error::Usage(format!(
            "{} {kind}s have the id or the name {word:?}: use one of the ids {}",
            several.len(),
            several.join(", ")
        ))),
    }
}
