//! One member: what their manager sees, they see.

use super::{Asking, progress, timeline};
use contract::view::MemberDetail;
use domain::member::{Member, MemberId};

/// How many touches are shown.
const RECENT_LIMIT: usize = 20;

pub fn answer(asking: &mut Asking<'_>, id: MemberId) -> Option<MemberDetail> {
    let progress = progress::of(asking, &[id.0]).pop()?;
    let row = asking.projection.find_live::<Member>(id.0)?;
    Some(MemberDetail {
        progress,
        fields: row.packed.fields(),
        is_me: id == asking.me,
        may_edit: asking.rights().edit(row).is_ok(),
        recent: timeline::draw(asking, timeline::newest_of(asking, id.0, RECENT_LIMIT)),
    })
}
