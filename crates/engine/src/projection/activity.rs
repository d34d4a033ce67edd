//! When each member last logged a follow-up.

use super::{IdMap, Projection, Row, RowKey};
use domain::follow_up::FollowUp;
use domain::{RecordId, Timestamp};

impl Projection {
    /// Look through all follow-ups, unless that was done and still holds.
    pub fn index_activity(&mut self) {
        if self.last_activity.is_some() {
            return;
        }
        let mut last = IdMap::default();
        for row in self.live::<FollowUp>() {
            raise(&mut last, row);
        }
        self.last_activity = Some(last);
    }

    /// A member's newest follow-up. Nothing before [`Projection::index_activity`].
    pub fn last_activity(&self, author: RecordId) -> Option<Timestamp> {
        self.last_activity.as_ref()?.get(&author).copied()
    }

    pub(super) fn update_activity(&mut self, key: RowKey, old: Option<&Row>) {
        let Some(last) = self.last_activity.as_mut() else { return };
        let before = old.filter(|old| old.live).and_then(touch);
        if before.is_some_and(|(author, at)| last.get(&author) == Some(&at)) {
            self.last_activity = None; // which one is the newest now is found out when it is next asked for
        } else {
            raise(last, &self.rows[key as usize]);
        }
    }
}

fn touch(row: &Row) -> Option<(RecordId, Timestamp)> {
    Some((row.packed.id(FollowUp::author)?, row.packed.time(FollowUp::at)?))
}

fn raise(last: &mut IdMap<Timestamp>, row: &Row) {
    if let Some((author, at)) = touch(row).filter(|_| row.live) {
        let newest = last.entry(author).or_insert(at);
        *newest = (*newest).max(at);
    }
}
