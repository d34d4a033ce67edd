//! What a fuzzer begins with: real values of a real team, the same in every run.
//!
//! `cargo run -p any_bytes --example write_seeds` writes them into `fuzz/corpus`.

use crate::device::Device;
use crate::{access, backup, csv, fixed, store};
use base64ct::{Base64UrlUnpadded, Encoding};
use contract::Command;
use contract::command::Made;
use domain::member::Role;
use engine::storage;
use std::path::PathBuf;
use wire::backup::Stored;
use wire::frame::LoginAs;
use wire::receipt::ChainEnd;
use wire::sync_file::Readers;
use wire::{
    AccessHead, Body, ClientFrame, Countersignature, Cursor, DocumentTag, Envelope, EnvelopeId, Epoch,
    PartId, Receipt, ServerFrame, Snapshot, SnapshotDocument, SnapshotId, SpaceKey, SyncContents, whisper,
};

/// What a file of the corpus begins with when it is one of these.
pub const PREFIX: &str = "seed-";

/// One input to begin with.
pub struct Seed {
    /// The target's name.
    pub target: &'static str,
    /// What it is.
    pub name: &'static str,
    /// The input.
    pub bytes: Vec<u8>,
}

/// Where the corpus is kept.
pub fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus")
}

/// All of them. Each is taken by its target.
pub fn all() -> Vec<Seed> {
    let team = Team::new();
    let seed = |target, name, bytes| Seed { target, name, bytes };
    let mut all = Vec::new();
    all.extend(team.frames().into_iter().map(|(name, bytes)| seed("frame", name, bytes)));
    all.extend(team.envelopes().into_iter().map(|(name, bytes)| seed("envelope", name, bytes)));
    all.extend(team.access().into_iter().map(|(name, bytes)| seed("access", name, bytes)));
    all.extend(team.links().into_iter().map(|(name, bytes)| seed("invite_link", name, bytes)));
    all.extend(team.sync_files().into_iter().map(|(name, bytes)| seed("sync_file", name, bytes)));
    all.extend(team.relays().into_iter().map(|(name, bytes)| seed("relay", name, bytes)));
    all.extend(backups().into_iter().map(|(name, bytes)| seed("backup", name, bytes)));
    all.extend(team.snapshots().into_iter().map(|(name, bytes)| seed("snapshot", name, bytes)));
    all.extend(damage().into_iter().map(|(name, bytes)| seed("store", name, bytes)));
    all.extend(tables().into_iter().map(|(name, bytes)| seed("csv", name, bytes)));
    all
}

type Named = Vec<(&'static str, Vec<u8>)>;

/// A team of one, with an open invite.
struct Team {
    device: Device,
    link: String,
    records: Vec<Vec<u8>>,
    envelopes: Vec<Vec<u8>>,
}

impl Team {
    fn new() -> Self {
        let mut device = store::story();
        let invite = Command::Invite {
            member: None,
            name: "王芳".into(),
            role: Role::Salesperson,
            line: None,
            by_file: true,
        };
        let Made::InviteLink(link) = device.makes(invite) else { panic!("no link") };
        device.waits(60_000);
        let values = |prefix: &[u8]| device.store.scan(prefix).into_iter().map(|(_, value)| value).collect();
        let (records, envelopes) = (values(storage::ACCESS), values(storage::ENVELOPES));
        Self { device, link, records, envelopes }
    }

    fn body(&self, bytes: &[u8]) -> Body {
        let envelope = Envelope::verify(bytes).expect("an honest envelope");
        let header = envelope.header();
        let replica = self.device.engine.replica().expect("in a team");
        envelope.open(&replica.keys[&(header.space, header.epoch)]).expect("it opens")
    }

    fn frames(&self) -> Named {
        let replica = self.device.engine.replica().expect("in a team");
        let (team, device) = (replica.identity.team, replica.identity.device.id());
        let space = *replica.access.state().spaces.keys().next().expect("a space");
        let envelope = self.envelopes[0].clone();
        let signature = wire::Signature::from_slice(&fixed::signature(1, "", &[])).expect("64 bytes");
        let after = Cursor::START.after(EnvelopeId::of(&envelope));
        let key = SpaceKey::generate(&mut fixed::rng(4));
        let whisper = whisper::seal(team, space, Epoch(0), &key, b"here", &mut fixed::rng(5));
        let client = [
            (
                "login",
                ClientFrame::Login {
                    team,
                    identity: LoginAs::Device(device),
                    origin: "relay.example".into(),
                    signature,
                },
            ),
            ("found", ClientFrame::Found { records: self.records[..2].to_vec(), boxes: Vec::new() }),
            ("put", ClientFrame::Put { envelopes: vec![envelope.clone()] }),
            ("pull", ClientFrame::Pull { space, after }),
            ("whisper", ClientFrame::Whisper { space, bytes: whisper }),
            ("ping", ClientFrame::Ping),
        ];
        let server = [
            ("challenge", ServerFrame::Challenge { nonce: [1; 32], relay: [2; 16] }),
            (
                "welcome",
                ServerFrame::Welcome { head: replica.access.head(), records: 3, now_ms: fixed::NOW_MS },
            ),
            (
                "records",
                ServerFrame::AccessRecords { from: 1, records: self.records[1..].to_vec(), more: false },
            ),
            (
                "page",
                ServerFrame::Page {
                    space,
                    from: Cursor::START,
                    envelopes: vec![envelope],
                    next: after,
                    more: true,
                },
            ),
            (
                "tails",
                ServerFrame::Tails {
                    space,
                    tails: [(device, ChainEnd { seq: 1, id: EnvelopeId([1; 32]) })].into(),
                },
            ),
        ];
        let client = client.map(|(name, frame)| (name, frame.encode().expect("small enough")));
        let server = server.map(|(name, frame)| (name, frame.encode().expect("small enough")));
        client.into_iter().chain(server).collect()
    }

    /// What an honest relay says, and one that has lost everything.
    fn relays(&self) -> Named {
        let stored = Device::start(store::stored(), 4);
        let replica = stored.engine.replica().expect("in a team");
        let (head, device) = (replica.access.head(), replica.identity.device.id());
        let spaces: Vec<_> = replica.access.state().spaces.keys().copied().collect();
        let challenge = ServerFrame::Challenge { nonce: [1; 32], relay: [2; 16] };
        let welcome =
            ServerFrame::Welcome { head, records: replica.access.len() as u64, now_ms: fixed::NOW_MS };
        let mut honest = vec![challenge.clone(), welcome];
        for space in spaces {
            let (from, next, envelopes, more) = (Cursor::START, Cursor::START, Vec::new(), false);
            honest.push(ServerFrame::Page { space, from, envelopes, next, more });
            honest.push(ServerFrame::Tails { space, tails: [].into() });
            honest.push(ServerFrame::Ack { space, device, seq: 1 });
        }
        let reason = wire::frame::Denied::UnknownTeam;
        let founded = ServerFrame::Founded { team: replica.identity.team, head, records: 1 };
        let lost = [challenge.clone(), ServerFrame::LoginDenied { reason }, challenge, founded];
        let all = |frames: &[ServerFrame]| {
            let frames: Vec<_> = frames.iter().map(|frame| frame.encode().expect("small enough")).collect();
            with_lengths(&frames)
        };
        vec![("honest", all(&honest)), ("lost", all(&lost))]
    }

    fn envelopes(&self) -> Named {
        const AROUND_BYTES: usize = 198 + 16 + 64;
        let whole = self.envelopes.last().expect("an envelope");
        let mut plain = postcard::to_stdvec(&self.body(whole)).expect("written");
        plain.resize(whole.len() - AROUND_BYTES, 0);
        vec![
            ("whole", by_way(0, whole)),
            ("without_signature", by_way(1, &whole[..whole.len() - 64])),
            ("body", by_way(2, &plain)),
            ("empty_body", by_way(2, &[0; 64])),
        ]
    }

    fn snapshots(&self) -> Named {
        let snapshot = postcard::to_stdvec(&fixed_snapshot()).expect("written");
        let said = fixed_countersignature(SnapshotId([3; 32]));
        let said = postcard::to_stdvec(&said).expect("written");
        let mut part = 9_u32.to_le_bytes().to_vec();
        part.extend_from_slice(b"a content");
        part.resize(64, 0);
        vec![
            ("statement", by_way(1, &snapshot)),
            ("countersignature", by_way(2, &said)),
            ("part", by_way(3, &part)),
            ("content", by_way(4, &[1, 3, b'o', b'n', b'e', 2, 0, 1, b'x'])),
        ]
    }

    fn access(&self) -> Named {
        const ONE_SIGNATURE_BYTES: usize = 1 + 32 + 64;
        let statement = |record: &[u8]| by_way(1, &record[..record.len() - ONE_SIGNATURE_BYTES]);
        let receipt = Receipt {
            team: fixed::TEAM,
            space: fixed::SPACE,
            device: fixed::device(1).id(),
            counter: 3,
            applied: [(fixed::device(2).id(), ChainEnd { seq: 9, id: EnvelopeId([1; 32]) })].into(),
        };
        let receipt = postcard::to_stdvec(&receipt).expect("written");
        vec![
            ("genesis", by_way(0, &self.records[0])),
            ("space", by_way(0, &self.records[1])),
            ("genesis_statement", statement(&self.records[0])),
            ("space_statement", statement(&self.records[1])),
            ("invite_statement", statement(self.records.last().expect("an invite"))),
            ("signatures", by_way(2, &access::signatures(&access::statement()))),
            ("receipt", by_way(3, &receipt)),
            // Spaces; a member and their second device; what that member may and may not create.
            (
                "spaces",
                by_way(4, &[0, 3, 1, 0, 0, 0, 3, 2, 1, 0, 0, 3, 3, 6, 0, 0, 3, 4, 7, 0, 0, 3, 4, 7, 0]),
            ),
            (
                "members",
                by_way(
                    4,
                    &[
                        0, 0, 1, 1, 12, 1, 1, 1, 1, 1, 1, 0, 2, 1, 1, 4, 2, 2, 1, 4, 4, 3, 5, 2, 1, 1, 3, 6,
                        4, 4, 1, 0, 3, 2, 4, 2, 1, 3, 2, 2, 2, 3, 7, 3, 0,
                    ],
                ),
            ),
        ]
    }

    fn links(&self) -> Named {
        let message = format!("王芳，点这个加入：https://example.org/app/#{}\n三天内有效", self.link);
        let content = Base64UrlUnpadded::decode_vec(&self.link).expect("a code");
        let content = &content[..content.len() - 4];
        vec![
            ("code", by_way(0, self.link.as_bytes())),
            ("message", by_way(0, message.as_bytes())),
            ("content", by_way(1, content)),
            ("without_relay", by_way(1, &content[..81])),
        ]
    }

    fn sync_files(&self) -> Named {
        let contents = SyncContents {
            made_at_ms: fixed::NOW_MS,
            at_relay: true,
            records: self.records.clone(),
            proposed: vec![self.records[0].clone()],
            boxes: Vec::new(),
            receipts: vec![vec![1; 70]],
            envelopes: self.envelopes[..1].to_vec(),
            ..SyncContents::default()
        };
        let key = fixed::space_key();
        let readers = Readers { space: (fixed::SPACE, Epoch(0), &key), invites: Vec::new() };
        let sealed = |contents: &SyncContents| {
            contents.seal(fixed::TEAM, &readers, &mut fixed::rng(6)).expect("small enough")
        };
        let whole = sealed(&contents);
        let first_version = postcard::to_stdvec(&contents).expect("written");
        let first_version = &first_version[..first_version.len() - 3];
        let device = fixed::device(5);
        let snapshot = fixed_snapshot().sign(&device).expect("signed");
        let said = fixed_countersignature(SnapshotId::of(&snapshot)).sign(&device).expect("signed");
        let contents = SyncContents {
            snapshots: vec![snapshot],
            countersignatures: vec![said],
            parts: vec![vec![3; 90]],
            ..contents
        };
        let with_snapshot = sealed(&contents);
        let contents = postcard::to_stdvec(&contents).expect("written");
        vec![
            ("whole", by_way(0, &whole)),
            ("with_snapshot", by_way(0, &with_snapshot)),
            ("middle", by_way(1, &whole[18..whole.len() - 32])),
            ("contents", by_way(2, &contents)),
            ("first_version", by_way(2, first_version)),
            ("empty", by_way(2, &[0; 7])),
        ]
    }
}

fn fixed_snapshot() -> Snapshot {
    let device = fixed::device(5).id();
    Snapshot {
        team: fixed::TEAM,
        space: fixed::SPACE,
        device,
        access_head: AccessHead([6; 32]),
        epoch: Epoch(0),
        cursor: Cursor { position: 3, log_hash: [7; 32] },
        chains: [(device, ChainEnd { seq: 9, id: EnvelopeId([1; 32]) })].into(),
        documents: vec![SnapshotDocument {
            document: DocumentTag([4; 16]),
            heads: vec![[8; 32]],
            parts: vec![PartId([2; 32])],
        }],
    }
}

fn fixed_countersignature(snapshot: SnapshotId) -> Countersignature {
    let device = fixed::device(5).id();
    Countersignature { team: fixed::TEAM, space: fixed::SPACE, snapshot, device }
}

fn backups() -> Named {
    let pairs = [(b"m/format".to_vec(), vec![0, 0, 0, 1]), (b"k".to_vec(), vec![7; 32])];
    let content = Stored::new(fixed::NOW_MS, pairs).to_bytes().expect("written");
    let whole = wire::backup::seal(content.clone(), backup::PASSPHRASE, backup::CHEAP, &mut fixed::rng(3));
    let whole = whole.expect("small enough");
    vec![
        ("whole", by_way(0, &whole)),
        ("middle", by_way(1, &whole[18..whole.len() - 32])),
        ("pairs", by_way(2, &content)),
    ]
}

/// Which pair, what, where, how many bytes, and those.
fn damage() -> Named {
    vec![
        ("none", Vec::new()),
        ("values_gone", vec![40, 3, 0, 0, 0, 41, 3, 0, 0, 0, 20, 3, 0, 0, 0]),
        ("values_cut", vec![30, 2, 20, 0, 0, 31, 2, 9, 0, 0, 32, 2, 60, 0, 0, 33, 2, 1, 0, 0]),
        ("bytes_changed", vec![34, 1, 40, 0, 2, 255, 255, 35, 1, 30, 0, 1, 0, 36, 5, 60, 0, 1, 9]),
        ("values_replaced", vec![1, 0, 0, 0, 1, 7, 3, 0, 0, 0, 2, 1, 2]),
    ]
}

fn tables() -> Named {
    let mut named = vec![
        (
            "utf8",
            by_way(0, "客户,电话,备注\r\n成都锦华,138,\"要报价\n下周\"\r\n山城建材,139,\r\n".as_bytes()),
        ),
        ("tabs", by_way(0, b"a\tb\n1\t2\n\n3\t4")),
        ("gb18030", by_way(0, b"\xbf\xcd\xbb\xa7,a\n\xb3\xc9\xb6\xbc,1\n")),
        (
            "utf16",
            by_way(
                0,
                &"\u{feff}客户,a\n成都,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
            ),
        ),
    ];
    let names = ["accounts", "products", "pipeline", "teams"];
    for (at, ((_, bytes), name)) in csv::FILES.iter().zip(names).enumerate() {
        named.push((name, by_way(1, &[&[at as u8], bytes.as_slice()].concat())));
    }
    named
}

fn by_way(way: u8, bytes: &[u8]) -> Vec<u8> {
    [&[way], bytes].concat()
}

fn with_lengths(parts: &[Vec<u8>]) -> Vec<u8> {
    let part = |part: &Vec<u8>| [&(part.len() as u16).to_le_bytes(), part.as_slice()].concat();
    parts.iter().flat_map(part).collect()
}
