//! The second tap: how, and what came of it. Tapping an outcome saves at once.

use super::Unfolded;
use crate::kit::{Segments, toggle_chip};
use crate::live::{Live, State, live, live_if, live_text};
use crate::screens::log::log;
use crate::screens::sheets::SheetKind;
use crate::store::{Page, Slot, Target};
use ::markup::view;
use contract::Query;
use contract::view::{ContactRow, DueRow};
use domain::RecordId;
use domain::contact::ContactId;
use domain::customer::CustomerId;
use domain::follow_up::Channel;
use language::{label, sentence, words};
use leptos::prelude::*;

/// Channel and outcomes for one customer.
#[component]
pub fn LogPad(
    customer: CustomerId,
    /// What the customer is called.
    name: String,
    /// The due row above, when there is one: its score can be explained.
    #[prop(optional, into)]
    row: Option<Live<DueRow>>,
    /// What was said, when there is a field for it.
    #[prop(optional)]
    text: Option<State<String>>,
) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    // Opening the pad makes the worker read what the next tap will change.
    page.show(Slot::Touched, Query::Customer { id: customer, timeline_count: 0 });
    let name = StoredValue::new(name);
    let unfolded = use_context::<Unfolded>();
    let channel = State::new(page.last_channel.get_untracked());
    let channels = Channel::ALL
        .iter()
        .map(|channel| (*channel, label::channel(*channel).say(language).to_owned()))
        .collect();
    let contact = State::new(None::<RecordId>);
    let contacts = Live::new(move || {
        page.state.touched.with(|detail| match &detail.0 {
            Some(Some(detail)) if detail.row.id == customer => detail.contacts.clone(),
            _ => Vec::new(),
        })
    });
    // With one person at a customer there is nothing to say.
    let whom = move || {
        let contacts = contacts.get();
        (contacts.len() > 1).then(|| {
            let chip = |ContactRow { id, name, .. }: ContactRow| {
                let is_on = Live::new(move || contact.get() == Some(id));
                toggle_chip(&name, is_on, Callback::new(move |on: bool| contact.set(on.then_some(id))))
            };
            view! {
                <div class="scroll-x" role="group" aria-label=words::today::WHOM.say(language)>
                    {contacts.into_iter().map(chip).collect_view()}
                </div>
            }
        })
    };
    let outcomes = move || {
        let channel = channel.get();
        let button = move |outcome: domain::follow_up::Outcome| {
            let choose = move |_| {
                let text = text.map(|text| text.get_untracked()).unwrap_or_default();
                let contact = contact.get_untracked().map(ContactId);
                log(page, (customer, name.get_value()), contact, channel, outcome, text);
                page.sheet.set(None);
                if let Some(Unfolded(unfolded)) = unfolded {
                    unfolded.set(None);
                }
            };
            view! { <button type="button" class="button" on:click=choose>{label::outcome(outcome).say(language)}</button> }
        };
        channel.outcomes().iter().copied().map(button).collect_view()
    };
    let links = row.map(|row| {
        let open = move |_| page.route.get_untracked().with(Target::Customer(customer.0)).go();
        let why = move |_| {
            let (title, terms) = row.with_untracked(|row| (row.customer.name.clone(), row.terms.clone()));
            page.sheet.set(Some(SheetKind::Why { title, terms }));
        };
        view! {
            <div class="links">
                <button type="button" class="button quiet" on:click=why>
                    {words::today::WHY.say(language)}
                    <span class="chip accent">{live_text(move || row.with(|row| sentence::points(language, row.score)))}</span>
                </button>
                <button type="button" class="button quiet" on:click=open>{words::today::OPEN_CUSTOMER.say(language)}</button>
            </div>
        }
    });
    view! {
        <div class="log-pad">
            <Segments label=words::today::HOW.say(language) options=channels chosen=channel on_choose=move |chosen| channel.set(chosen) />
            {live_if(whom)}
            {text.map(|_| view! { <p class="small muted">{words::today::WHAT_CAME.say(language)}</p> })}
            <div class="outcomes" role="group" aria-label=words::today::WHAT_CAME.say(language)>{live(outcomes)}</div>
            {links}
        </div>
    }
}
