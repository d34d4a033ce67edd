//! The other fields.

use crate::live::live_if;
use crate::screens::record_page::Open;
use crate::store::{Page, now, titles_of};
use ::markup::view;
use domain::customer::Customer;
use domain::record::{FieldIndex, FieldSpec};
use language::{label, value, words};
use leptos::prelude::*;

/// Shown at the top of the record already.
const SHOWN_ABOVE: [&str; 5] = ["name", "owner", "next_date", "next_action", "class"];

/// The fields that have a value.
pub fn details(page: Page, open: Open) -> AnyView {
    let language = page.language();
    live_if(move || {
        let detail = open.get()?;
        let row = |(index, field): (usize, &FieldSpec)| {
            let written = detail.fields.get(index as FieldIndex)?;
            let text =
                value::value(language, Customer::SPEC, field.name, written, now(), titles_of(&detail.titles));
            (!SHOWN_ABOVE.contains(&field.name)).then(|| {
                view! {
                    <dt>{label::field_label(language, "customer", field.name)}</dt>
                    <dd>{text}</dd>
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
    .into_any()
}
