//! A list of rows by key. What stays keeps its element, and only what must move is taken out of the document: rows at
//! the front of a list that come or go leave all others alone.

use super::browser_only;
use crate::live::Call;
use domain::RecordId;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Render};
use std::sync::Arc;
use web_sys::{Element, Node, Text};

/// Draws the row of a record.
pub type DrawRow = Arc<dyn Call<RecordId, AnyView> + Send + Sync>;

/// The rows there are now.
pub struct Rows {
    /// Their keys, each once.
    pub keys: Vec<RecordId>,
    /// Draws one that was not there before.
    pub draw: DrawRow,
    /// What the rows' signals and effects belong to: it outlives each single drawing.
    pub owner: Owner,
}

/// Rows in the document.
pub struct RowsState {
    rows: Vec<Row>,
    /// Behind the last row.
    end: Text,
}

/// The view goes before its owner.
struct Row {
    key: RecordId,
    view: AnyViewState,
    _owner: Owner,
}

impl Rows {
    fn build_row(&self, key: RecordId) -> Row {
        let owner = self.owner.with(Owner::new);
        let view = owner.with(|| self.draw.call(key).build());
        Row { key, view, _owner: owner }
    }
}

impl Render for Rows {
    type State = RowsState;

    #[inline(never)]
    fn build(self) -> RowsState {
        let rows = self.keys.iter().map(|key| self.build_row(*key)).collect();
        RowsState { rows, end: document().create_text_node("") }
    }

    #[inline(never)]
    fn rebuild(self, state: &mut RowsState) {
        let places = places(&state.rows, &self.keys);
        let stays = staying(&places);
        let mut before: Vec<Option<Row>> = state.rows.drain(..).map(Some).collect();
        let mut kept = Vec::with_capacity(places.len());
        for place in &places {
            kept.push(place.and_then(|place| before[place].take()));
        }
        for mut gone in before.into_iter().flatten() {
            gone.view.unmount();
        }
        let rows = kept.into_iter().zip(&self.keys);
        state.rows = rows.map(|(row, key)| row.unwrap_or_else(|| self.build_row(*key))).collect();
        // While the list is not in the document, there is nowhere to put rows; they come with it.
        let Some(parent) = state.end.parent_element() else { return };
        for at in (0..state.rows.len()).rev() {
            if !stays[at]
                && let (rows, [next, ..]) = state.rows.split_at_mut(at + 1)
            {
                next.view.insert_before_this_or_marker(&parent, &mut rows[at].view, Some(&state.end));
            } else if !stays[at] {
                state.rows[at].view.mount(&parent, Some(&state.end));
            }
        }
    }
}

/// Where each of `keys` was among the rows before.
fn places(rows: &[Row], keys: &[RecordId]) -> Vec<Option<usize>> {
    let mut next = 0;
    keys.iter()
        .map(|key| {
            // Mostly it is the one behind the last one found.
            let mut from_next = (next..rows.len()).chain(0..next);
            let place = from_next.find(|place| rows[*place].key == *key)?;
            next = place + 1;
            Some(place)
        })
        .collect()
}

/// Which rows may stay where they are: as many as possible, those on a longest run of rising places (patience sorting:
/// Fredman, 1975). A row without a place before is new.
fn staying(places: &[Option<usize>]) -> Vec<bool> {
    // For each length of a run, the index of the row that ends it with the smallest place.
    let mut ends: Vec<usize> = Vec::new();
    let mut before = vec![None; places.len()];
    for (at, place) in places.iter().enumerate() {
        if place.is_none() {
            continue;
        }
        let length = ends.partition_point(|end| places[*end] < *place);
        before[at] = length.checked_sub(1).map(|shorter| ends[shorter]);
        if let Some(end) = ends.get_mut(length) {
            *end = at;
        } else {
            ends.push(at);
        }
    }
    let mut stays = vec![false; places.len()];
    let mut at = ends.last().copied();
    while let Some(row) = at {
        stays[row] = true;
        at = before[row];
    }
    stays
}

impl Mountable for RowsState {
    fn unmount(&mut self) {
        self.rows.iter_mut().for_each(|row| row.view.unmount());
        self.end.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.rows.iter_mut().for_each(|row| row.view.mount(parent, marker));
        self.end.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let first = self.rows.iter().find(|row| row.view.insert_before_this(child));
        first.is_some() || self.end.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        self.rows.iter().flat_map(|row| row.view.elements()).collect()
    }
}

browser_only!(Rows);

#[cfg(test)]
mod tests {
    use super::staying;

    fn moved(places: &[usize]) -> Vec<usize> {
        let stays = staying(&places.iter().copied().map(Some).collect::<Vec<_>>());
        places.iter().zip(stays).filter_map(|(place, stays)| (!stays).then_some(*place)).collect()
    }

    #[test]
    fn as_few_rows_as_possible_move() {
        assert_eq!(moved(&[0, 1, 2, 3]).len(), 0);
        assert_eq!(moved(&[3, 0, 1, 2]), [3], "the last came to the front");
        assert_eq!(moved(&[1, 2, 3, 0]), [0], "the first went to the end");
        assert_eq!(moved(&[5, 6, 0, 1, 2, 7, 3]), [5, 6, 7]);
        assert_eq!(moved(&[3, 2, 1, 0]).len(), 3);
        assert_eq!(moved(&[]).len(), 0);
    }

    #[test]
    fn rows_that_come_and_go_at_the_front_move_none() {
        let moved = |old: std::ops::Range<usize>, new: std::ops::Range<usize>| {
            let places: Vec<_> = new.map(|at| old.contains(&at).then(|| at - old.start)).collect();
            let stays = staying(&places);
            places.iter().zip(stays).filter(|(place, stays)| place.is_some() && !stays).count()
        };
        assert_eq!(moved(20..60, 0..40), 0, "scrolled up");
        assert_eq!(moved(0..40, 20..60), 0, "scrolled down");
        assert_eq!(moved(0..40, 400..440), 0, "jumped");
    }
}
