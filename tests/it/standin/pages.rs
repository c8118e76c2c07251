//! Paging as AWS does it: a page may be short, or empty with a NextToken; only a missing one ends the list.

use serde_json::{Value, json};

use super::wire::{Failure, Params, Service};

#[derive(Clone, Copy, Default)]
pub struct Paging {
    /// Pages hold no more than this, whatever MaxResults says.
    pub limit: Option<usize>,
    /// Before and after each page comes an empty one.
    pub empty: bool,
}

impl Paging {
    /// The page that `params` asks for, with the token of the next one.
    ///
    /// The token carries what the request was about, so that one used for another list is refused.
    pub fn page(
        self,
        service: &Service,
        operation: &str,
        params: &Params,
        member: &str,
        items: &[Value],
    ) -> Result<Value, Failure> {
        let about = fingerprint(operation, params);
        let (offset, empty_served) = match params.get("NextToken") {
            None => (0, false),
            Some(token) => position(token, &about)
                .ok_or_else(|| Failure::new(service.invalid, "this NextToken is not of this list"))?,
        };
        let asked = params.get("MaxResults").and_then(Value::as_u64).unwrap_or(service.max_results) as usize;
        let size = if self.empty && !empty_served { 0 } else { asked.min(self.limit.unwrap_or(asked)) };
        let end = items.len().min(offset + size);
        let last = if self.empty { offset == items.len() } else { end == items.len() };

        let mut page = json!({ member: &items[offset..end] });
        if !last {
            let served = if size == 0 { "e" } else { "f" };
            page["NextToken"] = json!(format!("{about}-{end}-{served}"));
        }
        Ok(page)
    }
}

fn position(token: &Value, about: &str) -> Option<(usize, bool)> {
    let (offset, served) = token.as_str()?.strip_prefix(about)?.strip_prefix('-')?.split_once('-')?;
    Some((offset.parse().ok()?, served == "e"))
}

fn fingerprint(operation: &str, params: &Params) -> String {
    let about: Vec<String> = params
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "NextToken" | "MaxResults"))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let sum = about.join("&").bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    format!("{operation}-{sum:08x}")
}
