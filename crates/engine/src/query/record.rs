//! Everything in one record, for forms.

use super::{Asking, titles};
use contract::view::RecordDetail;
use domain::RecordId;

pub fn answer(asking: &Asking<'_>, id: RecordId) -> Option<RecordDetail> {
    let row = asking.projection.find(id)?;
    let (fields, two_edits) = (row.packed.fields(), titles::two_edits(row));
    let others = two_edits.iter().flat_map(|edits| edits.others.iter().flatten());
    Some(RecordDetail {
        id,
        kind: row.kind.name.to_owned(),
        is_deleted: !row.live,
        may_edit: asking.rights().edit(row).is_ok(),
        may_delete: asking.rights().delete(row).is_ok(),
        titles: titles::of(asking, fields.0.values().chain(others)),
        fields,
        two_edits,
    })
}
