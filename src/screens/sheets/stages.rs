//! The stages in their order: each can go up and down, all of it undone as one.

use super::SheetKind;
use crate::kit::{Icon, LiveRows, Picture, Sheet};
use crate::live::{Live, State, follow, live_text};
use crate::store::{Page, focus_when_drawn};
use ::markup::view;
use contract::{Command, FieldWrite};
use domain::RecordId;
use domain::record::Value;
use domain::stage::{Stage, StageId};
use language::{Word, words::deal};
use leptos::prelude::*;

/// A stage and its record.
type Row = (StageId, Stage);

/// The stages as rows with two arrows each.
#[component]
pub fn Stages() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let stages = Live::new(move || stages(page));
    // An arrow keeps the focus where its stage went.
    let pressed = State::new(None::<(RecordId, bool)>);
    provide_context(pressed);
    follow(move || {
        stages.track();
        if let Some((id, is_up)) = pressed.get_untracked() {
            pressed.set(None);
            focus_when_drawn(format!(
                "[data-stage=\"{id}\"] button:nth-of-type({})",
                if is_up { 2 } else { 3 }
            ));
        }
    });
    view! {
        <Sheet title=deal::ARRANGE.say(language)>
            <ul class="rows arrange">
                <LiveRows items=stages id=|row: &Row| row.0.0 row=line />
            </ul>
        </Sheet>
    }
}

fn stages(page: Page) -> Vec<Row> {
    page.state.deals.with(|board| {
        let columns = board.0.iter().flat_map(|board| &board.columns);
        columns.filter_map(|column| column.stage.clone()).collect()
    })
}

fn line(row: Live<Row>) -> AnyView {
    let page = Page::here();
    let language = page.language();
    let pressed = expect_context();
    let id = row.with_untracked(|row| row.0.0);
    let name = move || row.with(|row| row.1.name.clone());
    let edit = move |_| page.sheet.set(Some(SheetKind::EditRecord { kind: "stage", id }));
    let arrow = move |word: Word, picture: Picture, is_up: bool| {
        let label = live_text(move || [word.say(language), " ", &name()].concat());
        view! {
            <button type="button" class="icon-button" aria-label=label on:click=move |_| go(page, pressed, id, is_up)><Icon picture=picture /></button>
        }
    };
    view! {
        <li class="line" data-stage=id.to_string()>
            <button type="button" class="row" on:click=edit><span class="body title">{live_text(name)}</span></button>
            {arrow(deal::UP, Picture::Back, true)}
            {arrow(deal::DOWN, Picture::Onward, false)}
        </li>
    }
    .into_any()
}

/// Exchange a stage with its neighbour. All places are written anew, so that stages that shared one stand apart.
fn go(page: Page, pressed: State<Option<(RecordId, bool)>>, id: RecordId, is_up: bool) {
    let mut order = untrack(|| stages(page));
    let Some(at) = order.iter().position(|(stage, _)| stage.0 == id) else { return };
    let Some(to) = (if is_up { at.checked_sub(1) } else { Some(at + 1) }).filter(|to| *to < order.len())
    else {
        return;
    };
    order.swap(at, to);
    let edits = order.into_iter().zip(1..).map(|((stage, _), place)| {
        (stage.0, vec![FieldWrite { field: "place".to_owned(), value: Some(Value::Int(place)) }])
    });
    pressed.set(Some((id, is_up)));
    page.run_undoable(
        Command::EditEach { edits: edits.collect() },
        deal::ARRANGED.say(page.language()).to_owned(),
    );
}
