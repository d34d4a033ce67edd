//! People who join while everything goes wrong.

use super::{HEALING_MS, Run};
use contract::Command;
use contract::command::Made;
use domain::member::Role;

const MOST: usize = 2;

impl Run {
    /// Somebody is invited and opens the link. Not where disks are put back: who has joined since would be nobody again.
    pub(super) fn somebody_joins(&mut self) {
        if self.disks_are_put_back || self.newcomers.len() >= MOST {
            return;
        }
        let may_invite = |name: &str| ["陈静", "阿明"].contains(&name);
        let inviters: Vec<usize> = (0..self.team.devices.len())
            .filter(|at| self.team.devices[*at].engine.is_some() && may_invite(&self.team.devices[*at].name))
            .collect();
        let Some(inviter) = self.team.dice.pick(&inviters) else { return };
        // A link ends by the clock of whoever made it.
        self.team.set_clock(inviter, 0);
        let name = format!("新人{}", self.newcomers.len() + 1);
        let role = Role::Salesperson;
        let invite = Command::Invite { member: None, name: name.clone(), role, line: None, by_file: false };
        let id = self.team.order(inviter, invite);
        self.team.let_pass_at_random(5_000);
        // What was not called saved may be gone with the device.
        let made = &self.team.devices[inviter];
        let made = made.answers.get(&id).filter(|_| made.saved.contains(&id)).cloned();
        let Some(Made::InviteLink(link)) = made.and_then(|made| made.ok()?.made) else { return };
        let at = self.team.add_device(&name);
        self.team.let_pass_at_random(1_000);
        self.team.order(at, Command::JoinTeam { link: link.clone() });
        self.team.let_pass_at_random(20_000);
        self.newcomers.push((name, link));
    }

    /// Whoever did not get in opens the link again.
    pub(super) fn all_are_in(&mut self) {
        for (name, link) in std::mem::take(&mut self.newcomers) {
            if !self.team.device(&name).is_in_team() {
                self.team
                    .joins(&name, &link)
                    .unwrap_or_else(|refusal| panic!("{name} did not join: {refusal}"));
            }
            self.team.let_pass_at_random(HEALING_MS);
        }
    }
}
