//! One measured run of the real binary against a stand-in that limits as AWS does.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::Workplace;
use crate::minimal;
use crate::standin::StandIn;

pub const SERVICES: [&str; 3] = ["sso-admin", "identitystore", "organizations"];
pub const LATENCY: Duration = Duration::from_millis(50);
/// AWS's limit for sso-admin, in calls a second.
pub const AWS_RATE: usize = 20;
/// A run that would take longer at AWS's rate gets a higher one.
pub const LONGEST: usize = 50;

/// What a run in one mode took.
pub struct Measured {
    pub mode: &'static str,
    /// Calls to sso-admin a second, for the client and for the stand-in.
    pub rate: usize,
    /// Calls by service.
    pub calls: [Calls; 3],
    pub seconds: f64,
    /// The share of what the rate allowed that was used by calls that succeeded.
    pub utilisation: f64,
    /// The share of the calls to sso-admin that were told to slow down.
    pub throttled: f64,
}

pub struct Calls {
    pub predicted: Option<u64>,
    pub actual: usize,
    pub minimal: usize,
}

pub fn measure(document: &Value, mode: &'static str) -> Measured {
    let minimal = [
        minimal::sso_admin(document, mode),
        minimal::identity_store(document),
        minimal::organizations(document),
    ];
    let rate = minimal[0].div_ceil(LONGEST).max(AWS_RATE);
    let limit = rate as f64;
    let standin = StandIn::of(document).latency(LATENCY).token_bucket("sso-admin", limit, limit);
    let place = Workplace::near(&standin);
    let rate_given = rate.to_string();
    let arguments = ["collect", "--mode", mode, "--max-tps", &rate_given];

    let plan = place.run(&[&arguments[..], &["--plan", "--format", "json"]].concat()).exits(0).answer();
    let planned = standin.requests().len();
    let started = Instant::now();
    place.run(&[&arguments[..], &["--out", "out.json"]].concat()).exits(0);
    let seconds = started.elapsed().as_secs_f64();

    let requests = standin.requests().split_off(planned);
    let of = |service: &'static str| requests.iter().filter(move |request| request.service == service);
    let calls = [0, 1, 2].map(|number| Calls {
        predicted: predicted(&plan, mode, SERVICES[number]),
        actual: of(SERVICES[number]).count(),
        minimal: minimal[number],
    });
    let arrived = || of("sso-admin").map(|request| request.arrived);
    let spent =
        arrived().max().zip(arrived().min()).map_or(0.0, |(last, first)| (last - first).as_secs_f64());
    let succeeded = of("sso-admin").filter(|request| request.succeeded()).count();
    let throttled = of("sso-admin").filter(|request| request.was_throttled()).count();
    Measured {
        mode,
        rate,
        seconds,
        utilisation: succeeded as f64 / (limit * spent),
        throttled: throttled as f64 / of("sso-admin").count() as f64,
        calls,
    }
}

/// The seconds of a whole run, from start to file, that nothing limits: the best of three.
pub fn unlimited(document: &Value) -> f64 {
    let run = || {
        let standin = StandIn::of(document);
        let started = Instant::now();
        Workplace::near(&standin).run(&["collect", "--max-tps", "100000", "--out", "out.json"]).exits(0);
        started.elapsed().as_secs_f64()
    };
    (0..3).map(|_| run()).fold(f64::INFINITY, f64::min)
}

/// The row of the plan for the mode and service.
fn predicted(plan: &Value, mode: &str, service: &str) -> Option<u64> {
    let rows = plan["rows"].as_array().expect("the rows of a plan");
    rows.iter().find(|row| row["mode"] == mode && row["service"] == service)?["calls"].as_u64()
}
