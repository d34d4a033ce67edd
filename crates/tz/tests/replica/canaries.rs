//! One canary in every text field of every kind, written here and received there: none of them can be read in what
//! the relay stores, logs, or is sent.

use crate::tap::Tap;
use crate::tz::Tz;
use domain::record::{FieldSpec, FieldType, KindSpec, Mark};
use relay::{Options, RedbStore};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tracing_subscriber::fmt::MakeWriter;

/// Everything the relay logs, at the finest level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Letters that no other text holds, short enough for every field.
fn canary(kind: &KindSpec, field: &FieldSpec) -> String {
    format!("Kanarienvogel金丝雀 {} {}", kind.name, field.name)
}

/// What `tz add` takes for a field: a canary where text is typed, something fitting where a value is required.
fn typed(kind: &KindSpec, field: &FieldSpec, made: &BTreeMap<&str, String>) -> Option<String> {
    let required = field.has(Mark::Required);
    let value = match field.field_type {
        FieldType::Text => canary(kind, field),
        _ if !required => return None,
        FieldType::Choice(codes) => codes[0].to_owned(),
        FieldType::Reference(other) | FieldType::References(other) => made
            .get(other)
            .unwrap_or_else(|| panic!("{}.{}: no {other} before it", kind.name, field.name))
            .clone(),
        FieldType::Int | FieldType::Money | FieldType::Minutes => "1".to_owned(),
        FieldType::Bool => "yes".to_owned(),
        FieldType::Date => "2026-03-12".to_owned(),
        FieldType::Time => "2026-03-09T10:00".to_owned(),
    };
    Some(format!("{}={value}", field.name))
}

/// A text as it might lie about: plain, UTF-16, hex and base64 at each of its three alignments.
fn spellings(text: &str) -> Vec<Vec<u8>> {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut spellings = vec![
        text.as_bytes().to_vec(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
    ];
    for skipped in 0..3 {
        // Whole groups of three bytes look the same wherever they stand.
        let groups = text.as_bytes()[skipped..].chunks_exact(3);
        spellings.push(groups.flat_map(base64).collect());
    }
    spellings
}

fn base64(group: &[u8]) -> [u8; 4] {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits = group.iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
    [18, 12, 6, 0].map(|shift| DIGITS[bits >> shift & 63])
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(bytes, wanted).is_some()
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| std::fs::read(path).unwrap()).collect()
}

#[test]
fn no_text_of_any_kind_can_be_read_on_the_relay_or_on_the_way() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone());
    let _logged = tracing::subscriber::set_global_default(subscriber.finish());
    let data = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let store = Arc::new(RedbStore::open(data.path().join("relay.redb")).unwrap());
    let handle = runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        // Everybody dials the tap, so its name is the relay's.
        relay::serve(listener, store, Options::default()).unwrap()
    });
    let tap = Tap::before(handle.address());
    let (li, chen) = (Tz::new(), Tz::new());
    li.ok(&["init", "--team", "金丝雀队 Kanarienvogel", "--name", "李明", "--relay", &tap.url()]);

    let mut canaries = vec!["金丝雀队 Kanarienvogel".to_owned(), "李明".to_owned()];
    let mut made = BTreeMap::new();
    for kind in domain::KINDS {
        let fields = kind.fields.iter().filter_map(|field| typed(kind, field, &made));
        let words: Vec<String> = ["add".to_owned(), kind.name.to_owned()].into_iter().chain(fields).collect();
        let id = li.ok(&words.iter().map(String::as_str).collect::<Vec<_>>());
        made.insert(kind.name, id);
        let texts = kind.fields.iter().filter(|field| field.field_type == FieldType::Text);
        canaries.extend(texts.map(|field| canary(kind, field)));
    }
    let link = li.ok(&["invite", "--name", "金丝雀客人", "--role", "salesperson"]);
    canaries.push("金丝雀客人".to_owned());
    chen.ok(&["join", &link]);
    li.ok(&["sync"]);
    chen.ok(&["sync"]);
    for kind in domain::KINDS {
        let shown = chen.json(&["show", &made[kind.name]]);
        for field in kind.fields.iter().filter(|field| field.field_type == FieldType::Text) {
            assert_eq!(shown[field.name], canary(kind, field), "{} arrived", kind.name);
        }
    }

    runtime.block_on(handle.stop()).unwrap();
    let mut seen: Vec<(&str, Vec<u8>)> = files(data.path()).into_iter().map(|file| ("file", file)).collect();
    let frames = tap.frames();
    assert!(frames.len() > 10, "frames were captured");
    seen.extend(frames.into_iter().map(|frame| ("frame", frame)));
    let logged = log.0.lock().unwrap().clone();
    assert!(!logged.is_empty(), "the relay logs something at the finest level");
    seen.push(("log", logged));
    assert!(canaries.len() > 20);
    let at_home = files(&li.folder());
    for canary in &canaries {
        let is_plain = at_home.iter().any(|file| holds(file, canary.as_bytes()));
        assert!(is_plain, "{canary} lies open where it was written, so that it would be found");
        for spelling in spellings(canary) {
            for (place, bytes) in &seen {
                assert!(!holds(bytes, &spelling), "{canary} can be read in a {place}");
            }
        }
    }
}

#[test]
fn a_canary_is_found_however_it_is_spelled() {
    let text = "Kanarienvogel金丝雀";
    for before in 0..3 {
        let padded = [&[b'x'; 3][..before], text.as_bytes(), b"xxx"].concat();
        let encoded: Vec<u8> = padded.chunks_exact(3).flat_map(base64).collect();
        assert!(spellings(text).iter().any(|spelling| holds(&encoded, spelling)), "after {before} bytes");
    }
    let wide: Vec<u8> = format!("<{text}>").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert!(spellings(text).iter().any(|spelling| holds(&wide, spelling)));
}
