//! The relay as a process of its own.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};

/// A running `tz-relay`; killed when dropped, as by a power cut.
pub struct Process(Child);

impl Process {
    pub fn start(data: &Path) -> (Self, SocketAddr) {
        Self::start_with(data, &[])
    }

    pub fn start_with(data: &Path, options: &[&str]) -> (Self, SocketAddr) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tz-relay"))
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .args(options)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().parse().unwrap();
        (Self(child), address)
    }

    /// Asks it to stop, as a service manager does, and waits until it has.
    pub fn terminate(mut self) -> ExitStatus {
        let asked = Command::new("kill").arg(self.0.id().to_string()).status().unwrap();
        assert!(asked.success());
        self.0.wait().unwrap()
    }

    /// The most memory it ever had, in bytes.
    #[cfg(target_os = "linux")]
    pub fn peak_memory(&self) -> u64 {
        self.status_bytes("VmHWM:")
    }

    /// The memory it has now, in bytes.
    #[cfg(target_os = "linux")]
    pub fn memory(&self) -> u64 {
        self.status_bytes("VmRSS:")
    }

    #[cfg(target_os = "linux")]
    fn status_bytes(&self, name: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().strip_suffix(" kB").unwrap().parse::<u64>().unwrap() * 1_024
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
