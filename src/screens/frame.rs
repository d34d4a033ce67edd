//! Where things stand: bottom bar on a phone; rail, list and record side by side on a desk.

mod banner;
mod head;
mod rail;
mod tabs;

use crate::live::{Live, State, follow, live};
pub use head::Head;

use super::announcements::{Announcements, announcement_page};
use super::customer::Customer;
use super::customers::Customers;
use super::deal::DealPage;
use super::deals::Deals;
use super::duties::{Duties, position_page};
use super::help::Help;
use super::meetings::{Meetings, meeting_page};
use super::member::Member;
use super::praise::Praise;
use super::settings::Settings;
use super::sheets::SheetHost;
use super::task::TaskPage;
use super::tasks::Tasks;
use super::team::Team;
use super::today::Today;
use crate::kit::{Picture, ToastArea};
use crate::store::{Page, Place, Target, focus_when_drawn};
use ::markup::view;
use banner::Banner;
use contract::{TaskFilter, Whose};
use language::{Word, words};
use leptos::prelude::*;
use rail::Rail;
use std::cell::Cell;
use tabs::Tabs;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

/// The places, what stands for them and what they are called, in the order of the rail.
pub const PLACES: [(Place, Picture, Word); 11] = [
    (Place::Today, Picture::Sun, words::home::TODAY),
    (Place::Customers, Picture::Building, words::home::CUSTOMERS),
    (Place::Deals, Picture::Columns, words::home::DEALS),
    (Place::Tasks, Picture::List, words::home::TASKS),
    (Place::Team, Picture::People, words::home::TEAM),
    (Place::Meetings, Picture::Calendar, words::home::MEETINGS),
    (Place::Announcements, Picture::Horn, words::home::ANNOUNCEMENTS),
    (Place::Duties, Picture::Checks, words::home::DUTIES),
    (Place::Help, Picture::Hand, words::home::HELP),
    (Place::Praise, Picture::Star, words::home::PRAISE),
    (Place::Settings, Picture::Sliders, words::home::SETTINGS),
];

/// Where records without a page of their own are listed.
pub fn place_of(kind: &str) -> Place {
    match kind {
        "announcement" => Place::Announcements,
        "meeting" => Place::Meetings,
        "position" | "duty" => Place::Duties,
        "help_request" => Place::Help,
        "praise" => Place::Praise,
        "stage" => Place::Deals,
        "step" => Place::Tasks,
        _ => Place::Today,
    }
}

/// From here on the record stands beside the list instead of covering it.
const DESK: &str = "(min-width: 1024px)";

/// The frame around every screen of a team.
#[component]
pub fn Frame() -> impl IntoView {
    let page = Page::here();
    let language = page.language();

    // Who opens the tasks wants their own first.
    page.task_filter.set(TaskFilter {
        whose: page.team_session().map(|team| Whose::all(team.me)),
        ..TaskFilter::default()
    });

    let place = Live::new(move || page.route.get().place);
    let open = Live::new(move || page.route.get().open);
    let is_desk = desk();
    let is_covered = move || open.get().is_some() && !is_desk.get();
    focus_where_we_went(place, open);

    let screen = move || match place.get() {
        Place::Today => view! { <Today /> }.into_any(),
        Place::Customers => view! { <Customers /> }.into_any(),
        Place::Tasks => view! { <Tasks /> }.into_any(),
        Place::Help => view! { <Help /> }.into_any(),
        Place::Deals => view! { <Deals /> }.into_any(),
        Place::Duties => view! { <Duties /> }.into_any(),
        Place::Announcements => view! { <Announcements /> }.into_any(),
        Place::Meetings => view! { <Meetings /> }.into_any(),
        Place::Praise => view! { <Praise /> }.into_any(),
        Place::Team => view! { <Team /> }.into_any(),
        Place::Settings => view! { <Settings /> }.into_any(),
    };
    let record = move || match open.get() {
        Some(Target::Customer(id)) => view! { <Customer id=domain::customer::CustomerId(id) /> }.into_any(),
        Some(Target::Member(id)) => view! { <Member id=domain::member::MemberId(id) /> }.into_any(),
        Some(Target::Task(id)) => view! { <TaskPage id=domain::task::TaskId(id) /> }.into_any(),
        Some(Target::Announcement(id)) => announcement_page(page, id),
        Some(Target::Meeting(id)) => meeting_page(page, id),
        Some(Target::Position(id)) => position_page(page, id),
        Some(Target::Deal(id)) => view! { <DealPage id=domain::deal::DealId(id) /> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <a class="skip" href="#content" on:click=skip>{words::SKIP_TO_CONTENT.say(language)}</a>
        <div class="app">
            <Rail place=place />
            <main class="place" class:still=is_covered id="content" tabindex="-1">
                <div class="column" inert=is_covered>
                    <Banner />
                    {live(screen)}
                </div>
            </main>
            <Tabs place=place covered=Live::new(is_covered) />
            {live(record)}
        </div>
        <SheetHost />
        <ToastArea />
    }
}

/// The address belongs to the route, so the skip link moves the focus itself.
fn skip(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    focus_when_drawn("#content");
}

/// Screen readers and keyboards follow: to the heading of the place that came, back to the row of the record that
/// was closed. An opened record takes the focus itself, when it is there.
fn focus_where_we_went(place: Live<Place>, open: Live<Option<Target>>) {
    let before = Cell::new(None::<(Place, Option<Target>)>);
    follow(move || {
        let here = (place.get(), open.get());
        match before.replace(Some(here)) {
            None => {}
            Some((before, _)) if before != here.0 && here.1.is_none() => focus_when_drawn(".place h1"),
            Some((_, Some(target))) if here.1.is_none() => focus_row(target),
            Some(_) => {}
        }
    });
}

fn focus_row(target: Target) {
    // Still covered for this instant, and so not to be focused yet.
    focus_when_drawn(format!(".place [data-row=\"{}\"]", target.id()));
}

fn desk() -> State<bool> {
    let query = window().match_media(DESK).ok().flatten();
    let is_desk = State::new(query.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(query) = query {
        let watched = query.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            // The frame may be gone while another language is drawn.
            let _ = is_desk.try_set(watched.matches());
        });
        query.set_onchange(Some(changed.as_ref().unchecked_ref()));
        changed.forget(); // replaced with the next frame; one per language change
    }
    is_desk
}
