//! The documents of policies, from IAM: the AWS managed ones that permission sets name, and the customer
//! managed ones as they are in each account.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_iam::Client;
use percent_encoding::percent_decode_str;

use crate::snapshot::v1::{CustomerManagedPolicy, ManagedPolicyDocument};
use crate::snapshot::{Member, Text};

use super::call_error::{CallError, Kind};
use super::executor::{Executor, each};
use super::listing::Listing;
use super::member_role::MemberRole;
use super::operation::{Operation, Service};
use super::permission_sets::{Policies, Reading};
use super::provisioning::Pair;
use super::wire::{text, time};

/// The AWS managed policies that sets and their boundaries name.
fn named(readings: &[Reading]) -> BTreeSet<String> {
    let policies = readings.iter().filter_map(|reading| reading.policies.as_ref());
    let named = policies.flat_map(|policies| {
        let boundaries = policies.boundary.items.iter().filter_map(|found| found.managed_policy_arn.text());
        policies.managed.items.iter().map(|policy| &*policy.arn).chain(boundaries)
    });
    named.map(str::to_owned).collect()
}

/// Why not all policies that the sets name are known, where these are the lists that name them. A set that is
/// not there any more names none.
fn unnamed<'r>(
    readings: &'r [Reading],
    lists: impl Fn(&'r Policies) -> [&'r Option<CallError>; 2],
) -> Option<&'r CallError> {
    let policies = readings.iter().filter_map(|reading| reading.policies.as_ref());
    let mut failures = policies.flat_map(lists).flatten();
    failures.find(|error| error.kind != Kind::NotFound || error.reason.is_some())
}

const UNNAMED: (&str, &str) = ("PoliciesUnknown", "which policies the permission sets name");

/// Their default versions.
pub(super) async fn read(
    client: &Client,
    executor: &Executor<'_>,
    readings: &[Reading],
) -> Member<Vec<ManagedPolicyDocument<'static>>> {
    let arns = named(readings);
    let unnamed = unnamed(readings, |policies| [&policies.managed.failure, &policies.boundary.failure]);
    if let Some(error) = unnamed {
        let (code, what) = UNNAMED;
        executor.ledger.unreached(&[Operation::GetPolicy, Operation::GetPolicyVersion], code, what, error);
    }
    executor.phase(Service::Iam, "managed policies", 2 * arns.len());
    let none = arns.is_empty() && unnamed.is_none();
    let policies = each(arns, async |arn: String| {
        let listing = describe(executor, &arn, async || Ok(client.clone())).await;
        executor.ledger.record(Operation::GetPolicy, Some(&arn), &listing);
        let policy = listing.items.into_iter().next()?;
        let document = document(executor, &policy, async || Ok(client.clone())).await;
        Some(ManagedPolicyDocument { document, ..policy })
    });
    let policies: Vec<_> = policies.await.into_iter().flatten().collect();
    Member::if_learned((none || !policies.is_empty()).then_some(policies))
}

async fn describe(
    executor: &Executor<'_>,
    arn: &str,
    client: impl AsyncFn() -> Result<Client, CallError>,
) -> Listing<ManagedPolicyDocument<'static>> {
    executor
        .read_one(Operation::GetPolicy, arn, async || {
            let policy = client().await?.get_policy().policy_arn(arn).send().await?.policy;
            Ok(policy.map(|policy| ManagedPolicyDocument {
                arn: Text::owned(arn),
                default_version_id: text(policy.default_version_id),
                update_date: time(policy.update_date),
                document: Member::Absent,
            }))
        })
        .await
}

/// The document of the policy's default version, where it can be read.
async fn document(
    executor: &Executor<'_>,
    policy: &ManagedPolicyDocument<'static>,
    client: impl AsyncFn() -> Result<Client, CallError>,
) -> Member<Text<'static>> {
    let Some(version) = policy.default_version_id.text() else {
        return Member::Absent;
    };
    let listing = get_version(executor, &policy.arn, version, client).await;
    let read = executor.ledger.learn(Operation::GetPolicyVersion, &policy.arn, listing);
    Member::if_learned(read.and_then(|items| items.into_iter().next()))
}

/// IAM percent-encodes the document (RFC 3986).
async fn get_version(
    executor: &Executor<'_>,
    arn: &str,
    version: &str,
    client: impl AsyncFn() -> Result<Client, CallError>,
) -> Listing<Text<'static>> {
    executor
        .read_one(Operation::GetPolicyVersion, arn, async || {
            let call = client().await?.get_policy_version().policy_arn(arn).version_id(version);
            let document = call.send().await?.policy_version.and_then(|version| version.document);
            let decoded = document.map(|document| {
                let text = percent_decode_str(&document).decode_utf8();
                text.map(|text| Text::owned(text.into_owned())).map_err(|_| {
                    CallError::new(Kind::Other, "IncompleteAnswer", "AWS's policy document is not UTF-8")
                })
            });
            decoded.transpose()
        })
        .await
}

/// Where the customer managed policies that a set names are to be: in each account that has the set. By
/// account, with path and name.
fn expected(readings: &[Reading], pairs: &BTreeSet<Pair>) -> BTreeMap<String, BTreeSet<(String, String)>> {
    let named = |reading: &Reading| {
        let policies = reading.policies.iter();
        let references = policies.flat_map(|policies| {
            let boundaries = policies.boundary.items.iter();
            let boundaries = boundaries.filter_map(|found| found.customer_managed_policy_reference.value());
            policies.customer_managed.items.iter().chain(boundaries)
        });
        let names =
            references.map(|policy| (policy.path.text().unwrap_or("/").to_owned(), policy.name.to_string()));
        (reading.set.clone(), names.collect::<Vec<_>>())
    };
    let references: BTreeMap<String, Vec<(String, String)>> = readings.iter().map(named).collect();
    let mut expected: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
    for (set, account) in pairs {
        if let Some(named) = references.get(set).filter(|named| !named.is_empty()) {
            expected.entry(account.clone()).or_default().extend(named.iter().cloned());
        }
    }
    expected
}

/// The customer managed policies as they are in the accounts. One that cannot be read is left out, and
/// coverage says why.
pub(super) async fn read_in_accounts(
    role: &MemberRole<'_>,
    executor: &Executor<'_>,
    readings: &[Reading],
    pairs: &BTreeSet<Pair>,
) -> Member<Vec<CustomerManagedPolicy<'static>>> {
    let expected = expected(readings, pairs);
    let unnamed =
        unnamed(readings, |policies| [&policies.customer_managed.failure, &policies.boundary.failure]);
    if let Some(error) = unnamed {
        let (code, what) = UNNAMED;
        executor.ledger.unreached(&[Operation::AssumeRole], code, what, error);
    }
    let none = expected.is_empty() && unnamed.is_none();
    let policies = each(expected, async |(account, named): (String, BTreeSet<(String, String)>)| {
        executor.phase(Service::Iam, "policies in accounts", 2 * named.len());
        let account = role.in_account(&account);
        let policies = each(named, async |(path, name): (String, String)| {
            let arn = account.policy_arn(&path, &name);
            let client = async || account.iam().await;
            let listing = describe(executor, &arn, client).await;
            let record = |document| CustomerManagedPolicy {
                account_id: Text::owned(account.id()),
                name: Text::owned(name.as_str()),
                path: Text::owned(path.as_str()),
                document,
            };
            if listing.failure.as_ref().is_some_and(|error| error.kind == Kind::NotFound) {
                let answered = Listing { failure: None, ..listing };
                executor.ledger.record(Operation::GetPolicy, Some(&arn), &answered);
                return Some(record(Member::Null));
            }
            executor.ledger.record(Operation::GetPolicy, Some(&arn), &listing);
            let policy = listing.items.into_iter().next()?;
            Some(record(document(executor, &policy, client).await))
        });
        policies.await
    });
    let policies: Vec<_> = policies.await.into_iter().flatten().flatten().collect();
    Member::if_learned((none || !policies.is_empty()).then_some(policies))
}
