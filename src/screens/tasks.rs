//! The tasks: a list in the order to do them, side by side by hand-shake, or as the Eisenhower matrix.

mod side_by_side;
mod task_line;

use crate::live::{Live, follow, live, live_if};
pub use task_line::{TaskLine, move_task};

use super::frame::Head;
use super::list_bar::{ListBar, show_search_text, whose_chips};
use super::sheets::SheetKind;
use crate::kit::{
    Empty, ListWindow, SearchField, Segments, TWO_LINES, VirtualList, brief_row, list_window, toggle_chip,
};
use crate::store::{Page, Slot};
use ::markup::view;
use contract::view::TaskRow;
use contract::{Query, TaskDivision, TaskFilter, TaskPart, Window};
use domain::task::Task;
use language::{Language, Word, sentence, words, words::announcement, words::task};
use leptos::prelude::*;
use side_by_side::SideBySide;

/// The tasks.
#[component]
pub fn Tasks() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let filter = page.task_filter;
    // How the tasks stand side by side; `None`: in a list.
    let division = page.task_division;
    let views = vec![
        (None, task::LIST.say(language).to_owned()),
        (Some(TaskDivision::State), task::BOARD.say(language).to_owned()),
        (Some(TaskDivision::Matrix), task::MATRIX.say(language).to_owned()),
    ];
    let body = move || match division.get() {
        None => view! { <List /> }.into_any(),
        Some(division) => view! { <SideBySide division=division /> }.into_any(),
    };
    let search = move |text: String| filter.update(|filter| filter.text = text);
    view! {
        <Head title=Live::new(move || words::home::TASKS.say(language).to_owned()) />
        <div class="part">
            <div class="list-top">
                <Segments label=task::VIEW.say(language) options=views chosen=division on_choose=move |chosen| division.set(chosen) />
                <SearchField label=task::SEARCH.say(language) start=filter.with_untracked(|filter| filter.text.clone()) on_search=search />
                {filters(page, language)}
            </div>
            {live(body)}
        </div>
    }
    .into_any()
}

/// The filter chips.
fn filters(page: Page, language: Language) -> AnyView {
    let filter = page.task_filter;
    let me = page.team_session().map(|team| team.me);
    // Whose tasks: one answer at a time.
    let whose = Live::new(move || filter.with(|filter| filter.whose));
    let choose = move |whose, giver, unowned| {
        filter.update(|filter| (filter.whose, filter.giver, filter.unowned) = (whose, giver, unowned));
    };
    let set_whose = Callback::new(move |whose| choose(whose, None, false));
    let given = Live::new(move || filter.with(|filter| filter.giver.is_some()));
    let set_given = Callback::new(move |on| choose(None, me.filter(|_| on), false));
    let unowned = Live::new(move || filter.with(|filter| filter.unowned));
    let set_unowned = Callback::new(move |on| choose(None, None, on));
    // Side by side, how far they are divides them.
    let parts = [
        (task::OVERDUE, TaskPart::Overdue),
        (announcement::DONE_WEEK, TaskPart::DoneLately),
        (task::CLOSED, TaskPart::Closed),
    ];
    let part = move |(word, part): (Word, TaskPart)| {
        let is_on = Live::new(move || filter.with(|filter| filter.part == part));
        let set = move |on| filter.update(|filter| filter.part = if on { part } else { TaskPart::Open });
        toggle_chip(word.say(language), is_on, Callback::new(set))
    };
    view! {
        <div class="scroll-x" role="group" aria-label=words::customer::FILTERS.say(language)>
            {whose_chips(page, whose, set_whose)}
            {toggle_chip(task::GIVEN.say(language), given, set_given)}
            {toggle_chip(task::UNOWNED.say(language), unowned, set_unowned)}
            {live_if(move || page.task_division.get().is_none().then(|| parts.map(part).collect_view()))}
        </div>
    }
    .into_any()
}

#[component]
fn List() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let filter = page.task_filter;
    let window = list_window(TWO_LINES, move || filter.track());
    follow(move || {
        let ListWindow { offset, count } = window.get();
        page.subscribe(Slot::Tasks, Query::Tasks { filter: filter.get(), window: Window { offset, count } });
    });
    on_cleanup(move || page.unsubscribe(Slot::Tasks));
    let list = page.state.tasks;
    let number = move |part: fn(&contract::view::Tasks) -> u32| {
        Live::new(move || list.with(|list| list.0.as_ref().map(part).unwrap_or_default()))
    };
    let (total, offset) = (number(|list| list.total), number(|list| list.offset));
    let rows = Live::new(move || {
        list.with(|list| list.0.as_ref().map(|list| list.rows.clone()).unwrap_or_default())
    });
    let is_empty = Live::new(move || list.with(|list| list.0.as_ref().is_some_and(|list| list.total == 0)));
    let body = move || {
        if is_empty.get() {
            no_tasks(page)
        } else {
            view! {
                <VirtualList
                    total=total offset=offset rows=rows row_rem=TWO_LINES window=window id=|row: &TaskRow| row.id.0
                    row=|row| view! { <TaskLine row=row /> }.into_any()
                    brief=|row| brief_row(&row.task.title, "brief after-tick")
                />
            }
            .into_any()
        }
    };
    let said = Live::new(move || sentence::tasks(language, total.get()));
    let written = Live::new(move || filter.with(TaskFilter::written));
    let pick = move |written: String| {
        filter.set(TaskFilter::read(&written));
        filter.with_untracked(|filter| filter.text.clone())
    };
    let ids = Live::new(move || rows.with(|rows| rows.iter().map(|row| row.id.0).collect()));
    view! {
        <ListBar
            spec=Task::SPEC list="tasks" filter=written on_pick=pick said=said total=total ids=ids window=window
        />
        {live(body)}
    }
    .into_any()
}

fn no_tasks(page: Page) -> AnyView {
    let language = page.language();
    if page.task_filter.get() != TaskFilter::default() {
        let clear = move |_| {
            page.task_filter.set(TaskFilter::default());
            show_search_text("");
        };
        return view! {
            <div class="empty">
                <h3>{task::NO_MATCH.say(language)}</h3>
                <button type="button" class="button" on:click=clear>{words::customer::CLEAR_FILTERS.say(language)}</button>
            </div>
        }
        .into_any();
    }
    let new = move |_| page.sheet.set(Some(SheetKind::new_task(page, None, None)));
    view! {
        <Empty title=task::EMPTY.say(language) example=task::EMPTY_HINT.say(language)>
            <button type="button" class="button primary" on:click=new>{task::NEW.say(language)}</button>
        </Empty>
    }
    .into_any()
}
