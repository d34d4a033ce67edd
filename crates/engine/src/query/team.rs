//! The members.

use super::line::Line;
use super::{Asking, progress};
use contract::view::Team;

pub fn answer(asking: &mut Asking<'_>) -> Team {
    let line = Line::new(asking.projection);
    Team { members: progress::of(asking, line.all()), may_invite: asking.role.is_manager() }
}
