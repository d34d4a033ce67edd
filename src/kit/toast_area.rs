//! Where toasts appear: a live region, so that screen readers say them too.

use super::{Icon, Picture};
use crate::live::live_if;
use crate::store::Page;
use ::markup::view;
use language::words;
use leptos::prelude::*;

/// The live region.
#[component]
pub fn ToastArea() -> impl IntoView {
    let page = Page::here();
    let toasts = page.toasts;
    let language = page.language();
    let toast = move || {
        toasts.current().map(|toast| {
            view! {
                <div
                    class="toast" on:pointerenter=move |_| toasts.hold() on:pointerleave=move |_| toasts.stay()
                    on:focusin=move |_| toasts.hold() on:focusout=move |_| toasts.stay()
                >
                    <span>{toast.text}</span>
                    <div class="acts">
                        {toast
                            .actions
                            .into_iter()
                            .map(|action| {
                                let run = action.run;
                                let press = move |_| {
                                    toasts.hide();
                                    run.call(());
                                };
                                view! { <button type="button" class="act" on:click=press>{action.label}</button> }
                            })
                            .collect_view()}
                        <button type="button" class="shut" aria-label=words::CLOSE.say(language) on:click=move |_| toasts.hide()>
                            <Icon picture=Picture::Cross />
                        </button>
                    </div>
                </div>
            }
        })
    };
    view! { <div class="toasts" role="status" aria-live="polite">{live_if(toast)}</div> }
}
