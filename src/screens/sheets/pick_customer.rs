//! Which customer: those that are due stand there already.

use super::{AfterPick, SheetKind};
use crate::kit::{RecordPicker, Sheet};
use crate::store::Page;
use ::markup::view;
use domain::RecordId;
use domain::customer::CustomerId;
use language::words;
use leptos::prelude::*;

/// Which customer.
#[component]
pub fn PickCustomer(then: AfterPick) -> impl IntoView {
    let page = Page::here();
    let language = page.language();
    let pick = move |(id, name): (RecordId, String)| {
        let customer = CustomerId(id);
        page.sheet.set(Some(match then {
            AfterPick::Log => SheetKind::Log { customer, name },
            AfterPick::Contact => SheetKind::new_contact(customer, name),
            AfterPick::Deal => SheetKind::new_deal(customer, name),
        }));
    };
    view! {
        <Sheet title=words::home::WHICH_CUSTOMER.say(language)>
            <RecordPicker kind="customer" label=words::customer::SEARCH.say(language) on_pick=pick autofocus=true />
        </Sheet>
    }
}
