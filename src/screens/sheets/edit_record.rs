//! Edits a record of any kind by the form of its field table.

use super::new_record::{first_fields, named};
use crate::kit::{RecordForm, Sheet};
use crate::live::{Live, State, live};
use crate::screens::record_page::name_in;
use crate::store::{Page, Slot};
use ::markup::view;
use contract::view::RecordDetail;
use contract::{Command, FieldWrite, Query, Refusal};
use domain::RecordId;
use domain::record::KindSpec;
use language::{Word, label, sentence, words};
use leptos::prelude::*;

/// Edits a record.
#[component]
pub fn EditRecord(
    kind: &'static str,
    id: RecordId,
    /// What is done to it, for the title.
    word: Word,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let detail = first_seen(page, id);
    let form = move || {
        let (detail, spec) = detail.get().zip(domain::kind(kind))?;
        Some(view! { <EditForm spec=spec detail=detail /> })
    };
    view! { <Sheet title=word.of(language, &label::kind_label(language, kind))>{live(form)}</Sheet> }
}

/// A record as it was first seen: a form begins with it, and what others change meanwhile merges field by field.
pub(super) fn first_seen(page: Page, id: RecordId) -> Live<Option<RecordDetail>> {
    page.show(Slot::Record, Query::Record { id });
    Live::following(move |before: Option<&Option<RecordDetail>>| {
        let first = before.cloned().flatten();
        first.or_else(|| {
            page.state.record.with(|record| match &record.0 {
                Some(Some(detail)) if detail.id == id => Some((**detail).clone()),
                _ => None,
            })
        })
    })
}

#[component]
fn EditForm(spec: &'static KindSpec, detail: RecordDetail) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let refusal = State::new(None::<Refusal>);
    let id = detail.id;
    let draft = format!("edit {id}");
    let kept_as = StoredValue::new(draft.clone());
    let held = StoredValue::new(detail.fields.clone());
    // What has a page of its own is deleted there.
    let has_page = crate::store::Target::of(spec.name, id).is_some();
    let may_delete = detail.may_delete && !has_page;
    let forget_draft = move |draft: &str| {
        page.drafts.forget(draft);
        page.sheet.set(None);
    };
    let save = move |fields: Vec<FieldWrite>| {
        if fields.is_empty() {
            page.sheet.set(None);
            return;
        }
        // The sheet may be gone when the answer comes.
        let draft = kept_as.get_value();
        let said = words::SAVED.about(language, &named(language, spec, held.get_value(), &fields));
        page.ask(Command::Edit { id, fields }, move |result| match result {
            Err(why) => drop(refusal.try_set(Some(why))),
            Ok(done) => {
                forget_draft(&draft);
                page.say_undoable(said, &done);
            }
        });
    };
    let delete = move |_| {
        forget_draft(&kept_as.get_value());
        let said = sentence::deleted(language, &name_in(language, spec, &held.get_value()));
        page.run_undoable(Command::Delete { id }, said);
    };
    let hidden: &'static [&'static str] = hidden_fields(spec);
    // Who changes a task often gives it away, and then its goal is needed.
    let first: &'static [&'static str] = if spec.name == "task" { first_fields(spec) } else { &[] };
    view! {
        <RecordForm
            spec=spec start=detail.fields first=first hidden=hidden titles=detail.titles draft=draft refusal=refusal on_save=save
            save=words::SAVE.say(language)
        >
            {may_delete.then(|| view! {
                <button type="button" class="button quiet danger" style="justify-self:start;margin-inline-start:-12px" on:click=delete>
                    {words::DELETE.say(language)}
                </button>
            })}
        </RecordForm>
    }
}

/// What commands set and nobody types.
pub(super) fn hidden_fields(spec: &KindSpec) -> &'static [&'static str] {
    match spec.name {
        "follow_up" => &["author"],
        // Moving a deal says these.
        "deal" => &["stage", "loss_reason"],
        _ => &[],
    }
}
