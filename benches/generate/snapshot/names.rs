//! Invented names.

/// The company's domain.
pub const DOMAIN: &str = "velmora.example.com";

/// What teams work on.
const SUBJECTS: [&str; 40] = [
    "Atlas", "Basket", "Beacon", "Billing", "Catalog", "Checkout", "Claims", "Compass", "Courier", "Delta",
    "Depot", "Fleet", "Forecast", "Gateway", "Harbor", "Insight", "Journal", "Kiosk", "Ledger", "Lumen",
    "Mailroom", "Meadow", "Mosaic", "Nimbus", "Orchard", "Orders", "Payroll", "Pricing", "Prism", "Quarry",
    "Refunds", "Search", "Shelf", "Signal", "Stock", "Summit", "Tariff", "Tickets", "Vault", "Voucher",
];

/// What people do in a team.
const ROLES: [&str; 16] = [
    "Developer",
    "Operator",
    "Reader",
    "Analyst",
    "Deployer",
    "Support",
    "Auditor",
    "DataEngineer",
    "Tester",
    "Architect",
    "OnCall",
    "Release",
    "Security",
    "Network",
    "Finance",
    "Contractor",
];

/// Sets that every company has, by how often they are used.
const CLASSICS: [&str; 6] = [
    "AdministratorAccess",
    "ReadOnlyAccess",
    "PowerUserAccess",
    "SecurityAudit",
    "ViewOnlyAccess",
    "Billing",
];

const GIVEN: [&str; 48] = [
    "Ada", "Amara", "Anton", "Bela", "Bruno", "Chidi", "Clara", "Dana", "Darius", "Elena", "Elif", "Emeka",
    "Farah", "Felix", "Greta", "Hana", "Henrik", "Ida", "Imran", "Ines", "Ivan", "Jana", "Jonas", "Kaito",
    "Karim", "Lena", "Leo", "Lucia", "Malik", "Marta", "Mina", "Nadia", "Niels", "Olga", "Omar", "Paula",
    "Pavel", "Priya", "Quentin", "Rosa", "Ruben", "Sana", "Soren", "Tariq", "Uma", "Vera", "Wen", "Yara",
];

const FAMILY: [&str; 56] = [
    "Abara", "Adler", "Almeida", "Bakker", "Banerjee", "Berger", "Blanc", "Castro", "Chen", "Costa", "Dahl",
    "Demir", "Dubois", "Eriksen", "Farkas", "Ferrari", "Fischer", "Garcia", "Gupta", "Haas", "Hansen",
    "Horvat", "Ibrahim", "Ito", "Jansen", "Kaya", "Keller", "Khan", "Kowalski", "Kruger", "Larsen", "Lopez",
    "Mahler", "Marin", "Mensah", "Moreau", "Nakamura", "Nair", "Novak", "Okafor", "Olsen", "Petrov",
    "Popescu", "Quist", "Rossi", "Sato", "Schmidt", "Silva", "Sorensen", "Tanaka", "Toth", "Usman", "Varga",
    "Weber", "Yilmaz", "Zhang",
];

/// A text with a number where there are several of it.
fn numbered(text: String, number: u64) -> String {
    if number == 0 { text } else { format!("{text}{}", number + 1) }
}

/// The name of a team.
pub fn team(team: u64) -> String {
    numbered(SUBJECTS[(team % 40) as usize].to_owned(), team / 40)
}

/// A person of this number: the name, and the part of the address before the `@`.
pub fn person(number: u64) -> (String, String) {
    let (given, family) = (GIVEN[(number % 48) as usize], FAMILY[(number / 48 % 56) as usize]);
    let login = format!("{}.{}", given.to_lowercase(), family.to_lowercase());
    (format!("{given} {family}"), numbered(login, number / (48 * 56)))
}

/// A group of this number, of a company with so many teams.
pub fn group(number: u64, teams: u64) -> String {
    let (of, role) = (team(number % teams).to_lowercase(), number / teams);
    numbered(format!("aws-{of}-{}", ROLES[(role % 16) as usize].to_lowercase()), role / 16)
}

/// The team and the name of the set of this rank. At most 32 characters, as AWS wants it.
pub fn set(rank: u64, teams: u64) -> (String, String) {
    let team = team(rank % teams.min(40));
    match CLASSICS.get(rank as usize) {
        Some(name) => (team, (*name).to_owned()),
        None => {
            let role = rank / teams.min(40);
            let name = numbered(format!("{team}{}", ROLES[(role % 16) as usize]), role / 16);
            (team, name)
        }
    }
}
