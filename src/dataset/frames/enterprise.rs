//! The extension `aws:identitystore:enterprise` of a user. AWS publishes no spelling of its attributes: both
//! `costCenter` and `CostCenter` are read.

use serde_json::{Map, Value};

use crate::snapshot::v1::User;
use crate::snapshot::{Member, State};

const EXTENSION: &str = "aws:identitystore:enterprise";

/// The attributes of a user; those that it does not have are nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enterprise {
    /// Whether there are any.
    pub state: State,
    /// The department.
    pub department: Option<String>,
    /// The manager's name, else the id; some directories give a text alone.
    pub manager: Option<String>,
    /// The employee number.
    pub employee_number: Option<String>,
    /// The cost center.
    pub cost_center: Option<String>,
    /// The division.
    pub division: Option<String>,
    /// The organization.
    pub organization: Option<String>,
}

impl Enterprise {
    /// Of a user.
    pub fn of(user: &User) -> Self {
        let Member::Value(extensions) = &user.extensions else {
            let state = if user.extensions.is_absent() { State::Unknown } else { State::None };
            return Enterprise { state, ..Enterprise::default() };
        };
        let attributes = match extensions.members().remove(EXTENSION) {
            Some(Value::Object(attributes)) => attributes,
            _ => Map::new(),
        };
        let attribute = |name| text(member(&attributes, name)?);
        Enterprise {
            state: if attributes.is_empty() { State::None } else { State::Known },
            department: attribute("department"),
            manager: manager(&attributes),
            employee_number: attribute("employeeNumber"),
            cost_center: attribute("costCenter"),
            division: attribute("division"),
            organization: attribute("organization"),
        }
    }
}

/// A member by its name in camelCase, or the same in PascalCase.
fn member<'v>(members: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    let spelled_so = |key: &str| {
        let (mut spelled, mut wanted) = (key.chars(), name.chars());
        let first = spelled.next().map(|c| c.to_ascii_lowercase()) == wanted.next();
        first && spelled.as_str() == wanted.as_str()
    };
    members.get(name).or_else(|| members.iter().find(|(key, _)| spelled_so(key)).map(|(_, value)| value))
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn manager(attributes: &Map<String, Value>) -> Option<String> {
    match member(attributes, "manager")? {
        Value::Object(manager) => {
            let of = |name| member(manager, name).and_then(text);
            of("displayName").or_else(|| of("value"))
        }
        value => text(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enterprise(user: &str) -> Enterprise {
        Enterprise::of(&serde_json::from_str(user).unwrap())
    }

    #[test]
    fn either_spelling_is_read() {
        for attributes in [
            r#"{"department":"IT","costCenter":"7","manager":{"value":"u1","displayName":"Ann"}}"#,
            r#"{"Department":"IT","CostCenter":"7","Manager":{"Value":"u1","DisplayName":"Ann"}}"#,
            r#"{"department":"IT","costCenter":"7","manager":"Ann"}"#,
        ] {
            let got = enterprise(&format!(r#"{{"UserId":"u","Extensions":{{"{EXTENSION}":{attributes}}}}}"#));
            let of = |text: &str| Some(text.to_owned());
            let expected = Enterprise {
                state: State::Known,
                department: of("IT"),
                cost_center: of("7"),
                manager: of("Ann"),
                ..Enterprise::default()
            };
            assert_eq!(got, expected, "{attributes}");
        }
        let by_id =
            format!(r#"{{"UserId":"u","Extensions":{{"{EXTENSION}":{{"manager":{{"value":"u1"}}}}}}}}"#);
        assert_eq!(enterprise(&by_id).manager.as_deref(), Some("u1"));
    }

    #[test]
    fn no_extension_is_none_and_no_answer_is_unknown() {
        for (user, state) in [
            (r#"{"UserId":"u"}"#, State::Unknown),
            (r#"{"UserId":"u","Extensions":null}"#, State::None),
            (r#"{"UserId":"u","Extensions":{"other":{}}}"#, State::None),
        ] {
            assert_eq!(enterprise(user), Enterprise { state, ..Enterprise::default() });
        }
    }
}
