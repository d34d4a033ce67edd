//! Announcements and who has read them.

use super::line::Line;
use super::{Asking, order};
use crate::projection::Row;
use contract::view::{AnnouncementRow, Announcements};
use domain::RecordId;
use domain::announcement::{Acknowledgement, Announcement, AnnouncementId};
use domain::member::MemberId;
use std::collections::HashSet;

pub fn answer(asking: &mut Asking<'_>) -> Announcements {
    let everybody = Line::new(asking.projection).all().to_vec();
    let asking = &*asking;
    let rows = order::by(asking.projection.live::<Announcement>().collect(), |row: &&Row| {
        let pinned = row.packed.flag(Announcement::pinned);
        let at = order::newest(row.packed.time(Announcement::at));
        ([i64::from(is_over(asking, row)), i64::from(!pinned), at], row.id)
    });
    Announcements {
        rows: rows.into_iter().map(|row| draw(asking, row, &everybody)).collect(),
        may_publish: asking.rights().write_kind(Announcement::SPEC).is_ok(),
    }
}

/// Current ones I have not read, as [`answer`] orders them.
pub fn unread(asking: &mut Asking<'_>) -> Vec<AnnouncementRow> {
    if asking.projection.live::<Announcement>().next().is_none() {
        return Vec::new();
    }
    let all = answer(asking).rows.into_iter();
    let me = Some(asking.me);
    all.filter(|row| !row.is_over && !row.is_read && row.announcement.author != me).collect()
}

fn is_over(asking: &Asking<'_>, row: &Row) -> bool {
    row.packed.date(Announcement::expires_on).is_some_and(|day| day < asking.now.today)
}

fn draw(asking: &Asking<'_>, row: &Row, everybody: &[RecordId]) -> AnnouncementRow {
    let announcement: Announcement = row.read();
    let read: HashSet<RecordId> = asking
        .projection
        .children::<Acknowledgement>(row.id)
        .filter_map(|row| row.packed.id(Acknowledgement::member))
        .collect();
    let (readers, unread): (Vec<RecordId>, Vec<RecordId>) =
        everybody.iter().copied().partition(|member| read.contains(member));
    let author = announcement.author;
    let person = |id: RecordId| asking.person(MemberId(id));
    AnnouncementRow {
        id: AnnouncementId(row.id),
        author: author.map(|author| asking.person(author)),
        is_over: is_over(asking, row),
        is_read: read.contains(&asking.me.0),
        readers: readers.into_iter().map(person).collect(),
        unread: unread.into_iter().filter(|id| Some(MemberId(*id)) != author).map(person).collect(),
        announcement,
    }
}
