//! A list whose rows stay when their content changes: focus, open panels and scroll position survive.

use crate::live::Live;
use ::markup::view;
use domain::RecordId;
use leptos::prelude::*;

/// One row per item, kept by id; `row` gets the item as a signal.
#[component]
pub fn LiveRows<T>(
    /// The items.
    #[prop(into)]
    items: Live<Vec<T>>,
    /// What tells them apart.
    id: fn(&T) -> RecordId,
    /// Draws one.
    row: fn(Live<T>) -> AnyView,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    view! {
        <For each=move || items.get() key=move |item| id(item) children=move |item: T| {
            let key = id(&item);
            // While a row goes, its item is no longer there: it keeps what it showed last.
            let item = Live::following(move |previous: Option<&T>| {
                items
                    .with(|items| items.iter().find(|item| id(item) == key).cloned())
                    .or_else(|| previous.cloned())
                    .unwrap_or_else(|| item.clone())
            });
            row(item)
        } />
    }
}
