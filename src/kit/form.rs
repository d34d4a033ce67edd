//! A form made from a kind's field table: a new kind of record needs no form of its own.

mod date_field;
mod draft;
mod editor;
mod references;

use crate::live::{Live, State, follow, live_if};
pub use date_field::{DateField, read_day};

use crate::store::Page;
use ::markup::view;
use contract::FieldWrite;
use domain::RecordId;
use domain::record::{FieldFault, FieldIndex, FieldSpec, FieldType, Fields, KindSpec, Mark};
use draft::Draft;
use language::{label, words};
use leptos::ev;
use leptos::prelude::*;

/// A form for one record of a kind. What is typed is kept until it is saved, also when the sheet closes in between.
#[component]
pub fn RecordForm(
    /// The kind.
    spec: &'static KindSpec,
    /// What the record holds now; empty for a new one.
    start: Fields,
    /// Fields shown at once, in this order; the others follow after a tap. By default the required and listed ones.
    #[prop(optional)]
    first: &'static [&'static str],
    /// Of many records at once: what is left empty stays as it is in each, emptying is said.
    #[prop(optional)]
    of_many: bool,
    /// Fields that the caller sets.
    #[prop(optional)]
    hidden: &'static [&'static str],
    /// Under which name the unsaved draft is kept.
    draft: String,
    /// Titles of records the fields point to.
    #[prop(optional)]
    titles: Vec<(RecordId, String)>,
    /// Hears every change (for likely duplicates).
    #[prop(optional, into)]
    on_change: Option<Callback<Fields>>,
    /// Why the last attempt to save was refused, if it was for a reason that is no single field's.
    #[prop(into)]
    refusal: Live<Option<contract::Refusal>>,
    /// What changed; called when everything fits.
    #[prop(into)]
    on_save: Callback<Vec<FieldWrite>>,
    /// The word on the button.
    #[prop(into)]
    save: String,
    /// Drawn below the first field: what is found out while it is typed.
    #[prop(optional)]
    below_first: Option<AnyView>,
    /// Drawn between the fields shown at once and the others.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let draft = Draft::open(page, draft, start, titles);
    let (shown, more) = arrange(spec, first, hidden);
    let has_more = !more.is_empty();
    let drawn = StoredValue::new(shown.iter().chain(&more).map(|(index, _)| *index).collect::<Vec<_>>());
    let hidden_indexes = StoredValue::new(more.iter().map(|(index, _)| *index).collect::<Vec<_>>());
    let is_open = State::new(more.iter().any(|(index, _)| draft.differs(*index)));

    let context = editor::Context { spec, draft, on_change, of_many, turn: State::new(()) };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        if draft.check(spec) {
            on_save.run(draft.changes(spec));
        } else {
            let is_hidden_one_wrong =
                hidden_indexes.with_value(|hidden| hidden.iter().any(|index| draft.fault(*index).is_some()));
            if is_hidden_one_wrong {
                is_open.set(true);
            }
            crate::store::focus_when_drawn("form [aria-invalid=true]");
        }
    };
    // A field that the engine refuses is marked like one that the form itself found wrong.
    follow(move || {
        if let Some(contract::Refusal::Field { field, fault, .. }) = refusal.get()
            && let Some((index, _)) = spec.field(&field)
        {
            draft.blame(index, fault);
            if hidden_indexes.with_value(|hidden| hidden.contains(&index)) {
                is_open.set(true);
            }
            crate::store::focus_when_drawn("form [aria-invalid=true]");
        }
    });
    let is_marked = move |refusal: &contract::Refusal| match refusal {
        contract::Refusal::Field { field, .. } => {
            spec.field(field).is_some_and(|(index, _)| drawn.with_value(|drawn| drawn.contains(&index)))
        }
        _ => false,
    };
    let other_refusal = move || {
        refusal.get().filter(|refusal| !is_marked(refusal)).map(|refusal| {
            view! { <p class="note late" role="alert">{language::fault::refusal(language, &refusal)}</p> }
        })
    };
    let rest = move || {
        has_more.then(|| {
            if is_open.get() {
                let fields = more.iter().map(|(index, field)| context.field(*index, field));
                return fields.collect_view().into_any();
            }
            view! {
                <button type="button" class="button quiet" on:click=move |_| is_open.set(true)>
                    {words::customer::MORE_FIELDS.say(language)}
                </button>
            }
            .into_any()
        })
    };
    let mut shown = shown.into_iter();
    let shown_first = shown.next();
    view! {
        <form class="form" novalidate=true autocomplete="off" on:submit=submit>
            {shown_first.map(|(index, field)| context.field(index, field))}
            {below_first}
            {shown.map(|(index, field)| context.field(index, field)).collect_view()}
            {children.map(|children| children())}
            {live_if(rest)}
            {live_if(other_refusal)}
            <div class="foot">
                <button type="submit" class="button primary">{save}</button>
            </div>
        </form>
    }
    .into_any()
}

type Placed = (FieldIndex, &'static FieldSpec);

fn arrange(spec: &'static KindSpec, first: &[&str], hidden: &[&str]) -> (Vec<Placed>, Vec<Placed>) {
    let all = spec.fields.iter().enumerate().map(|(index, field)| (index as FieldIndex, field));
    // What it belongs to, and moments, are set by the command that makes the record.
    let is_set_elsewhere = |field: &FieldSpec| {
        field.has(Mark::Automatic)
            || field.has(Mark::Parent)
            || matches!(field.field_type, FieldType::Time | FieldType::AnyReference)
    };
    let typed = all.filter(|(_, field)| !is_set_elsewhere(field) && !hidden.contains(&field.name));
    if first.is_empty() {
        return typed.partition(|(_, field)| {
            field.has(Mark::Required) || field.has(Mark::Title) || field.has(Mark::List)
        });
    }
    let (shown, more): (Vec<_>, Vec<_>) = typed.partition(|(_, field)| first.contains(&field.name));
    let in_order = |name: &&str| shown.iter().find(|(_, field)| field.name == *name).copied();
    (first.iter().filter_map(in_order).collect(), more)
}

/// What is wrong with a field, in words.
fn fault_text(
    language: language::Language,
    spec: &KindSpec,
    field: &FieldSpec,
    fault: &FieldFault,
) -> String {
    language::fault::field(language, &label::field_label(language, spec.name, field.name), fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn required_and_listed_fields_come_first() {
        let (shown, more) = arrange(domain::contact::Contact::SPEC, &[], &[]);
        let names = |fields: &[Placed]| fields.iter().map(|(_, field)| field.name).collect::<Vec<_>>();
        assert_eq!(names(&shown), ["name", "position", "phone"]);
        assert_eq!(names(&more), ["wechat", "email", "main", "note"]);
        let (shown, _) = arrange(domain::customer::Customer::SPEC, &["phone", "name"], &[]);
        assert_eq!(names(&shown), ["phone", "name"]);
    }
}
