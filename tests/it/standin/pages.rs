//! Paging as AWS does it: a page may be short, or empty with a NextToken; only a missing one ends the list.

use serde_json::{Value, json};

use super::wire::{Failure, Operation, Params, Service, Shape};

#[derive(Clone, Copy, Default)]
pub struct Paging {
    /// Pages hold no more than this, whatever MaxResults says.
    pub limit: Option<usize>,
    /// Before and after each page comes an empty one.
    pub empty: bool,
}

impl Paging {
    /// The page that `params` asks for, with the token of the next one. The list is served from its end, in
    /// another order than the snapshot's.
    ///
    /// The token carries what the request was about, so that one used for another list is refused.
    pub fn page(
        self,
        (service, operation): (&Service, &Operation),
        params: &Params,
        member: &str,
        records: &[&Value],
        shape: &Shape,
    ) -> Result<Value, Failure> {
        let [max_results, next_token] = service.page_members();
        let about = fingerprint(operation.name, params);
        let (offset, empty_served) = match params.get(next_token) {
            None => (0, false),
            Some(token) => position(token, &about)
                .ok_or_else(|| Failure::invalid(format!("this {next_token} is not of this list")))?,
        };
        let greatest = operation.max_results.unwrap_or(service.max_results);
        let asked = params.get(max_results).and_then(Value::as_u64).unwrap_or(greatest) as usize;
        let size = if self.empty && !empty_served { 0 } else { asked.min(self.limit.unwrap_or(asked)) };
        let end = records.len().min(offset + size);
        let last = if self.empty { offset == records.len() } else { end == records.len() };

        let page = records.iter().rev().skip(offset).take(end.saturating_sub(offset));
        let page: Value = page.map(|record| shape(record)).collect();
        let mut page = json!({ member: page });
        if !last {
            let served = if size == 0 { "e" } else { "f" };
            page[next_token] = json!(format!("{about}-{end}-{served}"));
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
        .filter(|(name, _)| !["nexttoken", "maxresults"].contains(&name.to_lowercase().as_str()))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let sum = about.join("&").bytes().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    format!("{operation}-{sum:08x}")
}
