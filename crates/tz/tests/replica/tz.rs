//! The binary over a folder of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// The day on which every test happens: a Monday.
pub const TODAY: &str = "2026-03-09";

/// One replica.
pub struct Tz {
    folder: TempDir,
    certificate: Option<PathBuf>,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Tz {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), certificate: None }
    }

    /// An empty folder, on a machine that trusts this certificate alone.
    pub fn trusting(certificate: &Path) -> Self {
        Self { certificate: Some(certificate.to_owned()), ..Self::new() }
    }

    /// A replica with a team.
    pub fn founded() -> Self {
        let tz = Self::new();
        tz.ok(&["init", "--team", "锦华销售部", "--name", "李明"]);
        tz
    }

    pub fn folder(&self) -> PathBuf {
        self.folder.path().join("replica")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tz"));
        command
            .args(["--lang", "en", "--today", TODAY])
            .args(arguments)
            .env("TZ_HOME", self.folder())
            .env("TZ", "Asia/Shanghai")
            .envs(self.certificate.iter().map(|file| ("SSL_CERT_FILE", file)))
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// Runs and expects success; gives what was printed.
    pub fn ok(&self, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, 0, "tz {arguments:?}: {ran:?}");
        ran.out.trim_end().to_owned()
    }

    /// As `ok`, with `--json`.
    pub fn json(&self, arguments: &[&str]) -> serde_json::Value {
        let out = self.ok(&[arguments, &["--json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error} in {out}"))
    }

    /// Runs and expects this exit code; gives what was said.
    pub fn fails(&self, code: i32, arguments: &[&str]) -> String {
        let ran = self.run(arguments);
        assert_eq!(ran.code, code, "tz {arguments:?}: {ran:?}");
        assert_eq!(ran.out, "", "a failure prints no answer");
        ran.err
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A file's text.
pub fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap()
}
