//! A member with valid keys and a patched program: makes envelopes that no honest program makes.

use crate::{Device, Team};
use automerge::legacy::OpId;
use automerge::{Change, ExpandedChange};
use domain::RecordId;
use domain::record::{KindSpec, Value};
use engine::document::{Document, RecordWrite};
use engine::host::LinkEvent;
use engine::storage::{self, DocumentId};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use std::collections::HashMap;
use wire::envelope::Draft;
use wire::frame::{LoginAs, login_signature};
use wire::receipt::ChainEnd;
use wire::{
    AccessHead, Body, ClientFrame, DeviceId, DeviceKeys, DocumentTag, Envelope, EnvelopeId, EnvelopeKind,
    Epoch, ServerFrame, SpaceId, SpaceKey, TeamId,
};

/// Where the header names the device.
const DEVICE_AT: usize = 70;

/// See the module.
pub struct Hostile {
    /// The device's own keys.
    pub device: DeviceKeys,
    /// The newest access record.
    pub access_head: AccessHead,
    team: TeamId,
    keys: HashMap<(SpaceId, Epoch), SpaceKey>,
    tails: HashMap<SpaceId, ChainEnd>,
    documents: HashMap<DocumentId, Vec<Vec<u8>>>,
    rng: ChaCha20Rng,
}

impl Hostile {
    /// Somebody's program is replaced: the honest one stops, its keys and data are used on.
    pub fn takes_over(team: &mut Team, name: &str) -> Self {
        let at = team.place(name);
        let hostile = Self::with_keys_of(&team.devices[at]);
        team.crash(at);
        hostile
    }

    fn with_keys_of(device: &Device) -> Self {
        let replica = device.replica();
        let own = replica.identity.device.id();
        let tails = replica.access.state().spaces.keys().filter_map(|space| {
            let end = replica.sync.tail(*space, own)?;
            Some((*space, end))
        });
        let documents = replica.projection.documents().iter().map(|entry| {
            let chunks = device.disk.now.scan(&storage::document(entry.id));
            (entry.id, chunks.into_iter().map(|(_, chunk)| chunk).collect())
        });
        Self {
            device: replica.identity.device.clone(),
            access_head: replica.access.head(),
            team: replica.identity.team,
            keys: replica.keys.clone(),
            tails: tails.collect(),
            documents: documents.collect(),
            rng: ChaCha20Rng::from_seed([66; 32]),
        }
    }

    /// Where its chance comes from.
    pub fn rng(&mut self) -> &mut ChaCha20Rng {
        &mut self.rng
    }

    /// An Automerge actor that belongs to a device.
    pub fn actor_of(device: DeviceId) -> Vec<u8> {
        Self::actor_of_start(device, 0)
    }

    /// The actor of one of the device's starts.
    pub fn actor_of_start(device: DeviceId, start: u64) -> Vec<u8> {
        [&device.0[..16], &start.to_be_bytes()].concat()
    }

    /// A change to one text field of one record, made upon everything this device has.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn change(
        &self,
        document: DocumentId,
        id: RecordId,
        kind: &'static KindSpec,
        field: &str,
        text: &str,
        actor: &[u8],
    ) -> Vec<u8> {
        let chunks = self.documents.get(&document).cloned().unwrap_or_default();
        let mut document = Document::load(&chunks, actor).unwrap_or_else(|damaged| panic!("{damaged}"));
        let (index, _) = kind.field(field).unwrap_or_else(|| panic!("no field {field}"));
        let fields = vec![(index, Some(Value::Text(text.to_owned())))];
        let write = RecordWrite { id, kind, fields, live: true };
        let written = document.write(0, kind.name, &[write]).unwrap_or_else(|error| panic!("{error}"));
        written.unwrap_or_else(|| panic!("nothing was changed")).1
    }

    /// The same change with its operations numbered as if much had happened before.
    ///
    /// # Panics
    /// When the bytes are no change.
    pub fn with_start_op(change: Vec<u8>, later_by: u64) -> Vec<u8> {
        Self::forged(change, |change| change.start_op = change.start_op.saturating_add(later_by))
    }

    /// A change that says of each value it replaces that another one stood there, which is no value of that field.
    ///
    /// # Panics
    /// When the bytes are no change, or it replaces nothing.
    pub fn replacing_something_else(change: Vec<u8>) -> Vec<u8> {
        Self::forged(change, |change| {
            let mut replaced = 0;
            for operation in &mut change.operations {
                let others =
                    operation.pred.iter().map(|OpId(counter, actor)| OpId(counter - 1, actor.clone()));
                operation.pred = others.collect();
                replaced += operation.pred.iter().count();
            }
            assert!(replaced > 0, "it replaces something");
        })
    }

    /// The same change, forged.
    ///
    /// # Panics
    /// When the bytes are no change.
    pub fn forged(change: Vec<u8>, forge: impl FnOnce(&mut ExpandedChange)) -> Vec<u8> {
        let mut expanded = Change::from_bytes(change).unwrap_or_else(|error| panic!("{error}")).decode();
        forge(&mut expanded);
        expanded.hash = None;
        Change::from(expanded).raw_bytes().to_vec()
    }

    /// A change that unfolds to far more than it is.
    pub fn bomb() -> Vec<u8> {
        const COMPRESSED_CHANGE: u8 = 2;
        let packed = miniz_oxide::deflate::compress_to_vec(&vec![0; 64 << 20], 9);
        let mut bytes = vec![0x85, 0x6f, 0x4a, 0x83, 0, 0, 0, 0, COMPRESSED_CHANGE];
        let mut length = packed.len();
        while length >= 0x80 {
            bytes.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        bytes.push(length as u8);
        bytes.extend(packed);
        bytes
    }

    /// What an honest program would say about its next envelope.
    pub fn draft(&self, space: SpaceId, document: DocumentId) -> Draft {
        let tail = self.tails.get(&space);
        Draft {
            team: self.team,
            space,
            tag: DocumentTag(document.0),
            epoch: Epoch(0),
            kind: EnvelopeKind::Changes,
            seq: tail.map_or(1, |tail| tail.seq + 1),
            prev: tail.map_or(EnvelopeId::ZERO, |tail| tail.id),
            access_head: self.access_head,
        }
    }

    /// The body an honest program would make for these changes.
    pub fn body(&self, document: DocumentId, changes: Vec<Vec<u8>>) -> Body {
        let actor = Self::actor_of(self.device.id());
        Body { document: document.0, batch: [66; 16], batch_len: 1, actor, changes }
    }

    /// Seal it, and go on behind it next time.
    ///
    /// # Panics
    /// When there is no key or it is too large.
    pub fn seal(&mut self, draft: Draft, body: &Body) -> Vec<u8> {
        let key = self.keys.get(&(draft.space, draft.epoch)).cloned();
        let key = key.unwrap_or_else(|| panic!("no key for {:?}", draft.space));
        self.seal_with(draft, body, &key)
    }

    /// The same with any key.
    ///
    /// # Panics
    /// When it is too large.
    pub fn seal_with(&mut self, draft: Draft, body: &Body, key: &SpaceKey) -> Vec<u8> {
        let envelope = Envelope::seal(draft, body, key, &self.device, &mut self.rng);
        let envelope = envelope.unwrap_or_else(|error| panic!("{error}"));
        self.tails.insert(draft.space, ChainEnd { seq: draft.seq, id: envelope.id() });
        envelope.into_bytes()
    }

    /// A space key that nobody has.
    pub fn other_key(&mut self) -> SpaceKey {
        SpaceKey::generate(&mut self.rng)
    }

    /// The same envelope, said to be somebody else's.
    pub fn in_the_name_of(author: DeviceId, mut envelope: Vec<u8>) -> Vec<u8> {
        envelope[DEVICE_AT..DEVICE_AT + 32].copy_from_slice(&author.0);
        envelope
    }

    /// Log in at the honest relay and put envelopes there. Gives what it says to them.
    ///
    /// # Panics
    /// When a frame cannot be made or read.
    pub fn puts(&self, team: &mut Team, envelopes: Vec<Vec<u8>>) -> Vec<ServerFrame> {
        self.says(team, vec![ClientFrame::Put { envelopes }])
    }

    /// Log in and say something. Gives what the relay answers.
    ///
    /// # Panics
    /// When the relay says nothing at all.
    pub fn says(&self, team: &mut Team, frames_to_say: Vec<ClientFrame>) -> Vec<ServerFrame> {
        let (connection, said) = team.relay.connect([66; 32]);
        let challenge = frames(connection, said).pop();
        let Some(ServerFrame::Challenge { nonce, relay }) = challenge else { panic!("no challenge") };
        let origin = wire::frame::relay_origin(crate::relay::ADDRESS);
        let identity = LoginAs::Device(self.device.id());
        let signature = login_signature(&self.device, &nonce, &relay, &origin, self.team, identity);
        let login = ClientFrame::Login { team: self.team, identity, origin, signature };
        let mut heard = Vec::new();
        for frame in std::iter::once(login).chain(frames_to_say) {
            let bytes = frame.encode().unwrap_or_else(|error| panic!("{error}"));
            let said = team.relay.receive(team.now_ms, connection, &bytes);
            heard.extend(frames(connection, said.clone()));
            team.pass_on(said);
        }
        team.relay.disconnect(connection);
        heard
    }

    /// Put envelopes into a space's log with the help of the relay, past all of its checks.
    pub fn smuggles(&self, team: &mut Team, space: SpaceId, envelopes: &[Vec<u8>]) {
        team.relay.smuggle(self.team, space, envelopes);
        let said = team.relay.take_said();
        team.pass_on(said);
    }
}

fn frames(connection: u64, said: crate::relay::Said) -> Vec<ServerFrame> {
    let mine = said.into_iter().filter(|(to, _)| *to == connection);
    let frames = mine.filter_map(|(_, event)| match event? {
        LinkEvent::Frame(bytes) => ServerFrame::decode(&bytes).ok(),
        _ => None,
    });
    frames.collect()
}
