//! All duties, each with the position that brings it: who does what, at a glance.

use crate::kit::{Chip, TWO_LINES, long_list};
use crate::live::{Live, live};
use crate::store::Page;
use ::markup::view;
use contract::view::PositionRow;
use domain::RecordId;
use domain::duty::Frequency;
use language::{label, list};
use leptos::prelude::*;

/// A duty of a position.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    id: RecordId,
    name: String,
    often: Option<Frequency>,
    position: String,
    holders: Vec<String>,
}

/// One row per duty, by name: the same duty of two positions stands together.
pub fn overview(positions: Live<Vec<PositionRow>>) -> AnyView {
    let lines = Live::new(move || positions.with(|positions| lines(positions)));
    long_list(lines, TWO_LINES, |line: &Line| line.id, row)
}

fn lines(positions: &[PositionRow]) -> Vec<Line> {
    let mut all = Vec::new();
    for row in positions {
        let holders: Vec<String> = row.holders.iter().map(|(person, _)| person.name.clone()).collect();
        for (id, duty) in &row.duties {
            let (name, position) = (duty.name.clone(), row.position.name.clone());
            let line = Line { id: id.0, name, often: duty.frequency, position, holders: holders.clone() };
            // A handful: each goes to its place.
            let at = all.iter().position(|other: &Line| other.name > line.name).unwrap_or(all.len());
            all.insert(at, line);
        }
    }
    all
}

fn row(line: Live<Line>) -> AnyView {
    let language = Page::here().language();
    live(move || {
        let line = line.get();
        let often = line.often.map(|often| view! { <Chip text=label::frequency(often).say(language) /> });
        view! {
            <div class="row">
                <span class="body">
                    <span class="line"><span class="title one-line">{line.name}</span> {often}</span>
                    <span class="line small"><span>{line.position}</span> <span class="muted one-line">{list::list(language, &line.holders)}</span></span>
                </span>
            </div>
        }
    })
    .into_any()
}
