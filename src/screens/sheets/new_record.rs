//! A new record of any kind, by the form of its field table.

use super::edit_record::hidden_fields;
use crate::kit::{RecordForm, Sheet};
use crate::live::{State, live_if};
use crate::screens::record_page::name_in;
use crate::store::{Page, Place, Target, Toast, ToastAction, new_record_id};
use ::markup::view;
use contract::{Command, FieldWrite, Refusal};
use domain::RecordId;
use domain::member::MemberId;
use domain::record::{Fields, KindSpec, Record, Value};
use domain::task::Task;
use language::{Language, Word, label, sentence, words};
use leptos::prelude::*;

/// A new record. What `start` holds is saved with it, whether or not the form shows it.
#[component]
pub fn NewRecord(spec: &'static KindSpec, start: Fields, titles: Vec<(RecordId, String)>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let refusal = State::new(None::<Refusal>);
    let (save_word, saved) = save_words(spec);
    let kind = label::kind_label(language, spec.name);
    let draft = draft_name(spec, &start);
    let kept_as = StoredValue::new(draft.clone());
    let given = StoredValue::new(start.clone());
    let me = page.team_session().map(|team| team.me);
    let is_for_another = State::new(false);
    let save = move |mut fields: Vec<FieldWrite>| {
        add_given(spec, given.get_value(), &mut fields);
        let id = new_record_id();
        let is_given = is_for_another.get_untracked();
        let said = saved.about(language, &named(language, spec, Fields::default(), &fields));
        let command = Command::Create { kind: spec.name.to_owned(), id, fields };
        // The sheet may be gone when the answer comes.
        let draft = kept_as.get_value();
        page.ask(command, move |result| match result {
            Err(why) => drop(refusal.try_set(Some(why))),
            Ok(done) => {
                page.drafts.forget(&draft);
                page.sheet.set(None);
                if is_given {
                    show_given(page, me);
                }
                let open = Target::of(spec.name, id).map(|target| {
                    ToastAction::new(words::OPEN.say(language), move || {
                        page.route.get_untracked().with(target).go()
                    })
                });
                let undo = done.undo.map(|batch| page.undo_action(batch));
                page.toasts.show(Toast::new(said).with(open).with(undo));
            }
        });
    };
    let lacks_goal = State::new(false);
    let watch = move |fields: Fields| {
        if spec.name == "task" {
            let task = Task::from_fields(&fields);
            let is_given = task.owner.is_some() && task.owner != me;
            is_for_another.set(is_given);
            lacks_goal.set(is_given && (task.due.is_none() || task.note.is_empty()));
        }
    };
    let advice = live_if(move || {
        lacks_goal
            .get()
            .then(|| view! { <p class="note due small">{words::task::GIVE_WELL.say(language)}</p> })
    });
    view! {
        <Sheet title=sentence::new_record(language, &kind)>
            <RecordForm
                spec=spec start=start first=first_fields(spec) hidden=hidden_fields(spec) titles=titles draft=draft on_change=watch refusal=refusal
                on_save=save save=save_word.say(language)
            >
                <div role="status">{advice}</div>
            </RecordForm>
        </Sheet>
    }
    .into_any()
}

/// What stands in a form before anything is typed is no change of the form's; it is saved all the same.
pub(super) fn add_given(spec: &KindSpec, given: Fields, fields: &mut Vec<FieldWrite>) {
    for (index, value) in given.0 {
        let field = spec.fields[usize::from(index)].name;
        if !fields.iter().any(|write| write.field == field) {
            fields.push(FieldWrite { field: field.to_owned(), value: Some(value) });
        }
    }
}

/// How a toast names a record that held this and is written that.
pub(super) fn named(
    language: Language,
    spec: &'static KindSpec,
    mut held: Fields,
    written: &[FieldWrite],
) -> String {
    for write in written {
        if let Some((index, _)) = spec.field(&write.field) {
            held.set(index, write.value.clone());
        }
    }
    name_in(language, spec, &held)
}

/// A task given to somebody else is not among one's own: a list of those shows what one gave instead.
fn show_given(page: Page, me: Option<MemberId>) {
    let shows_mine = page
        .task_filter
        .with_untracked(|filter| me.is_some() && filter.whose.map(|whose| whose.member) == me);
    if shows_mine && page.route.with_untracked(|route| route.place == Place::Tasks) {
        page.task_filter.update(|filter| (filter.whose, filter.giver) = (None, me));
    }
}

/// An announcement is published, everything else is added: what the button says, and the toast.
fn save_words(spec: &KindSpec) -> (Word, Word) {
    match spec.name {
        "announcement" => (words::announcement::PUBLISH_NOW, words::announcement::PUBLISHED),
        _ => (words::customer::ADDED, words::SAVED),
    }
}

/// What people say first about a record of a kind; by default the required and listed fields.
pub(super) fn first_fields(spec: &KindSpec) -> &'static [&'static str] {
    match spec.name {
        "task" => &["title", "owner", "due", "importance", "note"],
        "contact" => &["name", "position", "phone", "wechat", "main"],
        "deal" => &["title", "value", "expected_close", "next_date", "next_action"],
        "meeting" => &["title", "day", "starts", "form", "place", "attendees", "agenda"],
        "duty" => &["name", "frequency", "requirement", "standard"],
        "praise" => &["to", "text"],
        "help_request" => &["need", "urgent"],
        _ => &[],
    }
}

/// Each thing a record belongs to has a draft of its own.
fn draft_name(spec: &KindSpec, start: &Fields) -> String {
    let mut name = spec.name.to_owned();
    for value in start.0.values() {
        if let Value::Id(id) = value {
            name.push_str(&id.to_string());
        }
    }
    name
}
