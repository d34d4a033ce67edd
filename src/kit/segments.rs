//! One of a few.

use crate::live::Live;
use ::markup::view;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// One of a few, as a radio group: arrows move, the choice takes effect at once.
#[component]
pub fn Segments<T>(
    #[prop(into)] label: String,
    options: Vec<(T, String)>,
    #[prop(into)] chosen: Live<T>,
    #[prop(into)] on_choose: Callback<T>,
) -> impl IntoView
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let values: Vec<T> = options.iter().map(|(value, _)| *value).collect();
    let step = move |event: ev::KeyboardEvent| {
        let by: isize = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => -1,
            _ => return,
        };
        event.prevent_default();
        let count = values.len() as isize;
        let at = values.iter().position(|value| *value == chosen.get_untracked()).unwrap_or(0) as isize;
        let next = (at + by).rem_euclid(count) as usize;
        on_choose.run(values[next]);
        focus_child(&event, next as u32);
    };
    view! {
        <div class="segments" role="radiogroup" aria-label=label on:keydown=step>
            {options
                .into_iter()
                .map(|(value, text)| {
                    let is_chosen = move || chosen.get() == value;
                    view! {
                        <button
                            type="button" role="radio" aria-checked=move || is_chosen().to_string()
                            tabindex=move || if is_chosen() { "0" } else { "-1" } on:click=move |_| on_choose.run(value)
                        >
                            {text}
                        </button>
                    }
                })
                .collect_view()}
        </div>
    }
}

fn focus_child(event: &ev::KeyboardEvent, index: u32) {
    let group = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let child = group.and_then(|group| group.children().item(index));
    if let Some(child) = child.and_then(|child| child.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A button can always take the focus.
        let _ = child.focus();
    }
}
