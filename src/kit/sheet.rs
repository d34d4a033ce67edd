//! A sheet over the screen: the browser's own modal dialog, so focus and screen readers are right by themselves, and so
//! is the system's way back. Esc is in `screens/keyboard.rs`.

use super::{Icon, Picture};
use crate::live::follow;
use crate::store::Page;
use ::markup::view;
use language::words;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// The sheet on top. Closing it empties `page.sheet`.
#[component]
pub fn Sheet(
    #[prop(into)] title: String,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] bare: bool,
    children: Children,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let dialog: NodeRef<html::Dialog> = NodeRef::new();
    follow(move || {
        if let Some(dialog) = dialog.get()
            && !dialog.open()
        {
            // Refused only for a dialog outside the document.
            let _ = dialog.show_modal();
        }
    });
    let heading = title.clone();
    let close = move || page.sheet.set(None);
    let click = move |event: ev::MouseEvent| {
        // A click beside the sheet hits the dialog element itself.
        if event.target() == event.current_target() {
            close();
        }
    };
    view! {
        <dialog
            class=format!("sheet {class}") node_ref=dialog aria-label=title on:click=click
            on:close=move |_| close()
        >
            {(!bare)
                .then(|| {
                    view! {
                        <header>
                            <h2>{heading}</h2>
                            <button type="button" class="icon-button" aria-label=words::CLOSE.say(language) on:click=move |_| close()>
                                <Icon picture=Picture::Cross />
                            </button>
                        </header>
                    }
                })}
            {if bare { children().into_any() } else { view! { <div class="inside">{children()}</div> }.into_any() }}
        </dialog>
    }
}
