//! How the product looks to this person on this device: what must be known before the first paint.

use crate::live::State;
use language::Language;
use leptos::prelude::*;

const LANGUAGE: &str = "tongzhou.language";
const THEME: &str = "tongzhou.theme";
const TEXT: &str = "tongzhou.text";

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// How large the text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextSize {
    /// As the browser has it.
    Normal,
    /// 大字: 130 %.
    Large,
}

/// The person's choices; kept on this device, applied to the document element.
#[derive(Clone, Copy)]
pub struct Appearance {
    /// The language.
    pub language: State<Language>,
    /// The theme.
    pub theme: State<Theme>,
    /// The text size.
    pub text_size: State<TextSize>,
}

impl Appearance {
    /// What was chosen on this device before, or what the browser asks for.
    pub fn restored() -> Self {
        let read = |key| Some(kept()?.get_item(key).ok()??.trim_matches('"').to_owned());
        let tag = read(LANGUAGE).or_else(|| window().navigator().language()).unwrap_or_default();
        let theme = match read(THEME).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let text_size =
            if read(TEXT).as_deref() == Some("large") { TextSize::Large } else { TextSize::Normal };
        let appearance = Self {
            language: State::new(Language::from_tag(&tag)),
            theme: State::new(theme),
            text_size: State::new(text_size),
        };
        appearance.apply();
        appearance
    }

    /// Choose a language.
    pub fn set_language(self, language: Language) {
        keep(LANGUAGE, language.tag());
        self.language.set(language);
        self.apply();
    }

    /// Choose a theme.
    pub fn set_theme(self, theme: Theme) {
        keep(THEME, theme_tag(theme));
        self.theme.set(theme);
        self.apply();
    }

    /// Choose a text size.
    pub fn set_text_size(self, size: TextSize) {
        keep(TEXT, text_tag(size));
        self.text_size.set(size);
        self.apply();
    }

    fn apply(self) {
        let Some(root) = document().document_element() else { return };
        // Setting an attribute fails only for a name that is not one.
        let _ = root.set_attribute("lang", self.language.get_untracked().tag());
        let _ = match self.theme.get_untracked() {
            Theme::System => root.remove_attribute("data-theme"),
            theme => root.set_attribute("data-theme", theme_tag(theme)),
        };
        let _ = root.set_attribute("data-text", text_tag(self.text_size.get_untracked()));
    }
}

fn theme_tag(theme: Theme) -> &'static str {
    match theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

fn text_tag(size: TextSize) -> &'static str {
    match size {
        TextSize::Normal => "normal",
        TextSize::Large => "large",
    }
}

/// Where small things are kept; a private window may have no such place.
fn kept() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Kept as JSON: the script in `index.html` reads it before the first paint. Where the browser keeps nothing, the
/// choice lasts as long as the page: nothing else to do.
fn keep(key: &str, value: &str) {
    if let Some(kept) = kept() {
        let _ = kept.set_item(key, &format!("\"{value}\""));
    }
}
