//! One device: a real engine over a store in memory.

use contract::command::Made;
use contract::{Command, CommandId, FieldWrite, FromWorker, Outcome, Query, Refusal, ToWorker, View};
use domain::record::Value;
use domain::{Now, Timestamp};
use engine::host::{LinkEvent, MemoryStore};
use engine::{Effect, Engine, Input};
use std::collections::VecDeque;

/// An engine that has not come to rest after so many inputs never will.
const MOST_INPUTS: usize = 5_000;

pub struct Device {
    pub engine: Engine,
    pub store: MemoryStore,
    heard: Vec<FromWorker>,
    sent: Vec<Vec<u8>>,
    now: Now,
    commands: u8,
}

impl Device {
    /// Switched on over what is stored.
    pub fn start(store: MemoryStore, seed: u8) -> Self {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day");
        let at = Timestamp(i64::try_from(crate::fixed::NOW_MS).expect("in range"));
        let mut device = Self {
            engine: Engine::new([seed; 32]),
            store,
            heard: Vec::new(),
            sent: Vec::new(),
            now: Now { at, today, utc_offset_minutes: 480 },
            commands: 0,
        };
        device.give(Input::Start);
        device
    }

    /// Give an input and carry out what follows from it.
    pub fn give(&mut self, input: Input) {
        let mut inputs = VecDeque::from([input]);
        for _ in 0..MOST_INPUTS {
            let Some(input) = inputs.pop_front() else { return };
            for effect in self.engine.handle(self.now, input) {
                match effect {
                    Effect::Read { ticket, prefixes } => {
                        let pairs = prefixes.iter().map(|prefix| self.store.scan(prefix)).collect();
                        inputs.push_back(Input::Read { ticket, result: Ok(pairs) });
                    }
                    Effect::Write { ticket, ops, .. } => {
                        self.store.apply(&ops);
                        inputs.push_back(Input::Written { ticket, result: Ok(()) });
                    }
                    Effect::Page(message) => self.heard.push(message),
                    Effect::WakeAt(at) if at <= self.now.at => inputs.push_back(Input::Wake),
                    Effect::Send(frame) => self.sent.push(frame),
                    _ => {}
                }
            }
        }
        panic!("the engine does not come to rest");
    }

    /// How many frames it has sent.
    pub fn sent(&self) -> usize {
        self.sent.len()
    }

    /// A frame comes from the relay.
    pub fn hears(&mut self, frame: Vec<u8>) {
        self.give(Input::Link(LinkEvent::Frame(frame)));
    }

    /// Some time passes.
    pub fn waits(&mut self, milliseconds: i64) {
        self.now.at.0 += milliseconds;
        self.give(Input::Wake);
    }

    pub fn does(&mut self, command: Command) -> Result<Outcome, Refusal> {
        self.commands += 1;
        let id = CommandId([self.commands; 16]);
        self.give(Input::Message(ToWorker::Command { id, command }));
        let answer = self.heard.iter().rev().find_map(|message| match message {
            FromWorker::Answer { id: answered, result } if *answered == id => Some(result.clone()),
            _ => None,
        });
        answer.unwrap_or(Err(Refusal::NoTeam))
    }

    /// What a command made.
    pub fn makes(&mut self, command: Command) -> Made {
        let outcome = self.does(command).unwrap_or_else(|refusal| panic!("{refusal}"));
        outcome.made.expect("it makes something")
    }

    pub fn sees(&mut self, query: Query) -> Option<View> {
        self.heard.clear();
        self.give(Input::Message(ToWorker::Subscribe { subscription: 1, query }));
        self.give(Input::Message(ToWorker::Unsubscribe { subscription: 1 }));
        self.heard.iter().rev().find_map(|message| match message {
            FromWorker::View { view, .. } => Some(view.clone()),
            _ => None,
        })
    }
}

/// One text field of a command.
pub fn text(field: &str, value: &str) -> FieldWrite {
    FieldWrite { field: field.into(), value: Some(Value::Text(value.into())) }
}
