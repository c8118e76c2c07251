//! The extension `aws:identitystore:enterprise` of a user. AWS publishes no spelling of its attributes: both
//! `costCenter` and `CostCenter` are read.

use serde_json::{Map, Value};

use crate::snapshot::v1::User;
use crate::snapshot::{Member, State};

const EXTENSION: &str = "aws:identitystore:enterprise";

/// The attributes of the extension, where the user has it.
fn attributes<'u>(user: &'u User) -> Option<&'u Map<String, Value>> {
    user.extensions.value()?.get(EXTENSION)?.as_object()
}

/// Whether the user has the extension.
pub fn state(user: &User) -> State {
    match (&user.extensions, attributes(user)) {
        (Member::Absent, _) => State::Unknown,
        (_, Some(attributes)) if !attributes.is_empty() => State::Known,
        _ => State::None,
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

fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

/// An attribute that is text.
pub fn attribute<'u>(user: &'u User, name: &str) -> Option<&'u str> {
    text(member(attributes(user)?, name)?)
}

/// The manager's name, else the id; some directories give a text alone.
pub fn manager<'u>(user: &'u User) -> Option<&'u str> {
    match member(attributes(user)?, "manager")? {
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

    fn user(extensions: &str) -> User<'_> {
        serde_json::from_str(extensions).unwrap()
    }

    #[test]
    fn either_spelling_is_read() {
        for attributes in [
            r#"{"department":"IT","costCenter":"7","manager":{"value":"u1","displayName":"Ann"}}"#,
            r#"{"Department":"IT","CostCenter":"7","Manager":{"Value":"u1","DisplayName":"Ann"}}"#,
            r#"{"department":"IT","costCenter":"7","manager":"Ann"}"#,
        ] {
            let text = format!(r#"{{"UserId":"u","Extensions":{{"{EXTENSION}":{attributes}}}}}"#);
            let user = user(&text);
            let got = (attribute(&user, "department"), attribute(&user, "costCenter"), manager(&user));
            assert_eq!(got, (Some("IT"), Some("7"), Some("Ann")), "{attributes}");
            assert_eq!((attribute(&user, "division"), state(&user)), (None, State::Known));
        }
        let by_id =
            format!(r#"{{"UserId":"u","Extensions":{{"{EXTENSION}":{{"manager":{{"value":"u1"}}}}}}}}"#);
        assert_eq!(manager(&user(&by_id)), Some("u1"));
    }

    #[test]
    fn no_extension_is_none_and_no_answer_is_unknown() {
        assert_eq!(state(&user(r#"{"UserId":"u"}"#)), State::Unknown);
        assert_eq!(state(&user(r#"{"UserId":"u","Extensions":null}"#)), State::None);
        assert_eq!(state(&user(r#"{"UserId":"u","Extensions":{"other":{}}}"#)), State::None);
    }
}
