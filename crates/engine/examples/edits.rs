//! What a start and a logged follow-up cost on the large team: a restarted engine over the memory store, Today and a
//! customer on screen.
//!
//! `cargo run --release -p engine --example edits`

use contract::{Command, CommandId, FieldWrite, FromWorker, Query, ToWorker};
use domain::customer::CustomerId;
use domain::follow_up::{Channel, FollowUpId, Outcome};
use domain::record::{Fields, Record};
use domain::{Now, RecordId, Timestamp};
use engine::host::{MemoryStore, StoreOp};
use engine::{Effect, Engine, Input};
use std::time::{Duration, Instant};

const EDITS: usize = 100;

/// An engine, its store, and how long it thought since last asked.
struct Device {
    engine: Engine,
    store: MemoryStore,
    now: Now,
    commands: u64,
    thought: Duration,
    /// Of that, until the first write was on its way.
    until_write: Option<Duration>,
    written: Vec<(char, usize)>,
    sent: usize,
    seed: u8,
}

impl Device {
    fn start(store: MemoryStore, seed: u8) -> Self {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day");
        let now = Now { at: Timestamp(1_772_676_000_000), today, utc_offset_minutes: 480 };
        let (written, thought) = (Vec::new(), Duration::ZERO);
        let mut device = Self {
            engine: Engine::new([seed; 32]),
            store,
            now,
            commands: 0,
            thought,
            until_write: None,
            written,
            sent: 0,
            seed,
        };
        device.give(Input::Start);
        device
    }

    fn give(&mut self, input: Input) {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            self.now.at = Timestamp(self.now.at.0 + 1);
            let begun = Instant::now();
            let effects = self.engine.handle(self.now, input);
            self.thought += begun.elapsed();
            for effect in effects {
                match effect {
                    Effect::Read { ticket, prefixes } => {
                        let pairs = prefixes.iter().map(|prefix| self.store.scan(prefix)).collect();
                        inputs.insert(0, Input::Read { ticket, result: Ok(pairs) });
                    }
                    Effect::Write { ticket, ops, .. } => {
                        self.until_write.get_or_insert(self.thought);
                        self.written.extend(ops.iter().filter_map(|op| match op {
                            StoreOp::Put { key, value } => Some((char::from(key[0]), value.len())),
                            _ => None,
                        }));
                        self.store.apply(&ops);
                        inputs.insert(0, Input::Written { ticket, result: Ok(()) });
                    }
                    // At once: work goes on.
                    Effect::WakeAt(at) if at.0 <= self.now.at.0 + 1 => inputs.insert(0, Input::Wake),
                    Effect::Page(FromWorker::Answer { result: Err(refusal), .. }) => panic!("{refusal:?}"),
                    Effect::Page(FromWorker::View { .. }) => self.sent += 1,
                    _ => {}
                }
            }
        }
    }

    fn does(&mut self, command: Command) {
        self.commands += 1;
        let mut id = [self.seed; 16];
        id[..8].copy_from_slice(&self.commands.to_be_bytes());
        self.give(Input::Message(ToWorker::Command { id: CommandId(id), command }));
    }

    fn looks_at(&mut self, subscription: u32, query: Query) -> Duration {
        self.thought = Duration::ZERO;
        self.give(Input::Message(ToWorker::Subscribe { subscription, query }));
        std::mem::take(&mut self.thought)
    }
}

fn main() {
    let store = MemoryStore::default();
    let mut device = Device::start(store.clone(), 1);
    device.does(Command::FoundTeam { team: "成都".into(), name: "陈静".into(), relay: String::new() });
    let me = device.engine.replica().expect("a team").me().0;
    let customers = fill(&mut device, me);
    let mut device = Device::start(store, 2);
    println!("start   {:>6.1} ms", millis(device.thought));
    println!("session {:>6.1} ms", millis(device.looks_at(1, Query::Session)));
    println!("today   {:>6.1} ms", millis(device.looks_at(2, Query::Today)));
    let (mut until_write, mut in_all) = (Vec::new(), Vec::new());
    for (number, customer) in customers.iter().enumerate().take(EDITS) {
        let query = Query::Customer { id: CustomerId(*customer), timeline_count: 20 };
        device.looks_at(3, query);
        device.thought = Duration::ZERO;
        device.until_write = None;
        device.written.clear();
        device.does(Command::LogFollowUp {
            id: FollowUpId(RecordId((number as u128 + 1).to_be_bytes())),
            customer: CustomerId(*customer),
            channel: Channel::Phone,
            outcome: Outcome::Interested,
            text: format!("想看样品，下周再谈。{number}"),
            next_date: None,
            next_action: None,
            contact: None,
        });
        until_write.extend(device.until_write.map(millis));
        in_all.push(millis(device.thought));
    }
    println!("written by the last one: {:?}", device.written);
    for (what, mut times) in [("write", until_write), ("log", in_all)] {
        times.sort_by(f64::total_cmp);
        println!("{what:<7} {:>6.1} ms (median), {:.1} ms (worst)", times[EDITS / 2], times[EDITS - 1]);
    }
    let mut again: Vec<f64> = (0..2000).map(|_| millis(device.looks_at(4, Query::Today))).collect();
    again.sort_by(f64::total_cmp);
    println!("today   {:>6.1} ms again", again[1000]);
}

/// Writes the large team; gives its customers.
fn fill(device: &mut Device, me: RecordId) -> Vec<RecordId> {
    let (today, offset) = (device.now.today, device.now.utc_offset_minutes);
    let team = sample::generate(1, today, offset, sample::Language::Chinese, sample::Size::full());
    let customers = team.customers.iter().filter(|(_, customer)| customer.owner.is_some());
    let customers: Vec<RecordId> = customers.map(|(id, _)| id.0).take(EDITS).collect();
    let mut records: Vec<(&'static str, RecordId, Fields)> = Vec::new();
    records.extend(team.members.iter().skip(1).map(|(id, member)| ("member", id.0, member.to_fields())));
    records.extend(team.customers.iter().map(|(id, customer)| ("customer", id.0, customer.to_fields())));
    records.extend(team.contacts.iter().map(|(id, contact)| ("contact", id.0, contact.to_fields())));
    records.extend(team.follow_ups.iter().map(|(id, touch)| ("follow_up", id.0, touch.to_fields())));
    records.extend(team.daily_work.into_iter().map(|record| (record.kind, record.id, record.fields)));
    let boss = team.me.0;
    let called_here = |id: RecordId| if id == boss { me } else { id };
    for batch in records.chunks(2_000) {
        let records = batch.iter().map(|(kind, id, fields)| {
            let kind = domain::kind(kind).expect("a kind");
            let writes = fields.0.iter().map(|(index, value)| {
                let value = match value.clone() {
                    domain::record::Value::Id(id) => domain::record::Value::Id(called_here(id)),
                    domain::record::Value::Ids(ids) => {
                        domain::record::Value::Ids(ids.into_iter().map(called_here).collect())
                    }
                    other => other,
                };
                let field = kind.fields[usize::from(*index)].name.to_owned();
                FieldWrite { field, value: Some(value) }
            });
            (kind.name.to_owned(), *id, writes.collect())
        });
        device.does(Command::CreateMany { records: records.collect() });
    }
    customers
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
