//! Bring in another program's files. What is seen and said is made in the file worker (`import::Desk`); the page draws it,
//! and carries what is to be written to the engine.

use crate::file_worker::FileWorker;
use crate::kit::Sheet;
use crate::live::{State, follow, live};
use crate::store::{Page, Slot, Toast, now, read_chosen, save_file};
use ::markup::view;
use contract::file::ToFileWorker;
use contract::import::{FromDesk, Line, Panel, ToDesk, Tone};
use contract::query::Window;
use contract::view::Records;
use contract::{Command, Query, Refusal};
use language::Language;
use language::words::{files, importing};
use leptos::ev;
use leptos::prelude::*;

/// All rows of a list that is never long: stages, imports.
const ALL: Window = Window { offset: 0, count: 500 };

/// The line to the desk; gone with the sheet.
type Desk = StoredValue<Option<FileWorker>, LocalStorage>;

/// Choose files, look at what would come, bring it in, take it back.
#[component]
pub fn Import() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    for (slot, kind) in [(Slot::Stages, "stage"), (Slot::Imports, "import")] {
        page.show(slot, Query::Records { kind: kind.to_owned(), deleted: false, window: ALL });
    }
    let panel = State::new(Panel::new());
    let desk: Desk = StoredValue::new_local(None);
    desk.set_value(Some(FileWorker::start_desk(move |said| match said {
        Ok(FromDesk::Panel(now)) => drop(panel.try_set(now)),
        Ok(FromDesk::Command(command)) => page.ask(Command::Carried(command), move |result| {
            tell(
                desk,
                match result {
                    Ok(done) => ToDesk::Done { changed: done.changed, kept: done.kept.len() as u32 },
                    Err(why) => ToDesk::Refused(language::fault::refusal(language, &why)),
                },
            );
        }),
        Ok(FromDesk::Save { name, file }) => save_file(&name, &file),
        Err(fault) => page.tell_refusal(&Refusal::File(fault)),
    })));
    // The desk goes with the sheet: whoever closes it in the middle is told what that means.
    on_cleanup(move || {
        if panel.with_untracked(|panel| panel.iter().any(|line| line.tone == Tone::Progress)) {
            page.toasts.show(Toast::new(importing::STOPPED.say(language)));
        }
    });
    follow(move || {
        let rows = |records: &Option<Records>| records.as_ref().map(|records| records.rows.clone());
        let stages = page.state.stages.with(|stages| rows(&stages.0));
        let imports = page.state.imports.with(|imports| rows(&imports.0));
        let has_begun = !panel.with_untracked(Vec::is_empty);
        if let (Some(stages), Some(imports), Some(session), false) =
            (stages, imports, page.team_session(), has_begun)
        {
            let chinese = language == Language::Chinese;
            tell(desk, ToDesk::Begin { chinese, today: now().today, team: session.team, stages, imports });
        }
    });
    view! {
        <Sheet title=files::IMPORT.say(language)>
            <div class="form">{live(move || panel.get().into_iter().map(|line| draw(desk, line)).collect_view())}</div>
        </Sheet>
    }
}

fn tell(desk: Desk, message: ToDesk) {
    // The sheet may be closed by now: then no more batches follow.
    let _ = desk.try_with_value(|worker| {
        if let Some(worker) = worker {
            worker.send(ToFileWorker::Import(message));
        }
    });
}

fn draw(desk: Desk, Line { tone, text, word, number }: Line) -> AnyView {
    let (class, role) = match tone {
        Tone::Progress => {
            return view! { <progress max="100" value=number.to_string() aria-label=text></progress> }
                .into_any();
        }
        Tone::Files => {
            let chosen = move |event: ev::Event| {
                read_chosen(&event_target(&event), Box::new(move |files| tell(desk, ToDesk::Files(files))));
            };
            return view! {
                <div class="field">
                    <label class="label" for="import-files">{text}</label>
                    <input class="input" type="file" id="import-files" multiple=true on:change=chosen />
                </div>
            }
            .into_any();
        }
        Tone::Heading => ("said", ""),
        Tone::Text | Tone::First => ("setting", ""),
        Tone::Small => ("small muted prose", ""),
        Tone::Note => ("note", "status"),
        Tone::Alert => ("note late", "alert"),
    };
    let button = (!word.is_empty()).then(|| {
        let class = if tone == Tone::First { "button primary" } else { "button" };
        view! { <button type="button" class=class on:click=move |_| tell(desk, ToDesk::Press(number))>{word}</button> }
    });
    view! { <div class=class role=role style="overflow-wrap:anywhere"><span>{text}</span>{button}</div> }
        .into_any()
}
