//! The proxies of `deploy/`, with only names, ports and certificate replaced, before a real relay.
//!
//! Where nginx, Caddy, openssl or curl is missing, the test says so and passes; `cargo xtask test` installs them.

use crate::tap::Tap;
use crate::two_replicas::{Relay, introduce};
use crate::tz::Tz;
use relay::Options;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

const PAGE: &str = "<title>同舟</title>";

/// What a stranger claims to come from.
const FORGED: &str = "X-Forwarded-For: 198.51.100.7";

const CERTIFICATE: &str = "req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key.pem -out cert.pem
    -subj /CN=localhost -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE";

/// One process that writes only into its folder, around the servers of `deploy/`.
const NGINX: &str = "daemon off; master_process off; pid nginx.pid; error_log stderr notice; events {} http {
    access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi; include server.conf; }";

const CADDY: &str = "{\n admin off\n auto_https disable_redirects\n default_bind 127.0.0.1\n}\n";

#[test]
fn two_people_and_their_page_come_through_nginx() {
    let Some(place) = Place::before("nginx") else { return };
    let replaced = [
        ("listen [::]:80;", ""),
        ("listen [::]:443 ssl;", ""),
        ("listen 80", &format!("listen 127.0.0.1:{}", free_port())),
        ("listen 443", &format!("listen 127.0.0.1:{}", place.port)),
        ("/etc/letsencrypt/live/relay.example/fullchain.pem", "cert.pem"),
        ("/etc/letsencrypt/live/relay.example/privkey.pem", "key.pem"),
        ("relay.example", "localhost"),
    ];
    place.write("server.conf", &place.deployed("nginx.conf", &replaced));
    place.write("nginx.conf", NGINX);
    let mut nginx = command("nginx");
    nginx.args(["-p", ".", "-c", "nginx.conf"]).current_dir(&place.folder);
    place.is_reached_through(nginx, "OS: ");
}

#[test]
fn two_people_and_their_page_come_through_caddy() {
    let Some(place) = Place::before("caddy") else { return };
    let site = format!("localhost:{} {{\n tls cert.pem key.pem", place.port);
    let sites = place.deployed("Caddyfile", &[("relay.example {", &site)]);
    place.write("Caddyfile", &[CADDY, &sites].concat());
    let mut caddy = command("caddy");
    caddy.args(["run", "--config", "Caddyfile"]).current_dir(&place.folder);
    caddy.env("XDG_DATA_HOME", place.folder.path()).env("XDG_CONFIG_HOME", place.folder.path());
    place.is_reached_through(caddy, "serving initial configuration");
}

/// A relay with a site, and what the proxy before it needs.
struct Place {
    folder: TempDir,
    port: u16,
    /// Between the proxy and the relay.
    tap: Tap,
    _relay: Relay,
}

impl Place {
    fn before(proxy: &str) -> Option<Self> {
        for program in ["openssl", "curl", proxy] {
            if command(program).arg("--version").output().is_err() {
                eprintln!("NOT TESTED: {program} is not installed");
                return None;
            }
        }
        let folder = tempfile::tempdir().unwrap();
        let made = command("openssl").args(CERTIFICATE.split_whitespace()).current_dir(&folder).output();
        assert!(made.unwrap().status.success());
        let (site, proxies) = (Some(folder.path().to_owned()), vec![Ipv4Addr::LOCALHOST.into()]);
        let relay = Relay::start_with(Options { site, proxies, ..Options::default() });
        let place = Self { folder, port: free_port(), tap: Tap::before(relay.address()), _relay: relay };
        place.write("index.html", PAGE);
        Some(place)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.folder.path().join(name), text).unwrap();
    }

    /// A file of `deploy/`, with these texts replaced that must be there, and the relay's address.
    fn deployed(&self, name: &str, replaced: &[(&str, &str)]) -> String {
        let deploy = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy");
        let text = std::fs::read_to_string(deploy.join(name)).unwrap();
        let relay = self.tap.address().to_string();
        replaced.iter().chain(&[("127.0.0.1:8787", &*relay)]).fold(text, |text, (from, to)| {
            assert!(text.contains(from), "{from} of {name}");
            text.replace(from, to)
        })
    }

    /// Starts the proxy, which says `ready` once it listens.
    fn is_reached_through(&self, mut proxy: Command, ready: &str) {
        let mut running = Running(proxy.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap());
        let said = BufReader::new(running.0.stderr.take().unwrap()).lines().map_while(Result::ok);
        let mut said = said.inspect(|line| eprintln!("{line}"));
        assert!(said.any(|line| line.contains(ready)), "it does not listen");

        let certificate = self.folder.path().join("cert.pem");
        let get = |path: &str| {
            let mut curl = command("curl");
            curl.args(["--silent", "--include", "--noproxy", "*", "--header", FORGED, "--cacert"]);
            curl.arg(&certificate).arg(format!("https://localhost:{}{path}", self.port));
            String::from_utf8(curl.output().unwrap().stdout).unwrap().to_lowercase()
        };
        let page = get("/");
        assert!(page.contains(PAGE) && page.contains("frame-ancestors 'none'"), "{page}");
        assert!(get("/health").contains(r#""status":"ok""#));

        let (li, chen) = (Tz::trusting(&certificate), Tz::trusting(&certificate));
        introduce(&li, &chen, &format!("wss://localhost:{}/ws", self.port));
        let acme = li.ok(&["add", "customer", "name=Acme"]);
        li.ok(&["sync"]);
        chen.ok(&["sync"]);
        assert_eq!(chen.json(&["show", &acme])["name"], "Acme");

        for head in self.tap.requests() {
            assert!(head.contains(&format!("\r\nHost: localhost:{}", self.port)), "{head}");
            assert!(head.contains("\r\nX-Forwarded-For: 127.0.0.1") && !head.contains(FORGED), "{head}");
        }
    }
}

/// Ended when dropped.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Debian keeps nginx where only root looks.
fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.env("PATH", format!("{}:/usr/sbin", std::env::var("PATH").unwrap_or_default()));
    command
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
