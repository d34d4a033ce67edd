//! What the page knows: the newest view of each query it has subscribed to, and a handful of signals of its own.
//!
//! The engine decides, the page draws. Every subscription has a fixed [`Slot`]; a view that arrives is patched into
//! the slot's field of one store, so only what differs is drawn again.

mod appearance;
pub mod back;
mod device;
mod drafts;
mod files;
mod foreseen;
mod route;
mod toast;
mod wording;

use crate::live::State;
pub use appearance::{Appearance, TextSize, Theme};
pub use device::{
    copy_text, focus_when_drawn, is_wechat_browser, now, own_relay_address, page_address, share_text,
};
pub use drafts::Drafts;
pub use files::{backup_taken, can_send, forget_backup, last_backup, read_chosen, save_file, send_file};
pub use route::{Place, Route, Target};
pub use toast::{Toast, ToastAction, Toasts};
pub use wording::{field_name, titles_of};

use crate::bridge::Bridge;
use crate::screens::SheetKind;
use contract::view::{self, View};
use contract::{Command, CommandId, FromWorker, Outcome, Query, Refusal, ToWorker};
use domain::RecordId;
use language::Language;
use leptos::prelude::*;

/// The newest answer to a subscribed query; `None` before the first one.
#[derive(Clone, Debug, PartialEq)]
pub struct Latest<T>(pub Option<T>);

/// What the engine has told about one thing. Who reads it is told when it differs.
type Told<T> = State<Latest<T>>;

/// Declares the subscriptions of the page: `Slot: its field in the store = the view that fills it (its type)`.
macro_rules! slots {
    ($( $slot:ident: $field:ident = $view:ident($type:ty); )*) => {
        /// Everything the engine has told the page.
        #[derive(Clone, Copy)]
        pub struct PageState {
            $( #[doc = concat!("Filled by `View::", stringify!($view), "`")] pub $field: Told<$type>, )*
        }

        impl PageState {
            fn nothing_yet() -> Self {
                Self { $( $field: State::new(Latest(None)), )* }
            }
        }

        /// A subscription's place in the store. Its number is what crosses to the worker.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u32)]
        pub enum Slot {
            $( #[doc = concat!("`PageState::", stringify!($field), "`")] $slot, )*
        }

        impl Page {
            fn take(self, subscription: u32, view: View) {
                match view {
                    $( View::$view(view) if subscription == Slot::$slot as u32 => {
                        self.state.$field.set_if_changed(Latest(Some(view)));
                    } )*
                    // The engine answers a subscription with the view of its query.
                    _ => {}
                }
            }

            fn clear(self, slot: Slot) {
                match slot {
                    $( Slot::$slot => self.state.$field.set_if_changed(Latest(None)), )*
                }
            }
        }
    };
}

slots! {
    Session: session = Session(view::Session);
    Today: today = Today(Box<view::Today>);
    Customers: customers = Customers(view::Customers);
    Customer: customer = Customer(Option<Box<view::CustomerDetail>>);
    // Of the pad that logs a touch.
    Touched: touched = Customer(Option<Box<view::CustomerDetail>>);
    Team: team = Team(view::Team);
    Member: member = Member(Option<Box<view::MemberDetail>>);
    // Of the form on top.
    Record: record = Record(Option<Box<view::RecordDetail>>);
    // Of the page that is open.
    Open: open = Record(Option<Box<view::RecordDetail>>);
    History: history = History(Option<Vec<view::HistoryEntry>>);
    // Of the palette and of pickers.
    Search: search = Search(Vec<view::SearchHit>);
    // For likely duplicates of what is being entered.
    LikelySame: likely_same = Search(Vec<view::SearchHit>);
    Settings: settings = Settings(Box<view::Settings>);
    Tasks: tasks = Tasks(view::Tasks);
    TaskBoard: task_board = TaskBoard(view::TaskBoard);
    Task: task = Task(Option<Box<view::TaskDetail>>);
    Thread: thread = Thread(Vec<view::CommentRow>);
    Help: help = HelpRequests(view::HelpRequests);
    Deals: deals = Deals(view::DealBoard);
    Deal: deal = Deal(Option<Box<view::DealDetail>>);
    Duties: duties = Duties(view::Duties);
    Announcements: announcements = Announcements(view::Announcements);
    Meetings: meetings = Meetings(view::Meetings);
    Praise: praise = Praise(Vec<view::CommentRow>);
    SavedFilters: saved_filters = Records(view::Records);
    // Of an import.
    Stages: stages = Records(view::Records);
    Imports: imports = Records(view::Records);
}

type OnAnswer = Box<dyn FnOnce(Result<Outcome, Refusal>)>;

/// The page's one object: what is known, what is shown, and the line to the engine. Copied freely.
#[derive(Clone, Copy)]
pub struct Page {
    /// What the engine has told.
    pub state: PageState,
    /// Where we are.
    pub route: State<Route>,
    /// Language, theme, text size.
    pub appearance: Appearance,
    /// What is being said to the person.
    pub toasts: Toasts,
    /// The sheet on top, if any.
    pub sheet: State<Option<SheetKind>>,
    /// An invite the page was opened with.
    pub invite: State<Option<String>>,
    /// An invite with which joining failed: the form has it, for another time.
    pub refused_invite: State<Option<String>>,
    /// The channel used last, preselected for the next log.
    pub last_channel: State<domain::follow_up::Channel>,
    /// The customer whose number was tapped last, until the person is back from the call.
    pub called: State<Option<(domain::customer::CustomerId, String)>>,
    /// Which customers the list shows.
    pub customer_filter: State<contract::CustomerFilter>,
    /// Which tasks the list shows.
    pub task_filter: State<contract::TaskFilter>,
    /// How the tasks stand side by side; `None`: in a list.
    pub task_division: State<Option<contract::TaskDivision>>,
    /// The record to which a comment is written next: its page begins there.
    pub replying: StoredValue<Option<RecordId>>,
    /// The rows selected in the list on screen; `None`: a tap opens a row.
    pub selected: State<Option<Vec<RecordId>>>,
    /// Which deals the board shows.
    pub deal_filter: State<contract::DealFilter>,
    /// Trouble that stays on screen until the page is reloaded.
    pub trouble: State<Option<contract::Notice>>,
    /// The reminder to make a backup was put off.
    pub is_reminded: State<bool>,
    /// What was typed into forms that were closed before they were saved.
    pub drafts: Drafts,
    sharers: StoredValue<Vec<Slot>>,
    bridge: StoredValue<Option<Bridge>, LocalStorage>,
    answers: StoredValue<Vec<(CommandId, OnAnswer)>, LocalStorage>,
}

impl Page {
    /// Start the worker and listen to it.
    pub fn start() -> Self {
        let (route, invite) = Route::from_address();
        let page = Self {
            state: PageState::nothing_yet(),
            route: State::new(route),
            appearance: Appearance::restored(),
            toasts: Toasts::new(),
            sheet: State::new(None),
            invite: State::new(invite),
            refused_invite: State::new(None),
            last_channel: State::new(domain::follow_up::Channel::Phone),
            called: State::new(None),
            customer_filter: State::new(contract::CustomerFilter::default()),
            task_filter: State::new(contract::TaskFilter::default()),
            task_division: State::new(None),
            replying: StoredValue::new(None),
            selected: State::new(None),
            deal_filter: State::new(contract::DealFilter::default()),
            trouble: State::new(None),
            is_reminded: State::new(false),
            drafts: Drafts::restored(),
            sharers: StoredValue::new(Vec::new()),
            bridge: StoredValue::new_local(None),
            answers: StoredValue::new_local(Vec::new()),
        };
        page.bridge.set_value(Some(Bridge::start(move |message| page.hear(message))));
        // Every tab counts what is due and every form chooses colleagues, so these are always at hand. Asked for at once,
        // they come while the frame of the screens is drawn.
        page.subscribe(Slot::Session, Query::Session);
        page.subscribe(Slot::Today, Query::Today);
        page.subscribe(Slot::Team, Query::Team);
        page
    }

    /// The page's object, from anywhere below [`App`](crate::screens::App).
    pub fn here() -> Self {
        expect_context()
    }

    /// The language now. Screens are drawn anew when it changes.
    pub fn language(self) -> Language {
        self.appearance.language.get_untracked()
    }

    /// The members there are, as the team's list has them.
    pub fn colleagues(self) -> Vec<(RecordId, String)> {
        self.state.team.with(|team| {
            let members = team.0.iter().flat_map(|team| &team.members);
            members.map(|row| (row.person.id.0, row.person.name.clone())).collect()
        })
    }

    fn send(self, message: ToWorker) {
        self.bridge.with_value(|bridge| {
            if let Some(bridge) = bridge {
                bridge.send(message);
            }
        });
    }

    /// Keep a slot filled with a query's answer. The old answer stays until the new one arrives.
    pub fn subscribe(self, slot: Slot, query: Query) {
        self.send(ToWorker::Subscribe { subscription: slot as u32, query });
    }

    /// Empty a slot and keep it empty.
    pub fn unsubscribe(self, slot: Slot) {
        self.send(ToWorker::Unsubscribe { subscription: slot as u32 });
        self.clear(slot);
    }

    /// Keep a slot filled while the caller's part of the screen lives. What the engine said to who had it before, and was
    /// heard when they were gone, is not taken for an answer.
    pub fn show(self, slot: Slot, query: Query) {
        self.clear(slot);
        self.subscribe(slot, query);
        on_cleanup(move || self.unsubscribe(slot));
    }

    /// Keep a slot filled while any part of the screen that wants this lives: a list and the page of one of its rows.
    pub fn share(self, slot: Slot, query: Query) {
        self.sharers.update_value(|sharers| sharers.push(slot));
        self.subscribe(slot, query);
        on_cleanup(move || {
            let mut is_last = false;
            self.sharers.update_value(|sharers| {
                let at = sharers.iter().position(|sharer| *sharer == slot);
                at.map(|at| sharers.swap_remove(at));
                is_last = !sharers.contains(&slot);
            });
            if is_last {
                self.unsubscribe(slot);
            }
        });
    }

    /// The page was hidden or shown.
    pub fn visible(self, is_visible: bool) {
        self.send(ToWorker::Visible(is_visible));
    }

    /// Do something; `then` hears what came of it, also when that is a refusal.
    pub fn ask(self, command: Command, then: impl FnOnce(Result<Outcome, Refusal>) + 'static) {
        self.ask_boxed(command, Box::new(then));
    }

    /// The same for all who ask: one copy in the download.
    #[inline(never)]
    fn ask_boxed(self, command: Command, then: OnAnswer) {
        let id = CommandId(random_bytes());
        self.foresee(&command);
        self.answers.update_value(|answers| {
            answers.push((id, then));
        });
        self.send(ToWorker::Command { id, command });
    }

    /// Do something; a refusal is told in a toast, success goes to `then`.
    pub fn run(self, command: Command, then: impl FnOnce(Outcome) + 'static) {
        self.run_boxed(command, Box::new(then));
    }

    #[inline(never)]
    fn run_boxed(self, command: Command, then: Box<dyn FnOnce(Outcome)>) {
        self.ask(command, move |result| match result {
            Ok(outcome) => then(outcome),
            Err(refusal) => self.tell_refusal(&refusal),
        });
    }

    /// Do something and offer to undo it.
    pub fn run_undoable(self, command: Command, said: String) {
        self.run(command, move |outcome| self.say_undoable(said, &outcome));
    }

    /// Say what was done, with an undo when there is one.
    pub fn say_undoable(self, said: String, outcome: &Outcome) {
        let undo = outcome.undo.map(|batch| self.undo_action(batch));
        self.toasts.show(Toast::new(said).with(undo));
    }

    /// The undo button of a batch.
    pub fn undo_action(self, batch: contract::BatchId) -> ToastAction {
        ToastAction::new(language::words::UNDO.say(self.language()), move || self.undo(batch))
    }

    /// Take a batch back and name what had to stay.
    pub fn undo(self, batch: contract::BatchId) {
        self.run(Command::Undo { batch }, move |outcome| {
            let language = self.language();
            let said = if outcome.kept.is_empty() {
                language::words::UNDONE.say(language).to_owned()
            } else {
                let fields: Vec<String> =
                    outcome.kept.iter().map(|(_, field)| field_name(language, field)).collect();
                language::sentence::kept(language, &fields)
            };
            self.toasts.show(Toast::new(said));
        });
    }

    /// Say a word that is about more than the page on which it is said.
    pub fn say(self, word: language::Word) {
        self.toasts.show(Toast::new(word.say(self.language())).staying());
    }

    /// Word a refusal.
    pub fn tell_refusal(self, refusal: &Refusal) {
        self.toasts.show(Toast::new(language::fault::refusal(self.language(), refusal)).staying());
    }

    fn hear(self, message: FromWorker) {
        match message {
            FromWorker::View { subscription, view } => self.take(subscription, view),
            FromWorker::Answer { id, result } => {
                let mut then = None;
                self.answers.update_value(|answers| {
                    let at = answers.iter().position(|(asked, _)| *asked == id);
                    then = at.map(|at| answers.swap_remove(at).1);
                });
                match (then, result) {
                    (Some(then), result) => then(result),
                    // It was shown, and could not be kept after all.
                    (None, Err(refusal)) => self.tell_refusal(&refusal),
                    (None, Ok(_)) => {}
                }
            }
            FromWorker::Notice(notice) => self.hear_notice(notice),
            FromWorker::Hello { .. } | FromWorker::Saved { .. } => {}
        }
    }

    fn hear_notice(self, notice: contract::Notice) {
        match notice {
            contract::Notice::CannotOpenStorage(_)
            | contract::Notice::KeepsCrashing(_)
            | contract::Notice::VersionMismatch => {
                self.trouble.set(Some(notice));
            }
            _ => self.toasts.show(Toast::new(language::fault::notice(self.language(), &notice)).staying()),
        }
    }

    /// Who I am and which team this is; `None` outside a team.
    pub fn team_session(self) -> Option<view::TeamSession> {
        self.state.session.with(|session| match &session.0 {
            Some(view::Session::InTeam(team)) => Some((**team).clone()),
            _ => None,
        })
    }
}

/// A new record's id.
pub fn new_record_id() -> RecordId {
    RecordId(random_bytes())
}

fn random_bytes() -> [u8; 16] {
    let mut bytes = [0; 16];
    // The browser's own generator cannot fail in a window; should it, the time still tells two commands apart.
    if getrandom::fill(&mut bytes).is_err() {
        bytes[..8].copy_from_slice(&js_sys::Date::now().to_le_bytes());
    }
    bytes
}
