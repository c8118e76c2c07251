//! What a collection will cost, told before it is made: cheaply, and right.

use serde_json::Value;

use super::{collect_with, records, small, text};
use crate::harness::Workplace;
use crate::standin::{Organization, StandIn};

const SERVICES: [&str; 3] = ["sso-admin", "identitystore", "organizations"];

/// More sets than accounts; fewer; more people than a page holds.
fn shapes() -> [Value; 3] {
    let shapes = [
        Organization::with_pairs(12, 9, 60, 30, 7),
        Organization::new(5, 24, 20, 6, 60),
        Organization::with_pairs(20, 30, 150, 140, 25),
    ];
    shapes.map(|organization| {
        let mut document = organization.document();
        // No cheap list tells that an application has more scopes, or a policy more targets, than a page holds.
        let truncate = |list: &mut Value, length| list.as_array_mut().expect("a list").truncate(length);
        truncate(&mut document["applications"][0]["AccessScopes"], 10);
        for policy in document["organization_policies"].as_array_mut().expect("policies") {
            truncate(&mut policy["Targets"], 20);
        }
        document
    })
}

fn plan(place: &Workplace, more: &[&str]) -> Value {
    let args = ["collect", "--plan", "--format", "json", "--max-tps", "100000"];
    place.run(&[&args[..], more].concat()).exits(0).answer()
}

fn row<'p>(plan: &'p Value, mode: &str, service: &str) -> &'p Value {
    let mut rows =
        records(plan, "rows").iter().filter(|row| row["mode"] == mode && row["service"] == service);
    let row = rows.next().unwrap_or_else(|| panic!("no row for {mode} {service} in {plan}"));
    assert!(rows.next().is_none(), "one row a mode and service: {plan}");
    row
}

fn foreseen(plan: &Value, mode: &str, service: &str) -> u64 {
    row(plan, mode, service)["calls"].as_u64().expect("a number of calls")
}

#[test]
fn a_plan_asks_the_cheap_lists_alone_and_writes_nothing() {
    let standin = StandIn::of(&small().document());
    let place = Workplace::near(&standin);
    let plan = plan(&place, &[]);
    assert_eq!(place.names(), [""; 0]);
    let rows = records(&plan, "rows");
    assert_eq!(rows.len(), 9);
    for mode in ["pairs", "principals", "exhaustive"] {
        for service in SERVICES {
            let row = row(&plan, mode, service);
            assert!(row["calls"].as_u64() > Some(0) && row["seconds"].as_u64() > Some(0), "{row}");
        }
    }
    for request in standin.requests() {
        let name = request.operation;
        assert!(name.starts_with("List") || name == "DescribeOrganization", "{name}");
    }
    for dear in ["ListAccountAssignments", "ListGroupMemberships", "ListTagsForResource"] {
        assert_eq!(standin.calls(dear), 0, "{dear}");
    }
}

#[test]
fn a_plan_is_a_table_for_people() {
    let standin = StandIn::of(&small().document());
    let run = Workplace::near(&standin).run(&["collect", "--plan", "--max-tps", "10"]).exits(0);
    let header = run.stdout.lines().next().expect("a header");
    for word in ["mode", "service", "calls", "seconds"] {
        assert!(header.to_lowercase().contains(word), "{header}");
    }
    assert!(run.stdout.contains("principals"), "{}", run.stdout);
}

#[test]
fn at_half_the_rate_it_takes_twice_as_long() {
    let standin = StandIn::of(&shapes()[2]);
    let place = Workplace::near(&standin);
    let seconds = |rate: &str| {
        let plan = place.run(&["collect", "--plan", "--format", "json", "--max-tps", rate]).exits(0).answer();
        row(&plan, "pairs", "sso-admin")["seconds"].as_u64().expect("seconds")
    };
    // The lists take the plan itself a while at a lower rate.
    let (fast, slow) = (seconds("100"), seconds("50"));
    assert!((2 * fast - 1..=2 * fast).contains(&slow), "{fast} {slow}");
}

#[test]
fn what_is_foreseen_is_what_it_takes() {
    for document in shapes() {
        for more in [
            &[][..],
            &["--skip", "policies"],
            &["--skip", "operations,applications"],
            &["--skip", "organization"],
            &["--skip", "identity"],
            &["--only", "policies"],
            &["--with", "organization-policies"],
        ] {
            let standin = StandIn::of(&document);
            let place = Workplace::near(&standin);
            let plan = plan(&place, more);
            let run = collect_with(&place, more).exits(0);
            let collected = &place.json("out.json")["collected"];
            for service in SERVICES {
                let (foreseen, taken) = (foreseen(&plan, "pairs", service), &collected["calls"][service]);
                assert_eq!(foreseen, *taken, "{service} {more:?}");
                if foreseen > 0 {
                    let words = format!("{taken} to {service} ({foreseen} foreseen)");
                    assert!(run.stderr.contains(&words), "no {words:?} in {}", run.stderr);
                }
            }
        }
    }
}

/// What there is of each application is not known before it is read.
#[test]
fn what_is_foreseen_of_the_exhaustive_reading_is_nearly_what_it_takes() {
    let document = &shapes()[2];
    for more in [
        &[][..],
        &["--skip", "applications"],
        &["--skip", "identity,applications"],
        &["--skip", "assignments"],
    ] {
        let standin = StandIn::of(document);
        let place = Workplace::near(&standin);
        let plan = plan(&place, more);
        collect_with(&place, &[&["--mode", "exhaustive"], more].concat()).exits(0);
        let collected = &place.json("out.json")["collected"];
        for service in SERVICES {
            let foreseen = foreseen(&plan, "exhaustive", service) as f64;
            let taken = collected["calls"][service].as_u64().expect("calls") as f64;
            assert!((foreseen - taken).abs() <= 0.1 * taken, "{service}: {foreseen} for {taken} {more:?}");
        }
    }
}

/// By principal, groups that show through their users are not asked, and pairs that nobody explains are.
#[test]
fn what_is_foreseen_by_principal_counts_every_group() {
    let document = &shapes()[2];
    let standin = StandIn::of(document).without_inherited_rows();
    let place = Workplace::near(&standin);
    let plan = plan(&place, &[]);
    collect_with(&place, &["--mode", "principals"]).exits(0);
    let taken = place.json("out.json")["collected"]["calls"]["sso-admin"].as_u64().expect("calls");
    let unexplained = standin.calls("ListAccountAssignments") as u64;
    assert_eq!(foreseen(&plan, "principals", "sso-admin"), taken - unexplained);
}

/// Without the users and groups there is no such reading to foresee.
#[test]
fn a_mode_that_cannot_be_is_not_foreseen() {
    let standin = StandIn::of(&small().document());
    let plan = plan(&Workplace::near(&standin), &["--skip", "identity"]);
    assert!(records(&plan, "rows").iter().all(|row| text(&row["mode"]) != "principals"), "{plan}");
}
