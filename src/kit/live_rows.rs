//! A list whose rows stay when their content changes: focus, open panels and scroll position survive.

use crate::live::{Live, LivePart, State, called_anywhere, follow, live, live_if};
pub use crate::markup::DrawRow;
use crate::markup::Rows;
use crate::store::Page;
use ::markup::view;
use domain::RecordId;
use language::sentence;
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

/// A closure that draws the row of one of `items`; while its row goes and it is no longer among them, as it was last.
///
/// The list is followed once for all rows, and only a row that differs is told: with a list that every row follows by
/// itself, each change asks all of them.
pub fn drawn_item<T>(items: Live<Vec<T>>, id: fn(&T) -> RecordId, row: fn(Live<T>) -> AnyView) -> DrawRow
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let shown = Shown::none();
    follow(move || {
        items.with(|items| {
            for (key, known) in shown.get() {
                let known = known.retyped::<T>();
                if let Some(item) = items.iter().find(|item| id(item) == key)
                    && known.with_untracked(|known| known != item)
                {
                    known.set(item.clone());
                }
            }
        });
    });
    drawn(move |key| {
        let item = items.with_untracked(|items| items.iter().find(|item| id(item) == key).cloned());
        let Some(item) = item else { return ().into_any() };
        let known = State::new(item);
        shown.add(key, known.retyped());
        row(known.into())
    })
}

/// The items of the rows that are drawn, whatever their type.
#[derive(Clone, Copy)]
struct Shown(StoredValue<Vec<(RecordId, State<()>)>>);

impl Shown {
    #[inline(never)]
    fn none() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    #[inline(never)]
    fn get(self) -> Vec<(RecordId, State<()>)> {
        self.0.get_value()
    }

    /// Until the row goes.
    #[inline(never)]
    fn add(self, key: RecordId, item: State<()>) {
        self.0.update_value(|shown| shown.push((key, item)));
        on_cleanup(move || {
            self.0.try_update_value(|shown| shown.retain(|(other, _)| *other != key));
        });
    }
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
    /// How many are drawn until the rest is asked for.
    #[prop(default = usize::MAX)]
    first: usize,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let ids = Live::new(move || items.with(|items| items.iter().map(id).collect()));
    beginning_of(ids, first, drawn_item(items, id, row))
}

/// The first few rows, and the button that brings the rest.
#[inline(never)]
fn beginning_of(ids: Live<Vec<RecordId>>, count: usize, draw: DrawRow) -> AnyView {
    let language = Page::here().language();
    let count = State::new(count);
    let shown = Live::new(move || {
        let mut ids = ids.get();
        ids.truncate(count.get());
        ids
    });
    let more = live_if(move || {
        let more = ids.with(Vec::len).saturating_sub(count.get());
        (more > 0).then(|| {
            let show = move |_| count.set(usize::MAX);
            view! { <li><button type="button" class="button quiet" on:click=show>{sentence::more(language, more as u32)}</button></li> }
        })
    });
    view! {
        {rows_of(shown, draw)}
        {more}
    }
    .into_any()
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
