//! What AWS tells in two ways, in one.

use crate::snapshot::{Member, Snapshot, Text};

/// Sorts, and writes what AWS tells in two ways in one.
pub fn normalise(snapshot: &mut Snapshot) {
    let snapshot = snapshot.records_mut();
    snapshot.sort();
    if let Member::Value(accounts) = &mut snapshot.accounts {
        for account in accounts {
            one_state(&mut account.state, &mut account.status);
        }
    }
    if let Member::Value(accounts) = &mut snapshot.delegated_administrators {
        for account in accounts {
            one_state(&mut account.state, &mut account.status);
        }
    }
    if let Member::Value(sets) = &mut snapshot.permission_sets {
        for set in sets {
            if let Member::Value(policies) = &mut set.customer_managed_policy_references {
                for policy in policies.iter_mut().filter(|policy| policy.path.is_absent()) {
                    policy.path = Member::Value("/".into());
                }
            }
        }
    }
}

/// Status was retired for State on 2026-09-09: the same fact under a new name is no change.
fn one_state<'a>(state: &mut Member<Text<'a>>, status: &mut Member<Text<'a>>) {
    match std::mem::take(status) {
        Member::Absent => {}
        retired if state.is_absent() => *state = retired,
        _ => {}
    }
}
