//! A new customer: only the name is needed; likely the same ones are shown while typing, never blocked.

use super::new_record::{add_given, named};
use crate::kit::{RecordForm, Sheet};
use crate::live::{Live, State, live_if};
use crate::store::{Page, Slot, Target, Toast, ToastAction, new_record_id};
use ::markup::view;
use contract::view::SearchHit;
use contract::{Command, FieldWrite, Query, Refusal};
use domain::customer::Customer;
use domain::record::{Fields, Record};
use language::words;
use leptos::prelude::*;

/// A new customer. I own it unless I say otherwise.
#[component]
pub fn NewCustomer(
    /// What is known of its name; may be empty.
    name: String,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let refusal = State::new(None::<Refusal>);
    let draft = ["new customer ", &name].concat();
    let kept_as = StoredValue::new(draft.clone());
    let owner = page.team_session().map(|team| team.me);
    let start = Customer { name, owner, ..Customer::default() }.to_fields();
    let given = StoredValue::new(start.clone());
    let asked = StoredValue::new(String::new());
    let look_for_same = move |fields: Fields| {
        let customer = Customer::from_fields(&fields);
        let digits = customer.phone.chars().filter(char::is_ascii_digit).count();
        let text = if digits >= 7 { customer.phone } else { customer.name };
        if asked.get_value() == text {
            return;
        }
        if text.trim().chars().count() < 2 {
            page.unsubscribe(Slot::LikelySame);
        } else {
            page.subscribe(Slot::LikelySame, Query::Search { text: text.clone(), kind: None, count: 12 });
        }
        asked.set_value(text);
    };
    on_cleanup(move || page.unsubscribe(Slot::LikelySame));
    let save = move |mut fields: Vec<FieldWrite>| {
        add_given(Customer::SPEC, given.get_value(), &mut fields);
        let id = new_record_id();
        let said = words::customer::MADE
            .about(language, &named(language, Customer::SPEC, Fields::default(), &fields));
        let command = Command::Create { kind: "customer".to_owned(), id, fields };
        // The sheet may be gone when the answer comes.
        let draft = kept_as.get_value();
        page.ask(command, move |result| match result {
            Err(why) => drop(refusal.try_set(Some(why))),
            Ok(done) => {
                page.drafts.forget(&draft);
                page.sheet.set(None);
                let open = ToastAction::new(words::today::OPEN_CUSTOMER.say(language), move || {
                    page.route.get_untracked().with(Target::Customer(id)).go();
                });
                let undo = done.undo.map(|batch| page.undo_action(batch));
                page.toasts.show(Toast::new(said).with(open).with(undo));
            }
        });
    };
    view! {
        <Sheet title=words::home::NEW_CUSTOMER.say(language)>
            <RecordForm
                spec=Customer::SPEC start=start first=&["name", "phone", "class", "next_date", "next_action"]
                draft=draft on_change=look_for_same refusal=refusal on_save=save save=words::customer::ADDED.say(language)
                below_first=view! { <LikelySame /> }.into_any()
            />
        </Sheet>
    }
}

/// Customers that may be the same, with their owner: a warning, not a wall.
#[component]
fn LikelySame() -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let hits = Live::new(move || {
        page.state.likely_same.with(|hits| {
            let customers = hits.0.iter().flatten().filter(|hit| hit.kind == "customer");
            customers.take(3).cloned().collect::<Vec<SearchHit>>()
        })
    });
    let row = move |hit: SearchHit| {
        let open = move |_| {
            page.sheet.set(None);
            page.route.get_untracked().with(Target::Customer(hit.open)).go();
        };
        view! {
            <button type="button" class="row" on:click=open>
                <span class="body">
                    <span class="title one-line">{hit.title}</span>
                    <span class="small one-line">{hit.detail}</span>
                </span>
            </button>
        }
    };
    view! {
        <div role="status">
            {live_if(move || hits.with(|hits| !hits.is_empty()).then(|| view! {
                <div class="note due same">
                    <p class="small">{words::customer::MAYBE_EXISTS.say(language)}</p>
                    {hits.get().into_iter().map(row).collect_view()}
                </div>
            }))}
        </div>
    }
}
