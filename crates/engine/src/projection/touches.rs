//! Who touched whom, and when: what lists and sums ask of follow-ups, without decoding one.

use super::{IdMap, Projection, Row, RowKey};
use crate::packed::Peek;
use domain::follow_up::FollowUp;
use domain::record::FieldIndex;
use domain::{RecordId, Timestamp};

/// A live follow-up as lists of the newest look through them, without decoding each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Touch {
    pub at: Timestamp,
    pub key: RowKey,
    pub author: Option<RecordId>,
}

/// What a row says of it.
#[derive(Clone, Copy, Default)]
struct Said {
    customer: Option<RecordId>,
    /// `None` when it is deleted.
    at: Option<Timestamp>,
    author: Option<RecordId>,
}

/// The last field that is walked to.
const LAST: FieldIndex = FollowUp::author;
const _: () = assert!(FollowUp::customer < LAST && FollowUp::at < LAST);

impl Said {
    /// In one walk that ends before the texts.
    fn by(row: &Row) -> Self {
        let mut said = Self::default();
        for field in row.packed.iter().take_while(|(index, _)| *index <= LAST) {
            match field {
                (FollowUp::customer, Peek::Id(id)) => said.customer = Some(id),
                (FollowUp::at, Peek::Time(at)) if row.live => said.at = Some(at),
                (FollowUp::author, Peek::Id(id)) => said.author = Some(id),
                _ => {}
            }
        }
        said
    }
}

impl Projection {
    /// When a customer was last touched.
    pub fn last_touch(&self, customer: RecordId) -> Option<Timestamp> {
        self.last_touch.get(&customer).copied()
    }

    /// Live follow-ups since a moment, newest first.
    pub fn touches_since(&self, since: Timestamp) -> impl Iterator<Item = Touch> + '_ {
        self.touches.iter().rev().take_while(move |touch| touch.at >= since).copied()
    }

    /// Find each member's newest follow-up, unless that was done and still holds.
    pub fn index_activity(&mut self) {
        if self.last_activity.is_none() {
            let mut last = IdMap::default();
            self.touches.iter().for_each(|touch| raise(&mut last, touch.author, touch.at));
            self.last_activity = Some(last);
        }
    }

    /// A member's newest follow-up. Nothing before [`Projection::index_activity`].
    pub fn last_activity(&self, author: RecordId) -> Option<Timestamp> {
        self.last_activity.as_ref()?.get(&author).copied()
    }

    /// A follow-up came or changed.
    pub(super) fn update_touches(&mut self, key: RowKey, old: Option<&Row>) {
        let (was, is) = (old.map(Said::by).unwrap_or_default(), Said::by(self.row(key)));
        if let Some(last) = self.last_activity.as_mut() {
            if was.at.is_some() && was.author.and_then(|author| last.get(&author)) == was.at.as_ref() {
                self.last_activity = None; // which one is the newest now is found out when it is next asked for
            } else if let Some(at) = is.at {
                raise(last, is.author, at);
            }
        }
        if let Some(before) = was.at {
            self.touches.retain(|touch| (touch.at, touch.key) != (before, key));
        }
        if let Some(at) = is.at {
            self.insert_touch(Touch { at, key, author: is.author });
        }
        match (old, is.customer, is.at) {
            // While loading: a new live row can only raise the maximum.
            (None, customer, Some(at)) => raise(&mut self.last_touch, customer, at),
            _ => {
                is.customer
                    .into_iter()
                    .chain(was.customer)
                    .for_each(|customer| self.recompute_last_touch(customer));
            }
        }
    }

    fn insert_touch(&mut self, touch: Touch) {
        if self.touches_sorted {
            let position = self.touches.partition_point(|other| *other < touch);
            self.touches.insert(position, touch);
        } else {
            self.touches.push(touch);
        }
    }

    fn recompute_last_touch(&mut self, customer: RecordId) {
        let last = self.children::<FollowUp>(customer).filter_map(|row| row.packed.time(FollowUp::at)).max();
        match last {
            Some(at) => drop(self.last_touch.insert(customer, at)),
            None => drop(self.last_touch.remove(&customer)),
        }
    }

    /// Many rows come: what can be put in order afterwards is.
    pub fn begin_loading(&mut self) {
        self.touches_sorted = false;
    }

    /// After the parts were read: put in order what loading only collected.
    pub fn finish_loading(&mut self) {
        self.touches.sort_unstable();
        self.touches_sorted = true;
    }
}

/// The newest moment of somebody, or something.
fn raise(last: &mut IdMap<Timestamp>, whose: Option<RecordId>, at: Timestamp) {
    if let Some(whose) = whose {
        let newest = last.entry(whose).or_insert(at);
        *newest = (*newest).max(at);
    }
}
