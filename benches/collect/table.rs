//! The page that tells the measurements.

use std::fmt::Write;

use crate::run::{AWS_RATE, Calls, LATENCY, LONGEST, Measured};

pub fn page(rows: &[([usize; 5], Measured)], unlimited: f64) -> String {
    let mut page = format!(
        "# What a collection costs\n\n\
         `cargo bench --bench collect` wrote this page. It runs `ssoscan collect` in both modes against a \
         stand-in of AWS that answers after {} ms and gives sso-admin a bucket of {AWS_RATE} calls a second, \
         as AWS does (and of as many as it takes for a run of {LONGEST} seconds where that is more: the calls \
         are the same, and `at {AWS_RATE}/s` is what they take at AWS's rate). `ssoscan collect --plan` told \
         the predicted calls beforehand; the stand-in counted the actual ones.\n\n\
         `S/A/P/U/G` are permission sets, accounts, provisioned pairs, users and groups. `minimal` is the \
         fewest calls that can tell what there is: 2 for the instance, a page of sets, 6 a set, 2 along the \
         shorter of sets and accounts, then one a pair (`pairs`) or one a user, one for each group that no \
         user shows and one for each pair that no row explains (`principals`), further pages where a list has \
         more than a page holds, and what applications, token issuers and requests take. `used` is the share \
         of the allowed calls from the first to the last that were made and succeeded, `throttled` the share \
         of the calls that were told to slow down.\n",
        LATENCY.as_millis()
    );
    heading(
        &mut page,
        "sso-admin",
        "S/A/P/U/G|mode|predicted|actual|minimal|actual/minimal|rate|seconds|used|throttled|at 20/s",
    );
    for (shape, measured) in rows {
        let Measured { mode, rate, seconds, utilisation, throttled, calls: [calls, ..] } = measured;
        let minutes = calls.actual as f64 / AWS_RATE as f64 / 60.0;
        let (shape, share) = (name(shape), calls.actual as f64 / calls.minimal as f64);
        let columns = [
            shape,
            (*mode).to_owned(),
            counts(calls),
            format!("{share:.3}"),
            rate.to_string(),
            format!("{seconds:.1}"),
            format!("{:.1} %", utilisation * 100.0),
            format!("{:.2} %", throttled * 100.0),
            format!("{minutes:.1} min"),
        ];
        row(&mut page, &columns);
    }
    heading(
        &mut page,
        "The other services",
        "S/A/P/U/G|mode|identitystore predicted|actual|minimal|organizations predicted|actual|minimal",
    );
    for (shape, measured) in rows {
        let [_, identity_store, organizations] = &measured.calls;
        let columns = [name(shape), measured.mode.to_owned(), counts(identity_store), counts(organizations)];
        row(&mut page, &columns);
    }
    write!(
        page,
        "\n## With nothing to limit it\n\nWith `--max-tps 100000` and a stand-in that answers at once, on the same \
         machine, the first shape takes {unlimited:.2} seconds from start to file.\n"
    )
    .expect("text");
    page
}

fn heading(page: &mut String, title: &str, columns: &str) {
    let rule = columns.split('|').enumerate().map(|(place, _)| if place < 2 { "---" } else { "---:" });
    let rule: Vec<&str> = rule.collect();
    write!(page, "\n## {title}\n\n| {} |\n|{}|\n", columns.replace('|', " | "), rule.join("|"))
        .expect("text");
}

fn row(page: &mut String, columns: &[String]) {
    writeln!(page, "| {} |", columns.join(" | ")).expect("text");
}

fn name(shape: &[usize; 5]) -> String {
    shape.map(|size| size.to_string()).join("/")
}

/// Three columns.
fn counts(calls: &Calls) -> String {
    let predicted = calls.predicted.map_or_else(|| "-".to_owned(), |calls| calls.to_string());
    format!("{predicted} | {} | {}", calls.actual, calls.minimal)
}
