//! One member: what their manager sees, they see.

use super::{Asking, duties, progress, task, thread, timeline};
use contract::Whose;
use contract::view::MemberDetail;
use domain::duty::Duty;
use domain::member::{Member, MemberId};

/// How many touches are shown.
const RECENT_LIMIT: usize = 20;
/// How many tasks are shown.
const TASK_LIMIT: usize = 50;

pub fn answer(asking: &mut Asking<'_>, id: MemberId) -> Option<MemberDetail> {
    asking.projection.order_names(Duty::SPEC);
    let progress = progress::of(asking, &[id.0]).pop()?;
    let row = asking.projection.find_live::<Member>(id.0)?;
    Some(MemberDetail {
        progress,
        fields: row.packed.fields(),
        is_me: id == asking.me,
        may_edit: asking.rights().edit(row).is_ok(),
        recent: timeline::draw(asking, timeline::newest_of(asking, id.0, RECENT_LIMIT)),
        tasks: task::first(
            asking,
            asking.projection.tasks().filter(|task| task.is_open() && task.is_of(Whose::all(id))),
            TASK_LIMIT,
        ),
        positions: duties::of_member(asking, id),
        praise: thread::praise(asking, Some(id), RECENT_LIMIT),
    })
}
