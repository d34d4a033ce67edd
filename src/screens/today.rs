//! Today: what is due, in the order in which it matters; for managers also how their people stand.

mod due_item;
mod duty_line;
mod log_pad;
mod logged;
mod need_line;
mod news;
mod person_row;

use crate::live::{Live, LivePart, State, live, live_if};
pub use log_pad::LogPad;
pub use logged::TouchRow;
pub use person_row::PersonRow;

use super::frame::Head;
use super::sheets::SheetKind;
use super::tasks::TaskLine;
use crate::kit::{CopyButton, Empty, LiveRows, while_any};
use crate::store::{Page, Place, Route, now};
use ::markup::view;
use contract::view::{
    AnnouncementRow, DueRow, DutyDue, MeetingRow, Need, PersonProgress, TaskRow, TimelineEntry,
    Today as TodayView,
};
use contract::{CustomerFilter, Schedule, Whose};
use domain::RecordId;
use due_item::DueItem;
use duty_line::DutyLine;
use language::{Word, day, sentence, wechat, words};
use leptos::prelude::*;
use need_line::NeedLine;
use news::{MeetingLine, UnreadLine};

/// How many things that wait for me, and how many touches of the day, are shown before "more".
const SHOWN: usize = 5;
const ALL: usize = usize::MAX;

/// The one due row that is unfolded for logging.
#[derive(Clone, Copy)]
pub struct Unfolded(pub State<Option<RecordId>>);

/// My day.
#[component]
pub fn Today() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    provide_context(Unfolded(State::new(None)));
    let today = move |part: fn(&TodayView) -> u32| {
        page.state.today.with(|today| today.0.as_deref().map(part).unwrap_or_default())
    };
    let title = Live::new(move || {
        page.state.today.with(|today| {
            let date = today.0.as_ref().map_or_else(|| now().today, |today| today.date);
            day::date_with_weekday(language, date, date)
        })
    });
    let load = Live::new(move || {
        page.state.today.with(|today| match &today.0 {
            None => String::new(),
            Some(today) => {
                let load = sentence::day_load(
                    language,
                    today.due_count,
                    today.overdue_count,
                    today.logged.len() as u32,
                );
                let rest = (!today.is_workday).then_some(words::today::REST_DAY.say(language));
                let parts: Vec<&str> =
                    rest.into_iter().chain(Some(load.as_str())).filter(|part| !part.is_empty()).collect();
                parts.join(" · ")
            }
        })
    });
    let due = rows(page, |today| today.due.clone());
    let logged = rows(page, |today| today.logged.clone());
    let is_known = Live::new(move || page.state.today.with(|today| today.0.is_some()));
    let is_nothing_due = Live::new(move || due.with(Vec::is_empty));

    let due_part = move || {
        if !is_known.get() {
            return ().into_any();
        }
        if is_nothing_due.get() {
            return view! { <NothingDue /> }.into_any();
        }
        let more = move || {
            let more = today(|today| today.due_count).saturating_sub(due.with(Vec::len) as u32);
            (more > 0).then(|| {
                let show = move |_| show_customers(page, CustomerFilter { schedule: Some(Schedule::Due), ..my_customers(page) });
                view! { <button type="button" class="button quiet" on:click=show>{words::today::MORE_DUE.say(language)}</button> }
            })
        };
        view! {
            <section class="part">
                <header><h2>{words::today::DUE.say(language)}</h2></header>
                <ul class="rows">
                    <LiveRows items=due id=|row: &DueRow| row.customer.id.0 row=|row| view! { <DueItem row=row /> }.into_any() />
                </ul>
                {live_if(more)}
            </section>
        }
        .into_any()
    };
    let unplanned = move || {
        let count = today(|today| today.unplanned_count);
        (count > 0).then(|| {
            let show = move |_| show_customers(page, CustomerFilter { schedule: Some(Schedule::Unplanned), ..my_customers(page) });
            view! {
                <button type="button" class="button quiet" style="justify-self:start;margin-inline-start:-12px" on:click=show>
                    {sentence::unplanned(language, count)}
                </button>
            }
        })
    };
    let logged_part = while_any(logged, move || {
        let text = move |()| {
            let overdue = today(|today| today.overdue_count);
            let date = page
                .state
                .today
                .with(|today| today.0.as_ref().map_or_else(|| now().today, |today| today.date));
            logged.with_untracked(|logged| wechat::day_text(language, date, logged, 0, overdue))
        };
        view! {
            <section class="part">
                <header>
                    <h2>{words::today::LOGGED.say(language)}</h2>
                    <CopyButton class="quiet" label=words::today::COPY_DAY.say(language) text=text />
                </header>
                <ul class="timeline">
                    <LiveRows items=logged first=SHOWN id=|entry: &TimelineEntry| entry.id.0 row=|entry| view! { <TouchRow entry=entry with_customer=true /> }.into_any() />
                </ul>
            </section>
        }
    });
    let more_tasks = live_if(move || {
        let more = today(|today| today.task_count.saturating_sub(today.tasks.len() as u32));
        (more > 0).then(|| {
            let href = Route::from(Place::Tasks).to_string();
            view! { <a class="button quiet" href=href>{sentence::more(language, more)}</a> }
        })
    });
    view! {
        <Head title=title detail=load />
        {section(words::today::UNREAD, ALL, rows(page, |today| today.unread.clone()), |row: &AnnouncementRow| row.id.0, |row| view! { <UnreadLine row=row /> }.into_any())}
        // The most pressing ones; the day itself stays in sight.
        {section(words::today::NEEDS, SHOWN, rows(page, |today| today.needs.clone()), Need::key, |need| view! { <NeedLine need=need /> }.into_any())}
        {section(words::today::MEETINGS, ALL, rows(page, |today| today.meetings.clone()), |row: &MeetingRow| row.id.0, |row| view! { <MeetingLine row=row /> }.into_any())}
        {section(words::home::TASKS, ALL, rows(page, |today| today.tasks.clone()), |row: &TaskRow| row.id.0, |row| view! { <li><TaskLine row=row /></li> }.into_any())}
        {more_tasks}
        {live(due_part)}
        {section(words::today::DUTIES, ALL, rows(page, |today| today.duties.clone()), |row: &DutyDue| row.id.0, |row| view! { <DutyLine row=row /> }.into_any())}
        {section(words::today::PEOPLE, ALL, rows(page, |today| today.people.clone()), |row: &PersonProgress| row.person.id.0, |row| view! { <li><PersonRow row=row /></li> }.into_any())}
        {live_if(unplanned)}
        {logged_part}
        {section(words::today::UPCOMING, ALL, rows(page, |today| today.upcoming.clone()), |row: &DueRow| row.customer.id.0, |row| view! { <DueItem row=row /> }.into_any())}
    }
}

/// A part of the day with its heading; absent while there is nothing in it. Of long ones the `first` few.
fn section<T>(
    heading: Word,
    first: usize,
    items: Live<Vec<T>>,
    id: fn(&T) -> RecordId,
    row: fn(Live<T>) -> AnyView,
) -> LivePart
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    while_any(items, move || {
        view! {
            <section class="part">
                <header><h2>{heading.say(Page::here().language())}</h2></header>
                <ul class="rows"><LiveRows items=items first=first id=id row=row /></ul>
            </section>
        }
    })
}

fn rows<T>(page: Page, part: fn(&TodayView) -> Vec<T>) -> Live<Vec<T>>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    Live::new(move || page.state.today.with(|today| today.0.as_deref().map(part).unwrap_or_default()))
}

fn my_customers(page: Page) -> CustomerFilter {
    CustomerFilter { whose: page.team_session().map(|team| Whose::all(team.me)), ..CustomerFilter::default() }
}

fn show_customers(page: Page, filter: CustomerFilter) {
    page.customer_filter.set(filter);
    Route::from(Place::Customers).go();
}

#[component]
fn NothingDue() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let has_customers = Live::new(move || {
        page.state.today.with(|today| {
            today.0.as_ref().is_some_and(|today| {
                !today.upcoming.is_empty() || today.unplanned_count > 0 || !today.logged.is_empty()
            })
        })
    });
    // Who leads people but owns no customers has nothing to add here.
    let leads_people = Live::new(move || {
        page.state.today.with(|today| today.0.as_ref().is_some_and(|today| !today.people.is_empty()))
    });
    let receiving = Live::new(move || page.team_session().and_then(|team| team.sync.receiving));
    let new = move |_| page.sheet.set(Some(SheetKind::new_customer()));
    live(move || {
        if let Some(count) = receiving.get() {
            let title = language::sync::receiving(language, count);
            return view! { <Empty title=title example=words::today::RECEIVING_HINT.say(language) /> }
                .into_any();
        }
        if leads_people.get() && !has_customers.get() {
            return ().into_any();
        }
        if has_customers.get() {
            return view! {
                <Empty title=words::today::ALL_DONE.say(language) example=words::today::ALL_DONE_HINT.say(language) />
            }
            .into_any();
        }
        view! {
            <Empty title=words::today::NO_CUSTOMERS.say(language) example=words::today::NO_CUSTOMERS_HINT.say(language)>
                <button type="button" class="button primary" on:click=new>{words::home::NEW_CUSTOMER.say(language)}</button>
            </Empty>
        }
        .into_any()
    })
}
