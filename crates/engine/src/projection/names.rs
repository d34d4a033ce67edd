//! The rows of one kind in the order of an address book.

use super::{Projection, Row, RowKey};
use crate::query::order;
use domain::record::{KindSpec, LINE_LIMIT};
use domain::search::sort_key;

/// The rows of one kind by the pinyin of their titles, then by id; deleted ones too. Sort keys are dear: they are made
/// when a list is first asked for, and again only for titles that changed.
#[derive(Default)]
pub(super) struct NameOrder {
    entries: Vec<(Box<str>, RowKey)>,
    /// Rows that were there at first and have no place yet.
    unplaced: Vec<RowKey>,
    /// Rows that came, changed their title or left the kind since.
    stale: Vec<RowKey>,
}

impl NameOrder {
    /// A row came, changed its title or left the kind.
    pub(super) fn changed(&mut self, key: RowKey) {
        self.stale.push(key);
    }

    fn is_in_order(&self) -> bool {
        self.unplaced.is_empty() && self.stale.is_empty()
    }

    /// Put at most `count` rows in their places, stale ones first.
    fn refresh(&mut self, kind: &KindSpec, rows: &[Row], count: usize) {
        let mut coming = last(&mut self.stale, count);
        if !coming.is_empty() {
            // Through the one copy of sorting that lists have.
            coming = order::by(coming, |key| ([i64::from(*key), 0, 0], rows[*key as usize].id));
            coming.dedup();
            let is_left = |key: &RowKey| coming.binary_search(key).is_err();
            self.entries.retain(|(_, key)| is_left(key));
            self.unplaced.retain(is_left);
        }
        let room = count.saturating_sub(coming.len());
        coming.extend(last(&mut self.unplaced, room));
        coming.retain(|key| rows[*key as usize].kind.name == kind.name);
        self.entries.extend(coming.into_iter().map(|key| (order_by(rows[key as usize].title()), key)));
        // Mostly sorted already, which this sort makes use of.
        let id = |key: RowKey| rows[key as usize].id;
        self.entries.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| id(a.1).cmp(&id(b.1))));
    }
}

/// At most `count` from the end.
fn last(keys: &mut Vec<RowKey>, count: usize) -> Vec<RowKey> {
    keys.split_off(keys.len().saturating_sub(count))
}

/// Titles that are paragraphs are ordered by as much as a line holds.
fn order_by(title: &str) -> Box<str> {
    let end = title.char_indices().nth(LINE_LIMIT).map_or(title.len(), |(at, _)| at);
    sort_key(&title[..end]).into()
}

impl Projection {
    /// Put the rows of a kind in order, as far as they are not yet. What the other functions here say holds until
    /// the next change of a row.
    pub fn order_names(&mut self, kind: &'static KindSpec) {
        self.order_some_names(kind, usize::MAX);
    }

    pub(super) fn names_are_ordered(&self, kind: &KindSpec) -> bool {
        self.name_order(kind).is_some_and(NameOrder::is_in_order)
    }

    pub(super) fn order_some_names(&mut self, kind: &'static KindSpec, count: usize) {
        let of_kind = self.kinds.of(kind);
        let order = of_kind.names.get_or_insert_with(|| NameOrder {
            entries: Vec::new(),
            unplaced: of_kind.rows.clone(),
            stale: Vec::new(),
        });
        if order.is_in_order() {
            return;
        }
        order.refresh(kind, &self.rows, count);
        if !order.is_in_order() {
            return; // nobody asks before
        }
        self.name_positions.resize(self.rows.len(), 0);
        for (position, (_, key)) in order.entries.iter().enumerate() {
            self.name_positions[*key as usize] = position as u32;
        }
    }

    /// The rows of a kind by name, then id; deleted ones too. Empty before [`Projection::order_names`].
    pub fn by_name(&self, kind: &KindSpec) -> impl Iterator<Item = (RowKey, &Row)> + '_ {
        let entries = self.name_order(kind).map_or(&[][..], |order| &order.entries);
        entries.iter().map(|(_, key)| (*key, self.row(*key)))
    }

    /// Where a row stands among its kind's names.
    pub fn name_position(&self, key: RowKey) -> u32 {
        self.name_positions.get(key as usize).copied().unwrap_or_default()
    }

    /// The row that stands there.
    pub fn named_at(&self, kind: &KindSpec, position: u32) -> Option<&Row> {
        let (_, key) = self.name_order(kind)?.entries.get(position as usize)?;
        Some(self.row(*key))
    }

    fn name_order(&self, kind: &KindSpec) -> Option<&NameOrder> {
        self.kinds.find(kind.name)?.names.as_ref()
    }
}
