//! The README's commands do what it says they do.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::harness::{Workplace, repository};
use crate::standin::{Organization, StandIn};

fn readme() -> String {
    std::fs::read_to_string(repository("README.md")).unwrap()
}

/// The lines of the README's code blocks in one language.
fn blocks(language: &str) -> Vec<String> {
    let readme = readme();
    let blocks = readme.split("```").skip(1).step_by(2);
    let of_language = blocks.filter_map(|block| block.strip_prefix(&format!("{language}\n")));
    of_language.flat_map(str::lines).map(str::to_owned).collect()
}

/// Runs a line in a shell that finds ssoscan, in a copy of the place a reader would be in.
fn shell(place: &Workplace, line: &str) -> (i32, String) {
    let bin = Path::new(env!("CARGO_BIN_EXE_ssoscan")).parent().unwrap().display().to_string();
    let output = Command::new("sh")
        .args(["-c", line])
        .env_clear()
        .envs(place.environment())
        .env("PATH", format!("{bin}:/usr/bin:/bin"))
        .current_dir(place.path(""))
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn place(standin: &StandIn) -> Workplace {
    let place = Workplace::near(standin);
    std::os::unix::fs::symlink(repository("samples"), place.path("samples")).unwrap();
    place
}

#[test]
fn every_command_runs() {
    let standin = StandIn::of(&Organization::new(1, 2, 3, 1, 3).document());
    let place = place(&standin);
    let lines = blocks("sh");
    let (mut run, mut elsewhere) = (0, Vec::new());
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let line = line.replacen("cargo run -- ", "ssoscan ", 1);
        if line.starts_with("cargo ") {
            elsewhere.push(line);
            continue;
        }
        let (code, stderr) = shell(&place, &line);
        let may_find = [" check ", "--fail-on", "--expect", "policy compare"];
        let expected: &[i32] = if may_find.iter().any(|words| line.contains(words)) {
            &[0, 1]
        } else if line.contains("access-review") {
            &[0, 3]
        } else {
            &[0]
        };
        assert!(expected.contains(&code), "`{line}` exits {code}:\n{stderr}");
        run += 1;
    }
    assert!(run >= 17, "{run} commands were found");
    // The one is this run, and the other would build everything in release.
    assert_eq!(elsewhere, ["cargo test", "cargo install --path . --locked"]);
    for file in ["snapshot.json", "snapshot.json.sha256", "assignments.csv", "changes.csv"] {
        assert!(place.names().iter().any(|name| name == file), "{file} was written");
    }
}

#[test]
fn the_first_command_finds_something_in_every_area_without_rules() {
    let standin = StandIn::of(&Organization::new(1, 1, 1, 1, 1).document());
    let first = blocks("sh").remove(0).replacen("cargo run -- ", "ssoscan ", 1);
    let (code, _) = shell(&place(&standin), &format!("{first} --format json --output first.json"));
    assert_eq!(code, 1);
    let place = place(&standin);
    shell(&place, &format!("{first} --format json --output first.json"));
    let found = place.json("first.json");
    let areas: BTreeSet<&str> = found["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["area"].as_str().unwrap())
        .collect();
    assert_eq!(areas, BTreeSet::from(["assignments", "boundaries", "drift", "policies", "tags"]));
}

/// The line of cron and the unit of systemd, in a folder of this test's own.
#[test]
fn the_nightly_export_exports() {
    let standin = StandIn::of(&Organization::new(1, 2, 3, 1, 3).document());
    let place = place(&standin);
    place.write_home(
        ".aws/config",
        "[profile audit]\naws_access_key_id = test\naws_secret_access_key = test\n",
    );
    std::fs::create_dir(place.path("nightly")).unwrap();
    let folder = place.path("nightly").display().to_string();
    let cron = blocks("cron").remove(0);
    let cron = cron.splitn(6, ' ').nth(5).unwrap().replace("/var/lib/ssoscan", &folder);
    let (code, stderr) = shell(&place, &cron);
    assert!([0, 1].contains(&code), "`{cron}` exits {code}:\n{stderr}");
    let unit = blocks("ini");
    for start in unit.iter().filter_map(|line| line.strip_prefix("ExecStart=")) {
        let start = start.replace("/usr/local/bin/", "").replace("/var/lib/ssoscan", &folder);
        let (code, stderr) = shell(&place, &start);
        assert!([0, 1].contains(&code), "{start}: {stderr}");
    }
    let names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        names.iter().any(|name| name.starts_with("ssoins-") && name.ends_with("Z.json.zst")),
        "{names:?}"
    );
    assert!(names.iter().any(|name| name == "findings.csv"), "{names:?}");
}

#[test]
fn the_policy_is_the_collectors() {
    let told: Value = serde_json::from_str(&blocks("json").join("\n")).unwrap();
    let printed = Workplace::new().run(&["collect", "--print-policy"]).exits(0).answer();
    assert_eq!(told, printed);
}

#[test]
fn the_configuration_is_one() {
    let place = Workplace::new();
    place.write("ssoscan.toml", &blocks("toml").join("\n"));
    place.run(&["check", "--list"]).exits(0);
}

#[test]
fn links_lead_somewhere() {
    for link in readme().split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(repository(link).exists(), "{link}");
    }
}
