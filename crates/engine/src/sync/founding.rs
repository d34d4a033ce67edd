//! Giving a relay the access log: the whole team when it is new there, or what the relay lost of it.

use crate::replica::Replica;
use crate::sync::connection::{Out, Phase};
use domain::Now;
use wire::{ClientFrame, Recipient};

impl Replica {
    /// The relay may be given the team now.
    pub fn give_team(&mut self, out: &mut Out) {
        if self.sync.connection.phase == Phase::Founding {
            let (records, boxes) = self.piece_of_log(0);
            out.frames.push(ClientFrame::Found { records, boxes });
        }
    }

    /// Give a relay that has only so many records the rest.
    pub fn give_rest(&mut self, have: u64, out: &mut Out) {
        let (records, boxes) = self.piece_of_log(usize::try_from(have).unwrap_or(usize::MAX));
        if !records.is_empty() {
            out.frames.push(ClientFrame::AccessRefill { from: have, records, boxes });
        }
    }

    /// As many records from one on as fit in a frame; with the last of them the boxes, whose recipients the relay
    /// then knows.
    pub fn piece_of_log(&self, from: usize) -> (Vec<Vec<u8>>, Vec<wire::SealedBox>) {
        let mut bytes = 0;
        let rest = self.access.records().iter().skip(from);
        let records: Vec<Vec<u8>> = rest
            .map(|record| record.bytes().to_vec())
            .take_while(|record| {
                bytes += record.len();
                bytes <= wire::MAX_PAGE_BYTES
            })
            .collect();
        let is_whole = from + records.len() >= self.access.len();
        // The relay takes none for whom the log does not name.
        let state = self.access.state();
        let is_named = |sealed: &&wire::SealedBox| match sealed.recipient() {
            Recipient::Person(person) => state.persons.contains_key(&person),
            Recipient::Invite(invite) => state.invites.contains_key(&invite),
        };
        let boxes = self.sync.boxes.iter().filter(|_| is_whole).filter(is_named).cloned();
        (records, boxes.collect())
    }

    pub fn founded(&mut self, now: Now, have: u64, out: &mut Out) {
        self.sync.connection.wants_found = false;
        if self.sync.connection.phase == Phase::Online {
            // What was refused for want of these records may go now.
            self.sync.connection.given_again.clear();
            self.sync.outbox.iter_mut().for_each(|(_, waiting)| waiting.sent = false);
            self.give_rest(have, out);
            self.push(now, out);
        }
    }
}
