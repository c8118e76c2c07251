//! The organization: its accounts, and the tree that they stand in.

use std::io;

use super::company::{Company, stream};
use super::names::{self, DOMAIN};
use super::page::Page;
use super::random::mix;
use super::tree::{ROOT, Tree, stage};

/// The id of the organization.
const ID: &str = "o-velmora0ex";

/// Writes everything of the organization.
pub fn write(page: &mut Page, company: &Company) -> io::Result<()> {
    let tree = Tree::new(company);
    let management = &company.accounts[company.management_account()];
    page.value(
        "organization",
        &format!(
            "{{\"Id\":\"{ID}\",\"Arn\":\"{}\",\"FeatureSet\":\"ALL\",\"MasterAccountArn\":\"{}\",\
             \"MasterAccountId\":\"{management}\",\"MasterAccountEmail\":\"aws+management@{DOMAIN}\"}}",
            arn(company, "organization", ""),
            arn(company, "account", management),
        ),
    );
    page.list("roots", |page| {
        let arn = arn(company, "root", ROOT);
        page.record(&["{\"Id\":\"", ROOT, "\",\"Arn\":\"", &arn, "\",\"Name\":\"Root\"}"])
    })?;
    page.list("accounts", |page| {
        (0..company.accounts.len()).try_for_each(|account| {
            let (members, tags) = (members(company, account), tags(company, account));
            let parent = tree.parent(company, account);
            page.record(&["{", &members, ",\"ParentId\":\"", parent, "\",\"Tags\":[", &tags, "]}"])
        })
    })?;
    page.list("organizational_units", |page| {
        tree.units.iter().try_for_each(|unit| {
            let arn = arn(company, "ou", &unit.id);
            page.record(&[
                "{\"Id\":\"",
                &unit.id,
                "\",\"Arn\":\"",
                &arn,
                "\",\"Name\":\"",
                unit.name,
                "\",\"ParentId\":\"",
                &unit.above,
                "\"}",
            ])
        })
    })?;
    page.list("delegated_administrators", |page| {
        let members = members(company, company.delegated_account());
        page.record(&["{", &members, ",\"DelegationEnabledDate\":\"2022-03-01T09:00:00Z\"}"])
    })
}

fn arn(company: &Company, kind: &str, id: &str) -> String {
    let management = &company.accounts[company.management_account()];
    let slash = if id.is_empty() { "" } else { "/" };
    format!("arn:aws:organizations::{management}:{kind}/{ID}{slash}{id}")
}

fn team(company: &Company, account: usize) -> String {
    names::team(account as u64 % company.teams)
}

/// The members that ListAccounts and ListDelegatedAdministrators both give.
fn members(company: &Company, account: usize) -> String {
    let (team, stage) = (team(company, account).to_lowercase(), stage(company, account));
    let name = format!("{team}-{stage}-{:02}", account as u64 / company.teams + 1);
    let joined = mix([company.shape.seed, stream::ACCOUNT, account as u64, 7]);
    let id = &company.accounts[account];
    format!(
        "\"Id\":\"{id}\",\"Arn\":\"{}\",\"Name\":\"{name}\",\"Email\":\"aws+{name}@{DOMAIN}\",\
         \"State\":\"{}\",\"JoinedMethod\":\"CREATED\",\"JoinedTimestamp\":\"{}\"",
        arn(company, "account", id),
        company.account_state(account),
        moment(joined)
    )
}

/// One account in nine has none.
fn tags(company: &Company, account: usize) -> String {
    if account.is_multiple_of(9) {
        return String::new();
    }
    let (team, stage) = (team(company, account), stage(company, account));
    format!("{{\"Key\":\"Owner\",\"Value\":\"{team}\"}},{{\"Key\":\"Stage\",\"Value\":\"{stage}\"}}")
}

/// Some time before the first date.
pub fn moment(random: u64) -> String {
    let part = |shift: u32, of: u64| (random >> shift) % of;
    format!(
        "20{}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        20 + part(0, 6),
        1 + part(8, 12),
        1 + part(16, 28),
        part(24, 24),
        part(32, 60),
        part(40, 60)
    )
}
