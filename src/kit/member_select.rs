//! Chooses colleagues: the system's own list is the quickest on a phone.

use crate::store::Page;
use ::markup::view;
use domain::RecordId;
use language::{Word, words};
use leptos::prelude::*;

/// One member or none.
#[component]
pub fn MemberSelect(
    #[prop(into)] id: String,
    value: Option<RecordId>,
    #[prop(into)] on_change: Callback<Option<RecordId>>,
    /// What it is for, where no label element says so.
    #[prop(optional, into)]
    label: Option<String>,
    /// What choosing nobody is called.
    #[prop(default = words::NOT_CHOSEN)]
    none: Word,
) -> impl IntoView {
    let page = Page::here();
    let none = none.say(page.language());
    let members = page.state.team.with_untracked(|team| {
        team.0
            .as_ref()
            .map(|team| team.members.iter().map(|row| row.person.clone()).collect())
            .unwrap_or(vec![])
    });
    let change = move |event| on_change.run(event_target_value(&event).parse().ok());
    view! {
        <select class="input" id=id aria-label=label on:change=change>
            <option value="" selected=value.is_none()>{none}</option>
            {members
                .into_iter()
                .map(|person| {
                    let chosen = value == Some(person.id.0);
                    view! { <option value=person.id.0.to_string() selected=chosen>{person.name}</option> }
                })
                .collect_view()}
        </select>
    }
}
