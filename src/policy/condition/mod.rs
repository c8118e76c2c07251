//! The Condition element: operators, values, and whether a request fulfils them.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Single-valued vs. multivalued
//! context keys".

mod context;
mod operator;
mod value;

pub use context::Context;
pub use operator::{Kind, Operator, Qualifier};
pub use value::Values;

/// Whether something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It does not.
    No,
    /// It does.
    Yes,
    /// Nobody can say: an operator or a value that is not understood.
    Unknown,
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Truth::Yes } else { Truth::No }
    }
}

/// One key under one operator: `"StringEquals": {"aws:RequestedRegion": ["eu-west-1"]}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The operator as it is written.
    pub operator_name: String,
    /// The operator; nothing for one that is not known.
    pub operator: Option<Operator>,
    /// The context key, as it is written.
    pub key: String,
    /// The values as they are written.
    pub values: Vec<String>,
    /// What the values mean.
    meaning: Values,
}

impl Condition {
    /// Reads one key under one operator. `values` are texts, numbers and booleans as text; nothing where one is
    /// of another type.
    pub fn new(operator_name: &str, key: &str, values: Option<Vec<String>>, variables: bool) -> Self {
        let operator = Operator::parse(operator_name);
        let meaning = match (operator, &values) {
            (Some(operator), Some(values)) => Values::parse(operator.kind, values, variables),
            _ => Values::Unknown,
        };
        Condition {
            operator_name: operator_name.to_owned(),
            operator,
            key: key.to_owned(),
            values: values.unwrap_or_default(),
            meaning,
        }
    }

    /// What its values mean.
    pub fn meaning(&self) -> &Values {
        &self.meaning
    }

    /// The context keys that it reads: its own, and those of the variables in its values.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.key.as_str())
            .chain(self.meaning.variables().map(|variable| variable.key.as_str()))
    }

    /// Whether a request with this context fulfils it.
    pub fn holds(&self, context: &Context) -> Truth {
        let Some(operator) = self.operator else { return Truth::Unknown };
        // An empty text is no value (IAM User Guide: "resolves to a null dataset, such as an empty string"), where
        // that is what is asked about.
        let values = context.values(&self.key).unwrap_or_default();
        let asks_for_null =
            operator.kind == Kind::Null || operator.qualifier == Some(Qualifier::ForAllValues);
        let present = if asks_for_null && values.iter().all(String::is_empty) { &[] } else { values };
        if operator.kind == Kind::Null {
            return self.meaning.names_null(present.is_empty());
        }
        if present.is_empty() {
            // A missing key: `IfExists` and `ForAllValues` are true, `ForAnyValue` is false, and a negated
            // operator is true since the value is none of those named.
            let holds = operator.if_exists
                || match operator.qualifier {
                    Some(Qualifier::ForAllValues) => true,
                    Some(Qualifier::ForAnyValue) => false,
                    None => operator.negated,
                };
            return holds.into();
        }
        let one = |value: &String| self.meaning.any_matches(operator.kind, value, context);
        let negate = |truth: Truth| match (truth, operator.negated) {
            (Truth::Yes, true) => Truth::No,
            (Truth::No, true) => Truth::Yes,
            (truth, _) => truth,
        };
        match operator.qualifier {
            Some(Qualifier::ForAllValues) => all(present.iter().map(|value| negate(one(value)))),
            Some(Qualifier::ForAnyValue) => any(present.iter().map(|value| negate(one(value)))),
            None => negate(any(present.iter().map(one))),
        }
    }

    /// The condition in words: `StringEquals aws:RequestedRegion eu-west-1, eu-west-2`.
    pub fn words(&self) -> String {
        format!("{} {} {}", self.operator_name, self.key, self.values.join(", "))
    }

    /// A text that is the same for conditions that mean the same.
    pub fn canonical(&self) -> String {
        let key = self.key.to_ascii_lowercase();
        let mut values = self.meaning.canonical(&self.values);
        values.sort();
        values.dedup();
        let operator = match self.operator {
            None => self.operator_name.clone(),
            Some(operator) => {
                // Without wildcards, `Like` is `Equals`.
                let exact = operator.kind == Kind::StringLike && self.meaning.has_no_wildcards();
                let kind = if exact { Kind::StringEquals } else { operator.kind };
                Operator { kind, ..operator }.to_string()
            }
        };
        format!("{operator} {key} {values:?}")
    }
}

/// True where one is; unknown where none is and one may be.
pub fn any(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut found = Truth::No;
    for truth in truths {
        match truth {
            Truth::Yes => return Truth::Yes,
            Truth::Unknown => found = Truth::Unknown,
            Truth::No => {}
        }
    }
    found
}

/// True where all are; unknown where none is false and one is unknown.
pub fn all(truths: impl Iterator<Item = Truth>) -> Truth {
    let mut found = Truth::Yes;
    for truth in truths {
        match truth {
            Truth::No => return Truth::No,
            Truth::Unknown => found = Truth::Unknown,
            Truth::Yes => {}
        }
    }
    found
}
