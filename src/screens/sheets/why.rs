//! Why a customer stands where it stands: the terms that add up to its score.

use crate::kit::Sheet;
use crate::store::Page;
use ::markup::view;
use contract::view::DueTerm;
use language::{sentence, words::today};
use leptos::prelude::*;

/// The terms of a score.
#[component]
pub fn Why(title: String, terms: Vec<(DueTerm, i32)>) -> impl IntoView {
    let language = Page::here().language();
    let total: i32 = terms.iter().map(|(_, points)| points).sum();
    let row = move |(term, points): (DueTerm, i32)| {
        let (name, why) = match term {
            DueTerm::Overdue => (today::TERM_OVERDUE, today::TERM_OVERDUE_WHY),
            DueTerm::Class => (today::TERM_CLASS, today::TERM_CLASS_WHY),
            DueTerm::PromisedToday => (today::TERM_PROMISED, today::TERM_PROMISED_WHY),
            DueTerm::NeverTouched => (today::TERM_NEVER, today::TERM_NEVER_WHY),
        };
        view! {
            <div>
                <span>{name.say(language)}</span>
                <b>{sentence::points(language, points)}</b>
                <p>{why.say(language)}</p>
            </div>
        }
    };
    view! {
        <Sheet title=title>
            <div class="terms">
                {terms.into_iter().map(row).collect_view()}
                <div class="total">
                    <span>{today::SCORE.say(language)}</span>
                    <b>{sentence::points(language, total)}</b>
                    <p>{today::POINTS_EXPLAINED.say(language)}</p>
                </div>
            </div>
        </Sheet>
    }
}
