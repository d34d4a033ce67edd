//! Search and commands: everything there is, by a few letters.

use super::{AfterPick, Kind, SheetKind};
use crate::kit::{Icon, Picture, SearchField, Sheet};
use crate::live::{Live, State, live};
use crate::screens::frame::PLACES;
use crate::screens::place_of;
use crate::store::{Page, Place, Route, Slot, Target};
use ::markup::view;
use contract::Query;
use contract::view::SearchHit;
use domain::record::{Fields, KindSpec, Mark, SpaceClass};
use language::{Word, label, sentence, words};
use leptos::ev;
use leptos::prelude::*;

/// What a line of the palette does.
#[derive(Clone, Debug, PartialEq)]
enum Act {
    Go(Place),
    Sheet(SheetKind),
    Open(SearchHit),
}

#[derive(Clone, Debug, PartialEq)]
struct Line {
    act: Act,
    title: String,
    detail: String,
    picture: Picture,
}

/// The palette: arrows choose, Enter does.
#[component]
pub fn Palette() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let text = State::new(String::new());
    let chosen = State::new(0_usize);
    let search = move |typed: String| {
        let typed = typed.trim().to_owned();
        if typed.is_empty() {
            page.unsubscribe(Slot::Search);
        } else {
            page.subscribe(Slot::Search, Query::Search { text: typed.clone(), kind: None, count: 20 });
        }
        chosen.set(0);
        text.set(typed);
    };
    on_cleanup(move || page.unsubscribe(Slot::Search));

    let lines = Live::new(move || {
        let typed = text.get().to_ascii_lowercase();
        let commands = commands(page)
            .into_iter()
            .filter(|line| typed.is_empty() || line.title.to_ascii_lowercase().contains(&typed));
        let hits = page.state.search.with(|hits| hits.0.clone().unwrap_or_default());
        let found = hits.into_iter().filter(|_| !typed.is_empty()).map(|hit| Line {
            title: hit.title.clone(),
            detail: detail(language, &hit),
            picture: picture(&hit.kind),
            act: Act::Open(hit),
        });
        found.chain(commands).collect::<Vec<_>>()
    });
    let run = move |act: Act| {
        page.sheet.set(None);
        match act {
            Act::Go(place) => Route::from(place).go(),
            Act::Sheet(sheet) => page.sheet.set(Some(sheet)),
            Act::Open(hit) => {
                // A contact opens its customer.
                let kind = if hit.kind == "contact" { "customer" } else { &hit.kind };
                match Target::of(kind, hit.open) {
                    Some(target) => page.route.get_untracked().with(target).go(),
                    // What has neither a page nor a list of its own has its form.
                    None => match (place_of(kind), domain::kind(kind)) {
                        (Place::Today, Some(spec)) => {
                            page.sheet.set(Some(SheetKind::EditRecord { kind: spec.name, id: hit.open }));
                        }
                        (place, _) => Route::from(place).go(),
                    },
                }
            }
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let last = lines.with_untracked(Vec::len).saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => chosen.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => chosen.update(|at| *at = at.saturating_sub(1)),
            "Enter" => {
                if let Some(line) = lines.with_untracked(|lines| lines.get(chosen.get_untracked()).cloned()) {
                    run(line.act);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let list = move || {
        let lines = lines.get();
        if lines.is_empty() {
            return view! { <p class="group">{words::home::NOTHING_FOUND.say(language)}</p> }.into_any();
        }
        let line = |(index, line): (usize, Line)| {
            let act = line.act;
            view! {
                <button
                    type="button" class="hit" role="option" tabindex="-1" aria-selected=move || (chosen.get() == index).to_string()
                    on:click=move |_| run(act.clone())
                >
                    <span class="muted"><Icon picture=line.picture /></span>
                    <span class="one-line">{line.title}</span>
                    <span class="end small muted one-line">{line.detail}</span>
                </button>
            }
        };
        lines.into_iter().enumerate().map(line).collect_view().into_any()
    };
    view! {
        <Sheet title=words::home::SEARCH.say(language) class="palette" bare=true>
            <div on:keydown=key style="display:contents">
                <SearchField label=words::home::SEARCH_HINT.say(language) on_search=search autofocus=true />
                <div class="hits" role="listbox" aria-label=words::home::SEARCH.say(language)>{live(list)}</div>
            </div>
        </Sheet>
    }
}

fn picture(kind: &str) -> Picture {
    let place = match kind {
        "member" | "contact" => return Picture::Person,
        "task" => Place::Tasks,
        "deal" => Place::Deals,
        "customer" => Place::Customers,
        kind => place_of(kind),
    };
    PLACES.iter().find(|(known, ..)| *known == place).map_or(Picture::Search, |(_, picture, _)| *picture)
}

fn detail(language: language::Language, hit: &SearchHit) -> String {
    let kind = label::kind_label(language, &hit.kind);
    if hit.detail.is_empty() { kind.into_owned() } else { format!("{} · {kind}", hit.detail) }
}

fn commands(page: Page) -> Vec<Line> {
    let language = page.language();
    let line = |act: Act, word: Word, picture: Picture| Line {
        act,
        title: word.say(language).to_owned(),
        detail: String::new(),
        picture,
    };
    let sheets = [
        (SheetKind::PickCustomer { then: AfterPick::Log }, words::home::LOG_FOLLOW_UP, Picture::Phone),
        (SheetKind::new_task(page, None, None), words::home::NEW_TASK, Picture::Plus),
        (SheetKind::new_customer(), words::home::NEW_CUSTOMER, Picture::Plus),
        (SheetKind::PickCustomer { then: AfterPick::Contact }, words::home::NEW_CONTACT, Picture::Plus),
        (SheetKind::ask_for_help(None), words::home::ASK_FOR_HELP, Picture::Hand),
        (SheetKind::Keys, words::keyboard::TITLE, Picture::Sliders),
    ];
    // A sample team leaves its device in no file.
    let files = [
        (Act::Sheet(SheetKind::Backup), words::files::MAKE_BACKUP),
        (Act::Sheet(SheetKind::SyncFile), words::files::SYNC_FILE),
        (Act::Sheet(SheetKind::Import), words::files::IMPORT),
    ];
    let is_sample = page.team_session().is_some_and(|team| team.is_sample);
    let files = files.into_iter().filter(move |_| !is_sample);
    let files = files.map(|(act, word)| line(act, word, Picture::Share));
    let sheets = sheets.into_iter().map(|(sheet, word, picture)| line(Act::Sheet(sheet), word, picture));
    let is_manager = page.team_session().is_some_and(|team| team.role.is_manager());
    let simple =
        domain::KINDS.iter().filter(move |spec| stands_alone(spec, is_manager)).map(move |spec| Line {
            act: Act::Sheet(SheetKind::New { spec: Kind(spec), start: Fields::default(), titles: vec![] }),
            title: sentence::new_record(language, &label::kind_label(language, spec.name)),
            detail: String::new(),
            picture: Picture::Plus,
        });
    sheets
        .chain(PLACES.into_iter().map(|(place, picture, word)| line(Act::Go(place), word, picture)))
        .chain(files)
        .chain(simple)
        .collect()
}

/// Kinds that are begun by their form alone: they belong to nothing else, and no other line makes them.
fn stands_alone(spec: &KindSpec, is_manager: bool) -> bool {
    let may_write = match spec.space {
        SpaceClass::Org | SpaceClass::Team => true,
        SpaceClass::Official => is_manager,
        _ => false,
    };
    let has_own_way = matches!(spec.name, "task" | "help_request" | "member" | "team" | "import");
    may_write
        && !has_own_way
        && spec.title().is_some()
        && spec.fields.iter().all(|field| !field.has(Mark::Parent))
}
