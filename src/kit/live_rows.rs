//! A list whose rows stay when their content changes: focus, open panels and scroll position survive.

use crate::live::{Live, LivePart, called_anywhere, live, live_if};
pub use crate::markup::DrawRow;
use crate::markup::Rows;
use domain::RecordId;
use leptos::prelude::*;

/// A closure that draws the row of a record.
pub fn drawn(draw: impl Fn(RecordId) -> AnyView + Send + Sync + 'static) -> DrawRow {
    called_anywhere(draw).into()
}

/// One row per record, kept by its id. The only keyed list there is: each more would be a copy of its code.
#[inline(never)]
pub fn rows_of(ids: Live<Vec<RecordId>>, draw: DrawRow) -> AnyView {
    let owner = Owner::new();
    live(move || Rows { keys: ids.get(), draw: draw.clone(), owner: owner.clone() }).into_any()
}

/// A closure that draws the row of one of `items`.
pub fn drawn_item<T>(items: Live<Vec<T>>, id: fn(&T) -> RecordId, row: fn(Live<T>) -> AnyView) -> DrawRow
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    drawn(move |key| Live::item(items, move |item| id(item) == key).map_or_else(|| ().into_any(), row))
}

/// One row per item, kept by id; `row` gets the item as a value that changes.
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
    let ids = Live::new(move || items.with(|items| items.iter().map(id).collect()));
    rows_of(ids, drawn_item(items, id, row))
}

/// A part that is there while a list has items. It is drawn once for all of them: rows come, change and go by
/// themselves.
pub fn while_any<T, V>(items: Live<Vec<T>>, draw: impl Fn() -> V + Send + 'static) -> LivePart
where
    T: PartialEq + Send + Sync + 'static,
    V: IntoAny,
{
    let has_items = Live::new(move || items.with(|items| !items.is_empty()));
    live_if(move || has_items.get().then(&draw))
}
