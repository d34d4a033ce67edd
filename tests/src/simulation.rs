//! A seed is a run: people who do things, and everything that can go wrong while they do.
//!
//! Three or four people, one of them with two devices, give random commands. Frames and store jobs end in any order
//! that the driver and a WebSocket allow; sync files reach whomever they reach, late, twice or never; lines break, devices crash between any two effects, disks are full for a
//! while or put back to an older copy, clocks jump by a year, the relay loses some or all of its past, people join
//! meanwhile. Then everything heals, and every replica must hold the same, with nothing missing that was called saved.

mod newcomers;
mod people;
mod post;
mod trouble;

use crate::check;
use crate::model::Model;
use crate::{Device, Dice, Team};
use contract::command::Made;
use contract::view::SyncStage;
use contract::{Command, CommandId};
use domain::member::Role;
use engine::storage;
use engine::sync::snapshots::Policy;
use std::collections::BTreeMap;

/// Longer than a device needs to notice a dead line, and than every wait before it connects again.
const HEALING_MS: i64 = 400_000;

/// What is wrong on purpose, to prove that the simulation notices it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Deviation {
    /// Nothing: every seed must pass.
    #[default]
    None,
    /// The cursor of a page is written before the page.
    CursorBeforeData,
    /// Every start of a device takes the same Automerge actor.
    ReuseActor,
    /// A relay that was put back serves every cursor as if nothing had happened.
    SilentRelayRestore,
}

/// A run under way.
pub struct Run {
    team: Team,
    /// What each command wrote that nobody else writes: a text by which it is found again.
    marks: BTreeMap<CommandId, String>,
    /// Disks at earlier moments.
    copies: Vec<trouble::Copy>,
    /// Sync files that were begun: by which device, with which command.
    files: Vec<(usize, CommandId)>,
    lucky_number: u64,
    /// Who was invited on the way, and with which link.
    newcomers: Vec<(String, String)>,
    /// Disks are put back in this run, or else the relay is: with both, a chain can go two ways, each known to
    /// somebody, and only a new device could mend that.
    disks_are_put_back: bool,
}

/// Run one seed.
///
/// # Errors
/// What is wrong at the end, in words.
///
/// # Panics
/// When an engine panics, or nothing comes to rest.
pub fn run(seed: u64, deviation: Deviation) -> Result<(), String> {
    let mut run = Run::begin(seed, deviation);
    let steps = 150 + run.team.dice.below(350);
    for _ in 0..steps {
        run.step();
    }
    run.heal();
    run.check()
}

/// How many envelopes a run's sync files brought that had not come another way.
///
/// # Panics
/// As [`run`].
pub fn news_by_file(seed: u64) -> u64 {
    let mut run = Run::begin(seed, Deviation::None);
    (0..400).for_each(|_| run.step());
    let answers = run.team.devices.iter().flat_map(|device| device.answers.values());
    let brought = answers.filter_map(|answer| match answer.as_ref().ok()?.made {
        Some(Made::Received { envelopes, .. }) => Some(envelopes),
        _ => None,
    });
    brought.sum()
}

/// How many devices of a run have taken a snapshot over.
///
/// # Panics
/// As [`run`].
pub fn devices_with_snapshots(seed: u64) -> usize {
    let mut run = Run::begin(seed, Deviation::None);
    (0..300).for_each(|_| run.step());
    run.heal();
    let devices = run.team.devices.iter();
    devices.filter(|device| !device.disk.now.scan(storage::SNAPSHOTS).is_empty()).count()
}

impl Run {
    fn begin(seed: u64, deviation: Deviation) -> Self {
        let mut team = Team::new(seed);
        team.dice = Dice::new(seed);
        team.found("陈静");
        for (name, role) in [("阿明", Role::Assistant), ("小李", Role::Salesperson)] {
            team.welcomes("陈静", name, role);
        }
        if team.dice.once_in(2) {
            team.welcomes("陈静", "小王", Role::Salesperson);
        }
        let owner = ["陈静", "阿明", "小李"][team.dice.below(3)];
        let link = team.member(owner).adds_a_device();
        let tablet = format!("{owner}的平板");
        team.joins(&tablet, &link).unwrap_or_else(|refusal| panic!("{tablet} did not join: {refusal}"));
        team.sync();
        // Joining is over; from here on every start may be faulty.
        team.faults = match deviation {
            Deviation::CursorBeforeData => |engine| engine.faults.cursor_before_data = true,
            Deviation::ReuseActor => |engine| engine.faults.reuse_actor = true,
            Deviation::None | Deviation::SilentRelayRestore => |_| {},
        };
        team.relay.ignores_cursor_hashes = deviation == Deviation::SilentRelayRestore;
        if deviation != Deviation::None {
            for at in 0..team.devices.len() {
                team.crash(at);
                team.switch_on(at);
            }
            team.sync();
        }
        let disks_are_put_back = team.dice.once_in(2);
        // Every start from here on; so often that a run has several.
        if team.dice.once_in(2) {
            team.snapshots = Policy { every: 8, rest_ms: 1_000 };
        }
        Self {
            team,
            marks: BTreeMap::new(),
            copies: Vec::new(),
            files: Vec::new(),
            lucky_number: 0,
            newcomers: Vec::new(),
            disks_are_put_back,
        }
    }

    fn step(&mut self) {
        match self.team.dice.below(100) {
            0..10 => self.somebody_does_something(),
            10..20 => self.something_goes_wrong(),
            20..24 => self.time_passes(),
            24..29 => self.a_file_travels(),
            29 => self.somebody_joins(),
            _ => {
                let events = self.team.events();
                match self.team.dice.pick(&events) {
                    Some(event) => self.team.happen(event),
                    None => self.time_passes(),
                }
            }
        }
    }

    fn time_passes(&mut self) {
        let some_ms = self.team.dice.below(5_000) as i64;
        let until = self.team.now_ms + some_ms;
        let alarm = self.team.next_alarm().filter(|_| self.team.dice.once_in(2));
        self.team.now_ms = alarm.map_or(until, |alarm| alarm.clamp(self.team.now_ms, until.max(alarm)));
    }

    fn heal(&mut self) {
        self.team.heal();
        for at in 0..self.team.devices.len() {
            self.team.devices[at].disk.fault = None;
            self.team.devices[at].dies_after = None;
            if self.team.devices[at].engine.is_none() {
                self.team.switch_on(at);
            }
            if self.team.dice.once_in(2) {
                self.team.set_clock(at, 0);
            }
        }
        self.team.let_pass_at_random(HEALING_MS);
        // Who was switched off twice at the very same envelope takes it for one that crashes; people ask for another try.
        for at in 0..self.team.devices.len() {
            self.team.order(at, Command::RetryQuarantine);
        }
        self.team.let_pass_at_random(HEALING_MS);
        self.all_are_in();
        // Whoever comes now begins with a snapshot, where there is one. Links end by their maker's clock.
        let founder = self.team.place("陈静");
        self.team.set_clock(founder, 0);
        self.team.welcomes("陈静", "小赵", Role::Salesperson);
        self.team.let_pass_at_random(HEALING_MS);
    }

    fn check(&mut self) -> Result<(), String> {
        check::converged(&self.team)?;
        // Replicas agree with the model of everybody's envelopes: a snapshot may stand for those of one of them.
        let all: Vec<&Device> = self.team.devices.iter().collect();
        let first = Model::of_all(all[0], &all);
        let saved = self.team.devices.iter().flat_map(|device| &device.saved);
        for mark in saved.filter_map(|id| self.marks.get(id)) {
            if !first.has_text(mark) {
                return Err(format!("{mark} was called saved and is gone"));
            }
        }
        let others = self.team.devices.len() as u32 - 1;
        for at in 0..self.team.devices.len() {
            let name = self.team.devices[at].name.clone();
            let stage = self.team.member(&name).stage();
            let has_written = self.has_written_for_all(at);
            if has_written && stage != (SyncStage::Received { devices: others }) {
                return Err(format!("{name} shows {stage:?}, and all {others} others have everything"));
            }
        }
        Ok(())
    }

    /// Whether a device has ever written into a space that everybody reads.
    fn has_written_for_all(&self, at: usize) -> bool {
        let replica = self.team.devices[at].replica();
        let state = replica.access.state();
        check::readable(replica).into_iter().any(|space| {
            let is_for_all = state.persons.keys().all(|person| state.can_read(*person, space));
            is_for_all && replica.sync.tail(space, replica.identity.device.id()).is_some()
        })
    }
}
