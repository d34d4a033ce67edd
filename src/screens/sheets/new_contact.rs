//! A new contact of a customer.

use crate::kit::{RecordForm, Sheet};
use crate::live::State;
use crate::store::{Page, new_record_id};
use contract::{Command, FieldWrite, Refusal};
use domain::contact::Contact;
use domain::customer::CustomerId;
use domain::record::{Fields, Value};
use language::words;
use leptos::prelude::*;

/// A new contact.
#[component]
pub fn NewContact(customer: CustomerId, name: String) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let refusal = State::new(None::<Refusal>);
    let draft = format!("new contact {}", customer.0);
    let kept_as = draft.clone();
    let save = move |mut fields: Vec<FieldWrite>| {
        fields.push(FieldWrite { field: "customer".to_owned(), value: Some(Value::Id(customer.0)) });
        let command = Command::Create { kind: "contact".to_owned(), id: new_record_id(), fields };
        let kept_as = kept_as.clone();
        page.ask(command, move |result| match result {
            Err(why) => drop(refusal.try_set(Some(why))),
            Ok(done) => {
                page.drafts.forget(&kept_as);
                page.sheet.set(None);
                page.say_undoable(words::customer::CONTACT_SAVED.say(language).to_owned(), &done);
            }
        });
    };
    view! {
        <Sheet title=format!("{} · {name}", words::home::NEW_CONTACT.say(language))>
            <RecordForm
                spec=Contact::SPEC start=Fields::default() first=&["name", "position", "phone", "wechat", "main"]
                draft=draft refusal=refusal on_save=save save=words::customer::ADDED.say(language)
            />
        </Sheet>
    }
}
