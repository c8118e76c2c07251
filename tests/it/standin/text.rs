//! How texts are written in URLs, forms and XML.

use std::fmt::Write;

use serde_json::Value;

use super::wire::Params;

/// RFC 3986: all but letters, digits and `-._~`.
pub fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(byte.into()),
            _ => write!(encoded, "%{byte:02X}").expect("a string takes all"),
        }
    }
    encoded
}

pub fn percent_decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut decoded = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        decoded.push(u8::from_str_radix(digits, 16).unwrap_or(b'?'));
        decoded.extend(rest.bytes());
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// The pairs of a form.
pub fn form(text: &str) -> Params {
    let pairs = text.split('&').filter_map(|pair| pair.split_once('='));
    let plain = |text: &str| percent_decoded(&text.replace('+', " "));
    pairs.map(|(name, value)| (plain(name), Value::String(plain(value)))).collect()
}

/// A value as the query protocol writes it: members are elements, the items of a list `<member>`s.
pub fn xml(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            members.iter().map(|(name, value)| format!("<{name}>{}</{name}>", xml(value))).collect()
        }
        Value::Array(items) => items.iter().map(|item| format!("<member>{}</member>", xml(item))).collect(),
        Value::String(text) => escaped(text),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

pub fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            // XML would read a carriage return as a line feed.
            '\r' => escaped.push_str("&#13;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}
