//! Logging a touch: one command, and a toast to say more about it.

use super::sheets::SheetKind;
use crate::store::{Page, Toast, ToastAction, new_record_id, now};
use contract::command::Made;
use contract::{Command, FieldWrite};
use domain::contact::ContactId;
use domain::customer::CustomerId;
use domain::follow_up::{Channel, FollowUpId, Outcome};
use language::{label, sentence, words};
use std::sync::Arc;

/// Under which name the text of a touch is kept until it is logged.
pub fn draft_of(customer: CustomerId) -> String {
    ["log ", &customer.0.to_string()].concat()
}

/// Log a touch with the customer of this name. It is saved at once; the toast says the next date and offers to change it,
/// to add text, to undo.
pub fn log(
    page: Page,
    (customer, name): (CustomerId, String),
    contact: Option<ContactId>,
    channel: Channel,
    outcome: Outcome,
    text: String,
) {
    let language = page.language();
    let id = FollowUpId(new_record_id());
    page.last_channel.set(channel);
    let has_text = !text.trim().is_empty();
    let (next_date, next_action) = (None, None);
    let command =
        Command::LogFollowUp { id, customer, channel, outcome, text, next_date, next_action, contact };
    page.run(command, move |done| {
        if has_text {
            page.drafts.forget(&draft_of(customer));
        }
        let next_date = match done.made {
            Some(Made::NextDate(date)) => Some(date),
            _ => None,
        };
        let said =
            sentence::logged(language, &name, label::outcome(outcome).say(language), next_date, now().today);
        let change_date = ToastAction::new(words::today::CHANGE_DATE.say(language), move || {
            page.sheet.set(Some(SheetKind::NextDate { customer, follow_up: Some(id), date: next_date }));
        });
        let add_text = ToastAction::new(words::today::ADD_TEXT.say(language), move || {
            let write = FieldWrite { field: "text".to_owned(), value: None };
            let command = Arc::new(Command::Edit { id: id.0, fields: vec![write] });
            page.sheet.set(Some(SheetKind::Say {
                title: words::today::WHAT_WAS_SAID,
                optional: true,
                command,
            }));
        });
        let undo = done.undo.map(|batch| page.undo_action(batch));
        let toast = Toast::new(said).with(change_date).with((!has_text).then_some(add_text)).with(undo);
        page.toasts.show(toast);
    });
}
