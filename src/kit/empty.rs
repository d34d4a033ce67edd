//! Nothing here yet: one example, one button.

use ::markup::view;
use leptos::prelude::*;

/// Nothing here yet: one example and, as children, at most one button.
#[component]
pub fn Empty(
    #[prop(into)] title: String,
    #[prop(into)] example: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{example}</p>
            {children.map(|children| children())}
        </div>
    }
}
