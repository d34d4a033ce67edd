//! The daily work: stages and deals, tasks, duties, meetings, announcements, help, comments, praise.

use crate::customers::Drawn;
use crate::follow_ups::Span;
use crate::members::Members;
use crate::random::Random;
use crate::size::Size;
use crate::words::{Words, fill};
use chrono::{Days, NaiveDate};
use domain::announcement::{Acknowledgement, Announcement};
use domain::calendar::Workdays;
use domain::comment::{Comment, Praise};
use domain::customer::{Customer, CustomerId};
use domain::deal::{Deal, DealId};
use domain::help_request::HelpRequest;
use domain::meeting::{Meeting, MeetingForm, Repeats};
use domain::member::{Member, MemberId, Role};
use domain::record::{AnyRecord, Fields, KindSpec, Record, Reference};
use domain::stage::{Stage, StageEnd, StageId};
use domain::task::{Importance, Step, Task, TaskId, TaskState};
use domain::time::ClockTime;
use domain::{Fen, Minutes, RecordId, Timestamp};
use language::template;

/// A record of the daily work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Daily {
    /// Which.
    pub id: RecordId,
    /// Its kind's name.
    pub kind: &'static str,
    /// What it holds.
    pub fields: Fields,
}

/// What is drawn for.
struct Drawing<'a> {
    random: &'a mut Random,
    words: &'a Words,
    span: &'a Span,
    members: &'a Members,
    customers: &'a [(CustomerId, Customer)],
    records: Vec<Daily>,
}

pub(crate) fn draw(
    random: &mut Random,
    language: language::Language,
    words: &Words,
    span: &Span,
    size: &Size,
    members: &Members,
    drawn: &Drawn,
) -> Vec<Daily> {
    let mut drawing =
        Drawing { random, words, span, members, customers: &drawn.customers, records: Vec::new() };
    if size.deals + size.tasks == 0 {
        return drawing.records;
    }
    let stages = drawing.stages(language);
    drawing.jobs(language);
    let deals: Vec<DealId> = (0..size.deals).map(|_| drawing.deal(&stages)).collect();
    for number in 0..size.tasks {
        drawing.task(number, &deals);
    }
    drawing.team_life();
    drawing.records
}

impl Drawing<'_> {
    fn put<R: Record>(&mut self, record: &R) -> RecordId {
        let id = self.random.id();
        self.records.push(Daily { id, kind: R::SPEC.name, fields: record.to_fields() });
        id
    }

    /// What a template says, as it would be created by hand.
    fn put_template(&mut self, records: Vec<template::NewRecord>) {
        for (kind, id, writes) in records {
            let Some(spec): Option<&'static KindSpec> = domain::kind(&kind) else { continue };
            let mut fields = Fields::default();
            for write in writes {
                if let Some((index, _)) = spec.field(&write.field) {
                    fields.set(index, write.value);
                }
            }
            self.records.push(Daily { id, kind: spec.name, fields });
        }
    }

    fn stages(&mut self, language: language::Language) -> Vec<(StageId, Stage)> {
        let made = template::stages(language, || self.random.id());
        self.put_template(made);
        let stages = self.records.iter().filter(|record| record.kind == Stage::SPEC.name);
        stages.map(|record| (StageId(record.id), Stage::from_fields(&record.fields))).collect()
    }

    /// Everybody holds the job description of their role.
    fn jobs(&mut self, language: language::Language) {
        let review = self.span.today + Days::new(120);
        for (job, role) in template::JOBS.iter().zip([Role::Assistant, Role::Salesperson, Role::Supervisor]) {
            let mut made = template::job(language, job, review, || self.random.id());
            let holders = self.with_role(role).map(|id| id.0).collect();
            if let Some((_, _, writes)) = made.first_mut() {
                let value = Some(domain::record::Value::Ids(holders));
                writes.push(contract::FieldWrite { field: "holders".to_owned(), value });
            }
            self.put_template(made);
        }
    }

    fn with_role(&self, role: Role) -> impl Iterator<Item = MemberId> + '_ {
        let of_role = move |(_, member): &&(MemberId, Member)| member.role == Some(role);
        self.members.all.iter().filter(of_role).map(|(id, _)| *id)
    }

    fn ago(&self, days: i64) -> NaiveDate {
        self.span.today - chrono::Duration::days(days)
    }

    /// A moment on a day so long ago, during work.
    fn moment(&mut self, days: i64) -> Timestamp {
        let day = self.ago(days).signed_duration_since(NaiveDate::default()).num_days();
        let minute = self.random.between(8 * 60, if days == 0 { 9 * 60 } else { 18 * 60 });
        Timestamp((day * 24 * 60 + minute - i64::from(self.span.utc_offset_minutes)) * 60_000)
    }

    fn workday(&mut self, first: i64, last: i64) -> NaiveDate {
        let day = self.span.today + chrono::Duration::days(self.random.between(first, last));
        Workdays::china().next_workday(day)
    }

    fn phrase(&mut self, phrases: &[&'static str], who: &str) -> String {
        let phrase = self.random.word(phrases);
        fill(self.random, self.words, phrase, who, "")
    }

    /// A third is won, a third lost, the rest spread over the open stages.
    fn deal(&mut self, stages: &[(StageId, Stage)]) -> DealId {
        let (customer, at) = match self.random.pick(self.customers) {
            Some((id, customer)) => (Some(*id), customer.clone()),
            None => (None, Customer::default()),
        };
        let of = |end: Option<StageEnd>| stages.iter().filter(move |(_, stage)| stage.end == end);
        let end = [None, Some(StageEnd::Won), Some(StageEnd::Lost)][self.random.weighted(&[45, 30, 25])];
        let choices: Vec<&(StageId, Stage)> = of(end).collect();
        let stage = self.random.pick(&choices).map(|(id, _)| *id);
        let age = self.random.between(1, i64::from(self.span.days.max(2)));
        let since = self.random.between(0, age.min(if end.is_none() { 25 } else { age }));
        let is_open = end.is_none();
        let title = self.phrase(self.words.deal_titles, "");
        let product_value = self.random.between(8, 900) * 50_000;
        let next_date = (is_open && self.random.percent(75)).then(|| self.workday(-4, 14));
        let deal = Deal {
            title,
            customer,
            stage,
            value: self.random.percent(90).then_some(Fen(product_value)),
            expected_close: Some(self.workday(5, 80)).filter(|_| is_open),
            owner: at.owner,
            helpers: at.helpers,
            next_action: next_date.map_or("", |_| self.random.word(self.words.first_steps)).to_owned(),
            next_date,
            loss_reason: match end {
                Some(StageEnd::Lost) => self.random.word(self.words.loss_reasons).to_owned(),
                _ => String::new(),
            },
            stage_since: Some(self.ago(since)),
            created_on: Some(self.ago(age)),
            closed_on: (!is_open).then(|| self.ago(since)),
            ..Deal::default()
        };
        DealId::from_record_id(self.put(&deal))
    }

    fn task(&mut self, number: usize, deals: &[DealId]) {
        let owner =
            if self.random.percent(93) { self.random.pick(&self.members.owners).copied() } else { None };
        let giver =
            if self.random.percent(60) { Some(self.members.me) } else { owner.or(Some(self.members.me)) };
        let customer = self.random.pick(self.customers).map(|(id, customer)| (*id, customer.name.clone()));
        let customer = customer.filter(|_| self.random.percent(70));
        let is_old = number % 5 >= 2; // most of a year's tasks are done
        let given = self.random.between(1, if is_old { i64::from(self.span.days.max(2)) } else { 12 });
        let state = match owner {
            None => TaskState::Assigned,
            Some(owner) if is_old => [TaskState::Done, TaskState::Cancelled]
                [self.random.weighted(&[if giver == Some(owner) { 90 } else { 92 }, 8])],
            Some(owner) if giver == Some(owner) => TaskState::Accepted,
            Some(_) => [TaskState::Accepted, TaskState::Assigned, TaskState::Discuss, TaskState::Declined]
                [self.random.weighted(&[65, 22, 8, 5])],
        };
        let done = self.random.between(0, given);
        let is_done = state == TaskState::Done;
        let who = customer.as_ref().map_or(String::new(), |(_, name)| name.clone());
        let titles = if who.is_empty() { self.words.task_titles } else { self.words.customer_task_titles };
        let task = Task {
            title: self.phrase(titles, &who),
            owner,
            due: self.random.percent(90).then(|| match is_old {
                true => self.ago(done),
                false => self.workday(-3, 12),
            }),
            importance: Importance::ALL.get(self.random.weighted(&[25, 60, 15])).copied(),
            estimate: self.random.percent(70).then(|| Minutes(self.random.between(1, 8) as u32 * 30)),
            customer: customer.map(|(id, _)| id),
            deal: self.random.pick(deals).copied().filter(|_| self.random.percent(15)),
            state: Some(state),
            answer: match state {
                TaskState::Declined | TaskState::Discuss => self.random.word(self.words.answers).to_owned(),
                _ => String::new(),
            },
            giver,
            given_at: Some(self.moment(given)),
            done_at: is_done.then(|| self.moment(done)),
            quality: (is_done && giver != owner && self.random.percent(70))
                .then(|| self.random.between(3, 5)),
            ..Task::default()
        };
        let id = TaskId::from_record_id(self.put(&task));
        if self.random.percent(15) {
            for place in 0..self.random.between(2, 4) {
                let text = self.phrase(self.words.steps, "");
                let done = is_done || place == 0;
                self.put(&Step { text, task: Some(id), done, place: Some(place) });
            }
        }
        if self.random.percent(12) {
            let (author, at) = (self.random.pick(&self.members.owners).copied(), Some(self.moment(done)));
            let text = self.random.word(self.words.comments).to_owned();
            self.put(&Comment { text, about: Some(AnyRecord(id.0)), mentions: Vec::new(), author, at });
        }
    }

    fn team_life(&mut self) {
        let me = Some(self.members.me);
        for (days, [title, body]) in [(0, self.words.announcements[0]), (6, self.words.announcements[1])] {
            let at = Some(self.moment(days));
            let announcement = Announcement {
                title: title.to_owned(),
                body: body.to_owned(),
                pinned: days > 0,
                author: me,
                at,
                ..Announcement::default()
            };
            let of = Some(AnyRecord(self.put(&announcement)));
            for (member, _) in self.members.all.iter().skip(1) {
                if self.random.percent(55) {
                    let (at, member) = (Some(self.moment(0)), Some(*member));
                    self.put(&Acknowledgement { of, version: String::new(), member, at });
                }
            }
        }
        let attendees: Vec<MemberId> = self.members.all.iter().take(11).map(|(id, _)| *id).collect();
        for (first, [title, agenda]) in [(0, self.words.meetings[0]), (3, self.words.meetings[1])] {
            let day = Some(self.workday(first, first));
            self.put(&Meeting {
                title: title.to_owned(),
                day,
                starts: ClockTime::from_minutes(9 * 60),
                length: Some(Minutes(45)),
                form: Some(MeetingForm::Team),
                attendees: attendees.clone(),
                agenda: agenda.to_owned(),
                repeats: Some(Repeats::Weekly),
                caller: me,
                ..Meeting::default()
            });
        }
        for days in [0, 1, 3] {
            let (asker, asked_at) =
                (self.random.pick(&self.members.owners).copied(), Some(self.moment(days)));
            let about = self.random.pick(self.customers).map(|(id, _)| AnyRecord(id.0));
            let need = self.phrase(self.words.needs, "");
            self.put(&HelpRequest {
                need,
                about,
                urgent: days == 3,
                asker,
                asked_at,
                ..HelpRequest::default()
            });
        }
        for days in [1, 2, 5, 9] {
            let to = self.random.pick(&self.members.owners).copied();
            let others: Vec<_> = self.members.owners.iter().filter(|owner| Some(**owner) != to).collect();
            let Some(author) = self.random.pick(&others).map(|author| **author) else { break };
            let (to, author) = (to.into_iter().collect(), Some(author));
            let (text, at) = (self.random.word(self.words.praise).to_owned(), Some(self.moment(days)));
            self.put(&Praise { text, to, about: None, author, at });
        }
    }
}
