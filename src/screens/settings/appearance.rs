//! Language, theme, text size.

use crate::kit::Segments;
use crate::store::{Page, TextSize, Theme};
use ::markup::view;
use language::{Language, words::settings};
use leptos::prelude::*;

/// Language, theme, text size.
#[component]
pub fn AppearancePart() -> impl IntoView {
    let page = Page::here();
    let look = page.appearance;
    let language = page.language();
    let languages = Language::ALL.map(|language| (language, language.own_name().to_owned())).to_vec();
    let themes = vec![
        (Theme::System, settings::THEME_SYSTEM.say(language).to_owned()),
        (Theme::Light, settings::THEME_LIGHT.say(language).to_owned()),
        (Theme::Dark, settings::THEME_DARK.say(language).to_owned()),
    ];
    let sizes = vec![
        (TextSize::Normal, settings::TEXT_NORMAL.say(language).to_owned()),
        (TextSize::Large, settings::TEXT_LARGE.say(language).to_owned()),
    ];
    view! {
        <section class="part">
            <div class="setting">
                <span>{settings::LANGUAGE.say(language)}</span>
                <Segments label=settings::LANGUAGE.say(language) options=languages chosen=look.language on_choose=move |language| look.set_language(language) />
            </div>
            <div class="setting">
                <span>{settings::APPEARANCE.say(language)}</span>
                <Segments label=settings::APPEARANCE.say(language) options=themes chosen=look.theme on_choose=move |theme| look.set_theme(theme) />
            </div>
            <div class="setting">
                <span>{settings::TEXT_SIZE.say(language)}</span>
                <Segments label=settings::TEXT_SIZE.say(language) options=sizes chosen=look.text_size on_choose=move |size| look.set_text_size(size) />
            </div>
        </section>
    }
}
