//! What of the rows is searched.

use super::{Projection, Row, RowKey};
use domain::record::{FieldIndex, FieldType, Mark};
use domain::search::{SearchColumn, SearchText};

impl Projection {
    /// The search column, built when it is first needed (or when the engine is idle after a start).
    pub fn search(&mut self) -> &SearchColumn {
        if self.search.is_none() {
            let mut search = SearchColumn::default();
            for (key, row) in self.rows.iter().enumerate() {
                index_text(&mut search, key as RowKey, row);
            }
            self.search = Some(search);
        }
        self.search.get_or_insert_default()
    }

    pub fn search_is_built(&self) -> bool {
        self.search.is_some()
    }

    pub(super) fn update_text(&mut self, key: RowKey) {
        if let Some(search) = self.search.as_mut() {
            index_text(search, key, &self.rows[key as usize]);
        }
    }
}

/// Put a row's searched fields into the column; kinds without a searched title (follow-ups) stay out of it.
fn index_text(search: &mut SearchColumn, key: RowKey, row: &Row) {
    let title_is_line = row.kind.title().is_some_and(|(_, field)| !field.has(Mark::Paragraph));
    if !title_is_line {
        return;
    }
    if !row.live {
        search.remove(key);
        return;
    }
    let (mut names, mut notes, mut phones) = (Vec::new(), Vec::new(), Vec::new());
    for (index, field) in row.kind.fields.iter().enumerate() {
        let searched =
            field.has(Mark::Search) && field.field_type == FieldType::Text && !field.has(Mark::Title);
        let text = row.packed.text(index as FieldIndex);
        if !searched || text.is_empty() {
            continue;
        }
        if field.has(Mark::Phone) {
            phones.push(text);
        } else if field.has(Mark::Paragraph) {
            notes.push(text);
        } else {
            names.push(text);
        }
    }
    search.insert(key, &SearchText { title: row.title(), names: &names, notes: &notes, phones: &phones });
}
