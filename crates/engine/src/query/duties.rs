//! Job descriptions, their duties, and what comes up when.

use super::Asking;
use super::line::Line;
use crate::projection::Row;
use contract::view::{Agreed, Duties, DutyDue, Person, PositionRow};
use domain::announcement::Acknowledgement;
use domain::duty::{Duty, DutyDone, DutyId, Frequency, Position, PositionId};
use domain::member::MemberId;
use domain::{RecordId, Timestamp};

pub fn answer(asking: &mut Asking<'_>) -> Duties {
    let everybody = Line::new(asking.projection).all().to_vec();
    asking.projection.order_names(Position::SPEC);
    let asking = &*asking;
    let mut rows: Vec<&Row> =
        asking.projection.by_name(Position::SPEC).map(|(_, row)| row).filter(|row| row.live).collect();
    rows.sort_by_key(|row| !row.packed.has_id(Position::holders, asking.me.0));
    let has_position =
        |member: &RecordId| rows.iter().any(|row| row.packed.has_id(Position::holders, *member));
    let without: Vec<Person> = everybody
        .iter()
        .filter(|member| !has_position(member))
        .map(|member| asking.person(MemberId(*member)))
        .collect();
    Duties {
        without_position: without,
        may_edit: asking.rights().write_kind(Position::SPEC).is_ok(),
        positions: rows.into_iter().map(|row| draw(asking, row)).collect(),
    }
}

/// The positions a member holds.
pub fn of_member(asking: &Asking<'_>, member: MemberId) -> Vec<PositionRow> {
    let mut held: Vec<&Row> = held_by(asking, member).collect();
    held.sort_by_key(|row| row.id);
    held.into_iter().map(|row| draw(asking, row)).collect()
}

fn held_by<'a>(asking: &'a Asking<'_>, member: MemberId) -> impl Iterator<Item = &'a Row> + 'a {
    asking.projection.live::<Position>().filter(move |row| row.packed.has_id(Position::holders, member.0))
}

pub fn draw(asking: &Asking<'_>, row: &Row) -> PositionRow {
    let position: Position = row.read();
    let duties = duties_of(asking, row.id);
    let version = fingerprint(row, &duties);
    let today = asking.now.today;
    let holders: Vec<(Person, Agreed)> = position
        .holders
        .iter()
        .map(|holder| (asking.person(*holder), agreed(asking, row.id, *holder, &version)))
        .collect();
    let wants_mine =
        |(person, agreed): &(Person, Agreed)| person.id == asking.me && !matches!(agreed, Agreed::Yes(_));
    PositionRow {
        id: PositionId(row.id),
        wants_my_agreement: holders.iter().any(wants_mine),
        review_is_due: position.review_on.is_some_and(|day| day <= today),
        holders,
        duties: duties.into_iter().map(|row| (DutyId(row.id), row.read())).collect(),
        version,
        position,
    }
}

/// Daily, weekly, monthly, when needed; then by name.
fn duties_of<'a>(asking: &'a Asking<'_>, position: RecordId) -> Vec<&'a Row> {
    let mut duties: Vec<&Row> = asking.projection.children::<Duty>(position).collect();
    duties.sort_by_key(|row| {
        let duty: Duty = row.read();
        (duty.frequency, domain::search::sort_key(&duty.name), row.id)
    });
    duties
}

/// Names the text that somebody agrees to: the first 16 hexadecimal digits of the BLAKE3 hash over what the position
/// and its duties say. Who holds the position and when it is reviewed is not part of it.
fn fingerprint(position: &Row, duties: &[&Row]) -> String {
    let mut hasher = blake3::Hasher::new();
    for field in [Position::name, Position::purpose] {
        hasher.update(position.packed.text(field).as_bytes()).update(&[0]);
    }
    let mut duties: Vec<&&Row> = duties.iter().collect();
    duties.sort_by_key(|row| row.id);
    for duty in duties {
        hasher.update(&duty.id.0).update(duty.packed.bytes()).update(&[0]);
    }
    hasher.finalize().as_bytes()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn agreed(asking: &Asking<'_>, position: RecordId, member: MemberId, version: &str) -> Agreed {
    let theirs = asking
        .projection
        .children::<Acknowledgement>(position)
        .filter(|row| row.packed.id(Acknowledgement::member) == Some(member.0));
    let newest = theirs
        .map(|row| {
            let at = row.packed.time(Acknowledgement::at).unwrap_or_default();
            (row.packed.text(Acknowledgement::version) == version, at)
        })
        .max();
    match newest {
        None => Agreed::No,
        Some((true, at)) => Agreed::Yes(at),
        Some((false, at)) => Agreed::ToEarlier(at),
    }
}

/// What comes up for a member today, this week and this month: open ones first, by the day they are due.
pub fn due(asking: &Asking<'_>, member: MemberId) -> Vec<DutyDue> {
    let today = asking.now.today;
    let mut due = Vec::new();
    for position in held_by(asking, member) {
        for row in asking.projection.children::<Duty>(position.id) {
            let duty: Duty = row.read();
            let occurrence =
                duty.frequency.and_then(|frequency: Frequency| frequency.occurrence(duty.day, today));
            if let Some(occurrence) = occurrence {
                due.push(DutyDue { id: DutyId(row.id), duty, occurrence, done: None });
            }
        }
    }
    if due.is_empty() {
        return due;
    }
    for row in asking.projection.live::<DutyDone>() {
        let (duty, period) = (row.packed.id(DutyDone::duty), row.packed.date(DutyDone::period));
        let ticked =
            due.iter_mut().find(|due| Some(due.id.0) == duty && Some(due.occurrence.period) == period);
        if let Some(ticked) = ticked {
            ticked.done = Some(done(asking, row));
        }
    }
    due.sort_by_key(|due| (due.done.is_some(), due.occurrence.due, due.duty.frequency, due.id));
    due
}

fn done(asking: &Asking<'_>, row: &Row) -> (RecordId, Person, Timestamp, String) {
    let done: DutyDone = row.read();
    let person = done.member.map(|member| asking.person(member));
    let nobody = || Person { id: asking.me, name: String::new() };
    (row.id, person.unwrap_or_else(nobody), done.at.unwrap_or_default(), done.evidence)
}
