//! Python for the tests: one virtual environment, made once from the pinned requirements and used again.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{OnceLock, mpsc};
use std::time::Duration;

use sha2::{Digest, Sha256};

const SCRIPTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python");
const REQUIREMENTS: &str = include_str!("../python/requirements.txt");

/// Runs a script of `tests/python` and gives what it printed; a script that fails is a test that fails.
#[track_caller]
pub fn run(script: &str, args: &[&str], input: &str) -> String {
    let mut child = python().arg(Path::new(SCRIPTS).join(script)).args(args).spawn().expect("Python starts");
    let mut stdin = child.stdin.take().expect("its input");
    let input = input.to_owned();
    let feeder = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("Python ends");
    feeder.join().expect("the feeder ends").ok();
    assert!(output.status.success(), "{script} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn python() -> Command {
    let mut command = Command::new(environment().join("bin/python"));
    command
        .env_clear()
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONUTF8", "1")
        .env("PATH", "/usr/bin:/bin");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The virtual environment. Its name carries a hash of what is in it; a lock keeps other tests and test runs
/// from building it at the same time, and a half-built one has no `complete` and is built again.
fn environment() -> &'static Path {
    static ENVIRONMENT: OnceLock<PathBuf> = OnceLock::new();
    ENVIRONMENT.get_or_init(|| {
        let version = system_python(&["--version"]);
        let digest = Sha256::digest(format!("{version}{REQUIREMENTS}"));
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
        fs::create_dir_all(target).expect("the target directory");
        let place = target.join(format!("python-{hash}"));

        let lock = File::create(target.join("python.lock")).expect("a lock file");
        lock.lock().expect("the lock");
        if !place.join("complete").exists() {
            build(&place, &version);
        }
        place
    })
}

fn build(place: &Path, version: &str) {
    if place.exists() {
        fs::remove_dir_all(place).expect("the half-built environment goes");
    }
    system_python(&["-m", "venv", &place.display().to_string()]);
    let requirements = Path::new(SCRIPTS).join("requirements.txt");
    let mut pip = Command::new(place.join("bin/python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
        "--requirement",
    ]);
    let output = pip.arg(requirements).output().expect("pip starts");
    assert!(
        output.status.success(),
        "pip could not install tests/python/requirements.txt (that takes a package index, and {version} must be \
         3.11 or newer):\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    fs::write(place.join("complete"), "").expect("a mark");
}

fn system_python(args: &[&str]) -> String {
    const NEEDED: &str = "this test needs Python 3.11 or newer with its venv module as `python3` (on Debian and Ubuntu: \
                          apt install python3 python3-venv)";
    let output =
        Command::new("python3").args(args).output().unwrap_or_else(|error| panic!("{NEEDED}: {error}"));
    assert!(
        output.status.success(),
        "{NEEDED}: python3 {}:\n{}{}",
        args.join(" "),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// moto's server, the implementation of these APIs that no one here wrote. Killed when dropped.
pub struct Moto {
    server: Child,
    pub url: String,
}

impl Moto {
    /// Starts it on a free port, which it says itself once it listens.
    pub fn start() -> Self {
        let mut command = python();
        command.args(["-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]).stdout(Stdio::null());
        let mut server = command.spawn().expect("moto starts");
        let log = BufReader::new(server.stderr.take().expect("its log"));
        let (sender, lines) = mpsc::channel();
        // Reads to the end, so that moto never waits for room in the pipe.
        std::thread::spawn(move || {
            log.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)))
        });
        let mut moto = Moto { server, url: String::new() };
        let mut log = String::new();
        while moto.url.is_empty() {
            let line = lines
                .recv_timeout(Duration::from_secs(120))
                .unwrap_or_else(|_| panic!("moto did not say where it listens:\n{log}"));
            if let Some((_, url)) = line.split_once("Running on ") {
                moto.url = url.trim().to_owned();
            }
            log += &format!("{line}\n");
        }
        moto
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().ok();
    }
}
