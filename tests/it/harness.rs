//! Runs the real binary in an empty directory with an environment that holds nothing of this machine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::standin::StandIn;

/// A place to run ssoscan: a working directory and a home of its own, and nothing set that is not asked for.
pub struct Workplace {
    root: TempDir,
    env: BTreeMap<String, String>,
}

/// What a run left on the terminal.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Workplace {
    pub fn new() -> Self {
        let root = tempfile::tempdir().expect("a temporary directory");
        for directory in ["home", "work"] {
            std::fs::create_dir(root.path().join(directory)).expect("a directory");
        }
        let place = Workplace { root, env: BTreeMap::new() };
        let home = place.home().display().to_string();
        let aws = |file: &str| place.home().join(".aws").join(file).display().to_string();
        let (config, credentials) = (aws("config"), aws("credentials"));
        place
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", &home)
            .env("AWS_CONFIG_FILE", &config)
            .env("AWS_SHARED_CREDENTIALS_FILE", &credentials)
            .env("AWS_EC2_METADATA_DISABLED", "true")
    }

    /// A place from where the service at this URL is reached with some credentials.
    pub fn calling(url: &str) -> Self {
        Self::new()
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test")
            .env("AWS_REGION", "us-east-1")
            .env("AWS_ENDPOINT_URL", url)
    }

    /// A place from where the stand-in is reached with some credentials.
    pub fn near(standin: &StandIn) -> Self {
        Self::calling(&standin.url())
    }

    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.env.remove(name);
        self
    }

    /// The same place, from where this stand-in is reached instead.
    pub fn facing(self, standin: &StandIn) -> Self {
        self.env("AWS_ENDPOINT_URL", &standin.url())
    }

    /// The environment of every run.
    pub fn environment(&self) -> &BTreeMap<String, String> {
        &self.env
    }

    pub fn home(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// A file of the working directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.path().join("work").join(name)
    }

    pub fn write(&self, name: &str, content: &str) -> PathBuf {
        write(&self.path(name), content);
        self.path(name)
    }

    pub fn write_bytes(&self, name: &str, content: &[u8]) -> PathBuf {
        std::fs::write(self.path(name), content).expect("a file");
        self.path(name)
    }

    pub fn write_home(&self, name: &str, content: &str) {
        write(&self.home().join(name), content);
    }

    pub fn read(&self, name: &str) -> String {
        let path = self.path(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.read(name)).expect("JSON")
    }

    /// The names in the working directory, sorted.
    pub fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.path("")).expect("the working directory");
        let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"));
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    pub fn run(&self, args: &[&str]) -> Run {
        Run::of(self.ssoscan(args).output().expect("the binary starts"))
    }

    /// A run that reads this from standard input.
    pub fn run_with_input(&self, args: &[&str], input: &[u8]) -> Run {
        let input = self.write_bytes("../input", input);
        let input = std::fs::File::open(input).expect("the input");
        Run::of(self.ssoscan(args).stdin(input).output().expect("the binary starts"))
    }

    /// A run that the test goes on beside.
    pub fn start(&self, args: &[&str]) -> Running {
        let mut command = self.ssoscan(args);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        Running(Some(child.expect("the binary starts")))
    }

    /// The binary with these arguments, not yet started, for a run with other pipes than usual.
    pub fn ssoscan(&self, args: &[&str]) -> Command {
        let mut command = self.command(env!("CARGO_BIN_EXE_ssoscan"));
        command.args(args);
        command
    }

    /// A program as it runs here, such as a shell that starts the binary.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(&self.env).current_dir(self.path("")).stdin(Stdio::null());
        command
    }
}

/// A file of the repository.
pub fn repository(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A file of the repository, as an argument.
pub fn argument(name: &str) -> String {
    repository(name).display().to_string()
}

fn write(path: &Path, content: &str) {
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
    std::fs::write(path, content).expect("a file");
}

/// A run that is under way. It ends with the test at the latest.
pub struct Running(Option<Child>);

impl Running {
    /// Ends it as a power cut would: it can tidy nothing up.
    pub fn kill(mut self) {
        self.end();
    }

    /// Sends it the signal of this name, such as `INT`, and waits for its end.
    pub fn stop(self, signal: &str) -> Run {
        let id = self.0.as_ref().expect("a run").id();
        let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {id}")]).status();
        assert!(sent.expect("a shell").success(), "the run had ended");
        self.wait()
    }

    pub fn wait(mut self) -> Run {
        let child = self.0.take().expect("a run");
        Run::of(child.wait_with_output().expect("its output"))
    }

    fn end(&mut self) {
        if let Some(mut child) = self.0.take() {
            child.kill().and_then(|()| child.wait()).expect("a run that can be killed");
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

impl Run {
    pub fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Run {
            code: output.status.code().expect("an exit code, not a signal"),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// Could not run: exit code 2, nothing on standard output, and one line on standard error with these words.
    #[track_caller]
    pub fn fails(self, words: &[&str]) -> Self {
        let run = self.exits(2).says(words);
        assert_eq!(run.stdout, "");
        assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
        assert_eq!(
            run.stderr.lines().filter(|line| line.starts_with("error: ")).count(),
            1,
            "{}",
            run.stderr
        );
        run
    }

    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn answer(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {}", self.stdout))
    }

    /// Standard error has all of these words.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for word in words {
            assert!(self.stderr.contains(word), "no {word:?} in stderr:\n{}", self.stderr);
        }
        self
    }
}
