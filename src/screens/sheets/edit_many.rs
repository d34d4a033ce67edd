//! Changes the same fields of many records at once, undone as one.

use crate::kit::{RecordForm, Sheet};
use crate::live::State;
use crate::store::Page;
use ::markup::view;
use contract::{Command, FieldWrite, Refusal};
use domain::RecordId;
use domain::record::{Fields, KindSpec, Value};
use language::{sentence, words};
use leptos::prelude::*;

const DRAFT: &str = "edit many";

/// Changes what is filled in; the rest stays as it is in each record.
#[component]
pub fn EditMany(spec: &'static KindSpec, ids: Vec<RecordId>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let refusal = State::new(None::<Refusal>);
    let count = ids.len() as u32;
    // What was begun for other records is not meant for these.
    page.drafts.forget(DRAFT);
    // The form asks for a title, which each record has and keeps.
    let mut start = Fields::default();
    if let Some((title, _)) = spec.title() {
        start.set(title, Some(Value::Text(spec.name.to_owned())));
    }
    let (first, hidden): (&[&str], &[&str]) = match spec.name {
        "customer" => (
            &["owner", "class", "next_date"],
            &[
                "name",
                "helpers",
                "next_action",
                "phone",
                "region",
                "industry",
                "address",
                "preferences",
                "note",
            ],
        ),
        _ => (&["owner", "due", "importance"], &["title", "estimate", "customer", "deal", "helpers", "note"]),
    };
    let save = move |fields: Vec<FieldWrite>| {
        if fields.is_empty() {
            page.sheet.set(None);
            return;
        }
        page.ask(Command::EditMany { ids: ids.clone(), fields }, move |result| match result {
            Err(why) => drop(refusal.try_set(Some(why))),
            Ok(done) => {
                page.sheet.set(None);
                page.selected.set(None);
                page.say_undoable(sentence::changed(language, done.changed.len() as u32), &done);
            }
        });
    };
    view! {
        <Sheet title=[words::list::CHANGE.say(language), " · ", &sentence::selected(language, count)].concat()>
            <RecordForm
                spec=spec start=start of_many=true first=first hidden=hidden draft=DRAFT.to_owned() refusal=refusal on_save=save
                save=words::SAVE.say(language)
            />
        </Sheet>
    }
}
