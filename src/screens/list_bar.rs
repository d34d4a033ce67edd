//! What stands above a list: the filters somebody keeps, how many rows there are, and what is done with many at once.

use super::sheets::{Kind, SheetKind};
use crate::kit::{Icon, ListWindow, Picture};
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

/// A filter that is on or off.
pub fn filter_chip(text: &str, is_on: Live<bool>, set: Callback<bool>) -> AnyView {
    let text = text.to_owned();
    let pressed = live_text(move || is_on.get().to_string());
    view! {
        <button type="button" class="choice" aria-pressed=pressed on:click=move |_| set.run(!is_on.get_untracked())>{text}</button>
    }
    .into_any()
}

/// The chips for what is one member's: mine, or that of a colleague who is chosen; then one for what they own alone.
pub fn whose_chips(page: Page, whose: Live<Option<Whose>>, choose: Callback<Option<Whose>>) -> AnyView {
    let language = page.language();
    let me = page.team_session().map(|team| team.me);
    let member = Live::new(move || whose.get().map(|whose| whose.member));
    let is_mine = move || me.is_some() && member.get() == me;
    let toggle = move |_| choose.run(me.map(Whose::all).filter(|_| member.get_untracked() != me));
    let is_owned = move || whose.get().map(|whose| whose.owned);
    let toggle_owned =
        move |_| choose.run(whose.get_untracked().map(|whose| Whose { owned: !whose.owned, ..whose }));
    let owned = live_if(move || {
        is_owned().map(|is_owned| {
            view! {
                <button type="button" class="choice" aria-pressed=is_owned.to_string() on:click=toggle_owned>
                    {word::OWNED.say(language)}
                </button>
            }
        })
    });
    view! {
        <button type="button" class="choice" aria-pressed=live_text(move || is_mine().to_string()) on:click=toggle>
            {words::customer::MINE.say(language)}
        </button>
        {colleague_chip(page, me, member, choose)}
        {owned}
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
    let pick = move |event| {
        let picked = event_target_value(&event).parse().ok();
        choose.run(picked.map(|id| Whose::all(MemberId(id))));
    };
    let said = move || {
        let name = other.get().and_then(titles_of(&colleagues.get()));
        name.unwrap_or_else(|| words::customer::OWNER.say(language).to_owned())
    };
    let chosen = move || other.get().map(|id| id.to_string()).unwrap_or_default();
    let option = |chosen: bool, id: String, name: String| {
        view! { <option value=id selected=chosen>{name}</option> }.into_any()
    };
    live_if(move || {
        let colleagues = colleagues.get();
        // Later it follows what is chosen by itself: a menu that is drawn anew loses the focus.
        let first = other.get_untracked();
        let everybody = option(first.is_none(), String::new(), word::EVERYBODY.say(language).to_owned());
        let options: Vec<_> = colleagues
            .into_iter()
            .map(|(id, name)| option(first == Some(id), id.to_string(), name))
            .collect();
        (!options.is_empty()).then(|| {
            view! {
                <label class="choice menu" class:on=move || other.get().is_some()>
                    {live_text(said)}
                    <select aria-label=words::customer::OWNER.say(language) prop:value=chosen on:change=pick>
                        {everybody} {options}
                    </select>
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
            let pick = move |_| show_search_text(&on_pick.run(picked.clone()));
            let deleted = sentence::deleted(language, &name);
            let label = words::DELETE.of(language, &name);
            let delete = move |_| page.run_undoable(Command::Delete { id }, deleted.clone());
            let delete = is_shown.then(|| {
                view! {
                    <button type="button" class="choice" aria-label=label on:click=delete><Icon picture=Picture::Trash /></button>
                }
            });
            view! {
                <button type="button" class="choice" aria-pressed=is_shown.to_string() on:click=pick>{name}</button>
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
