//! Records that a field points to: each as a chip that can be taken away, and a way to add one.

use crate::kit::member_select::MemberSelect;
use crate::kit::{Icon, Picture, RecordPicker};
use crate::live::{State, live};
use crate::store::Page;
use ::markup::view;
use domain::RecordId;
use domain::record::Reference;
use language::words;
use leptos::prelude::*;

/// The chosen records of one kind.
#[component]
pub(super) fn References(
    kind: &'static str,
    chosen: Vec<RecordId>,
    titles: StoredValue<Vec<(RecordId, String)>>,
    only_one: bool,
    /// Whether all colleagues can be chosen at once.
    #[prop(optional)]
    with_everybody: bool,
    /// Who is no choice.
    #[prop(optional_no_strip)]
    left_out: Option<RecordId>,
    #[prop(into)] on_change: Callback<Vec<RecordId>>,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let chosen = State::new(chosen);
    let change = move |edit: &dyn Fn(&mut Vec<RecordId>)| {
        chosen.update(edit);
        on_change.run(chosen.get_untracked());
    };
    let add = move |id: RecordId| {
        change(&move |ids| {
            if only_one {
                ids.clear();
            }
            if !ids.contains(&id) {
                ids.push(id);
            }
        });
    };
    let title = move |id: RecordId| {
        let known = titles.with_value(|titles| crate::store::titles_of(titles)(id));
        known.or_else(|| crate::store::titles_of(&page.colleagues())(id)).unwrap_or_else(|| "…".to_owned())
    };
    let chips = move || {
        let chip = |id: RecordId| {
            view! {
                <button type="button" class="choice" aria-pressed="true" on:click=move |_| change(&|ids| ids.retain(|known| *known != id))>
                    {title(id)} " " <Icon picture=Picture::Cross />
                </button>
            }
        };
        chosen.get().into_iter().map(chip).collect_view()
    };
    let adder = move || {
        // Drawn anew after each choice, so that it is empty again.
        let count = chosen.with(Vec::len);
        if only_one && count > 0 {
            return ().into_any();
        }
        if kind == domain::member::MemberId::KIND {
            let picked = move |member: Option<RecordId>| {
                if let Some(member) = member {
                    add(member);
                }
            };
            let everybody = with_everybody.then(|| {
                let add_all = move |_| {
                    let all = || page.colleagues().into_iter().map(|(id, _)| id);
                    change(&|ids| *ids = all().filter(|id| left_out != Some(*id)).collect());
                };
                view! { <button type="button" class="choice" on:click=add_all>{words::list::EVERYBODY.say(language)}</button> }
            });
            view! {
                <div class="choices">{everybody}</div>
                <MemberSelect id=format!("add-{kind}") value=None left_out=left_out on_change=picked label=words::CHOOSE.say(language) />
            }
            .into_any()
        } else {
            let picked = move |(id, title): (RecordId, String)| {
                titles.update_value(|titles| titles.push((id, title)));
                add(id);
            };
            view! { <RecordPicker kind=kind label=words::CHOOSE.say(language) on_pick=picked /> }.into_any()
        }
    };
    view! {
        <div class="choices">{live(chips)}</div>
        {live(adder)}
    }
}
