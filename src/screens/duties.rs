//! Job descriptions and duties: who does what, how often, to which standard, and who has agreed to that.

mod overview;
mod position;

use crate::live::{Live, State, live, live_if};
pub use position::{duties, position_page};

use super::announcements::people;
use super::frame::Head;
use super::sheets::SheetKind;
use crate::kit::{Empty, Segments, TWO_LINES, long_list};
use crate::store::{Page, Slot, new_record_id, now};
use ::markup::view;
use contract::view::PositionRow;
use contract::{Command, Query};
use domain::duty::Position;
use language::template;
use language::words::{duty, home};
use leptos::prelude::*;

/// The positions, or all duties side by side.
#[component]
pub fn Duties() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.share(Slot::Duties, Query::Duties);
    let is_overview = State::new(false);
    let view = page.state.duties;
    let may_edit = Live::new(move || view.with(|view| view.0.as_ref().is_some_and(|view| view.may_edit)));
    let positions = Live::new(move || {
        view.with(|view| view.0.as_ref().map(|view| view.positions.clone()).unwrap_or_default())
    });
    let without = Live::new(move || {
        view.with(|view| view.0.as_ref().map(|view| view.without_position.clone()).unwrap_or_default())
    });
    let is_empty =
        Live::new(move || view.with(|view| view.0.as_ref().is_some_and(|view| view.positions.is_empty())));
    let list = move || {
        if is_empty.get() {
            return view! { <Empty title=duty::EMPTY.say(language) example=duty::EMPTY_HINT.say(language) /> }
                .into_any();
        }
        if is_overview.get() {
            return overview::overview(positions);
        }
        view! {
            {long_list(positions, TWO_LINES, |row: &PositionRow| row.id.0, position::line)}
            {live_if(move || people(page, duty::WITHOUT, &without.get()))}
        }
        .into_any()
    };
    let new = move |_| page.sheet.set(Some(SheetKind::new(&Position::default(), vec![])));
    let button = live_if(move || {
        may_edit.get().then(|| {
            view! { <button type="button" class="button quiet" on:click=new>{duty::NEW_POSITION.say(language)}</button> }
        })
    });
    let templates = live_if(move || (may_edit.get() && !is_overview.get()).then(|| templates(page)));
    let options = vec![
        (false, duty::POSITIONS.say(language).to_owned()),
        (true, duty::OVERVIEW.say(language).to_owned()),
    ];
    view! {
        <Head title=Live::new(move || home::DUTIES.say(language).to_owned())>{button}</Head>
        <div class="part">
            <Segments label=duty::VIEW.say(language) options=options chosen=is_overview on_choose=move |chosen| is_overview.set(chosen) />
            {live(list)}
            {templates}
        </div>
    }
    .into_any()
}

/// The built-in job descriptions.
fn templates(page: Page) -> AnyView {
    let language = page.language();
    let button = |job: &'static template::JobTemplate| {
        let make = move |_| {
            let records = template::job(language, job, now().today, new_record_id);
            page.run_undoable(Command::CreateMany { records }, duty::MADE.say(language).to_owned());
        };
        view! { <button type="button" class="choice" on:click=make>{job.name.say(language)}</button> }
    };
    view! {
        <section class="part">
            <header><h2>{duty::FROM_TEMPLATE.say(language)}</h2></header>
            <div class="choices">{template::JOBS.iter().map(button).collect_view()}</div>
        </section>
    }
    .into_any()
}
