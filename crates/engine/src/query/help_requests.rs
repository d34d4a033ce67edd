//! Who needs help.

use super::{Asking, order};
use crate::projection::Row;
use contract::view::{HelpRequests, HelpRow};
use domain::help_request::{HelpRequest, HelpRequestId};

/// The most solved ones that are shown.
const SOLVED_LIMIT: usize = 50;

pub fn answer(asking: &Asking<'_>) -> HelpRequests {
    let (open, solved): (Vec<&Row>, Vec<&Row>) = asking
        .projection
        .live::<HelpRequest>()
        .partition(|row| row.packed.time(HelpRequest::solved_at).is_none());
    let open = order::by(open, |row| {
        let asked = order::oldest(row.packed.time(HelpRequest::asked_at));
        ([i64::from(!row.packed.flag(HelpRequest::urgent)), asked, 0], row.id)
    });
    let mut solved =
        order::by(solved, |row| ([order::newest(row.packed.time(HelpRequest::solved_at)), 0, 0], row.id));
    solved.truncate(SOLVED_LIMIT);
    HelpRequests {
        open: open.into_iter().map(|row| draw(asking, row)).collect(),
        solved: solved.into_iter().map(|row| draw(asking, row)).collect(),
    }
}

pub fn draw(asking: &Asking<'_>, row: &Row) -> HelpRow {
    let request: HelpRequest = row.read();
    let until = request.solved_at.unwrap_or(asking.now.at);
    let age = request.asked_at.map_or(0, |asked| until.0.saturating_sub(asked.0) / 86_400_000);
    let about = request.about.and_then(|about| asking.projection.find(about.0));
    HelpRow {
        id: HelpRequestId(row.id),
        asker: request.asker.map(|asker| asking.person(asker)),
        helper: request.helper.map(|helper| asking.person(helper)),
        about: about.map(|row| (row.id, row.kind.name.to_owned(), row.title().to_owned())),
        age_days: u32::try_from(age).unwrap_or(0),
        may_edit: asking.rights().edit(row).is_ok(),
        request,
    }
}
