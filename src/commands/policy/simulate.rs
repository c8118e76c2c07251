//! `ssoscan policy simulate`

use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde_json::{Map, Value, json};

use super::request::{EvaluationResult, Remembered, SimulateRequest};
use super::{batch, source};
use crate::commands::Terminal;
use crate::error::Error;
use crate::exit::Exit;
use crate::policy::Decision;

/// `ssoscan policy simulate`
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The arguments are those of `aws iam simulate-custom-policy`. Resource policies, session \
policies and resource control policies are not considered."
)]
pub struct Args {
    /// The identity policies: JSON, or file://PATH
    #[arg(long, value_name = "POLICY", num_args = 1.., required_unless_present = "batch")]
    policy_input_list: Vec<String>,

    /// The actions
    #[arg(long, value_name = "ACTION", num_args = 1.., required_unless_present = "batch")]
    action_names: Vec<String>,

    /// The resources [default: *]
    #[arg(long, value_name = "ARN", num_args = 1..)]
    resource_arns: Vec<String>,

    /// What is known of the request: ContextKeyName=KEY,ContextKeyValues=VALUE[,VALUE],ContextKeyType=TYPE, JSON, or file://PATH
    #[arg(long, value_name = "ENTRY", num_args = 1..)]
    context_entries: Vec<String>,

    /// The permissions boundary: JSON, or file://PATH
    #[arg(long, value_name = "POLICY", num_args = 1..)]
    permissions_boundary_policy_input_list: Vec<String>,

    /// Service control policies of one level, which must allow too: JSON, or file://PATH
    #[arg(long, value_name = "POLICY", num_args = 1..)]
    service_control_policy_input_list: Vec<String>,

    /// Answer many requests: a file (`-` is standard input) with one SimulateCustomPolicy request, as JSON, a line
    #[arg(long, value_name = "FILE", conflicts_with_all = ["policy_input_list", "action_names", "resource_arns", "context_entries", "permissions_boundary_policy_input_list", "service_control_policy_input_list"])]
    batch: Option<PathBuf>,

    /// Exit 1 unless every decision is this; 3 where one is undecided
    #[arg(long, value_name = "DECISION")]
    expect: Option<Expect>,
}

/// `--expect`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Expect {
    /// It is allowed.
    Allowed,
    /// It is not.
    Denied,
}

impl Expect {
    /// Whether a decision is certain and not the one that is expected.
    pub fn is_missed_by(self, result: &EvaluationResult) -> bool {
        let is_expected = (result.eval_decision == Decision::Allowed.as_str()) == (self == Expect::Allowed);
        !is_expected && result.undecided.is_empty()
    }
}

/// Runs the verb.
///
/// # Errors
/// Bad input or output.
pub fn run(args: &Args, terminal: &Terminal) -> Result<Exit, Error> {
    if let Some(path) = &args.batch {
        return batch::run(path, args.expect, terminal);
    }
    let mut request = Map::new();
    let mut put = |name: &str, values: Vec<Value>| {
        if !values.is_empty() {
            request.insert(name.to_owned(), Value::Array(values));
        }
    };
    put("PolicyInputList", policies(&args.policy_input_list)?);
    put("PermissionsBoundaryPolicyInputList", policies(&args.permissions_boundary_policy_input_list)?);
    put("ServiceControlPolicyInputList", policies(&args.service_control_policy_input_list)?);
    put("ActionNames", args.action_names.iter().map(|name| json!(name)).collect());
    put("ResourceArns", args.resource_arns.iter().map(|name| json!(name)).collect());
    put("ContextEntries", context_entries(&args.context_entries)?);
    let text = Value::Object(request).to_string();
    let request: SimulateRequest = serde_json::from_str(&text)
        .map_err(|error| Error::Usage(format!("the request cannot be understood: {error}")))?;
    let response = request
        .answer(&mut Remembered::default())
        .map_err(|failure| Error::Usage(format!("the request cannot be simulated: {}", failure.message)))?;
    terminal.print(false, |out| {
        serde_json::to_writer_pretty(&mut *out, &response)?;
        out.write_all(b"\n")
    })?;
    let results = &response.evaluation_results;
    let undecided = results.iter().any(|result| !result.undecided.is_empty());
    let unexpected =
        args.expect.is_some_and(|expect| results.iter().any(|result| expect.is_missed_by(result)));
    Ok(Exit::of(unexpected, undecided))
}

/// What an argument says: itself, or the text of the file that it names.
fn text_of(argument: &str) -> Result<String, Error> {
    let Some(path) = argument.strip_prefix("file://") else { return Ok(argument.to_owned()) };
    let bytes = source::bytes(Path::new(path))?;
    String::from_utf8(bytes).map_err(|_| Error::Usage(format!("{path} is not UTF-8")))
}

/// Policies, each a text; a file may hold a list of them.
fn policies(arguments: &[String]) -> Result<Vec<Value>, Error> {
    let mut policies = Vec::new();
    for argument in arguments {
        let text = text_of(argument)?;
        match serde_json::from_str::<Value>(&text) {
            Ok(Value::Array(items)) => policies.extend(items),
            _ => policies.push(Value::String(text)),
        }
    }
    Ok(policies)
}

fn context_entries(arguments: &[String]) -> Result<Vec<Value>, Error> {
    let mut entries = Vec::new();
    for argument in arguments {
        let text = text_of(argument)?;
        match serde_json::from_str::<Value>(&text) {
            Ok(Value::Array(items)) => entries.extend(items),
            Ok(entry @ Value::Object(_)) => entries.push(entry),
            _ => entries.push(shorthand(&text)?),
        }
    }
    Ok(entries)
}

/// The AWS CLI's shorthand: `ContextKeyName=aws:PrincipalTag/team,ContextKeyValues=a,b,ContextKeyType=string`.
fn shorthand(text: &str) -> Result<Value, Error> {
    const MEMBERS: [&str; 3] = ["ContextKeyName", "ContextKeyValues", "ContextKeyType"];
    let mut entry = Map::new();
    let mut at: Option<&str> = None;
    for part in text.split(',') {
        let named = part.split_once('=').filter(|(name, _)| MEMBERS.contains(&name.trim()));
        let value = named.map_or(part, |(_, value)| value);
        at = named.map(|(name, _)| name.trim()).or(at);
        let Some(member) = at else {
            return Err(Error::Usage(format!(
                "the context entry {text:?} is not of the form ContextKeyName=KEY,ContextKeyValues=VALUE,ContextKeyType=TYPE"
            )));
        };
        let value = value.trim().trim_start_matches('[').trim_end_matches(']').trim_matches(['\'', '"']);
        if member == "ContextKeyValues" {
            let values = entry.entry(member).or_insert_with(|| json!([]));
            if let Some(values) = values.as_array_mut() {
                values.push(json!(value));
            }
        } else {
            entry.insert(member.to_owned(), json!(value));
        }
    }
    Ok(Value::Object(entry))
}
