//! From text to document.

use rustc_hash::FxHashSet;
use serde_json::value::RawValue;

use super::json::{Json, RawMembers, offset};
use super::{Actions, Document, Effect, Lint, Resources, Statement, Version};
use crate::policy::action::ActionPattern;
use crate::policy::condition::Condition;
use crate::policy::resource::ResourcePattern;

impl Document {
    /// Reads a policy. A text that is no policy gives a document that says so; it never allows nothing.
    pub fn parse(text: &str) -> Self {
        let unreadable = |why: String| Document {
            text: text.to_owned(),
            version: Version::V2008,
            statements: Vec::new(),
            problems: vec![Lint::of_document("not-json", why.clone())],
            unreadable: Some(why),
        };
        let members = match serde_json::from_str::<RawMembers>(text) {
            Ok(RawMembers(members)) => members,
            Err(error) => return unreadable(format!("the policy cannot be read: {error}")),
        };
        match Reader::read(text, members) {
            Ok(document) => document,
            Err(error) => unreadable(format!("the policy cannot be read: {error}")),
        }
    }

    /// Reads a policy that may not be UTF-8.
    pub fn parse_bytes(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Document::parse(text),
            Err(error) => {
                let why = format!("the policy is not UTF-8 after byte {}", error.valid_up_to());
                Document {
                    text: String::from_utf8_lossy(bytes).into_owned(),
                    version: Version::V2008,
                    statements: Vec::new(),
                    problems: vec![Lint::of_document("not-json", why.clone())],
                    unreadable: Some(why),
                }
            }
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    version: Version,
    problems: Vec<Lint>,
    /// What is not understood of the document as a whole: true of each statement.
    unknown: Vec<String>,
}

impl<'t> Reader<'t> {
    fn read(text: &'t str, members: Vec<(String, &'t RawValue)>) -> Result<Document, serde_json::Error> {
        let mut reader = Reader { text, version: Version::V2008, problems: Vec::new(), unknown: Vec::new() };
        reader.version(&members)?;
        let mut statements: Vec<&RawValue> = Vec::new();
        for name in repeated(&members) {
            reader.doubt("duplicate-key", format!("{name} comes twice"));
        }
        for (name, value) in &members {
            match name.as_str() {
                "Version" | "Id" => {}
                "Statement" if value.get().starts_with('[') => {
                    statements.extend(serde_json::from_str::<Vec<&RawValue>>(value.get())?)
                }
                "Statement" => statements.push(value),
                // Beside the statements: they mean what they mean without it.
                _ => reader
                    .problems
                    .push(Lint::of_document("element-unknown", format!("the element {name} is not known"))),
            }
        }
        if !members.iter().any(|(name, _)| name == "Statement") {
            let lint = Lint::of_document("statement-missing", "there is no Statement".to_owned());
            let why = "the policy has no Statement".to_owned();
            reader.problems.push(lint);
            return Ok(reader.finish(Vec::new(), Some(why)));
        }
        let statements = statements
            .into_iter()
            .enumerate()
            .map(|(index, raw)| reader.statement(index, raw))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(reader.finish(statements, None))
    }

    fn finish(self, mut statements: Vec<Statement>, unreadable: Option<String>) -> Document {
        for statement in &mut statements {
            statement.unknown.extend(self.unknown.iter().cloned());
        }
        Document {
            text: self.text.to_owned(),
            version: self.version,
            statements,
            unreadable,
            problems: self.problems,
        }
    }

    /// Something about the whole document that nobody can interpret.
    fn doubt(&mut self, lint: &'static str, what: String) {
        self.problems.push(Lint::of_document(lint, what.clone()));
        self.unknown.push(what);
    }

    fn version(&mut self, members: &[(String, &RawValue)]) -> Result<(), serde_json::Error> {
        let Some((_, value)) = members.iter().find(|(name, _)| name == "Version") else {
            let what = "without a Version it is 2008-10-17".to_owned();
            self.problems.push(Lint::of_document("version-missing", what));
            return Ok(());
        };
        match serde_json::from_str::<Json>(value.get())? {
            Json::Text(version) if version == "2012-10-17" => self.version = Version::V2012,
            Json::Text(version) if version == "2008-10-17" => {}
            other => self.doubt("version-unknown", format!("the Version {} is not known", shown(&other))),
        }
        Ok(())
    }

    fn statement(&mut self, index: usize, raw: &RawValue) -> Result<Statement, serde_json::Error> {
        let start = offset(self.text, raw.get());
        let mut statement = Statement {
            index,
            sid: None,
            effect: None,
            actions: Actions::default(),
            resources: Resources::default(),
            may_be_about_any_action: false,
            may_be_about_any_resource: false,
            conditions: Vec::new(),
            unknown: Vec::new(),
            span: start..start + raw.get().len(),
            named: Default::default(),
        };
        let members = match serde_json::from_str::<Json>(raw.get())? {
            Json::Object(members) => members,
            other => {
                self.odd(&mut statement, "element-unknown", format!("{} is no statement", shown(&other)));
                statement.may_be_about_any_action = true;
                statement.may_be_about_any_resource = true;
                return Ok(statement);
            }
        };
        // First, so that what is odd can be told by it.
        statement.sid = members.iter().find_map(|(name, value)| match value {
            Json::Text(sid) if name == "Sid" => Some(sid.clone()),
            _ => None,
        });
        for name in repeated(&members) {
            self.odd(&mut statement, "duplicate-key", format!("{name} comes twice"));
        }
        let count = |wanted: &str| members.iter().filter(|(name, _)| name == wanted).count();
        let counts = ["Effect", "Action", "NotAction", "Resource", "NotResource"].map(count);
        for (name, value) in members {
            self.element(&mut statement, &name, value);
        }
        let [effects, actions, not_actions, resources, not_resources] = counts;
        // Of two that contradict each other neither counts: the statement may do anything, be about anything.
        match effects {
            0 => self.odd(&mut statement, "effect-unknown", "there is no Effect".to_owned()),
            1 => {}
            _ => statement.effect = None,
        }
        statement.may_be_about_any_action |= actions + not_actions != 1;
        statement.may_be_about_any_resource |= resources + not_resources != 1;
        for (name, negated, counts, lint) in [
            ("Action", "NotAction", [actions, not_actions], "action-missing"),
            ("Resource", "NotResource", [resources, not_resources], "resource-missing"),
        ] {
            match counts {
                [0, 0] => self.odd(&mut statement, lint, format!("there is neither {name} nor {negated}")),
                [0, _] | [_, 0] => {}
                _ => {
                    self.odd(&mut statement, "duplicate-key", format!("there are both {name} and {negated}"))
                }
            }
        }
        Ok(statement)
    }

    fn element(&mut self, statement: &mut Statement, name: &str, value: Json) {
        match (name, value) {
            ("Sid", Json::Text(_)) => {}
            ("Effect", Json::Text(word)) => match word.as_str() {
                "Allow" => statement.effect = Some(Effect::Allow),
                "Deny" => statement.effect = Some(Effect::Deny),
                _ => {
                    let what = format!("the Effect {word:?} is neither Allow nor Deny");
                    self.odd(statement, "effect-unknown", what);
                }
            },
            ("Effect", other) => {
                self.odd(statement, "effect-unknown", format!("the Effect {} is no text", shown(&other)));
            }
            ("Action" | "NotAction", value) => {
                statement.actions.negated = name == "NotAction";
                let (elements, is_whole) = self.texts(statement, name, value);
                statement.may_be_about_any_action |= !is_whole;
                statement.actions.patterns.extend(elements.into_iter().map(ActionPattern::parse));
            }
            ("Resource" | "NotResource", value) => {
                statement.resources.negated = name == "NotResource";
                let (elements, is_whole) = self.texts(statement, name, value);
                statement.may_be_about_any_resource |= !is_whole;
                let variables = self.version == Version::V2012;
                statement
                    .resources
                    .patterns
                    .extend(elements.into_iter().map(|text| ResourcePattern::parse(text, variables)));
            }
            ("Condition", Json::Object(operators)) => self.conditions(statement, &operators),
            ("Principal" | "NotPrincipal", _) => {
                let what = format!("{name} has no place in an identity policy");
                self.odd(statement, "principal-in-identity-policy", what);
            }
            _ => self.odd(statement, "element-unknown", format!("the element {name} is not understood")),
        }
    }

    /// One text, or a list of them, and whether there was nothing else.
    fn texts(&mut self, statement: &mut Statement, name: &str, value: Json) -> (Vec<String>, bool) {
        let items = match value {
            Json::List(items) => items,
            one => vec![one],
        };
        let count = items.len();
        let mut texts = Vec::with_capacity(count);
        for item in items {
            match item {
                Json::Text(text) => texts.push(text),
                other => {
                    self.odd(statement, "element-unknown", format!("{} in {name} is no text", shown(&other)));
                }
            }
        }
        let is_whole = texts.len() == count;
        (texts, is_whole)
    }

    fn conditions(&mut self, statement: &mut Statement, operators: &[(String, Json)]) {
        for operator in repeated(operators) {
            self.odd(statement, "duplicate-key", format!("{operator} comes twice"));
        }
        for (operator, keys) in operators {
            let Json::Object(keys) = keys else {
                self.odd(statement, "element-unknown", format!("{operator} names no keys"));
                continue;
            };
            for key in repeated(keys) {
                self.odd(statement, "duplicate-key", format!("{key} comes twice in {operator}"));
            }
            for (key, values) in keys {
                let values = scalars(values);
                if values.is_none() {
                    let what = format!("{operator} {key} holds something that is no value");
                    self.odd(statement, "element-unknown", what);
                }
                let variables = self.version == Version::V2012;
                statement.conditions.push(Condition::new(operator, key, values, variables));
            }
        }
    }

    /// Something in a statement that nobody can interpret.
    fn odd(&mut self, statement: &mut Statement, lint: &'static str, what: String) {
        self.problems.push(Lint::of(lint, statement.index, statement.sid.as_deref(), what.clone()));
        statement.unknown.push(what);
    }
}

/// The names that come again.
fn repeated<T>(members: &[(String, T)]) -> Vec<&str> {
    let mut seen = FxHashSet::default();
    members.iter().map(|(name, _)| name.as_str()).filter(|name| !seen.insert(*name)).collect()
}

/// Texts, numbers and booleans as texts: one, or a list of them.
fn scalars(value: &Json) -> Option<Vec<String>> {
    let one = |value: &Json| match value {
        Json::Text(text) | Json::Number(text) => Some(text.clone()),
        Json::Bool(flag) => Some(flag.to_string()),
        _ => None,
    };
    match value {
        Json::List(items) => items.iter().map(one).collect(),
        value => one(value).map(|text| vec![text]),
    }
}

/// A value for a message, not at length.
fn shown(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Bool(flag) => flag.to_string(),
        Json::Number(number) => number.chars().take(40).collect(),
        Json::Text(text) => format!("{:?}", text.chars().take(40).collect::<String>()),
        Json::List(_) => "a list".to_owned(),
        Json::Object(_) => "an object".to_owned(),
    }
}
