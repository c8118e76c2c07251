//! Which permission set is provisioned in which account: where it is assigned, and in a few accounts more.

use std::io;

use super::assignments::Assignments;
use super::company::{Company, stream};
use super::page::Page;
use super::planted;
use super::random::{Random, mix};

/// A permission set in an account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Provisioned {
    /// The set.
    pub set: u32,
    /// The account.
    pub account: u32,
    /// Whether somebody is assigned.
    pub is_assigned: bool,
    /// Whether the set was edited and not provisioned again.
    pub is_outdated: bool,
}

/// All of them, in the order of the file.
pub struct Provisioning {
    /// The pairs.
    pub pairs: Vec<Provisioned>,
}

impl Provisioning {
    /// What the assignments need, and what is planted.
    pub fn new(company: &Company, assignments: &Assignments) -> Self {
        let row = |set: u32, account: u32, is_assigned: bool| {
            let is_outdated = is_outdated(company, set, account);
            Provisioned { set, account, is_assigned, is_outdated }
        };
        let mut pairs: Vec<Provisioned> = assignments
            .pairs
            .iter()
            .filter(|pair| pair.is_assigned() || is_left_over(company, pair.set, pair.account))
            .map(|pair| row(pair.set, pair.account, pair.is_assigned()))
            .collect();
        let in_vain: Vec<Provisioned> = (0..company.sets.len() as u32)
            .filter(|set| planted::is_provisioned_in_vain(company.rank(*set)))
            .filter_map(|set| {
                // Not where it is assigned, on either date.
                let has = |account: &u32| {
                    let key = (*account, set);
                    assignments.pairs.binary_search_by_key(&key, |pair| (pair.account, pair.set)).is_ok()
                };
                let mut random = Random::new([company.shape.seed, stream::PROVISIONING, u64::from(set)]);
                let tries = (0..100).map(|_| random.below(company.accounts.len() as u64) as u32);
                { tries }.find(|account| !has(account)).map(|account| row(set, account, false))
            })
            .collect();
        pairs.extend(in_vain);
        pairs.sort_unstable();
        Provisioning { pairs }
    }

    /// Writes them.
    pub fn write(&self, page: &mut Page, company: &Company) -> io::Result<()> {
        page.list("permission_set_provisioning", |page| {
            for pair in &self.pairs {
                let status = match pair.is_outdated {
                    true => "LATEST_PERMISSION_SET_NOT_PROVISIONED",
                    false => "LATEST_PERMISSION_SET_PROVISIONED",
                };
                page.record(&[
                    "{\"PermissionSetArn\":\"",
                    &company.sets[pair.set as usize],
                    "\",\"AccountId\":\"",
                    &company.accounts[pair.account as usize],
                    "\",\"ProvisioningStatus\":\"",
                    status,
                    "\"}",
                ])?;
            }
            Ok(())
        })
    }
}

/// A number of the pair, the same on both dates.
fn number(company: &Company, set: u32, account: u32) -> u64 {
    mix([company.shape.seed, stream::PROVISIONING, u64::from(set), u64::from(account)])
}

fn is_outdated(company: &Company, set: u32, account: u32) -> bool {
    let number = number(company, set, account);
    let was_edited = company.shape.is_later && planted::edit(company.rank(set)).is_some();
    number.is_multiple_of(500) || (was_edited && number.is_multiple_of(10))
}

/// A pair whose last assignment is gone stays provisioned in one case of two; a new one is not there before.
fn is_left_over(company: &Company, set: u32, account: u32) -> bool {
    company.shape.is_later && number(company, set, account) % 2 == 1
}
