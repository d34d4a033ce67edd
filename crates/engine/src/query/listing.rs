//! The long list that was asked for last, kept while somebody scrolls: what is on it, and in which order, is the same for
//! each of its windows. Walking over ten thousand rows for every few that come into sight took three milliseconds of
//! the worker, which a slow machine takes from the frames.

use super::{Asking, customers, task};
use chrono::NaiveDate;
use contract::query::{Query, Window};

/// What a row is ordered by, smallest first, then by what its list finds it again.
pub type ListPlace = (i64, u32);

/// In the question of a listing: it answers for each window.
pub const ANY: Window = Window { offset: 0, count: 0 };

/// What is on a list.
pub struct Listing {
    /// What was asked, whatever the window.
    question: Query,
    /// The projection's revision that was looked at.
    revision: u64,
    /// The day on which it was asked, and where: what is overdue is another matter tomorrow.
    day: (NaiveDate, i32),
    places: Vec<ListPlace>,
    /// So many of them are in order.
    sorted: usize,
}

impl Listing {
    /// How many there are in all.
    pub fn total(&self) -> u32 {
        self.places.len() as u32
    }

    /// The part that is shown, in order. For the first window the others are only told apart, not sorted: mostly there
    /// is no second one.
    pub fn window(&mut self, window: Window) -> &[ListPlace] {
        let start = (window.offset as usize).min(self.places.len());
        let end = start.saturating_add(window.count as usize).min(self.places.len());
        if end > self.sorted.max(start) {
            let is_first = self.sorted == 0;
            self.sorted = self.places.len();
            if is_first && end < self.sorted {
                self.places.select_nth_unstable(end);
                self.sorted = end;
            }
            self.places[..self.sorted].sort_unstable();
        }
        &self.places[start..end]
    }
}

impl Asking<'_> {
    /// What is on the list that `question` (its window left open) asks for, as it is known or as it is found now. The
    /// caller gives it back with [`Asking::keep`].
    pub(super) fn listing(&mut self, question: Query) -> Listing {
        let (revision, day) = (self.projection.revision, (self.now.today, self.now.utc_offset_minutes));
        let known = self
            .projection
            .listing
            .take()
            .filter(|known| known.revision == revision && known.day == day && known.question == question);
        known.unwrap_or_else(|| {
            let places = match &question {
                Query::Customers { filter, sort, .. } => customers::places(self, filter, *sort),
                Query::Tasks { filter, .. } => task::places(self, filter),
                _ => Vec::new(),
            };
            Listing { question, revision, day, places, sorted: 0 }
        })
    }

    /// The next window of this list is likely to be asked for.
    pub(super) fn keep(&mut self, listing: Listing) {
        self.projection.listing = Some(listing);
    }
}
