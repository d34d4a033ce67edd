//! Finds one record by typing.

use super::SearchField;
use crate::live::{Live, State, live};
use crate::store::{Page, Slot};
use ::markup::view;
use contract::Query;
use contract::view::SearchHit;
use domain::RecordId;
use language::words;
use leptos::prelude::*;

/// A search field and its hits of one kind. Before anything is typed, customers stand there: those that are due, then my
/// others.
#[component]
pub fn RecordPicker(
    kind: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] on_pick: Callback<(RecordId, String)>,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let text = State::new(String::new());
    let is_customer = kind == "customer";
    let search = move |typed: String| {
        let typed = typed.trim().to_owned();
        if typed.is_empty() && !is_customer {
            page.unsubscribe(Slot::Search);
        } else {
            page.subscribe(
                Slot::Search,
                Query::Search { text: typed.clone(), kind: Some(kind.to_owned()), count: 20 },
            );
        }
        text.set(typed);
    };
    // Of several in a form, those of other kinds must not take the list away.
    if is_customer {
        search(String::new());
    }
    on_cleanup(move || page.unsubscribe(Slot::Search));

    let found = Live::new(move || -> Option<Vec<(RecordId, String, String)>> {
        let is_empty = text.with(String::is_empty);
        let mut first = if is_empty && is_customer { due_customers(page) } else { vec![] };
        // What was asked elsewhere, or in another picker of the form, may stand there.
        let is_mine = |hit: &SearchHit| hit.kind == kind;
        page.state.search.with(|hits| {
            let hits = match hits.0.as_ref() {
                Some(hits) if hits.iter().all(is_mine) => hits.as_slice(),
                _ if is_empty => &[],
                _ => return None,
            };
            for hit in hits {
                if !first.iter().any(|(id, ..)| *id == hit.id) {
                    first.push((hit.id, hit.title.clone(), hit.detail.clone()));
                }
            }
            Some(first)
        })
    });
    let rows = move || {
        found.get().map(|found| {
            if found.is_empty() && !text.with_untracked(String::is_empty) {
                return view! { <p class="muted">{words::home::NOTHING_FOUND.say(language)}</p> }.into_any();
            }
            let row = |(id, title, detail): (RecordId, String, String)| {
                let picked = title.clone();
                view! {
                    <button type="button" class="row" on:click=move |_| on_pick.run((id, picked.clone()))>
                        <span class="body">
                            <span class="title one-line">{title}</span>
                            <span class="muted small one-line">{detail}</span>
                        </span>
                    </button>
                }
            };
            view! { <div class="rows">{found.into_iter().map(row).collect_view()}</div> }.into_any()
        })
    };
    // There may be several in a form, and one answer: back in this one, what was typed is asked again.
    let again = move |_| {
        let typed = text.get_untracked();
        if is_customer || !typed.is_empty() {
            search(typed);
        }
    };
    view! {
        <div on:focusin=again>
            <SearchField label=label on_search=search autofocus=autofocus />
        </div>
        {live(rows)}
    }
}

fn due_customers(page: Page) -> Vec<(RecordId, String, String)> {
    page.state.today.with(|today| {
        let due = today.0.as_ref().map(|today| today.due.as_slice()).unwrap_or_default();
        due.iter()
            .take(8)
            .map(|row| (row.customer.id.0, row.customer.name.clone(), row.customer.next_action.clone()))
            .collect()
    })
}
