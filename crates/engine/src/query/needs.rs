//! What waits for me, most pressing first.

use super::{Asking, deal, duties, order};
use crate::projection::{IdMap, Row, TaskFacts};
use chrono::NaiveDate;
use contract::view::{Need, NeedKind, PersonProgress};
use domain::comment::{Comment, Praise};
use domain::duty::Position;
use domain::help_request::HelpRequest;
use domain::member::MemberId;
use domain::task::{Task, TaskState};
use domain::{RecordId, Timestamp};

/// The most that are shown.
const LIMIT: usize = 40;
/// Days without a follow-up after which somebody counts as silent.
const SILENT_DAYS: i64 = 7;
/// Days for which a comment that calls on me waits.
const MENTION_DAYS: i64 = 3;
/// Days for which praise and solved requests stand there: the day itself and the next.
const NEWS_DAYS: u32 = 1;
/// Days for which a result waits for a word.
const RATE_DAYS: i64 = 14;

/// `people` are those below me, with their numbers.
pub fn of(asking: &Asking<'_>, people: &[PersonProgress]) -> Vec<Need> {
    let me = asking.me.0;
    let mut needs = Vec::new();
    for task in asking.projection.tasks() {
        if let Some(kind) = task_need(asking, task) {
            let days = if kind == NeedKind::Rate {
                days_since(asking, task.done_at)
            } else {
                days_since(asking, task.given_at)
            };
            let row = asking.projection.row(task.key);
            let person = if task.owner == Some(me) { task.giver } else { task.owner };
            let due = task.due.filter(|_| kind != NeedKind::Rate);
            needs.push(Found { due, ..found(kind, row, person.filter(|person| *person != me), days) });
        }
    }
    helps(asking, people, &mut needs);
    mentions(asking, &mut needs);
    praises(asking, &mut needs);
    for position in asking.projection.live::<Position>() {
        let row = duties::draw(asking, position);
        if row.wants_my_agreement {
            needs.push(found(NeedKind::Agree, position, None, 0));
        }
        if row.review_is_due && asking.role.is_manager() {
            let days = row.position.review_on.map_or(0, |day| (asking.now.today - day).num_days());
            needs.push(found(NeedKind::Review, position, None, days.max(0) as u32));
        }
    }
    let below: IdMap<()> = people.iter().map(|person| (person.person.id.0, ())).collect();
    for (deal, days) in deal::rotting(asking) {
        let owner = deal.owner;
        if owner.is_some_and(|owner| owner == me || below.contains_key(&owner)) {
            let row = asking.projection.row(deal.key);
            needs.push(found(NeedKind::Rotting, row, owner.filter(|owner| *owner != me), days));
        }
    }
    for person in people {
        let silent = i64::from(days_since(asking, person.last_activity));
        let owns = person.customers > 0 && person.has_device;
        if let (true, Some(member)) =
            (owns && silent >= SILENT_DAYS, asking.projection.find(person.person.id.0))
        {
            needs.push(found(NeedKind::Silent, member, Some(member.id), silent as u32));
        }
    }
    let needs = order::by(needs, |need| {
        ([need.kind as i64, order::day(need.due), -i64::from(need.days)], need.row.id)
    });
    needs.into_iter().take(LIMIT).map(|need| draw(asking, need)).collect()
}

fn task_need(asking: &Asking<'_>, task: &TaskFacts) -> Option<NeedKind> {
    let me = Some(asking.me.0);
    let i_gave = task.giver == me;
    let is_fresh = || days_since(asking, task.done_at) as i64 <= RATE_DAYS;
    match task.state {
        TaskState::Declined if i_gave => Some(NeedKind::Declined),
        TaskState::Discuss if i_gave => (!is_replied_to(asking, task)).then_some(NeedKind::Discuss),
        TaskState::Discuss if task.owner == me => is_replied_to(asking, task).then_some(NeedKind::Answer),
        _ if task.waits_for_answer_of(asking.me.0) => Some(NeedKind::Answer),
        _ if task.is_unowned() && asking.role.is_manager() && task.state != TaskState::Declined => {
            Some(NeedKind::Unowned)
        }
        TaskState::Done if i_gave && task.owner != me && !task.is_rated && is_fresh() => Some(NeedKind::Rate),
        _ => None,
    }
}

/// Whether the giver has said something since the owner wanted to discuss it: the next word is the owner's.
fn is_replied_to(asking: &Asking<'_>, task: &TaskFacts) -> bool {
    let row = asking.projection.row(task.key);
    // What was answered by an older version does not say when.
    let Some(since) = row.packed.time(Task::answered_at) else { return false };
    asking.projection.children::<Comment>(row.id).any(|comment| {
        comment.packed.id(Comment::author) == task.giver && comment.packed.time(Comment::at) > Some(since)
    })
}

/// Open requests: for managers those of their people (and of nobody's), for everybody those they were asked to help with;
/// of my own those that a colleague has just solved.
fn helps<'a>(asking: &'a Asking<'_>, people: &[PersonProgress], needs: &mut Vec<Found<'a>>) {
    let me = asking.me.0;
    let below: IdMap<()> = people.iter().map(|person| (person.person.id.0, ())).collect();
    for row in asking.projection.live::<HelpRequest>() {
        let asker = row.packed.id(HelpRequest::asker);
        let helper = row.packed.id(HelpRequest::helper);
        let solved_at = row.packed.time(HelpRequest::solved_at);
        let is_open = solved_at.is_none();
        let is_mine_to_see = helper == Some(me)
            || (asking.role.is_manager()
                && helper.is_none()
                && asker.is_none_or(|asker| below.contains_key(&asker)));
        if is_open && asker != Some(me) && is_mine_to_see {
            let days = days_since(asking, row.packed.time(HelpRequest::asked_at));
            let kind = if helper == Some(me) { NeedKind::Helping } else { NeedKind::Help };
            needs.push(found(kind, row, asker, days));
        }
        let days = days_since(asking, solved_at);
        if !is_open && asker == Some(me) && helper.is_some_and(|helper| helper != me) && days <= NEWS_DAYS {
            needs.push(found(NeedKind::Solved, row, helper, days));
        }
    }
}

/// What was said in praise of me.
fn praises<'a>(asking: &'a Asking<'_>, needs: &mut Vec<Found<'a>>) {
    for row in asking.projection.live::<Praise>().filter(|row| row.packed.has_id(Praise::to, asking.me.0)) {
        let days = days_since(asking, row.packed.time(Praise::at));
        if days <= NEWS_DAYS {
            needs.push(found(NeedKind::Praised, row, row.packed.id(Praise::author), days));
        }
    }
}

/// Comments that call on me and that I have not answered since; a record with several of them waits once, for the
/// oldest.
fn mentions<'a>(asking: &'a Asking<'_>, needs: &mut Vec<Found<'a>>) {
    let me = asking.me.0;
    for row in asking.projection.live::<Comment>().filter(|row| row.packed.has_id(Comment::mentions, me)) {
        let at = row.packed.time(Comment::at);
        let days = days_since(asking, at);
        if i64::from(days) > MENTION_DAYS {
            continue;
        }
        let author = row.packed.id(Comment::author);
        let about = row.packed.id(Comment::about).and_then(|about| asking.projection.find(about));
        let Some(about) = about.filter(|about| about.live && author != Some(me)) else { continue };
        let is_answered = asking
            .projection
            .children::<Comment>(about.id)
            .any(|other| other.packed.id(Comment::author) == Some(me) && other.packed.time(Comment::at) > at);
        if is_answered {
            continue;
        }
        let need = found(NeedKind::Mention, about, author, days);
        match needs.iter_mut().find(|known| known.kind == need.kind && known.row.id == about.id) {
            Some(known) if known.days < days => *known = need,
            Some(_) => {}
            None => needs.push(need),
        }
    }
}

/// What waits: thousands may, a few are drawn.
struct Found<'a> {
    kind: NeedKind,
    row: &'a Row,
    person: Option<RecordId>,
    days: u32,
    due: Option<NaiveDate>,
}

fn found(kind: NeedKind, row: &Row, person: Option<RecordId>, days: u32) -> Found<'_> {
    Found { kind, row, person, days, due: None }
}

fn draw(asking: &Asking<'_>, need: Found<'_>) -> Need {
    let Found { kind, row, person, days, due } = need;
    Need {
        kind,
        id: row.id,
        record_kind: row.kind.name.to_owned(),
        title: row.title().to_owned(),
        person: person.map(|person| asking.person(MemberId(person))),
        days,
        due,
    }
}

/// Whole days since a moment; none for a moment that is not known.
fn days_since(asking: &Asking<'_>, at: Option<Timestamp>) -> u32 {
    let days = at.map_or(0, |at| (asking.now.today - asking.now.day_of(at)).num_days());
    u32::try_from(days).unwrap_or(0)
}
