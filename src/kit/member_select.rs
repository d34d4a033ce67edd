//! Chooses colleagues: the system's own list is the quickest on a phone.

use crate::live::Live;
use crate::store::Page;
use ::markup::view;
use contract::view::PersonProgress;
use domain::RecordId;
use language::{Word, sentence, words};
use leptos::prelude::*;

/// One member or none.
#[component]
pub fn MemberSelect(
    #[prop(into)] id: String,
    /// Who is chosen. It is followed: a menu that is drawn anew loses the focus.
    #[prop(into)]
    value: Live<Option<RecordId>>,
    #[prop(into)] on_change: Callback<Option<RecordId>>,
    /// What it is for, where no label element says so.
    #[prop(optional, into)]
    label: Option<String>,
    /// Say behind each name how many tasks they have: who gives work away sees it.
    #[prop(optional)]
    with_tasks: bool,
    /// Who is no choice.
    #[prop(optional_no_strip)]
    left_out: Option<RecordId>,
    /// What choosing nobody is called.
    #[prop(default = words::NOT_CHOSEN)]
    none: Word,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let none = none.say(language);
    let members = page.state.team.with_untracked(|team| {
        let option = |row: &PersonProgress| {
            let mut name = row.person.name.clone();
            if with_tasks && row.open_tasks > 0 {
                name += &sentence::tasks_in_hand(language, row.open_tasks);
            }
            (row.person.id.0, name)
        };
        let is_in = |row: &&PersonProgress| left_out != Some(row.person.id.0);
        team.0.as_ref().map(|team| team.members.iter().filter(is_in).map(option).collect()).unwrap_or(vec![])
    });
    let change = move |event| on_change.run(event_target_value(&event).parse().ok());
    let first = value.get_untracked();
    let chosen = move || value.get().map(|id| id.to_string()).unwrap_or_default();
    view! {
        <select class="input" id=id aria-label=label prop:value=chosen on:change=change>
            <option value="" selected=first.is_none()>{none}</option>
            {members
                .into_iter()
                .map(|(id, name)| {
                    let chosen = first == Some(id);
                    view! { <option value=id.to_string() selected=chosen>{name}</option> }
                })
                .collect_view()}
        </select>
    }
}
