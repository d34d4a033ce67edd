//! The other fields, and where two people wrote the same one at the same time.

use crate::live::{Live, State, live};
use crate::store::{Page, now};
use ::markup::view;
use contract::view::{CustomerDetail, TwoEdits};
use contract::{Command, FieldWrite};
use domain::RecordId;
use domain::customer::{Customer, CustomerId};
use domain::record::{FieldIndex, Value};
use language::{label, value, words};
use leptos::prelude::*;

/// Shown at the top of the record already.
const SHOWN_ABOVE: [&str; 5] = ["name", "owner", "next_date", "next_action", "class"];

/// The fields that have a value; those with two edits always.
#[component]
pub fn Details(id: CustomerId, detail: Live<CustomerDetail>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let facts = Live::new(move || detail.with(|detail| (detail.fields.clone(), detail.two_edits.clone())));
    let title = move |id: RecordId| {
        let helper = detail.with_untracked(|detail| {
            detail.helpers.iter().find(|person| person.id.0 == id).map(|person| person.name.clone())
        });
        helper.or_else(|| member_name(page, id))
    };
    live(move || {
        let (fields, two_edits) = facts.get();
        let row = |(index, spec): (usize, &'static domain::record::FieldSpec)| {
            let written = fields.get(index as FieldIndex).cloned();
            let twice = two_edits.iter().find(|edits| edits.field == spec.name).cloned();
            let is_shown = written.is_some() && !SHOWN_ABOVE.contains(&spec.name);
            (is_shown || twice.is_some()).then(|| {
                let said = |written: &Option<Value>| match written {
                    Some(written) => value::value(language, Customer::SPEC, spec.name, written, now(), title),
                    None => words::customer::EMPTY_VALUE.say(language).to_owned(),
                };
                let others = twice
                    .as_ref()
                    .map(|twice| twice.others.iter().map(|other| (other.clone(), said(other))).collect());
                let text = said(&written);
                let chip = twice.zip(others).map(|(edits, others)| {
                    view! { <TwoEditsChip id=id edits=edits shown=written.clone() others=others /> }
                });
                view! {
                    <dt>{label::field_label(language, "customer", spec.name)}</dt>
                    <dd>{text} {chip}</dd>
                }
            })
        };
        let rows: Vec<_> = Customer::SPEC.fields.iter().enumerate().filter_map(row).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="part">
                    <header><h2>{words::customer::DETAILS.say(language)}</h2></header>
                    <dl class="facts">{rows}</dl>
                </section>
            }
        })
    })
}

fn member_name(page: Page, id: RecordId) -> Option<String> {
    page.state.team.with_untracked(|team| {
        let members = &team.0.as_ref()?.members;
        members.iter().find(|row| row.person.id.0 == id).map(|row| row.person.name.clone())
    })
}

/// Two people wrote the same field at the same time: show the other value, let the person choose.
#[component]
fn TwoEditsChip(
    id: CustomerId,
    edits: TwoEdits,
    shown: Option<Value>,
    others: Vec<(Option<Value>, String)>,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let is_open = State::new(false);
    let field = StoredValue::new(edits.field);
    let write = move |value: Option<Value>| {
        let fields = vec![FieldWrite { field: field.get_value(), value }];
        page.run_undoable(Command::Edit { id: id.0, fields }, words::SAVED.say(language));
    };
    let others = StoredValue::new(others);
    let shown = StoredValue::new(shown);
    let choices = move || {
        is_open.get().then(|| {
            let other = |(value, said): (Option<Value>, String)| {
                view! {
                    <p>{said}</p>
                    <button type="button" class="button" on:click=move |_| write(value.clone())>
                        {words::customer::USE_OTHER.say(language)}
                    </button>
                }
            };
            view! {
                <div class="note due">
                    <p>{words::customer::TWO_EDITS_WHY.say(language)}</p>
                    {others.get_value().into_iter().map(other).collect_view()}
                    <button type="button" class="button quiet" on:click=move |_| write(shown.get_value())>
                        {words::customer::KEEP_SHOWN.say(language)}
                    </button>
                </div>
            }
        })
    };
    view! {
        <button type="button" class="chip due" aria-expanded=move || is_open.get().to_string() on:click=move |_| is_open.update(|open| *open = !*open)>
            {words::customer::TWO_EDITS.say(language)}
        </button>
        {live(choices)}
    }
}
