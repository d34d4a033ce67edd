//! All duties, each with the positions that bring it: who does what, at a glance.

use crate::kit::Chip;
use crate::store::Page;
use ::markup::view;
use contract::view::PositionRow;
use domain::duty::Duty;
use language::{label, list};
use leptos::prelude::*;

/// One row per duty; one line in it per position.
pub fn overview(page: Page, positions: &[PositionRow]) -> AnyView {
    let language = page.language();
    let mut all: Vec<(&Duty, &PositionRow)> =
        positions.iter().flat_map(|row| row.duties.iter().map(move |(_, duty)| (duty, row))).collect();
    all.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    let who = |(duty, row): &(&Duty, &PositionRow)| {
        let holders: Vec<&str> = row.holders.iter().map(|(person, _)| person.name.as_str()).collect();
        let often = duty.frequency.map(|often| view! { <Chip text=label::frequency(often).say(language) /> });
        view! {
            <span class="line small">
                {often} <span class="end">{row.position.name.clone()}</span>
                <span class="muted one-line">{list::list(language, &holders)}</span>
            </span>
        }
    };
    let same = |one: &(&Duty, &PositionRow), other: &(&Duty, &PositionRow)| one.0.name == other.0.name;
    let row = |lines: &[(&Duty, &PositionRow)]| {
        view! {
            <li class="row">
                <span class="body">
                    <span class="title">{lines[0].0.name.clone()}</span>
                    {lines.iter().map(who).collect_view()}
                </span>
            </li>
        }
    };
    view! { <ul class="rows">{all.chunk_by(same).map(row).collect_view()}</ul> }.into_any()
}
