//! What lies on top of a screen for a moment. One at a time; closing it leaves everything as it was.

mod backup;
mod capture;
mod edit_many;
mod edit_record;
mod figures;
mod forget;
mod import;
mod invite;
mod keys;
mod log_follow_up;
mod more;
mod new_customer;
mod new_record;
mod next_date;
mod palette;
mod pick_customer;
mod relay;
mod say;
mod stages;
mod sync_file;
mod why;

use crate::live::{follow, live};
use crate::store::Page;
use ::markup::view;
use chrono::NaiveDate;
use contract::Command;
use contract::view::DueTerm;
use domain::RecordId;
use domain::contact::Contact;
use domain::customer::CustomerId;
use domain::deal::{Deal, DealId};
use domain::follow_up::FollowUpId;
use domain::help_request::HelpRequest;
use domain::member::MemberId;
use domain::record::{AnyRecord, Fields, KindSpec, Record};
use domain::task::Task;
use language::{Word, words};
use leptos::prelude::*;
use std::cell::Cell;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Which sheet is on top.
#[derive(Clone, Debug, PartialEq)]
pub enum SheetKind {
    /// ＋
    Capture,
    /// Which customer, before `then` is done with it.
    PickCustomer {
        /// What follows.
        then: AfterPick,
    },
    /// Log a touch.
    Log {
        /// With whom.
        customer: CustomerId,
        /// Their name.
        name: String,
    },
    /// Change the next date of a customer, and of the touch it was agreed in.
    NextDate {
        /// The customer.
        customer: CustomerId,
        /// The touch.
        follow_up: Option<FollowUpId>,
        /// The date now.
        date: Option<NaiveDate>,
    },
    /// A sentence that a command needs.
    Say {
        /// What is asked.
        title: Word,
        /// Whether it may stay empty.
        optional: bool,
        /// What is done with it: it takes the place of the command's own text, or of its last field.
        command: Arc<Command>,
    },
    /// Why a customer stands where it stands in Today.
    Why {
        /// The customer's name.
        title: String,
        /// The terms of the score.
        terms: Vec<(DueTerm, i32)>,
    },
    /// The figures behind a figure.
    Figures {
        /// What they are about.
        title: String,
        /// What and how much.
        rows: Vec<(String, String)>,
        /// How they belong together.
        note: Word,
        /// What decides them, for whoever may change it: the word on the button, kind and id.
        edit: Option<(Word, &'static str, RecordId)>,
    },
    /// A new customer.
    NewCustomer {
        /// What is known of its name; may be empty.
        name: String,
    },
    /// A new record of a kind that needs no sheet of its own.
    New {
        /// The kind.
        spec: Kind,
        /// What is known of it.
        start: Fields,
        /// Titles of the records it points to.
        titles: Vec<(RecordId, String)>,
    },
    /// The other lists, my page, settings.
    More,
    /// Edit a record of any kind.
    EditRecord {
        /// The kind.
        kind: &'static str,
        /// Which.
        id: RecordId,
    },
    /// Give a task to somebody: the form that edits it, called by what it is for.
    GiveTask {
        /// Which.
        id: RecordId,
    },
    /// Change the same fields of many records.
    EditMany {
        /// The kind.
        spec: Kind,
        /// Which.
        ids: Vec<RecordId>,
    },
    /// Invite somebody, or an existing member without a device.
    Invite {
        /// Who, when they are a member already.
        member: Option<(MemberId, String)>,
    },
    /// Add a device of mine.
    AddDevice,
    /// Change the relay's address.
    Relay {
        /// The address now.
        address: String,
    },
    /// Make a backup.
    Backup,
    /// Exchange by file.
    SyncFile,
    /// Bring in another program's files.
    Import,
    /// Forget the team on this device.
    Forget,
    /// Search and commands.
    Palette,
    /// The stages of deals in their order.
    Stages,
    /// Keyboard help.
    Keys,
}

/// What a customer is picked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterPick {
    /// To log a touch.
    Log,
    /// To add a contact.
    Contact,
    /// To add a deal.
    Deal,
}

/// A kind of record.
#[derive(Clone, Copy, Debug)]
pub struct Kind(pub &'static KindSpec);

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.0.name == other.0.name
    }
}

impl SheetKind {
    /// A new record of which this much is known.
    pub fn new<R: Record>(start: &R, titles: Vec<(RecordId, String)>) -> Self {
        Self::New { spec: Kind(R::SPEC), start: start.to_fields(), titles }
    }

    /// A new customer of whom nothing is known.
    pub fn new_customer() -> Self {
        Self::NewCustomer { name: String::new() }
    }

    /// A new task of mine, about a customer or deal or nothing.
    pub fn new_task(
        page: Page,
        customer: Option<(CustomerId, String)>,
        deal: Option<(DealId, String)>,
    ) -> Self {
        let task = Task {
            owner: page.team_session().map(|team| team.me),
            customer: customer.as_ref().map(|(id, _)| *id),
            deal: deal.as_ref().map(|(id, _)| *id),
            ..Task::default()
        };
        let titles = customer
            .map(|(id, title)| (id.0, title))
            .into_iter()
            .chain(deal.map(|(id, title)| (id.0, title)));
        Self::new(&task, titles.collect())
    }

    /// Ask colleagues for help, about a record or in general.
    pub fn ask_for_help(about: Option<(RecordId, String)>) -> Self {
        let request =
            HelpRequest { about: about.as_ref().map(|(id, _)| AnyRecord(*id)), ..HelpRequest::default() };
        Self::new(&request, about.into_iter().collect())
    }

    /// A new deal of a customer; the customer's owner is responsible unless somebody says otherwise.
    pub fn new_deal(customer: CustomerId, name: String) -> Self {
        Self::new(&Deal { customer: Some(customer), ..Deal::default() }, vec![(customer.0, name)])
    }

    /// A new contact of a customer.
    pub fn new_contact(customer: CustomerId, name: String) -> Self {
        Self::new(&Contact { customer: Some(customer), ..Contact::default() }, vec![(customer.0, name)])
    }
}

/// When the last sheet is gone, the focus returns to where it was before the first came, unless it went elsewhere.
fn give_the_focus_back(page: Page) {
    let opener = Cell::new(None::<HtmlElement>);
    let was_open = Cell::new(false);
    follow(move || {
        let is_open = page.sheet.with(Option::is_some);
        let focused =
            || document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
        match (was_open.replace(is_open), is_open) {
            (false, true) => opener.set(focused()),
            (true, false) => {
                let element = opener.take();
                let is_nowhere = focused().is_none_or(|focused| focused.tag_name() == "BODY");
                if let Some(element) = element.filter(|element| is_nowhere && element.is_connected()) {
                    // What opened a sheet can take the focus again.
                    let _ = element.focus();
                }
            }
            _ => {}
        }
    });
}

/// Draws the sheet on top.
#[component]
pub fn SheetHost() -> impl IntoView {
    let page = Page::here();
    give_the_focus_back(page);
    live(move || match page.sheet.get() {
        None => ().into_any(),
        Some(SheetKind::Capture) => view! { <capture::Capture /> }.into_any(),
        Some(SheetKind::PickCustomer { then }) => {
            view! { <pick_customer::PickCustomer then=then /> }.into_any()
        }
        Some(SheetKind::Log { customer, name }) => {
            view! { <log_follow_up::LogFollowUp customer=customer name=name /> }.into_any()
        }
        Some(SheetKind::NextDate { customer, follow_up, date }) => {
            view! { <next_date::NextDate customer=customer follow_up=follow_up date=date /> }.into_any()
        }
        Some(SheetKind::Say { title, optional, command }) => {
            view! { <say::Say title=title optional=optional command=command /> }.into_any()
        }
        Some(SheetKind::Why { title, terms }) => view! { <why::Why title=title terms=terms /> }.into_any(),
        Some(SheetKind::Figures { title, rows, note, edit }) => {
            view! { <figures::Figures title=title rows=rows note=note edit=edit /> }.into_any()
        }
        Some(SheetKind::NewCustomer { name }) => view! { <new_customer::NewCustomer name=name /> }.into_any(),
        Some(SheetKind::New { spec, start, titles }) => {
            view! { <new_record::NewRecord spec=spec.0 start=start titles=titles /> }.into_any()
        }
        Some(SheetKind::More) => view! { <more::More /> }.into_any(),
        Some(SheetKind::EditRecord { kind, id }) => {
            view! { <edit_record::EditRecord kind=kind id=id word=words::EDIT /> }.into_any()
        }
        Some(SheetKind::GiveTask { id }) => {
            view! { <edit_record::EditRecord kind="task" id=id word=words::task::GIVE /> }.into_any()
        }
        Some(SheetKind::EditMany { spec, ids }) => {
            view! { <edit_many::EditMany spec=spec.0 ids=ids /> }.into_any()
        }
        Some(SheetKind::Invite { member }) => view! { <invite::Invite member=member /> }.into_any(),
        Some(SheetKind::AddDevice) => view! { <invite::AddDevice /> }.into_any(),
        Some(SheetKind::Relay { address }) => view! { <relay::Relay address=address /> }.into_any(),
        Some(SheetKind::Backup) => view! { <backup::Backup /> }.into_any(),
        Some(SheetKind::SyncFile) => view! { <sync_file::SyncFile /> }.into_any(),
        Some(SheetKind::Import) => view! { <import::Import /> }.into_any(),
        Some(SheetKind::Forget) => view! { <forget::Forget /> }.into_any(),
        Some(SheetKind::Palette) => view! { <palette::Palette /> }.into_any(),
        Some(SheetKind::Stages) => view! { <stages::Stages /> }.into_any(),
        Some(SheetKind::Keys) => view! { <keys::Keys /> }.into_any(),
    })
}
