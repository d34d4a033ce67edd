//! What would come, and what did not fit.

use super::{Importing, REMARKS, Step};
use crate::live::live;
use ::markup::view;
use contract::import::{Preview, ToReader};
use contract::query::Window;
use language::words::files;
use language::{label, number};
use leptos::prelude::*;

/// The preview.
pub(super) fn looked(importing: Importing, preview: Preview) -> AnyView {
    let language = importing.page.language();
    let kind = move |(kind, count): (String, u32)| {
        view! { <div><b>{number::count(count.into())}</b><span>{label::kind_label(language, &kind).into_owned()}</span></div> }
    };
    let count = preview.remark_count;
    let faults = (count > 0).then(|| {
        let rows = move || rows(importing, count);
        view! {
            <h3>{files::DID_NOT_FIT.say(language)} " " {number::count(count.into())}</h3>
            <ul class="said small">{preview.sorts.iter().map(|sort| view! { <li>{sort.clone()}</li> }).collect_view()}</ul>
            {live(rows)}
        }
    });
    view! {
        <h3>{files::WILL_COME.say(language)}</h3>
        <div class="numbers">{preview.kinds.into_iter().map(kind).collect_view()}</div>
        {preview.notes.into_iter().map(|note| view! { <p class="note small">{note}</p> }).collect_view()}
        {faults}
        <p class="prose small muted">{files::NOTHING_WRITTEN.say(language)}</p>
        <div class="line">
            <button type="button" class="button primary" on:click=move |_| importing.start()>{files::IMPORT_NOW.say(language)}</button>
            <button type="button" class="button" on:click=move |_| importing.step.set(Step::Choosing)>{files::OTHER_FILES.say(language)}</button>
        </div>
    }
    .into_any()
}

/// Remarks one by one, as many as were asked for.
fn rows(importing: Importing, all: u32) -> AnyView {
    let language = importing.page.language();
    let shown = importing.remarks.get();
    let offset = u32::try_from(shown.len()).unwrap_or(u32::MAX);
    let word = if offset == 0 { files::ROW_BY_ROW } else { files::SHOW_MORE };
    let more = move |_| importing.tell(ToReader::Remarks(Window { offset, count: REMARKS }));
    let row = |said: String| view! { <li>{said}</li> };
    view! {
        <ul class="said tiny muted">{shown.into_iter().map(row).collect_view()}</ul>
        <div class="line">
            {(offset < all).then(|| view! { <button type="button" class="button quiet" on:click=more>{word.say(language)}</button> })}
            <button type="button" class="button quiet" on:click=move |_| importing.tell(ToReader::Report)>{files::SAVE_REPORT.say(language)}</button>
        </div>
    }
    .into_any()
}
