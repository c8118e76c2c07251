//! The package itself: features, the flow between modules, side effects behind their doors.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A feature that only a dev-dependency turns on would make `cargo test` build a shared crate once more.
#[test]
fn cargo_test_builds_the_dependencies_with_the_features_of_cargo_build() {
    let (normal, with_dev) = (features("normal,build"), features("normal,build,dev"));
    assert!(normal.len() > 100, "the tree was read");
    let differ = normal.iter().filter_map(|(package, features)| {
        let tested = with_dev.get(package)?;
        (features != tested).then(|| format!("{package}: {features:?} in a build, {tested:?} in a test"))
    });
    let differ: Vec<String> = differ.collect();
    assert!(differ.is_empty(), "name these features in [dependencies]:\n{}", differ.join("\n"));
}

/// The packages of the tree, each with the sets of features it is built with.
fn features(edges: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["tree", "--locked", "--offline", "--prefix", "none", "-e", edges, "-f", "{p}|{f}"]);
    let output = cargo.current_dir(ROOT).output().expect("cargo starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut packages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).expect("UTF-8").lines() {
        if let Some((package, features)) = line.trim_end_matches(" (*)").split_once('|') {
            packages.entry(package.to_owned()).or_default().insert(features.to_owned());
        }
    }
    packages
}

/// What each module may see of the others. The design's flow: the snapshot is all that `collect` and `dataset`
/// share, `policy` is pure, `report` is given findings and tables, and only `commands` sees everything.
const FLOW: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("policy", &["model"]),
    ("documents", &["policy", "snapshot", "model"]),
    ("snapshot", &["model"]),
    ("findings", &["model"]),
    ("queries", &["model"]),
    ("report", &["findings", "model"]),
    ("collect", &["snapshot", "model"]),
    ("dataset", &["documents", "snapshot", "model", "policy"]),
    ("checks", &["access", "dataset", "findings", "model", "policy", "queries", "snapshot"]),
    ("access", &["dataset", "documents", "findings", "model", "policy", "snapshot"]),
    ("diff", &["access", "dataset", "documents", "findings", "snapshot", "model", "policy"]),
    ("config", &["access", "checks", "model"]),
];
const SEE_EVERYTHING: &[&str] = &["cli", "commands", "error", "exit", "lib", "main"];

#[test]
fn the_modules_see_only_what_the_flow_lets_them() {
    let mut against = Vec::new();
    let mut seen = 0;
    for (path, code) in sources() {
        let module = module(&path);
        if SEE_EVERYTHING.contains(&module.as_str()) {
            continue;
        }
        let Some((_, allowed)) = FLOW.iter().find(|(name, _)| *name == module) else {
            panic!("{}: what may the module {module} see? Say so in FLOW", path.display());
        };
        for used in modules_used(&code) {
            seen += 1;
            if used != module && !allowed.contains(&used.as_str()) {
                against.push(format!("{} sees {used}", path.display()));
            }
        }
    }
    assert!(seen > 0, "the imports were read");
    assert!(against.is_empty(), "against the flow:\n{}", against.join("\n"));
}

#[test]
fn imports_are_understood() {
    let code = "use crate::a::b;\nuse crate::{c, d::{e, f}, g as h};\nlet x = crate::i::j();";
    assert_eq!(modules_used(code), BTreeSet::from(["a", "c", "d", "g", "i"].map(str::to_owned)));
}

/// The modules of this crate that the code names, alone or in a group.
fn modules_used(code: &str) -> BTreeSet<String> {
    let name = |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    let mut used = BTreeSet::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        let Some(group) = rest.strip_prefix('{') else {
            used.insert(name(rest));
            continue;
        };
        let (mut depth, mut start) = (1, 0);
        for (place, character) in group.char_indices() {
            match character {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if (character == ',' && depth == 1) || depth == 0 {
                used.insert(name(&group[start..place]));
                start = place + 1;
            }
            if depth == 0 {
                break;
            }
        }
    }
    used.remove("");
    used
}

/// What has a side effect, and the places under src/ meant for it: a file, or a folder with its slash.
const DOORS: &[(&[&str], &[&str])] = &[
    (&["println!", "print!", "dbg!"], &[]),
    (&["io::stdout", "io::stderr"], &["commands/terminal.rs"]),
    (&["env::var", "env::args"], &["commands/terminal.rs"]),
    (&["SystemTime::now", "Timestamp::now", "Zoned::now"], &["collect/"]),
];

#[test]
fn side_effects_have_one_door() {
    let mut against = Vec::new();
    for (path, code) in sources() {
        for (effects, doors) in DOORS {
            let place = path.to_str().expect("UTF-8");
            let is_door =
                doors.iter().any(|door| place == *door || (door.ends_with('/') && place.starts_with(door)));
            for effect in effects.iter().filter(|effect| !is_door && code.contains(**effect)) {
                against.push(format!("{place}: {effect}"));
            }
        }
    }
    assert!(against.is_empty(), "side effects outside their doors:\n{}", against.join("\n"));
}

/// The files under src/, by their path there, without their comments.
fn sources() -> Vec<(PathBuf, String)> {
    let mut sources = Vec::new();
    let mut folders = vec![Path::new(ROOT).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).expect("a source file");
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                let code = code.collect::<Vec<_>>().join("\n");
                sources.push((
                    path.strip_prefix(Path::new(ROOT).join("src")).expect("under src").to_owned(),
                    code,
                ));
            }
        }
    }
    sources.sort();
    sources
}

/// `collect` for `collect/plan.rs`, `cli` for `cli.rs`.
fn module(path: &Path) -> String {
    let first = path.components().next().expect("a name").as_os_str().to_str().expect("UTF-8");
    first.trim_end_matches(".rs").to_owned()
}
