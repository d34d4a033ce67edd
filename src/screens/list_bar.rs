//! What stands above a list: the filters somebody keeps, how many rows there are, and what is done with many at once.

use super::sheets::{Kind, SheetKind};
use crate::kit::{Icon, ListWindow, MemberSelect, Picture, toggle_chip};
use crate::live::{Live, State, follow, live, live_if, live_text};
use crate::store::{Page, Slot, focus_when_drawn, titles_of};
use ::markup::view;
use contract::{Command, FieldWrite, Query, Whose, Window};
use domain::RecordId;
use domain::member::MemberId;
use domain::record::{KindSpec, Value};
use domain::saved_filter::SavedFilter;
use language::{sentence, words, words::list as word};
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

/// No more rows than these are changed at once.
const MOST_SELECTED: u32 = 500;

/// The chips for what is one member's: mine, or that of a colleague who is chosen; then one for what they own alone.
pub fn whose_chips(page: Page, whose: Live<Option<Whose>>, choose: Callback<Option<Whose>>) -> AnyView {
    let language = page.language();
    let me = page.team_session().map(|team| team.me);
    let member = Live::new(move || whose.get().map(|whose| whose.member));
    let is_mine = Live::new(move || me.is_some() && member.get() == me);
    let set_mine = Callback::new(move |on| choose.run(me.map(Whose::all).filter(|_| on)));
    let is_owned = Live::new(move || whose.get().is_some_and(|whose| whose.owned));
    let set_owned = Callback::new(move |owned| {
        choose.run(whose.get_untracked().map(|whose| Whose { owned, ..whose }));
    });
    let is_somebodys = Live::new(move || whose.get().is_some());
    view! {
        {toggle_chip(words::customer::MINE.say(language), is_mine, set_mine)}
        {colleague_chip(page, me, member, choose)}
        {live_if(move || is_somebodys.get().then(|| toggle_chip(word::OWNED.say(language), is_owned, set_owned)))}
    }
    .into_any()
}

/// The chip that chooses a colleague; there is none in a team of one.
fn colleague_chip(
    page: Page,
    me: Option<MemberId>,
    member: Live<Option<MemberId>>,
    choose: Callback<Option<Whose>>,
) -> AnyView {
    let language = page.language();
    let other = Live::new(move || member.get().filter(|member| Some(*member) != me).map(|member| member.0));
    let colleagues = Live::new(move || {
        let mut colleagues = page.colleagues();
        colleagues.retain(|(id, _)| me.is_none_or(|me| me.0 != *id));
        colleagues
    });
    let pick = move |picked: Option<RecordId>| choose.run(picked.map(|id| Whose::all(MemberId(id))));
    let owner = words::customer::OWNER.say(language);
    let said = move || other.get().and_then(titles_of(&colleagues.get())).unwrap_or_else(|| owner.to_owned());
    live_if(move || {
        (!colleagues.get().is_empty()).then(|| {
            view! {
                <label class="choice menu" class:on=move || other.get().is_some()>
                    {live_text(said)}
                    <MemberSelect id="whose" value=other on_change=pick label=owner left_out=me.map(|me| me.0) none=word::EVERYBODY />
                </label>
            }
        })
    })
    .into_any()
}

/// The bar of one list.
#[component]
pub fn ListBar(
    /// What the list shows.
    spec: &'static KindSpec,
    /// The name under which its filters are kept.
    list: &'static str,
    /// The filter now, as it is kept; empty for none.
    filter: Live<String>,
    /// A kept filter was picked; gives what it searches for.
    #[prop(into)]
    on_pick: Callback<String, String>,
    /// How many rows there are, in words.
    said: Live<String>,
    /// How many rows there are.
    total: Live<u32>,
    /// The rows at hand.
    ids: Live<Vec<RecordId>>,
    /// Which rows are wanted.
    window: State<ListWindow>,
    /// The order, where it can be chosen.
    #[prop(optional, into)]
    order: Option<Callback<Page, AnyView>>,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    page.selected.set(None);
    on_cleanup(move || page.selected.set(None));
    let takes_all = State::new(false);
    follow(move || {
        let wanted = total.get().min(MOST_SELECTED) as usize;
        let ids = ids.get();
        if takes_all.get() && ids.len() >= wanted {
            takes_all.set(false);
            page.selected.set(Some(ids.into_iter().take(wanted).collect()));
        }
    });
    let is_selecting = Live::new(move || page.selected.with(Option::is_some));
    let count = Live::new(move || page.selected.with(|ids| ids.as_ref().map_or(0, Vec::len)));
    let bar = move || {
        if !is_selecting.get() {
            let select = move |_| {
                page.selected.set(Some(Vec::new()));
                focus_when_drawn(".list-count button");
            };
            return view! {
                <div class="list-count">
                    <span class="small muted" role="status">{live_text(move || said.get())}</span>
                    {order.map(|order| order.run(page))}
                    <button type="button" class="button quiet" on:click=select>{word::SELECT.say(language)}</button>
                </div>
            };
        }
        let all = move |_| {
            window.set(ListWindow { offset: 0, count: total.get_untracked().min(MOST_SELECTED) });
            takes_all.set(true);
        };
        let change = move |_| {
            let ids = page.selected.get_untracked().unwrap_or_default();
            page.sheet.set(Some(SheetKind::EditMany { spec: Kind(spec), ids }));
        };
        let stop = move |_| {
            page.selected.set(None);
            focus_when_drawn(".list-count button");
        };
        view! {
            <div class="list-count selecting">
                <span class="small" role="status">{live_text(move || sentence::selected(language, count.get() as u32))}</span>
                <button type="button" class="button quiet" on:click=all>{word::SELECT_ALL.say(language)}</button>
                <button type="button" class="button primary" disabled=move || count.get() == 0 on:click=change>{word::CHANGE.say(language)}</button>
                <button type="button" class="button quiet" on:click=stop>{words::CANCEL.say(language)}</button>
            </div>
        }
    };
    view! {
        {kept_filters(page, list, filter, on_pick)}
        {live(bar)}
    }
    .into_any()
}

/// The filters that are kept; the one shown can be deleted, one that is not kept can be.
fn kept_filters(
    page: Page,
    list: &'static str,
    filter: Live<String>,
    on_pick: Callback<String, String>,
) -> AnyView {
    let language = page.language();
    let window = Window { offset: 0, count: 100 };
    page.show(
        Slot::SavedFilters,
        Query::Records { kind: SavedFilter::SPEC.name.to_owned(), deleted: false, window },
    );
    let kept = Live::new(move || {
        let rows = page.state.saved_filters.with(|kept| kept.0.as_ref().map(|kept| kept.rows.clone()));
        let text = |fields: &domain::record::Fields, index| match fields.get(index) {
            Some(Value::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let mut of_list = Vec::new();
        for (id, fields) in rows.unwrap_or_default() {
            if text(&fields, SavedFilter::list) == list {
                of_list.push((id, text(&fields, SavedFilter::name), text(&fields, SavedFilter::filter)));
            }
        }
        of_list
    });
    // What was shown before a kept one was picked comes back when it is switched off.
    let before = StoredValue::new(String::new());
    let chips = move || {
        let now = filter.get();
        let kept = kept.get();
        let is_kept = kept.iter().any(|(_, _, written)| *written == now);
        if !is_kept {
            before.set_value(now.clone());
        }
        if kept.is_empty() && now.is_empty() {
            return None;
        }
        let chip = |(id, name, written): (RecordId, String, String)| {
            let is_shown = written == now;
            let picked = if is_shown { before.get_value() } else { written };
            let pick = Callback::new(move |_| show_search_text(&on_pick.run(picked.clone())));
            let deleted = sentence::deleted(language, &name);
            let label = words::DELETE.of(language, &name);
            let delete = move |_| page.run_undoable(Command::Delete { id }, deleted.clone());
            let delete = is_shown.then(|| {
                view! {
                    <button type="button" class="choice" aria-label=label on:click=delete><Icon picture=Picture::Trash /></button>
                }
            });
            view! {
                {toggle_chip(&name, is_shown.into(), pick)}
                {delete}
            }
            .into_any()
        };
        let written = now.clone();
        let keep = move |_| page.sheet.set(Some(keep_sheet(list, written.clone())));
        let keep = (!is_kept && !now.is_empty()).then(|| {
            view! { <button type="button" class="choice keep" on:click=keep>{word::KEEP_FILTER.say(language)}</button> }
        });
        Some(view! {
            <div class="scroll-x" role="group" aria-label=word::KEPT_FILTERS.say(language)>
                {kept.into_iter().map(chip).collect::<Vec<AnyView>>()}
                {keep}
            </div>
        })
    };
    live_if(chips).into_any()
}

/// Asks for a name; the name is the last field.
fn keep_sheet(list: &str, written: String) -> SheetKind {
    let field = |field: &str, value: Option<String>| FieldWrite {
        field: field.to_owned(),
        value: value.map(Value::Text),
    };
    let fields =
        vec![field("list", Some(list.to_owned())), field("filter", Some(written)), field("name", None)];
    let (kind, id) = (SavedFilter::SPEC.name.to_owned(), crate::store::new_record_id());
    SheetKind::Say {
        title: word::NAME_FILTER,
        optional: false,
        command: Arc::new(Command::Create { kind, id, fields }),
    }
}

/// The search field says what a picked filter searches for. It is not drawn from the filter: that would disturb an
/// input method that still composes.
pub fn show_search_text(text: &str) {
    let field = document().query_selector(".list-top input").ok().flatten();
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        field.set_value(text);
    }
}
