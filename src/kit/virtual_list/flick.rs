//! Flicking through a long list: rows that fly past say their names only, and the rest follows when it is calm.
//!
//! Most of what a row costs a browser is the layout of its smaller texts, which nobody can read at that speed.

use crate::live::{Live, State};
use domain::RecordId;
use leptos::prelude::*;
use std::time::Duration;

/// Rows that one frame may bring in full: the fastest flick of a thumb, at 60 frames a second, brings two.
const IN_FULL: u32 = 3;
/// A flick is over when for so long no frame has brought more.
const CALM: Duration = Duration::from_millis(80);
/// Rows that a frame completes once it is calm.
const COMPLETED: usize = 2;

/// Whether a list is flicked through, and the rows that only say their names.
#[derive(Clone, Copy)]
pub struct Flick {
    /// When a frame last brought many rows, in milliseconds; nothing while it is calm.
    rushed_at: StoredValue<Option<f64>>,
    brief: StoredValue<Vec<(RecordId, State<bool>)>>,
    /// The rows that are there, in order.
    ids: Live<Vec<RecordId>>,
}

impl Flick {
    /// Calm, with these rows.
    pub fn new(ids: Live<Vec<RecordId>>) -> Self {
        Self { rushed_at: StoredValue::new(None), brief: StoredValue::new(Vec::new()), ids }
    }

    /// The screen has moved by so many rows since the last frame.
    pub fn moved(self, rows: u32) {
        if rows > IN_FULL {
            let before = self.rushed_at.get_value();
            self.rushed_at.set_value(Some(js_sys::Date::now()));
            if before.is_none() {
                self.complete_after(CALM);
            }
        }
    }

    /// Whether the new row `key` says its name only; nothing for one that is drawn in full.
    pub fn is_brief(self, key: RecordId) -> Option<State<bool>> {
        self.rushed_at.get_value()?;
        let is_brief = State::new(true);
        self.brief.update_value(|brief| brief.push((key, is_brief)));
        Some(is_brief)
    }

    fn complete_after(self, wait: Duration) {
        set_timeout(
            move || {
                // Nothing when the list is gone.
                let Some(Some(rushed_at)) = self.rushed_at.try_get_value() else { return };
                let calm_since = Duration::from_millis((js_sys::Date::now() - rushed_at).max(0.0) as u64);
                let left = CALM.saturating_sub(calm_since);
                if left.is_zero() {
                    self.rushed_at.set_value(None);
                    self.complete();
                } else {
                    self.complete_after(left);
                }
            },
            wait,
        );
    }

    /// A few in each frame, from the middle of the screen outwards, until the next flick.
    fn complete(self) {
        let Some(None) = self.rushed_at.try_get_value() else { return };
        // Most of them have flown past, and are gone.
        self.ids.with_untracked(|ids| {
            self.brief.update_value(|brief| brief.retain(|(key, _)| ids.contains(key)));
        });
        for _ in 0..COMPLETED {
            if let Some(is_brief) = self.next() {
                is_brief.set(false);
            }
        }
        if self.brief.with_value(|brief| !brief.is_empty()) {
            request_animation_frame(move || self.complete());
        }
    }

    /// Takes the brief row nearest to the middle.
    fn next(self) -> Option<State<bool>> {
        let distance = |key: RecordId| {
            self.ids.with_untracked(|ids| Some(ids.iter().position(|id| *id == key)?.abs_diff(ids.len() / 2)))
        };
        self.brief.try_update_value(|brief| {
            let at = (0..brief.len()).min_by_key(|at| distance(brief[*at].0))?;
            Some(brief.swap_remove(at).1)
        })?
    }
}
