//! The open tasks about a customer.

use crate::kit::LiveRows;
use crate::live::Live;
use crate::screens::sheets::SheetKind;
use crate::screens::tasks::TaskLine;
use crate::store::Page;
use ::markup::view;
use contract::view::{CustomerDetail, TaskRow};
use domain::customer::CustomerId;
use language::words;
use leptos::prelude::*;

/// The open tasks, and a new one.
#[component]
pub fn Tasks(id: CustomerId, detail: Live<CustomerDetail>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let tasks = Live::new(move || detail.with(|detail| detail.tasks.clone()));
    let add = move |_| {
        let name = detail.with_untracked(|detail| detail.row.name.clone());
        page.sheet.set(Some(SheetKind::new_task(page, Some((id, name)), None)));
    };
    view! {
        <section class="part">
            <header>
                <h2>{words::home::TASKS.say(language)}</h2>
                <button type="button" class="button quiet" on:click=add>{words::home::NEW_TASK.say(language)}</button>
            </header>
            <ul class="rows">
                <LiveRows items=tasks id=|row: &TaskRow| row.id.0 row=|row| view! { <li><TaskLine row=row /></li> }.into_any() />
            </ul>
        </section>
    }
    .into_any()
}
