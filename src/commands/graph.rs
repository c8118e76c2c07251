//! `ssoscan graph`

use std::path::PathBuf;

use super::output::{Notes, deliver};
use super::{Terminal, source};
use crate::access::{Directory, EffectiveAccess, Focus, LISTING_NEEDS, Lookup, Pictures, Tiers};
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
    let access = EffectiveAccess::of(dataset.source());
    let directory = Directory::new(&[dataset.source()]);
    let tiers = Tiers::new(dataset.source());
    let pictures = Pictures::new(&access, &directory, &tiers);

    let format = args.format.or_else(|| PictureFormat::of_name(&args.output)).unwrap_or(PictureFormat::Dot);
    let picture = if format.is_exact() { pictures.exact(focus) } else { pictures.drawn(focus) };
    let needs: Vec<Need> = LISTING_NEEDS.iter().map(|need| Need::parse(need)).collect();
    let mut gaps = dataset.not_evaluated(&needs)?;
    gaps.extend(tiers.not_evaluated(&directory));
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
    Ok(match around {
        Around { user: Some(word), .. } => Focus::User(Lookup::users(snapshot).find(word)?),
        Around { group: Some(word), .. } => Focus::Group(Lookup::groups(snapshot).find(word)?),
        Around { permission_set: Some(word), .. } => {
            Focus::PermissionSet(Lookup::permission_sets(snapshot).find(word)?)
        }
        Around { account: Some(word), .. } => Focus::Account(Lookup::accounts(snapshot).find(word)?),
        _ => Focus::Everything,
    })
}
