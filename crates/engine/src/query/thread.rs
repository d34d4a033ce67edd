//! What people say about a record, and praise.

use super::{Asking, order};
use crate::projection::Row;
use contract::view::CommentRow;
use domain::comment::{Comment, Praise};
use domain::member::MemberId;
use domain::record::FieldIndex;
use domain::{RecordId, Timestamp};

/// How long praise stays on the wall.
const PRAISE_DAYS: i64 = 90;

/// Oldest first.
pub fn about(asking: &Asking<'_>, about: RecordId) -> Vec<CommentRow> {
    let rows = order::by(asking.projection.children::<Comment>(about).collect(), |row: &&Row| {
        ([order::oldest(row.packed.time(Comment::at)), 0, 0], row.id)
    });
    rows.into_iter().map(|row| draw(asking, row, Comment::author, Comment::at, Comment::mentions)).collect()
}

/// Praise for one member or for everybody, newest first.
pub fn praise(asking: &Asking<'_>, to: Option<MemberId>, count: usize) -> Vec<CommentRow> {
    let since = Timestamp(asking.now.at.0.saturating_sub(PRAISE_DAYS * 86_400_000));
    let rows: Vec<&Row> = asking
        .projection
        .live::<Praise>()
        .filter(|row| row.packed.time(Praise::at).is_some_and(|at| at >= since))
        .filter(|row| to.is_none_or(|to| row.packed.has_id(Praise::to, to.0)))
        .collect();
    let rows = order::by(rows, |row| ([order::newest(row.packed.time(Praise::at)), 0, 0], row.id));
    let rows = rows.into_iter().take(count);
    rows.map(|row| draw(asking, row, Praise::author, Praise::at, Praise::to)).collect()
}

fn draw(
    asking: &Asking<'_>,
    row: &Row,
    author: FieldIndex,
    at: FieldIndex,
    people: FieldIndex,
) -> CommentRow {
    CommentRow {
        id: row.id,
        author: row.packed.id(author).map(|author| asking.person(MemberId(author))),
        at: row.packed.time(at).unwrap_or_default(),
        text: row.title().to_owned(),
        people: row.packed.ids(people).map(|person| asking.person(MemberId(person))).collect(),
        may_delete: asking.rights().delete(row).is_ok(),
    }
}
