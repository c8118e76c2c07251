//! The end of a collection: what changed while it was read, and what the parts of the sets mean in its light.

use std::collections::{BTreeMap, BTreeSet};

use tokio::join;

use crate::snapshot::Member;
use crate::snapshot::v1::{
    AccountAssignment, CustomerManagedPolicy, ManagedPolicyDocument, Observation, PermissionSet, Provisioning,
};

use super::access::Access;
use super::compare::observation;
use super::family::Family;
use super::operation::Operation;
use super::plan::Mode;
use super::provisioning::{self, Provisioned};
use super::reading::Run;
use super::requests::{self, Requests};
use super::settle::{self, AtEnd};

/// What sso-admin told about access, settled.
#[derive(Default)]
pub(super) struct End {
    pub(super) permission_sets: Member<Vec<PermissionSet<'static>>>,
    pub(super) provisioning: Member<Vec<Provisioning<'static>>>,
    pub(super) assignments: Member<Vec<AccountAssignment<'static>>>,
    pub(super) managed_policies: Member<Vec<ManagedPolicyDocument<'static>>>,
    pub(super) customer_managed_policies: Member<Vec<CustomerManagedPolicy<'static>>>,
    pub(super) observations: Vec<Observation<'static>>,
}

/// Lists the sets and the requests once more, which is a page each for most instances.
pub(super) async fn at_end(run: &Run<'_>, access: Access, requests: &mut Requests) -> End {
    let Some(sets) = access.sets else {
        return End::default();
    };
    let exhaustive = run.options.mode == Mode::Exhaustive;
    let (at_end, new, disagreements) = join!(
        settle::list_again(&run.sso),
        async {
            match run.has(Family::Operations) {
                true => requests::read_new(&run.sso, requests).await,
                false => Requests::default(),
            }
        },
        async {
            match access.provisioned.as_ref().filter(|_| exhaustive) {
                Some(provisioned) => {
                    provisioning::compare(&run.sso, &sets, access.accounts.as_ref(), provisioned).await
                }
                None => Vec::new(),
            }
        },
    );
    let mut observations = [access.observations, disagreements].concat();
    if let AtEnd::Unknown(error) = &at_end {
        let detail = format!("whether permission sets changed meanwhile is not known: {error}");
        observations.push(observation("changes-unknown", Operation::ListPermissionSets, "", detail));
    }
    if let AtEnd::Listed(at_end) = &at_end {
        observations.extend(of_sets(&sets, at_end));
        observations.extend(of_assignments(access.assignments.records(), at_end));
    }
    observations.extend(of_requests(&new, access.provisioned.as_ref()));
    observations.sort();
    observations.dedup();
    let provisioning = access.provisioned.filter(|provisioned| provisioned.learned);
    End {
        permission_sets: Member::Value(settle::settle(&run.executor.ledger, access.readings, &at_end)),
        provisioning: Member::if_learned(provisioning.map(|provisioned| provisioned.records())),
        assignments: access.assignments,
        managed_policies: access.managed_policies,
        customer_managed_policies: access.customer_managed_policies,
        observations,
    }
}

fn of_sets(at_start: &BTreeSet<String>, at_end: &BTreeSet<String>) -> Vec<Observation<'static>> {
    let changed = |kind, set: &String, detail: &str| {
        observation(kind, Operation::ListPermissionSets, set, format!("the permission set was {detail}"))
    };
    let gone = at_start.difference(at_end).map(|set| {
        let detail = "listed at the start of the collection and not at its end";
        changed("deleted-while-reading", set, detail)
    });
    let new = at_end.difference(at_start).map(|set| {
        let detail = "listed at the end of the collection and not at its start: it was not read";
        changed("created-while-reading", set, detail)
    });
    gone.chain(new).collect()
}

fn of_assignments(rows: &[AccountAssignment<'_>], at_end: &BTreeSet<String>) -> Vec<Observation<'static>> {
    let mut unlisted: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| !at_end.contains(&*row.permission_set_arn)) {
        *unlisted.entry(&row.permission_set_arn).or_default() += 1;
    }
    let told = |(set, count): (&str, usize)| {
        let detail =
            format!("{count} assignments are of this permission set, which is not listed at the end");
        observation("assignment-of-unlisted-set", Operation::ListAccountAssignments, set, detail)
    };
    unlisted.into_iter().map(told).collect()
}

/// What was asked of AWS while we read: pairs that came to be, and everything else that may have changed.
fn of_requests(new: &Requests, provisioned: Option<&Provisioned>) -> Vec<Observation<'static>> {
    let of_assignments = [
        (Operation::ListAccountAssignmentCreationStatus, "assigned", &new.creations),
        (Operation::ListAccountAssignmentDeletionStatus, "unassigned", &new.deletions),
    ];
    let of_assignments = of_assignments.into_iter().flat_map(|(operation, verb, requests)| {
        requests.records().iter().map(move |request| {
            let principal = request.principal_id.text().unwrap_or_default();
            (operation, verb, &request.permission_set_arn, &request.target_id, principal, &request.status)
        })
    });
    let of_provisioning = new.provisionings.records().iter().map(|request| {
        let operation = Operation::ListPermissionSetProvisioningStatus;
        (operation, "provisioned", &request.permission_set_arn, &request.account_id, "", &request.status)
    });
    let mut observations = Vec::new();
    for (operation, verb, set, account, principal, status) in of_assignments.chain(of_provisioning) {
        let (set, account) = (set.text().unwrap_or_default(), account.text().unwrap_or_default());
        let status = status.text().unwrap_or("of unknown status");
        let scope = [set, account, principal].into_iter().filter(|id| !id.is_empty());
        let scope = scope.collect::<Vec<_>>().join(",");
        let detail =
            format!("a request came in, or to its end, while the instance was read: to be {verb}, {status}");
        observations.push(observation("changed-while-reading", operation, &scope, detail));
        let known = provisioned.is_none_or(|provisioned| {
            let unknown = provisioned.unknown.iter().any(|(scope, ..)| scope == set || scope == account);
            unknown
                || account.is_empty()
                || provisioned.pairs.contains_key(&(set.to_owned(), account.to_owned()))
        });
        if !known && verb != "unassigned" && status == "SUCCEEDED" {
            let detail = "the pair is provisioned at the end of the collection and was not at its start";
            let scope = format!("{set},{account}");
            observations.push(observation("provisioned-while-reading", operation, &scope, detail));
        }
    }
    observations
}
