//! A plain list of one kind.

use super::{Asking, titles};
use contract::query::Window;
use contract::view::Records;
use domain::RecordId;
use domain::record::Fields;

pub fn answer(asking: &mut Asking<'_>, kind: &str, deleted: bool, window: Window) -> Records {
    let Some(kind) = domain::kind(kind) else {
        return Records { total: 0, rows: Vec::new(), titles: Vec::new() };
    };
    asking.projection.order_names(kind);
    let listed = || asking.projection.by_name(kind).map(|(_, row)| row).filter(|row| row.live != deleted);
    let rows: Vec<(RecordId, Fields)> = listed()
        .skip(window.offset as usize)
        .take(window.count as usize)
        .map(|row| (row.id, row.packed.fields()))
        .collect();
    let titles = titles::of(asking, rows.iter().flat_map(|(_, fields)| fields.0.values()));
    Records { total: listed().count() as u32, rows, titles }
}
