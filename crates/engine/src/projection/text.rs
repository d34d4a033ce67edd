//! What of the rows is searched.

use super::{Projection, Row, RowKey};
use crate::packed::Peek;
use domain::record::{FieldType, KindSpec, Mark};
use domain::search::{SearchColumn, SearchText};

impl Projection {
    /// What is searched, of all rows.
    pub fn search(&mut self) -> &SearchColumn {
        self.index(usize::MAX);
        &self.search
    }

    /// Do a part of what the first search would have to do: at most so many rows.
    pub fn prepare_search(&mut self, count: usize) {
        self.index(count);
        if let Some(kind) = self.unordered() {
            self.order_some_names(kind, count);
        }
    }

    /// Whether a search has nothing to make before it looks.
    pub fn is_ready_to_search(&self) -> bool {
        self.searched == self.rows.len() && self.unordered().is_none()
    }

    fn unordered(&self) -> Option<&'static KindSpec> {
        domain::KINDS.iter().copied().find(|kind| is_searched(kind) && !self.names_are_ordered(kind))
    }

    fn index(&mut self, count: usize) {
        let end = self.searched.saturating_add(count).min(self.rows.len());
        for key in self.searched..end {
            index_text(&mut self.search, key as RowKey, &self.rows[key]);
        }
        self.searched = end;
    }

    /// A row further on is indexed in its turn.
    pub(super) fn update_text(&mut self, key: RowKey) {
        if (key as usize) < self.searched {
            index_text(&mut self.search, key, &self.rows[key as usize]);
        }
    }
}

/// Whether records of this kind are found by their titles.
pub fn is_searched(kind: &KindSpec) -> bool {
    kind.title().is_some_and(|(_, title)| title.has(Mark::Search) && !title.has(Mark::Paragraph))
}

/// Put a row's searched fields into the column; kinds without a searched title (follow-ups, say) stay out of it.
fn index_text(search: &mut SearchColumn, key: RowKey, row: &Row) {
    if !is_searched(row.kind) {
        return;
    }
    if !row.live {
        search.remove(key);
        return;
    }
    let (mut names, mut notes, mut phones) = (Vec::new(), Vec::new(), Vec::new());
    let mut title = "";
    for (index, value) in row.packed.iter() {
        let (Some(field), Peek::Text(text)) = (row.kind.fields.get(usize::from(index)), value) else {
            continue;
        };
        if field.has(Mark::Title) {
            title = text;
        } else if !field.has(Mark::Search) || field.field_type != FieldType::Text || text.is_empty() {
            continue;
        } else if field.has(Mark::Phone) {
            phones.push(text);
        } else if field.has(Mark::Paragraph) {
            notes.push(text);
        } else {
            names.push(text);
        }
    }
    search.insert(key, &SearchText { title, names: &names, notes: &notes, phones: &phones });
}
