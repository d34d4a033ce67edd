//! The devices, the relay and the one clock, stepped event by event.

use crate::relay::{Relay, Said};
use crate::{Device, Dice};
use contract::{Command, CommandId, Outcome, Query, Refusal, ToWorker, View};
use domain::Timestamp;
use engine::host::LinkEvent;
use engine::sync::snapshots::Policy;
use engine::{Effect, Engine, INJECTED, Input};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// 2026-03-05 10:00 in China.
const BEGIN_MS: i64 = 1_772_676_000_000;
/// What a device wants to go on with within this is no waiting.
const AT_ONCE_MS: i64 = 1;
/// Longer than the longest wait between two attempts to connect.
const PATIENCE_MS: i64 = 60_000;
/// A run that is not quiet after so many events never will be.
const MOST_EVENTS: usize = 200_000;

/// Something that can happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// A device's store job ends.
    Store(usize),
    /// A device's frame reaches the relay.
    ToRelay(usize),
    /// A frame (or the line's end) reaches a device.
    ToDevice(usize),
    /// A device's alarm rings.
    Wake(usize),
}

/// See the module.
pub struct Team {
    /// The true time, Unix milliseconds.
    pub now_ms: i64,
    /// The one relay.
    pub relay: Relay,
    /// Every device of everybody.
    pub devices: Vec<Device>,
    /// Where chance comes from.
    pub dice: Dice,
    /// Faults that every engine starts with.
    pub faults: fn(&mut Engine),
    /// When devices make snapshots.
    pub snapshots: Policy,
    commands: u64,
}

impl Team {
    /// Nobody yet; the relay is empty.
    pub fn new(seed: u64) -> Self {
        Self {
            now_ms: BEGIN_MS,
            relay: Relay::default(),
            devices: Vec::new(),
            dice: Dice::new(seed),
            faults: |_| {},
            snapshots: Policy::default(),
            commands: 0,
        }
    }

    /// A new device, switched on.
    pub fn add_device(&mut self, name: &str) -> usize {
        self.devices.push(Device::new(name));
        let at = self.devices.len() - 1;
        self.switch_on(at);
        at
    }

    /// The device that is called so.
    ///
    /// # Panics
    /// When there is none.
    pub fn place(&self, name: &str) -> usize {
        let found = self.devices.iter().position(|device| device.name == name);
        found.unwrap_or_else(|| panic!("nobody is called {name}"))
    }

    /// The device that is called so.
    pub fn device(&self, name: &str) -> &Device {
        &self.devices[self.place(name)]
    }

    /// The same, to change it.
    pub fn device_mut(&mut self, name: &str) -> &mut Device {
        let at = self.place(name);
        &mut self.devices[at]
    }

    /// Start the program over what the disk holds.
    pub fn switch_on(&mut self, at: usize) {
        let mut engine = Engine::new(self.dice.bytes());
        // Small, so that pages of a few envelopes are cut.
        engine.slice = 3;
        engine.snapshots = self.snapshots;
        (self.faults)(&mut engine);
        self.devices[at].engine = Some(engine);
        self.devices[at].dies_after = None;
        self.give(at, Input::Start);
        self.give(at, Input::Message(ToWorker::Subscribe { subscription: 0, query: Query::Session }));
    }

    /// The program dies: what was not finished is gone, what was not sent is gone, the relay notices.
    pub fn crash(&mut self, at: usize) {
        let Self { devices, dice, .. } = self;
        devices[at].engine = None;
        devices[at].disk.crash(dice);
        devices[at].wake_at = None;
        self.deliver_some(at);
        self.hang_up(at);
    }

    /// What was sent before the connection went may still arrive, from the first on.
    fn deliver_some(&mut self, at: usize) {
        let arriving = self.dice.below(self.devices[at].line.to_relay.len() + 1);
        for _ in 0..arriving {
            self.carry_to_relay(at);
        }
    }

    fn hang_up(&mut self, at: usize) {
        if let Some(connection) = self.devices[at].line.close() {
            self.relay.disconnect(connection);
        }
    }

    /// The connection breaks: a beginning of what is under way still arrives, then the device notices.
    pub fn break_line(&mut self, at: usize) {
        if self.devices[at].line.connection.is_none() {
            return;
        }
        self.deliver_some(at);
        let arriving = self.dice.below(self.devices[at].line.to_device.len() + 1);
        let mut arrived: Vec<LinkEvent> = self.devices[at].line.to_device.drain(..).take(arriving).collect();
        arrived.push(LinkEvent::Down);
        self.hang_up(at);
        self.devices[at].line.to_device.extend(arrived);
    }

    /// Devices that reach no relay any more.
    pub fn partition(&mut self, names: &[&str]) {
        for name in names {
            let at = self.place(name);
            self.devices[at].is_cut_off = true;
            self.break_line(at);
        }
    }

    /// Everybody reaches the relay again.
    pub fn heal(&mut self) {
        self.relay.is_down = false;
        self.devices.iter_mut().for_each(|device| device.is_cut_off = false);
    }

    /// The relay is put back to how it was after so many transactions: an old backup, or a new disk (0).
    pub fn roll_relay_back(&mut self, writes: usize) {
        for at in 0..self.devices.len() {
            self.break_line(at);
        }
        let new_id = (writes == 0).then(|| self.dice.bytes());
        self.relay.roll_back(writes, new_id);
    }

    /// One input to one engine, and everything it asks for.
    pub fn give(&mut self, at: usize, input: Input) {
        let now = self.devices[at].now(self.now_ms);
        let deadly = self.devices[at].deadly;
        let Some(engine) = self.devices[at].engine.as_mut() else { return };
        (engine.faults.panic_applying, engine.faults.panic_loading, engine.faults.panic_merging) = deadly;
        let effects = match catch_unwind(AssertUnwindSafe(|| engine.handle(now, input))) {
            Ok(effects) => effects,
            Err(panic) if panic.downcast_ref::<String>().is_some_and(|words| words == INJECTED) => {
                self.devices[at].deaths += 1;
                return self.crash(at);
            }
            Err(panic) => resume_unwind(panic),
        };
        for effect in effects {
            if let Some(left) = &mut self.devices[at].dies_after {
                if *left == 0 {
                    return self.crash(at);
                }
                *left -= 1;
            }
            self.carry_out(at, effect);
        }
    }

    fn carry_out(&mut self, at: usize, effect: Effect) {
        let device = &mut self.devices[at];
        match effect {
            Effect::Read { ticket, prefixes } => device.disk.read(ticket, prefixes),
            Effect::Write { ticket, ops, durability } => device.disk.write(ticket, ops, durability),
            Effect::OpenLink(url) => self.open_line(at, &url),
            Effect::CloseLink => self.hang_up(at),
            Effect::Send(frame) => device.line.send(frame),
            Effect::WakeAt(moment) => device.wake_at = Some(moment),
            Effect::Page(message) => device.hear(message),
        }
    }

    fn open_line(&mut self, at: usize, url: &str) {
        self.hang_up(at);
        if self.devices[at].is_cut_off || self.relay.is_down || url != crate::relay::ADDRESS {
            self.devices[at].line.to_device.push_back(LinkEvent::Down);
            return;
        }
        let nonce = self.dice.bytes();
        let (connection, said) = self.relay.connect(nonce);
        self.devices[at].line.connection = Some(connection);
        self.devices[at].line.to_device.push_back(LinkEvent::Up);
        self.pass_on(said);
    }

    /// Put what the relay said on the lines.
    pub fn pass_on(&mut self, said: Said) {
        for (connection, event) in said {
            let device = self.devices.iter_mut().find(|device| device.line.connection == Some(connection));
            let Some(device) = device else { continue };
            match event {
                Some(event) => device.line.bring(event),
                None => {
                    device.line.connection = None;
                    device.line.bring(LinkEvent::Down);
                }
            }
        }
    }

    fn carry_to_relay(&mut self, at: usize) {
        let line = &mut self.devices[at].line;
        let (Some(connection), Some(frame)) = (line.connection, line.to_relay.pop_front()) else { return };
        let said = self.relay.receive(self.now_ms, connection, &frame);
        self.pass_on(said);
    }

    /// What can happen now, in the order in which a story lets it happen.
    pub fn events(&self) -> Vec<Event> {
        let mut events = Vec::new();
        for (at, device) in self.devices.iter().enumerate() {
            if device.engine.is_some() && device.disk.is_busy() {
                events.push(Event::Store(at));
            }
            if !device.line.is_held && !device.line.to_relay.is_empty() {
                events.push(Event::ToRelay(at));
            }
            if device.engine.is_some() && !device.line.is_held && !device.line.to_device.is_empty() {
                events.push(Event::ToDevice(at));
            }
            let now = device.now(self.now_ms).at;
            if device.engine.is_some() && device.wake_at.is_some_and(|wake| wake <= now) {
                events.push(Event::Wake(at));
            }
        }
        events
    }

    /// Let it happen.
    pub fn happen(&mut self, event: Event) {
        match event {
            Event::Store(at) => {
                let Self { devices, dice, .. } = self;
                if let Some(input) = devices[at].disk.step(Some(dice)) {
                    self.give(at, input);
                }
            }
            Event::ToRelay(at) => self.carry_to_relay(at),
            Event::ToDevice(at) => {
                if let Some(event) = self.devices[at].line.to_device.pop_front() {
                    self.give(at, Input::Link(event));
                }
            }
            Event::Wake(at) => {
                self.devices[at].wake_at = None;
                self.give(at, Input::Wake);
            }
        }
    }

    /// The next moment at which somebody wants to be woken.
    pub fn next_alarm(&self) -> Option<i64> {
        let on = self.devices.iter().filter(|device| device.engine.is_some());
        on.filter_map(|device| Some(device.wake_at?.0 - device.clock_ahead_ms)).min()
    }

    /// Let everything happen that happens by itself within so much time, in the order of a story.
    ///
    /// # Panics
    /// When it does not come to rest.
    pub fn let_pass(&mut self, duration_ms: i64) {
        self.run_on(duration_ms, |_, _| 0);
    }

    /// The same in any order.
    ///
    /// # Panics
    /// When it does not come to rest.
    pub fn let_pass_at_random(&mut self, duration_ms: i64) {
        self.run_on(duration_ms, Dice::below);
    }

    fn run_on(&mut self, duration_ms: i64, pick: impl Fn(&mut Dice, usize) -> usize) {
        let end = self.now_ms + duration_ms;
        for _ in 0..MOST_EVENTS {
            let events = self.events();
            if !events.is_empty() {
                let event = events[pick(&mut self.dice, events.len())];
                self.happen(event);
                continue;
            }
            match self.next_alarm().filter(|alarm| *alarm <= end) {
                Some(alarm) => self.now_ms = self.now_ms.max(alarm),
                None => {
                    self.now_ms = end;
                    return;
                }
            }
        }
        panic!("it does not come to rest: {:?}, next alarm {:?}", self.events(), self.next_alarm());
    }

    /// Let everything happen, until nothing is left to do but wait for people.
    pub fn sync(&mut self) {
        self.let_pass(PATIENCE_MS);
    }

    /// Give a command; the answer may take a while.
    pub fn order(&mut self, at: usize, command: Command) -> CommandId {
        self.commands += 1;
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.commands.to_be_bytes());
        id[8..].copy_from_slice(&self.dice.bytes::<8>());
        let id = CommandId(id);
        self.give(at, Input::Message(ToWorker::Command { id, command }));
        id
    }

    /// Give a command and let only this device work until it is answered and its documents have it: its disk, and what
    /// it goes on with at once.
    ///
    /// # Panics
    /// When there is no answer.
    pub fn does(&mut self, at: usize, command: Command) -> Result<Outcome, Refusal> {
        let id = self.order(at, command.clone());
        while !self.devices[at].answers.contains_key(&id) || self.devices[at].has_foreseen() {
            let device = &self.devices[at];
            let alarm = device.wake_at.map(|wake| wake.0 - device.clock_ahead_ms);
            if device.disk.is_busy() {
                self.happen(Event::Store(at));
            } else if let Some(alarm) = alarm.filter(|alarm| *alarm <= self.now_ms + AT_ONCE_MS) {
                self.now_ms = self.now_ms.max(alarm);
                self.happen(Event::Wake(at));
            } else {
                break;
            }
        }
        let answer = self.devices[at].answers.get(&id).cloned();
        answer.unwrap_or_else(|| panic!("{} got no answer to {command:?}", self.devices[at].name))
    }

    /// What a screen shows now.
    ///
    /// # Panics
    /// When the engine does not answer.
    pub fn sees(&mut self, at: usize, query: Query) -> View {
        const SCREEN: u32 = 1_000;
        self.give(at, Input::Message(ToWorker::Subscribe { subscription: SCREEN, query }));
        let of_screen = |message: &contract::FromWorker| match message {
            contract::FromWorker::View { subscription: SCREEN, view } => Some(view.clone()),
            _ => None,
        };
        let mut view = self.devices[at].heard.iter().rev().find_map(of_screen);
        while view == Some(View::History(None)) && self.devices[at].disk.is_busy() {
            self.happen(Event::Store(at));
            view = self.devices[at].heard.iter().rev().find_map(of_screen);
        }
        self.give(at, Input::Message(ToWorker::Unsubscribe { subscription: SCREEN }));
        view.unwrap_or_else(|| panic!("{} sees nothing", self.devices[at].name))
    }

    /// Its clock jumps.
    pub fn set_clock(&mut self, at: usize, ahead_ms: i64) {
        let device = &mut self.devices[at];
        let delta = ahead_ms - device.clock_ahead_ms;
        device.clock_ahead_ms = ahead_ms;
        // A host's alarm counts by a clock that does not jump.
        device.wake_at = device.wake_at.map(|wake| Timestamp(wake.0 + delta));
    }
}
