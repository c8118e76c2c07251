//! What a finished collection says: what is in the file, what it cost, and what is not in it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::collect::{Collection, Operation, Options, Service};
use crate::commands::Terminal;
use crate::exit::Exit;
use crate::snapshot::coverage::describe;
use crate::snapshot::v1::Coverage;

/// Says it, and tells how the run ended.
pub(super) fn report(collection: &Collection, path: &Path, options: &Options, terminal: &Terminal) -> Exit {
    let snapshot = &collection.snapshot;
    let rows = snapshot.coverage.records();
    let incomplete = |row: &&Coverage| matches!(row.status.text(), Some("partial" | "denied" | "failed"));
    // What was not asked, because what it goes out from is not known, goes without saying.
    let asked = |row: &&Coverage| row.scope.is_absent() && row.calls.value() != Some(&0);
    for row in
        rows.iter().filter(asked).filter(|row| incomplete(row) || row.status.text() == Some("unsupported"))
    {
        terminal.note(format_args!("{}: what it would have told is unknown", describe(row)));
    }
    if let Some(error) = collection.journal.as_ref().and_then(|journal| journal.failure.as_ref()) {
        terminal.note(format_args!("the journal could not be written to its end: {error}"));
    }
    terminal.note(format_args!(
        "wrote {}: {} permission sets, {} assignments, {} users, {} groups, {} accounts",
        path.display(),
        count(snapshot.permission_sets.list()),
        count(snapshot.account_assignments.list()),
        count(snapshot.users.list()),
        count(snapshot.groups.list()),
        count(snapshot.accounts.list()),
    ));
    terminal.note(calls(collection));
    let lacking = rows.iter().filter(|row| incomplete(row) && !is_excused(row)).count();
    let operations = rows.iter().filter(incomplete).map(|row| (&*row.service, &*row.operation));
    let operations: BTreeSet<(&str, &str)> = operations.collect();
    let before = collection.replayed.get(&Service::SsoAdmin).copied().unwrap_or_default();
    let sso_admin = calls_of(collection, Service::SsoAdmin).saturating_sub(before);
    let seconds = collection.elapsed.as_secs_f64();
    terminal.note(format_args!(
        "took {}, sso-admin at {:.1} calls a second of {}; {}",
        duration(seconds),
        sso_admin as f64 / seconds.max(0.001),
        options.max_tps,
        match operations.len() {
            0 => "all that was asked for is there".to_owned(),
            1 => "1 operation did not complete: coverage says why".to_owned(),
            many => format!("{many} operations did not complete: coverage says why"),
        },
    ));
    Exit::of(false, lacking > 0)
}

/// `1043 calls to sso-admin (1043 foreseen), 62 to identitystore (62 foreseen), 1 to sts; throttled 0 times`
fn calls(collection: &Collection) -> String {
    let services = Service::ALL.into_iter().filter_map(|service| {
        let calls = calls_of(collection, service);
        let foreseen = collection.predicted.iter().find(|predicted| predicted.service == service);
        let foreseen = foreseen.and_then(|predicted| predicted.calls);
        let foreseen = foreseen.map(|calls| format!(" ({calls} foreseen)"));
        (calls > 0).then(|| format!("{calls} to {}{}", service.name(), foreseen.unwrap_or_default()))
    });
    let services: Vec<String> = services.collect();
    let collected = collection.snapshot.collected.value();
    let throttled = collected.and_then(|collected| collected.throttled.value()).copied().unwrap_or_default();
    let replayed = match collection.replayed.values().sum() {
        0 => String::new(),
        calls @ 1_u64.. => format!("; {calls} of them by the run before"),
    };
    format!("calls: {}; throttled {throttled} times{replayed}", services.join(", "))
}

fn calls_of(collection: &Collection, service: Service) -> u64 {
    let collected = collection.snapshot.collected.value();
    let calls = collected.and_then(|collected| collected.calls.value());
    calls.and_then(|calls| calls.get(service.name())).copied().unwrap_or_default()
}

/// Denied in a family that callers often may not read. (A whole that is partial is told by its scopes.)
fn is_excused(row: &Coverage) -> bool {
    let is_optional = Operation::named(&row.service, &row.operation).is_some_and(Operation::is_optional);
    let by_scopes = row.status.text() == Some("partial") && row.scope.is_absent() && row.error.is_absent();
    is_optional && (row.status.text() == Some("denied") || by_scopes)
}

fn count<T>(list: Option<&[T]>) -> String {
    list.map_or_else(|| "unknown".to_owned(), |items| items.len().to_string())
}

/// `9 s`, `4 min 30 s`, `2 h 5 min`
pub(super) fn duration(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match whole {
        0 => format!("{seconds:.1} s"),
        1..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole / 60 % 60),
    }
}
