//! `ssoscan policy compare`

use clap::ValueEnum;
use serde_json::{Value, json};

use super::source;
use crate::commands::Terminal;
use crate::error::Error;
use crate::exit::Exit;
use crate::policy::compare::{Difference, Relation, Verdict};
use crate::policy::{Document, Policies, compare};

/// `ssoscan policy compare`
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit codes: 0 both allow the same; 1 they do not; 3 undecided; 2 could not run.")]
pub struct Args {
    /// The older policy: a file, `-`, or the ARN of an AWS managed policy
    #[arg(value_name = "OLD")]
    old: String,

    /// The newer policy
    #[arg(value_name = "NEW")]
    new: String,

    /// Format of the output
    #[arg(long, value_enum, default_value = "json")]
    format: CompareFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CompareFormat {
    /// One JSON object.
    Json,
    /// For a person.
    Text,
}

/// Runs the verb.
///
/// # Errors
/// Bad input or output.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    if args.old == "-" && args.new == "-" {
        return Err(Error::Usage("only one of the two policies can be standard input".to_owned()));
    }
    let read = |name: &str| -> Result<Document, Error> {
        let document = source::read(name)?;
        for problem in &document.problems {
            terminal.note(format_args!("{name}: {}", problem.what));
        }
        Ok(document)
    };
    let (old, new) = (Policies::of(read(&args.old)?), Policies::of(read(&args.new)?));
    let found = compare(&old, &new);
    let members = |list: &[Difference]| list.iter().map(difference).collect::<Vec<Value>>();
    match args.format {
        CompareFormat::Json => {
            let answer = json!({
                "format": "ssoscan-policy-compare",
                "format_version": 1,
                "verdict": found.verdict.as_str(),
                "gained": members(&found.gained),
                "lost": members(&found.lost),
                "condition_changed": members(&found.changed),
                "undecided": found.undecided,
            });
            terminal.print(false, |out| {
                serde_json::to_writer_pretty(&mut *out, &answer)?;
                out.write_all(b"\n")
            })?;
        }
        CompareFormat::Text => terminal.print(false, |out| {
            writeln!(out, "{}", found.verdict.as_str())?;
            for (word, list) in
                [("gained", &found.gained), ("lost", &found.lost), ("condition changed", &found.changed)]
            {
                for one in list {
                    writeln!(out, "{word}: {} on {}{}", actions(one), one.resource, under(one))?;
                }
            }
            found.undecided.iter().try_for_each(|why| writeln!(out, "undecided: {why}"))
        })?,
    }
    Ok(match found.verdict {
        Verdict::Equal => Exit::Clean,
        Verdict::Undecided => Exit::of(false, true),
        _ => Exit::of(true, false),
    })
}

fn difference(one: &Difference) -> Value {
    let mut members = json!({
        "action": one.action,
        "resource": one.resource,
        "known_actions": one.known_actions,
        "old_conditions": one.old_conditions,
        "new_conditions": one.new_conditions,
    });
    let change = match one.relation {
        Relation::Widened => Some("widened"),
        Relation::Narrowed => Some("narrowed"),
        Relation::Otherwise => Some("other"),
        _ => None,
    };
    if let (Some(change), Some(members)) = (change, members.as_object_mut()) {
        members.insert("change".to_owned(), json!(change));
    }
    members
}

fn actions(one: &Difference) -> String {
    match one.known_actions {
        0 => format!("{} (no such action is known yet)", one.action),
        1 => one.action.clone(),
        more => format!("{} and {} more", one.action, more - 1),
    }
}

fn under(one: &Difference) -> String {
    let conditions =
        |list: &[String]| if list.is_empty() { "no condition".to_owned() } else { list.join(" and ") };
    match (one.old_conditions.is_empty(), one.new_conditions.is_empty()) {
        (true, true) => String::new(),
        _ => format!(" (was: {}; is: {})", conditions(&one.old_conditions), conditions(&one.new_conditions)),
    }
}
