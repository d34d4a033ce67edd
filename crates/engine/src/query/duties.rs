//! Job descriptions, their duties, and what comes up when.

use super::line::Line;
use super::{Asking, order};
use crate::projection::Row;
use contract::view::{Agreed, Duties, DutyDue, Person, PositionRow};
use domain::announcement::Acknowledgement;
use domain::duty::{Duty, DutyDone, DutyId, Frequency, Position, PositionId};
use domain::member::MemberId;
use domain::record::Choice;
use domain::{RecordId, Timestamp};

pub fn answer(asking: &mut Asking<'_>) -> Duties {
    let everybody = Line::new(asking.projection).all().to_vec();
    asking.projection.order_names(Position::SPEC);
    asking.projection.order_names(Duty::SPEC);
    let asking = &*asking;
    let named = asking.projection.by_name(Position::SPEC).map(|(_, row)| row).filter(|row| row.live);
    // By name already: mine first.
    let (mine, others): (Vec<&Row>, Vec<&Row>) =
        named.partition(|row| row.packed.has_id(Position::holders, asking.me.0));
    let rows = [mine, others].concat();
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
    let held = order::by(held_by(asking, member).collect(), |row: &&Row| ([0; 3], row.id));
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
    order::by(asking.projection.children::<Duty>(position).collect(), |row: &&Row| {
        let frequency = Frequency::from_code(row.packed.text(Duty::frequency));
        let name = asking.projection.find_key(row.id).map(|key| asking.projection.name_position(key));
        ([frequency.map_or(i64::MAX, |often| often as i64), name.map_or(i64::MAX, i64::from), 0], row.id)
    })
}

/// Names the text that somebody agrees to: the first 16 hexadecimal digits of the BLAKE3 hash over what the position
/// and its duties say. Who holds the position and when it is reviewed is not part of it.
fn fingerprint(position: &Row, duties: &[&Row]) -> String {
    let mut hasher = blake3::Hasher::new();
    for field in [Position::name, Position::purpose] {
        hasher.update(position.packed.text(field).as_bytes()).update(&[0]);
    }
    for duty in order::by(duties.to_vec(), |row| ([0; 3], row.id)) {
        hasher.update(&duty.id.0).update(duty.packed.bytes()).update(&[0]);
    }
    hasher.finalize().as_bytes()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn agreed(asking: &Asking<'_>, position: RecordId, member: MemberId, version: &str) -> Agreed {
    match agreements(asking, position, member, version).into_iter().max() {
        None => Agreed::No,
        Some((true, at)) => Agreed::Yes(at),
        Some((false, at)) => Agreed::ToEarlier(at),
    }
}

/// When a member agreed to a position, and whether to what it says in this version.
fn agreements(
    asking: &Asking<'_>,
    position: RecordId,
    member: MemberId,
    version: &str,
) -> Vec<(bool, Timestamp)> {
    let all = asking.projection.children::<Acknowledgement>(position);
    all.filter(|row| row.packed.id(Acknowledgement::member) == Some(member.0))
        .map(|row| {
            let at = row.packed.time(Acknowledgement::at).unwrap_or_default();
            (row.packed.text(Acknowledgement::version) == version, at)
        })
        .collect()
}

/// What comes up for a member today, this week and this month: open ones first, by the day they are due. What was due
/// before they agreed to it is not asked of them.
pub fn due(asking: &Asking<'_>, member: MemberId) -> Vec<DutyDue> {
    let today = asking.now.today;
    let mut due = Vec::new();
    for position in held_by(asking, member) {
        let agreements = agreements(asking, position.id, member, "");
        let since = agreements.iter().map(|(_, at)| asking.now.day_of(*at)).min().unwrap_or(today);
        for row in asking.projection.children::<Duty>(position.id) {
            let duty: Duty = row.read();
            let occurrence =
                duty.frequency.and_then(|frequency: Frequency| frequency.occurrence(duty.day, today));
            if let Some(occurrence) = occurrence.filter(|occurrence| occurrence.due >= since) {
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
    order::by(due, |due| {
        let often = due.duty.frequency.map_or(i64::MAX, |often| often as i64);
        ([i64::from(due.done.is_some()), order::day(Some(due.occurrence.due)), often], due.id.0)
    })
}

fn done(asking: &Asking<'_>, row: &Row) -> (RecordId, Person, Timestamp, String) {
    let done: DutyDone = row.read();
    let person = done.member.map(|member| asking.person(member));
    let nobody = || Person { id: asking.me, name: String::new() };
    (row.id, person.unwrap_or_else(nobody), done.at.unwrap_or_default(), done.evidence)
}
