//! `ssoscan graph`: every format shows the access there is, and no format is steered by a name.

mod seen;

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use ssoscan::model::text::visible;

use crate::graph::{OF_ANN, SET, account, counter_example};
use crate::harness::{Run, Workplace, argument, repository};
use crate::output;
use crate::schemas::Schema;

use self::seen::Seen;

const FORMATS: [&str; 4] = ["dot", "graphml", "json", "mermaid"];
const NORTHWIND: &str = "samples/northwind/2026-10-01.json";

fn draw(place: &Workplace, format: &str, more: &[&str]) -> Run {
    place.run(&[&["graph", "new.json", "--format", format], more].concat())
}

fn place(snapshot: &Value) -> Workplace {
    let place = Workplace::new();
    place.write("new.json", &snapshot.to_string());
    place
}

#[test]
fn a_user_with_a_set_in_three_accounts_is_drawn_to_three_of_the_91_where_it_is_provisioned() {
    let three: BTreeSet<String> = OF_ANN.map(account).into_iter().collect();
    for (ann, around) in [(("USER", "ann"), "ann"), (("GROUP", "three"), "Three")] {
        let place = place(&counter_example(ann));
        for format in FORMATS {
            for more in [&[][..], &["--user", "ann"], &["--permission-set", SET]] {
                // A whole drawing counts the members of a group.
                let drawn = !more.contains(&"--user") && matches!(format, "dot" | "mermaid");
                let who = if drawn { around } else { "ann" };
                let text = draw(&place, format, more).exits(3).stdout;
                let seen = Seen::of(format, &text);
                let reached: BTreeSet<String> =
                    seen.reached(who, "Admin").into_iter().map(str::to_owned).collect();
                assert_eq!(reached, three, "{ann:?} {format} {more:?}:\n{text}");
            }
        }
    }
}

#[test]
fn what_is_alike_is_drawn_once() {
    let place = place(&counter_example(("USER", "ann")));
    let seen = Seen::of("dot", &draw(&place, "dot", &[]).stdout);
    // All but Ann's three, and account 1, where everyone has the other set as well.
    let reached: BTreeSet<String> =
        seen.reached("Operators", "Admin").into_iter().map(str::to_owned).collect();
    assert_eq!(reached, BTreeSet::from([account(1), "87 accounts".to_owned()]));
    let summary = &seen.nodes[*seen.named("87 accounts").first().unwrap()];
    assert_eq!((summary.len(), summary[13].as_str()), (15, "and 75 more"), "{summary:?}");
    // Programs get them one by one.
    let seen = Seen::of("json", &draw(&place, "json", &[]).stdout);
    assert_eq!(seen.reached("Operators", "Admin").len(), 88);
}

#[test]
fn names_are_only_names_in_every_format() {
    let place = output::hostile();
    let schema = std::fs::read(repository("docs/output.schema.json")).unwrap();
    let json: Value = draw(&place, "json", &[]).answer();
    Schema::new(&serde_json::from_slice(&schema).unwrap()).accepts(&json, "graph");
    let snapshot = place.json("new.json");
    let given = ["users", "groups", "accounts", "permission_sets"].into_iter().flat_map(|list| {
        let members = ["UserName", "DisplayName", "Name"];
        let records = snapshot[list].as_array().unwrap().iter();
        records.flat_map(move |record| members.map(|member| record[member].as_str()))
    });
    let given: BTreeSet<String> = given.flatten().map(|name| visible(name).into_owned()).collect();

    let exact = Seen::of("json", &json.to_string());
    let graphml = Seen::of("graphml", &draw(&place, "graphml", &[]).stdout);
    assert_eq!(exact.edges, graphml.edges);
    for (node, lines) in &exact.nodes {
        let lines: Vec<String> = lines.iter().map(|line| visible(line).into_owned()).collect();
        assert_eq!(lines, graphml.nodes[node]);
    }
    for format in ["dot", "mermaid"] {
        let text = draw(&place, format, &[]).stdout;
        assert_eq!(text.chars().find(|c| c.is_control() && *c != '\n'), None);
        // Mermaid breaks lines at these two characters, though one is an entity.
        assert!(!text.contains("#92;n"));
        let seen = Seen::of(format, &text);
        let named = seen.nodes.values().filter(|lines| given.contains(&lines[0])).count();
        let others = seen.nodes.values().map(|lines| &lines[0]).filter(|label| !given.contains(*label));
        assert!(named > 90, "{format}: {named}");
        for label in others {
            let summary = label.ends_with(" accounts") || label.ends_with(" people");
            assert!(summary || label.len() == 36, "{format}: {label}");
        }
        for (from, to) in &seen.edges {
            assert!(seen.nodes.contains_key(from) && seen.nodes.contains_key(to), "{format}: {from} {to}");
        }
    }
}

/// Where Graphviz is installed it reads every drawing as it was meant; elsewhere this test says that it did not run.
#[test]
fn graphviz_reads_what_was_drawn() {
    let graphviz = Command::new("dot").arg("-V").output();
    if graphviz.is_err() {
        eprintln!("skipped: Graphviz is not installed");
        return;
    }
    for place in [output::northwind(), output::hostile()] {
        let text = draw(&place, "dot", &[]).stdout;
        place.write("drawn.dot", &text);
        let mut command = Command::new("dot");
        command.args(["-Tplain", "drawn.dot"]).current_dir(place.path("")).stdin(Stdio::null());
        let laid_out = command.output().unwrap();
        assert!(laid_out.status.success(), "{}", String::from_utf8_lossy(&laid_out.stderr));
        assert_eq!(String::from_utf8_lossy(&laid_out.stderr), "");
        let plain = String::from_utf8(laid_out.stdout).unwrap();
        let count = |word: &str| plain.lines().filter(|line| line.starts_with(word)).count();
        let seen = Seen::of("dot", &text);
        assert_eq!((count("node "), count("edge ")), (seen.nodes.len(), seen.edges.len()));
    }
}

#[test]
fn what_does_not_work_is_drawn_so_and_says_why() {
    let place = output::northwind();
    let disabled = "gareth.pugh@northwind.example.com";
    let dot = draw(&place, "dot", &["--user", disabled]).exits(0).stdout;
    let edges: Vec<&str> = dot.lines().filter(|line| line.contains(" -> ")).collect();
    assert!(edges.len() > 3 && edges.iter().all(|edge| edge.contains("style=dashed")), "{dot}");
    let paths = dot.lines().filter(|line| line.contains("style=\"filled,rounded,dashed\""));
    assert!(
        paths.clone().count() > 1 && paths.clone().all(|node| node.contains("\\nuser-disabled\"")),
        "{dot}"
    );
    let mermaid = draw(&place, "mermaid", &["--user", disabled]).stdout;
    assert!(mermaid.contains("<br>user-disabled\"):::off\n") && !mermaid.contains(" --> "), "{mermaid}");
    let account = draw(&place, "dot", &["--account", "legacy-intranet"]).stdout;
    let paths: Vec<&str> = account.lines().filter(|line| line.contains(" -> ")).collect();
    assert!(paths.len() > 2 && paths.iter().all(|path| path.contains("style=dashed")), "{account}");
    assert!(account.contains("\\naccount-suspended\""), "{account}");
}

/// A group of many accounts, each with a set of its own in one.
fn wide(groups: usize, name: &str) -> Value {
    let mut document = counter_example(("USER", "ann"));
    let group =
        |number: usize| json!({"GroupId": format!("g{number}"), "DisplayName": format!("{name}{number}")});
    document["groups"] = (0..groups).map(group).collect();
    let assigned = |number| json!({"AccountId": account(number), "PermissionSetArn": SET, "PrincipalType": "GROUP", "PrincipalId": format!("g{number}")});
    document["account_assignments"] = (0..groups).map(assigned).collect();
    document["accounts"] = (0..groups).map(|number| json!({"Id": account(number)})).collect();
    document["group_memberships"] = json!([]);
    document
}

#[test]
fn beyond_what_a_viewer_opens_it_is_refused_with_advice() {
    let wide_place = place(&wide(250, "g"));
    let advice = ["500 edges", "450", "--format dot", "--user", "--account"];
    draw(&wide_place, "mermaid", &["--output", "out.mmd"]).fails(&advice);
    assert_eq!(wide_place.names(), ["new.json"]);
    draw(&wide_place, "dot", &[]).exits(3);
    draw(&place(&wide(200, &"n".repeat(250))), "mermaid", &[]).fails(&[
        "characters",
        "48000",
        "--format dot",
    ]);
    let wider = place(&wide(1_600, "g"));
    draw(&wider, "dot", &[]).fails(&["3200 edges", "3000", "--format graphml", "--group"]);
    for format in ["json", "graphml"] {
        draw(&wider, format, &[]).exits(3);
    }
    draw(&wider, "mermaid", &["--group", "g7"]).exits(3);
}

#[test]
fn the_order_of_a_snapshot_makes_no_difference() {
    let mut shuffled = output::sample(NORTHWIND);
    for list in shuffled.as_object_mut().unwrap().values_mut().filter_map(Value::as_array_mut) {
        list.reverse();
        let middle = list.len() / 3;
        list.rotate_left(middle);
    }
    let (one, other) = (output::northwind(), place(&shuffled));
    for format in FORMATS {
        for more in [&[][..], &["--permission-set", "AdministratorAccess"]] {
            assert!(
                draw(&one, format, more).stdout == draw(&other, format, more).stdout,
                "{format} {more:?}"
            );
        }
    }
}

#[test]
fn what_is_not_known_is_said() {
    let place = Workplace::new();
    let partial = argument("samples/partial/2026-10-01.json");
    let answer = place.run(&["graph", &partial, "--output", "out.json"]).exits(3);
    assert_eq!((answer.stdout.as_str(), answer.stderr.as_str()), ("", ""));
    let gaps = place.json("out.json")["not_evaluated"].clone();
    let count = gaps.as_array().unwrap().len();
    assert!(count > 0);
    for name in ["out.gv", "out.graphml", "out.mmd"] {
        let said = format!("{count} not evaluated");
        place
            .run(&["graph", &partial, "--output", name])
            .exits(3)
            .says(&[&said, &format!("{name}.notes.json")]);
        assert!(place.read(name).contains(&said), "{name}");
        assert_eq!(place.json(&format!("{name}.notes.json"))["not_evaluated"], gaps);
    }

    let mut unread = counter_example(("GROUP", "three"));
    unread.as_object_mut().unwrap().remove("group_memberships");
    let drawn = draw(&self::place(&unread), "dot", &[]).exits(3).stdout;
    assert!(drawn.contains("\"Three\\nmembers unknown\""), "{drawn}");
}

#[test]
fn what_it_is_about_must_be_one_thing() {
    let mut twice = counter_example(("USER", "ann"));
    twice["groups"][1]["DisplayName"] = json!("Three");
    let place = place(&twice);
    draw(&place, "dot", &["--user", "bob"]).fails(&["no user", "\"bob\""]);
    draw(&place, "dot", &["--group", "Three"]).fails(&["2 groups", "operators, three"]);
    draw(&place, "dot", &["--group", "three"]).exits(3);
    let both = draw(&place, "dot", &["--user", "ann", "--group", "three"]).exits(2);
    assert!(both.stderr.contains("cannot be used with"), "{}", both.stderr);
}

/// Someone who has nothing is in the picture all the same.
#[test]
fn nothing_is_an_answer() {
    let mut document = counter_example(("USER", "ann"));
    document["users"].as_array_mut().unwrap().push(json!({"UserId": "zed", "UserName": "zed"}));
    let place = place(&document);
    for format in FORMATS {
        let seen = Seen::of(format, &draw(&place, format, &["--user", "zed"]).exits(3).stdout);
        assert_eq!((seen.named("zed").len(), seen.nodes.len(), seen.edges.len()), (1, 1, 0), "{format}");
    }
}
