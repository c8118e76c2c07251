//! Inline policies: one to eight statements, so filled in that nearly no two documents are the same.

use super::super::company::Company;
use super::super::names;
use super::super::random::Random;
use super::statements::{CONDITIONS, GUARDS, STATEMENTS, Statement};

/// A shorter document than this gets a statement more.
const SHORTEST: usize = 300;

const STAGES: [&str; 4] = ["prod", "staging", "dev", "shared"];
const REGIONS: [&str; 6] =
    ["eu-west-1", "eu-central-1", "eu-north-1", "us-east-1", "us-west-2", "ap-southeast-1"];

/// A document for a set of the team: these statements first, and `more` at the end than before it was edited.
pub fn document(company: &Company, random: &mut Random, team: &str, first: &[&str], more: u64) -> String {
    let blanks = Blanks { company, team: team.to_lowercase() };
    let count = 1 + random.below(8) as usize;
    let mut templates = random.shuffled(0..STATEMENTS.len() as u32).into_iter();
    let mut statements: Vec<String> =
        first.iter().map(|statement| blanks.filled(random, statement)).collect();
    if first.is_empty() && random.percent(20) {
        let guard = *random.pick(&GUARDS);
        statements.push(blanks.filled(random, guard));
    }
    let mut statement = |random: &mut Random, number: usize| {
        let template = templates.next().map(|place| &STATEMENTS[place as usize])?;
        Some(blanks.statement(random, template, number))
    };
    while statements.len() < count || statements.iter().map(String::len).sum::<usize>() < SHORTEST {
        let number = statements.len() + 1;
        statements.extend(statement(random, number));
    }
    for _ in 0..more {
        let number = statements.len() + 1;
        statements.extend(statement(random, number));
    }
    format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{}]}}", statements.join(","))
}

/// What is filled in.
struct Blanks<'c> {
    company: &'c Company,
    team: String,
}

impl Blanks<'_> {
    fn statement(&self, random: &mut Random, template: &Statement, number: usize) -> String {
        let actions = some(random, template.actions, 7);
        let actions: Vec<String> =
            actions.iter().map(|action| format!("\"{}:{action}\"", template.service)).collect();
        let choices: Vec<&str> = template.resources.split(' ').collect();
        let mut resources: Vec<String> = Vec::new();
        for _ in 0..1 + random.below(4) {
            let resource = *random.pick(&choices);
            let resource = format!("\"{}\"", self.filled(random, resource));
            if !resources.contains(&resource) {
                resources.push(resource);
            }
        }
        let condition = match random.percent(40) {
            true => {
                let condition = *random.pick(&CONDITIONS);
                format!(",\"Condition\":{}", self.filled(random, condition))
            }
            false => String::new(),
        };
        format!(
            "{{\"Sid\":\"{}{number}\",\"Effect\":\"Allow\",\"Action\":[{}],\"Resource\":[{}]{condition}}}",
            template.sid,
            actions.join(","),
            resources.join(",")
        )
    }

    /// The template with everything in `<>` filled in.
    fn filled(&self, random: &mut Random, template: &str) -> String {
        let mut pieces = template.split('<');
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (blank, rest) = piece.split_once('>').expect("a blank that ends");
            match blank {
                "team" => text.push_str(&self.team),
                "other" => text.push_str(&names::team(random.below(self.company.teams)).to_lowercase()),
                "env" => text.push_str(random.pick::<&str>(&STAGES)),
                "region" => text.push_str(random.pick::<&str>(&REGIONS)),
                "account" if random.percent(40) => text.push('*'),
                "account" => text.push_str(random.pick::<String>(&self.company.accounts)),
                "number" => text.push_str(&(100 + random.below(900)).to_string()),
                "octet" => text.push_str(&random.below(256).to_string()),
                other => unreachable!("there is no blank {other}"),
            }
            text.push_str(rest);
        }
        text
    }
}

/// From one to `most` of the words, in their order.
fn some<'t>(random: &mut Random, words: &'t str, most: u64) -> Vec<&'t str> {
    let words: Vec<&str> = words.split(' ').collect();
    let mut chosen = random.shuffled(0..words.len() as u32);
    chosen.truncate(1 + random.below(most.min(words.len() as u64)) as usize);
    chosen.sort_unstable();
    chosen.into_iter().map(|place| words[place as usize]).collect()
}
