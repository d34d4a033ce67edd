//! Searches while an input method composes; what is committed counts at the end of the composition.

use super::{Icon, Picture};
use ::markup::view;
use leptos::ev;
use leptos::prelude::*;

/// A search field. `on_search` hears every change.
#[component]
pub fn SearchField(
    #[prop(into)] label: String,
    #[prop(optional, into)] start: String,
    #[prop(into)] on_search: Callback<String>,
    #[prop(optional)] id: &'static str,
    #[prop(optional)] autofocus: bool,
) -> impl IntoView {
    let composing = StoredValue::new(false);
    let heard = move |event: ev::Event| {
        let text = event_target_value(&event);
        on_search.run(if composing.get_value() { syllables(&text) } else { text });
    };
    let committed = move |event: ev::CompositionEvent| {
        composing.set_value(false);
        on_search.run(event_target_value(&event));
    };
    view! {
        <div class="search-field">
            <Icon picture=Picture::Search />
            <input
                class="input" type="search" inputmode="search" enterkeyhint="search" autocomplete="off"
                autocapitalize="off" spellcheck="false" id=id autofocus=autofocus placeholder=label.clone()
                aria-label=label prop:value=start on:input=heard
                on:compositionstart=move |_| composing.set_value(true) on:compositionend=committed
            />
        </div>
    }
}

/// Input methods part half-typed syllables by apostrophes and spaces: `cheng'du` searches `chengdu`.
fn syllables(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\'' | '’' | ' ' | '\u{2006}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_typed_syllables_are_joined() {
        assert_eq!(syllables("cheng'du jin"), "chengdujin");
        assert_eq!(syllables("成都jin"), "成都jin");
    }
}
