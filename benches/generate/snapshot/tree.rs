//! The organizational units, up to four deep, and which of them each account stands in.

use super::company::{Company, stream};
use super::ids::Ids;
use super::random::Random;

/// The root.
pub const ROOT: &str = "r-vm0x";

/// An organizational unit.
pub struct Unit {
    /// The id.
    pub id: String,
    /// The name.
    pub name: &'static str,
    /// The id of the unit above, or of the root.
    pub above: String,
    /// What the accounts in it are for; empty where there are none.
    stage: &'static str,
}

const TOP: [(&str, &str); 5] = [
    ("Security", "shared"),
    ("Infrastructure", "shared"),
    ("Sandbox", "shared"),
    ("Policy Staging", "shared"),
    ("Suspended", "closed"),
];
const STAGES: [(&str, &str); 3] = [("Production", "prod"), ("Staging", "staging"), ("Development", "dev")];
const DIVISIONS: [&str; 6] = ["Retail", "Banking", "Logistics", "Media", "Health", "Energy"];
/// What stands below each division of production.
const PARTS: [&str; 2] = ["Regulated", "Internal"];

/// How many units there are.
pub const UNITS: usize = TOP.len() + 1 + STAGES.len() * (1 + DIVISIONS.len()) + DIVISIONS.len() * PARTS.len();

/// The units, in the order of their ids.
pub struct Tree {
    /// The units.
    pub units: Vec<Unit>,
}

impl Tree {
    /// Makes it.
    pub fn new(company: &Company) -> Self {
        let ids = Ids::new(company.shape.seed, stream::UNIT, UNITS as u64);
        let order = Random::new([company.shape.seed, stream::UNIT]).shuffled(0..UNITS as u32);
        let mut ids =
            order.into_iter().map(|unit| format!("ou-{}-{:08x}", &ROOT[2..], ids.hex8(u64::from(unit))));
        let mut units = Vec::new();
        let mut add = |name, stage, above: &str| {
            let id = ids.next().expect("an id for every unit");
            units.push(Unit { id: id.clone(), name, above: above.to_owned(), stage });
            id
        };
        for (name, stage) in TOP {
            add(name, stage, ROOT);
        }
        let workloads = add("Workloads", "", ROOT);
        for (name, stage) in STAGES {
            let of_stage = add(name, "", &workloads);
            for division in DIVISIONS {
                let of_division = add(division, stage, &of_stage);
                if stage == "prod" {
                    for part in PARTS {
                        add(part, stage, &of_division);
                    }
                }
            }
        }
        units.sort_by(|one, other| one.id.cmp(&other.id));
        Tree { units }
    }

    /// The id of the unit that an account stands in. One that is closed was moved aside.
    pub fn parent(&self, company: &Company, account: usize) -> &str {
        let stage = match company.account_state(account) {
            "SUSPENDED" => "closed",
            _ => stage(company, account),
        };
        let units: Vec<&Unit> = self.units.iter().filter(|unit| unit.stage == stage).collect();
        match account % units.len().max(1) {
            _ if units.is_empty() => ROOT,
            place => &units[place].id,
        }
    }
}

/// What an account is for.
pub fn stage(company: &Company, account: usize) -> &'static str {
    if account == company.management_account() {
        return "management";
    }
    match account as u64 / company.teams % 10 {
        _ if account == company.delegated_account() => "shared",
        0..4 => "prod",
        4 | 5 => "staging",
        6..9 => "dev",
        _ => "shared",
    }
}
