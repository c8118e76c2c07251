//! Users and groups.

use std::io;

use super::company::Company;
use super::names::{self, DOMAIN};
use super::page::Page;
use super::planted;

/// A prime above every number of users: `number * PRIME % users` gives each another place.
const PRIME: u64 = 2_654_435_761;

/// Writes both lists.
pub fn write(page: &mut Page, company: &Company) -> io::Result<()> {
    let is_later = company.shape.is_later;
    page.list("users", |page| {
        for user in company.users.listed(is_later) {
            let number = user as u64;
            let (name, login) = person(company, number);
            let status = if planted::is_disabled(number, is_later) { "DISABLED" } else { "ENABLED" };
            page.record(&[
                "{\"UserId\":\"",
                company.users.id(user).as_str(),
                "\",\"UserName\":\"",
                &login,
                "@",
                DOMAIN,
                "\",\"DisplayName\":\"",
                &name,
                "\",\"Emails\":[{\"Value\":\"",
                &login,
                "@",
                DOMAIN,
                "\",\"Type\":\"work\",\"Primary\":true}],\"UserStatus\":\"",
                status,
                "\",\"Extensions\":",
                &extensions(company, number),
                "}",
            ])?;
        }
        Ok(())
    })?;
    page.list("groups", |page| {
        for group in company.groups.listed(is_later) {
            page.record(&[
                "{\"GroupId\":\"",
                company.groups.id(group).as_str(),
                "\",\"DisplayName\":\"",
                &names::group(group as u64, company.teams),
                "\"}",
            ])?;
        }
        Ok(())
    })
}

fn person(company: &Company, user: u64) -> (String, String) {
    names::person(user * PRIME % company.users.total() as u64)
}

/// One user in five comes from a directory that knows the department and the manager.
fn extensions(company: &Company, user: u64) -> String {
    if !user.is_multiple_of(5) {
        return "null".to_owned();
    }
    let manager = user / 7;
    let manager = match company.users.stays(manager as usize) && manager != user {
        true => format!(
            ",\"manager\":{{\"displayName\":\"{}\",\"value\":\"{}\"}}",
            person(company, manager).0,
            company.users.id(manager as usize).as_str()
        ),
        false => String::new(),
    };
    let department = names::team(user % company.teams);
    format!(
        "{{\"aws:identitystore:enterprise\":{{\"costCenter\":\"CC-{}\",\"department\":\"{department}\",\
         \"employeeNumber\":\"{}\"{manager},\"organization\":\"Velmora\"}}}}",
        1000 + user % company.teams,
        100_000 + user
    )
}
