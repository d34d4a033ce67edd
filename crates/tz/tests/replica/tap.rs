//! A line to the relay that remembers what crosses it.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// The bytes of one direction of one connection.
type Record = Arc<Mutex<Vec<u8>>>;

/// Listens on a port of its own for as long as the test runs.
pub struct Tap {
    address: SocketAddr,
    records: Arc<Mutex<Vec<Record>>>,
}

impl Tap {
    /// In front of a relay.
    pub fn before(relay: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let tap = Self { address: listener.local_addr().unwrap(), records: Arc::default() };
        let records = tap.records.clone();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(relay) else { return };
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let record = Record::default();
                    records.lock().unwrap().push(record.clone());
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    thread::spawn(move || carry(from, to, &record));
                }
            }
        });
        tap
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The heads of all HTTP requests so far that have no body.
    pub fn requests(&self) -> Vec<String> {
        let records = self.records.lock().unwrap();
        let texts =
            records.iter().map(|record| String::from_utf8_lossy(&record.lock().unwrap()).into_owned());
        texts
            .flat_map(|text| text.split("\r\n\r\n").map(str::to_owned).collect::<Vec<_>>())
            .filter(|head| head.starts_with("GET "))
            .collect()
    }

    /// What to dial.
    pub fn url(&self) -> String {
        format!("ws://{}/ws", self.address)
    }

    /// The payloads of all WebSocket frames so far (RFC 6455), unmasked.
    pub fn frames(&self) -> Vec<Vec<u8>> {
        self.records.lock().unwrap().iter().flat_map(|record| frames(&record.lock().unwrap())).collect()
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, record: &Record) {
    let mut buffer = [0; 1 << 16];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        record.lock().unwrap().extend_from_slice(&buffer[..count]);
        if to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    // Either side may have gone already.
    let _ = to.shutdown(Shutdown::Write);
}

/// After the handshake's blank line.
fn frames(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut payloads = Vec::new();
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { return payloads };
    let mut rest = &bytes[end + 4..];
    while let Some((payload, after)) = frame(rest) {
        payloads.push(payload);
        rest = after;
    }
    payloads
}

fn frame(bytes: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let ([_, second], rest) = bytes.split_first_chunk::<2>()?;
    let (length, rest) = match second & 0x7f {
        126 => {
            rest.split_first_chunk().map(|(length, rest)| (usize::from(u16::from_be_bytes(*length)), rest))?
        }
        127 => rest.split_first_chunk().map(|(length, rest)| (u64::from_be_bytes(*length) as usize, rest))?,
        length => (usize::from(length), rest),
    };
    let (mask, rest) = if second & 0x80 == 0 {
        ([0; 4], rest)
    } else {
        rest.split_first_chunk().map(|(mask, rest)| (*mask, rest))?
    };
    let (payload, rest) = rest.split_at_checked(length)?;
    Some((payload.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect(), rest))
}
