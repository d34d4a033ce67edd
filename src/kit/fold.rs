//! A row that unfolds where it stands.

use crate::live::{State, live_if};
use ::markup::view;
use domain::RecordId;
use leptos::prelude::*;

/// A row that shows more of itself when it is tapped; one of a list at a time. The list keeps in `open` which.
pub fn fold(
    open: State<Option<RecordId>>,
    id: RecordId,
    head: AnyView,
    body: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let is_open = move || open.get() == Some(id);
    let toggle = move |_| open.update(|open| *open = (*open != Some(id)).then_some(id));
    view! {
        <li class="fold" data-row=id.to_string()>
            <button type="button" class="row" aria-expanded=move || is_open().to_string() on:click=toggle>{head}</button>
            {live_if(move || is_open().then(|| view! { <div class="unfolded">{body()}</div> }))}
        </li>
    }
    .into_any()
}
