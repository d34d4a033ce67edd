//! What is kept here, how to leave, and what this is.

use crate::kit::{Icon, Picture};
use crate::live::Live;
use crate::screens::sheets::SheetKind;
use crate::store::Page;
use ::markup::view;
use contract::view::Settings;
use language::{number, words, words::settings};
use leptos::prelude::*;

/// Storage, leaving, about.
#[component]
pub fn About(settings: Live<Option<Box<Settings>>>) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let count = move |part: fn(&Settings) -> u32| {
        move || {
            settings.with(|settings| {
                number::count(i64::from(settings.as_ref().map(|settings| part(settings)).unwrap_or_default()))
            })
        }
    };
    let fact = move |word: language::Word, part: fn(&Settings) -> u32| {
        view! { <div><b>{count(part)}</b><span>{word.say(language)}</span></div> }
    };
    let is_sample = Live::new(move || {
        settings.with(|settings| settings.as_ref().is_some_and(|settings| settings.session.is_sample))
    });
    let leave =
        move || if is_sample.get() { settings::FORGET_SAMPLE } else { settings::FORGET }.say(language);
    view! {
        <section class="part">
            <header><h2>{settings::STORAGE.say(language)}</h2></header>
            <div class="numbers">
                {fact(settings::RECORDS, |settings| settings.records)}
                {fact(settings::DOCUMENTS, |settings| settings.documents)}
                {fact(settings::LOADED, |settings| settings.session.loaded_documents)}
            </div>
            <button type="button" class="button danger" style="justify-self:start" on:click=move |_| page.sheet.set(Some(SheetKind::Forget))>
                <Icon picture=Picture::Leave /> {leave}
            </button>
        </section>
        <section class="part">
            <header><h2>{settings::ABOUT.say(language)}</h2></header>
            <p class="prose muted small">{settings::ABOUT_TEXT.say(language)}</p>
            <p class="muted small">{words::PRODUCT.say(language)} " " {settings::VERSION.say(language)} " " {env!("CARGO_PKG_VERSION")}</p>
        </section>
    }
}
