//! What happens to accounts and to the units that they are under.

use fastrand::Rng;

use super::one;
use crate::ground_truth::organization::{Account, AccountId, Organization, ROOT, UnitId};
use crate::ground_truth::start::ENVIRONMENTS;

fn any(all: &Organization, rng: &mut Rng, is_fit: impl Fn(&Account) -> bool) -> Option<AccountId> {
    one(rng, all.accounts.iter().filter(|account| is_fit(account)).map(|account| account.id))
}

fn edit(all: &mut Organization, account: AccountId, edit: impl Fn(&mut Account)) {
    all.accounts.iter_mut().filter(|one| one.id == account).for_each(edit);
}

/// A name that now and then says production.
fn name(all: &mut Organization, rng: &mut Rng) -> String {
    let number = all.fresh();
    let word = one(rng, ["prod", "dev", "Live", "not-prod", "products"].into_iter()).unwrap_or_default();
    format!("account-{number}-{word}")
}

pub fn added(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let name = name(all, rng);
    let account = all.add_account(&name, rng);
    for _ in 0..rng.usize(1..=3) {
        let (set, principal) = (all.any_pair(rng).0, all.any_principal(rng));
        all.assign((set, account), principal);
    }
    Some(())
}

pub fn added_without_any(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let name = name(all, rng);
    all.add_account(&name, rng);
    Some(())
}

/// What was assigned and provisioned there stays listed. The policies that it had for itself nobody reads now.
pub fn removed_alone(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    forget(all, rng).map(|_| ())
}

fn forget(all: &mut Organization, rng: &mut Rng) -> Option<AccountId> {
    if all.accounts.len() < 3 {
        return None;
    }
    let account = any(all, rng, |_| true)?;
    all.accounts.retain(|one| one.id != account);
    all.customer.retain(|(of, _), _| *of != account);
    Some(account)
}

pub fn removed_with_all(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let account = forget(all, rng)?;
    all.assignments.retain(|one| one.pair.1 != account);
    all.provisioned.retain(|one| one.pair.1 != account);
    Some(())
}

pub fn suspended(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let account = any(all, rng, |account| account.state == "ACTIVE")?;
    let state = one(rng, ["SUSPENDED", "PENDING_CLOSURE", "CLOSED"].into_iter())?;
    edit(all, account, |account| account.state = state);
    Some(())
}

pub fn reactivated(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let account = any(all, rng, |account| account.state != "ACTIVE")?;
    edit(all, account, |account| account.state = "ACTIVE");
    Some(())
}

pub fn renamed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (account, name) = (any(all, rng, |_| true)?, name(all, rng));
    edit(all, account, |account| account.name.clone_from(&name));
    Some(())
}

pub fn got_another_tag(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let account = any(all, rng, |_| true)?;
    let now = all.account(account)?.environment;
    let other = one(rng, ENVIRONMENTS.into_iter().filter(|environment| *environment != now))?;
    edit(all, account, |account| account.environment = other);
    Some(())
}

pub fn moved(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let account = any(all, rng, |_| true)?;
    let now = all.account(account)?.parent;
    let parents = all.units.iter().map(|unit| unit.id).chain([ROOT]);
    let to = one(rng, parents.filter(|parent| *parent != now))?;
    edit(all, account, |account| account.parent = to);
    Some(())
}

/// The unit and all above it.
fn above(all: &Organization, unit: UnitId) -> Vec<UnitId> {
    let mut chain = vec![unit];
    while let Some(unit) = chain.last().and_then(|last| all.unit(*last)) {
        chain.push(unit.parent);
    }
    chain
}

pub fn unit_moved(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (unit, now) = one(rng, all.units.iter().map(|unit| (unit.id, unit.parent)))?;
    let parents = all.units.iter().map(|unit| unit.id).chain([ROOT]);
    let is_fit = |parent: &UnitId| *parent != now && !above(all, *parent).contains(&unit);
    let to = one(rng, parents.filter(is_fit))?;
    all.units.iter_mut().filter(|one| one.id == unit).for_each(|one| one.parent = to);
    Some(())
}

pub fn unit_renamed(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let unit = one(rng, all.units.iter().map(|unit| unit.id))?;
    let name = format!("{} {}", one(rng, ["Live", "Sandbox", "Pre-Prod"].into_iter())?, all.fresh());
    all.units.iter_mut().filter(|one| one.id == unit).for_each(|one| one.name.clone_from(&name));
    Some(())
}

pub fn unit_created(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let parent = one(rng, all.units.iter().map(|unit| unit.id).chain([ROOT]))?;
    all.add_unit("New", parent);
    Some(())
}

/// What was in it is in the unit above it.
pub fn unit_dissolved(all: &mut Organization, rng: &mut Rng) -> Option<()> {
    let (gone, parent) = one(rng, all.units.iter().map(|unit| (unit.id, unit.parent)))?;
    all.units.retain(|unit| unit.id != gone);
    all.units.iter_mut().filter(|unit| unit.parent == gone).for_each(|unit| unit.parent = parent);
    all.accounts
        .iter_mut()
        .filter(|account| account.parent == gone)
        .for_each(|account| account.parent = parent);
    Some(())
}
