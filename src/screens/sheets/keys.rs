//! The keyboard, in one table.

use crate::kit::Sheet;
use crate::store::Page;
use ::markup::view;
use language::words::keyboard;
use leptos::prelude::*;

/// Keyboard help.
#[component]
pub fn Keys() -> impl IntoView {
    let language = Page::here().language();
    let rows = [
        ("/  Ctrl K  ⌘ K", keyboard::PALETTE),
        ("C", keyboard::CREATE),
        ("J  K", keyboard::MOVE),
        ("Enter", keyboard::OPEN),
        ("D", keyboard::DONE),
        ("A", keyboard::ASSIGN),
        ("N", keyboard::NEXT_DATE),
        ("Ctrl Z  ⌘ Z", keyboard::UNDO),
        ("Esc", keyboard::CLOSE),
        ("?", keyboard::HELP),
    ];
    view! {
        <Sheet title=keyboard::TITLE.say(language)>
            <div class="keys">
                {rows
                    .into_iter()
                    .map(|(keys, word)| view! { <div><span>{word.say(language)}</span> <kbd>{keys}</kbd></div> })
                    .collect_view()}
            </div>
        </Sheet>
    }
}
