//! Sync files on their way: made by one device, taken in by any, late, twice or never.

use super::Run;
use contract::Command;
use contract::command::Made;

impl Run {
    /// A file is begun, or one that was made reaches somebody.
    ///
    /// Not where disks are put back: an envelope that left by file alone, from a disk that forgot it, is a chain that
    /// goes two ways, each known to somebody.
    pub(super) fn a_file_travels(&mut self) {
        if self.disks_are_put_back {
            return;
        }
        let on: Vec<usize> =
            (0..self.team.devices.len()).filter(|at| self.team.devices[*at].is_in_team()).collect();
        let Some(at) = self.team.dice.pick(&on) else { return };
        let chosen = self.team.dice.pick(&self.files);
        match chosen.filter(|_| self.team.dice.once_in(2)) {
            None => {
                let all = self.team.dice.once_in(3);
                let command = self.team.order(at, Command::MakeSyncFile { all });
                self.files.push((at, command));
            }
            Some((maker, command)) => {
                let answer = self.team.devices[maker].answers.get(&command);
                if let Some(Ok(outcome)) = answer
                    && let Some(Made::File(file)) = outcome.made.clone()
                {
                    self.team.order(at, Command::OpenSyncFile { file });
                }
            }
        }
    }
}
