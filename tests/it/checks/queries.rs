//! The query files themselves, and a user's own beside them.

use ssoscan::checks::Settings;
use ssoscan::dataset::{Dataset, Need};
use ssoscan::model::Table;
use ssoscan::queries::{self, Query};
use ssoscan::snapshot::{SnapshotFile, file::DEFAULT_LIMIT};

use super::{NORTHWIND, document, findings, subjects};
use crate::harness::{Workplace, argument, repository};

fn checks() -> Vec<Query> {
    let queries = queries::load(None).unwrap();
    queries.into_iter().filter(|query| query.check.is_some()).collect()
}

fn parse(needs: &[String]) -> Vec<Need> {
    needs.iter().map(|need| Need::parse(need)).collect()
}

/// The columns of the last `ORDER BY`, which orders the rows.
fn order(sql: &str) -> Vec<&str> {
    let (_, order) = sql.rsplit_once("ORDER BY ").expect("an ORDER BY");
    order.trim().split(',').map(str::trim).collect()
}

#[test]
fn every_query_is_described() {
    for query in queries::load(None).unwrap() {
        assert!(!query.title.is_empty() && !query.title.ends_with('.'), "{}: the title", query.id);
        assert!(query.why.ends_with('.') && query.why.len() > 40, "{}: why", query.id);
        assert!(!query.needs.is_empty() || !query.reads.is_empty(), "{}: what it stands on", query.id);
        assert!(!order(&query.sql).is_empty(), "{}", query.id);
        let Some(check) = query.check else { continue };
        assert!(!query.needs.is_empty(), "{}: what it stands on", query.id);
        assert!(check.fix.ends_with('.'), "{}: the fix", query.id);
        assert!(!check.refs.is_empty(), "{}: refs", query.id);
        for link in &check.refs {
            assert!(link.starts_with("https://docs.aws.amazon.com/"), "{}: {link}", query.id);
        }
        let kinds = ["permission_set", "user", "group", "principal", "account"];
        assert!(kinds.contains(&check.subject.as_str()), "{}: {}", query.id, check.subject);
    }
}

/// Rows that share the key become one finding only where they stand together.
#[test]
fn the_rows_of_a_check_have_its_columns_and_are_ordered_by_its_key() {
    let file = SnapshotFile::read(&repository(NORTHWIND), DEFAULT_LIMIT).unwrap();
    let snapshot = file.parse().unwrap();
    let dataset = Dataset::new(&snapshot);
    let tables = Settings::default().tables().unwrap();
    for query in checks() {
        let rows = dataset.query(&query.sql, &parse(&query.needs), &tables).unwrap();
        let check = query.check.unwrap();
        assert!(
            order(&query.sql).starts_with(&check.key.iter().map(String::as_str).collect::<Vec<_>>()),
            "{}",
            query.id
        );
        let placeholders = check.message.split('{').skip(1).map(|rest| rest.split('}').next().unwrap());
        let named = placeholders
            .filter(|place| *place != "name")
            .flat_map(|place| place.trim_start_matches("list ").split('|'));
        for column in check.key.iter().chain(&check.name).map(String::as_str).chain(named) {
            assert!(rows.column(column).is_some(), "{} has no column {column}", query.id);
        }
    }
}

#[test]
fn what_queries_need_and_read_is_there() {
    // Of northwind not all is known: an account lacks a policy.
    let file = SnapshotFile::read(&repository("samples/clean/2026-10-01.json"), DEFAULT_LIMIT).unwrap();
    let snapshot = file.parse().unwrap();
    let dataset = Dataset::new(&snapshot);
    for query in queries::load(None).unwrap() {
        for words in [&query.needs, &query.reads] {
            let gaps = dataset.not_evaluated(&parse(words));
            assert_eq!(gaps.unwrap_or_else(|error| panic!("{}: {error}", query.id)), [], "{}", query.id);
        }
        for table in dataset.needs_of(&query.sql).unwrap() {
            let is_named =
                query.needs.iter().chain(&query.reads).any(|need| Need::parse(need).table == table.table);
            // Names of permission sets come from DescribePermissionSet, and an id stands for a missing one.
            let is_optional = ["permission_sets", "permission_set_tags"].contains(&table.table.as_str());
            assert!(is_named || is_optional, "{} uses {} and names it nowhere", query.id, table.table);
        }
    }
}

const OWN_CHECK: &str = "\
-- title: Permission set with a long session
-- severity: critical
-- subject: permission_set
-- key: permission_set_arn
-- name: permission_set_name|permission_set_arn
-- needs: permission_sets.details_state
-- message: {name} lasts {session_duration}
-- why: A stolen session is good
--   for that long.
-- fix: Shorten it.
-- refs: https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html
SELECT permission_set_arn, permission_set_name, session_duration
FROM permission_sets
WHERE session_duration = 'PT12H'
ORDER BY permission_set_arn
";
const OWN_REPORT: &str = "\
-- title: Users by title
-- reads: users
-- why: One row a title.
SELECT title, COUNT(*) AS users FROM users GROUP BY title ORDER BY title
";

#[test]
fn a_folder_of_queries_adds_and_replaces() {
    let place = Workplace::new();
    place.write("own/checks/sessions/long-session.sql", OWN_CHECK);
    place.write("own/reports/titles.sql", OWN_REPORT);
    let built_in =
        std::fs::read_to_string(repository("queries/checks/boundaries/boundary-missing.sql")).unwrap();
    let replaced = built_in.replace("-- severity: medium", "-- severity: info").replace(
        "boundary_state = 'none'",
        "boundary_state = 'none' AND permission_set_name = 'SandboxAdmin'",
    );
    place.write("own/checks/boundaries/boundary-missing.sql", &replaced);
    place.write("own/notes.txt", "not a query");

    let snapshot = argument(NORTHWIND);
    let check = |more: &[&str]| {
        let args = [&["check", &snapshot, "--queries", "own", "--format", "json"], more].concat();
        place.run(&args)
    };
    let answer = check(&[]).exits(1).answer();
    assert_eq!(subjects(&answer, "boundary-missing"), ["SandboxAdmin"]);
    let long: Vec<String> = document(NORTHWIND)["permission_sets"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|set| set["SessionDuration"] == "PT12H")
        .map(|set| set["Name"].as_str().unwrap().to_owned())
        .collect();
    assert!(!long.is_empty());
    assert_eq!(subjects(&answer, "long-session"), long);
    let first = &answer["findings"][0];
    assert_eq!((&first["severity"], &first["area"]), (&"critical".into(), &"sessions".into()), "worst first");
    assert_eq!(first["message"], format!("{} lasts PT12H", long[0]));
    // The others are as they were.
    let (_, built_in) = findings(&document(NORTHWIND), &[]);
    assert_eq!(subjects(&answer, "user-assigned-directly"), subjects(&built_in, "user-assigned-directly"));

    assert_eq!(subjects(&check(&["--select", "sessions"]).answer(), "long-session"), long);
    let explained = place.run(&["check", "--queries", "own", "--explain", "long-session"]).exits(0).stdout;
    assert!(explained.contains("A stolen session is good for that long."), "{explained}");
    let report =
        |args: &[&str]| place.run(&[&["report"], args, &["--queries", "own", "--format", "json"]].concat());
    let titles = report(&["titles", &snapshot]).exits(0).answer();
    let count: u64 =
        titles["rows"].as_array().unwrap().iter().map(|row| row["users"].as_u64().unwrap()).sum();
    assert_eq!(count, document(NORTHWIND)["users"].as_array().unwrap().len() as u64);
    let listed = report(&["--list"]).exits(0).answer();
    assert_eq!(listed["rows"].as_array().unwrap().len(), 12, "{listed}");
}

/// The state columns are a user's as well: unknown is set aside before the user's SQL sees it.
#[test]
fn needs_set_the_unknown_aside_for_a_users_check_too() {
    let place = Workplace::new();
    place.write("own/checks/sessions/long-session.sql", &OWN_CHECK.replace("= 'PT12H'", "IS NULL"));
    let mut snapshot = document(NORTHWIND);
    let set = snapshot["permission_sets"][0].as_object_mut().unwrap();
    set.remove("Name");
    set.remove("SessionDuration");
    place.write("s.json", &snapshot.to_string());
    let args = ["check", "s.json", "--queries", "own", "--select", "sessions", "--format", "json"];
    let answer = place.run(&args).exits(3).answer();
    assert_eq!(answer["findings"], serde_json::json!([]));
    assert!(
        answer["not_evaluated"][0]["what"].as_str().unwrap().starts_with("description of permission set")
    );
}

#[test]
fn a_key_that_is_no_column_is_an_error() {
    for (from, to, words) in [
        ("-- key: permission_set_arn", "-- key: arn", "no column `arn`"),
        ("-- key: permission_set_arn\n", "", "no `key`"),
    ] {
        let place = Workplace::new();
        place.write("own/checks/sessions/long-session.sql", &OWN_CHECK.replace(from, to));
        place.run(&["check", &argument(NORTHWIND), "--queries", "own"]).fails(&["long-session", words]);
    }
}

/// What a query uses and does not declare could be unknown without a word: it is refused.
#[test]
fn a_query_that_does_not_declare_a_table_is_refused() {
    let place = Workplace::new();
    place.write(
        "q/reports/mine.sql",
        "-- title: Mine\n-- why: x\n-- needs: users\nSELECT account_id FROM accounts\n",
    );
    let sample = argument("samples/partial/2026-10-01.json");
    place
        .run(&["report", "mine", &sample, "--queries", "q"])
        .exits(2)
        .says(&["`mine`", "accounts", "`needs`"]);
}
