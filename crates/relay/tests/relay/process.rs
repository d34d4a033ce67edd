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
        let mut command = Command::new(env!("CARGO_BIN_EXE_tz-relay"));
        command.args(["--listen", "127.0.0.1:0", "--data"]).arg(data).args(options);
        Self::run(command)
    }

    /// One whose disk is full as soon as a file has so many bytes, until [`Self::has_room`].
    #[cfg(target_os = "linux")]
    pub fn start_on_full_disk(data: &Path, bytes: usize) -> (Self, SocketAddr) {
        let mut command = Command::new("sh");
        // The shell counts in blocks of 512 bytes; without the trap the signal would end the process.
        let script = r#"trap '' XFSZ; ulimit -S -f "$1"; exec "$2" --listen 127.0.0.1:0 --data "$3""#;
        command
            .args(["-c", script, "sh", &(bytes / 512).to_string(), env!("CARGO_BIN_EXE_tz-relay")])
            .arg(data);
        Self::run(command)
    }

    #[cfg(target_os = "linux")]
    pub fn has_room(&self) {
        let mut command = Command::new("prlimit");
        command.args(["--pid", &self.0.id().to_string(), "--fsize=unlimited"]);
        assert!(command.status().unwrap().success());
    }

    fn run(mut command: Command) -> (Self, SocketAddr) {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
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
