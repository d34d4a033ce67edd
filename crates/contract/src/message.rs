//! What crosses between page and worker, as postcard bytes.

use crate::command::{Command, CommandId, Outcome, Refusal};
use crate::query::Query;
use crate::view::View;
use serde::{Deserialize, Serialize};

/// Raised whenever a message changes shape: page and worker of different age do not talk past each other.
pub const PROTOCOL_VERSION: u32 = 8;

/// From the page. The first message is `Hello`; its shape never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Opens the conversation.
    Hello {
        /// [`PROTOCOL_VERSION`] of the page.
        version: u32,
    },
    /// Do something.
    Command {
        /// Repeats with the same id are the same command.
        id: CommandId,
        /// What.
        command: Command,
    },
    /// Send a view now and whenever it differs, until `Unsubscribe`.
    Subscribe {
        /// Chosen by the page; using it again replaces the query.
        subscription: u32,
        /// What to show.
        query: Query,
    },
    /// No longer wanted.
    Unsubscribe {
        /// The subscription.
        subscription: u32,
    },
    /// The page was hidden or shown: when hidden, write what is pending.
    Visible(bool),
    /// The worker before this one crashed: be careful.
    Crashed,
}

/// From the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromWorker {
    /// Answers `Hello`. The page compares and asks for a reload when versions differ.
    Hello {
        /// [`PROTOCOL_VERSION`] of the worker.
        version: u32,
    },
    /// Answers a command.
    Answer {
        /// Which command.
        id: CommandId,
        /// What came of it.
        result: Result<Outcome, Refusal>,
    },
    /// A subscribed query's current answer.
    View {
        /// Which subscription.
        subscription: u32,
        /// The answer.
        view: View,
    },
    /// Something to tell the person.
    Notice(Notice),
    /// A command's changes are durable on this device.
    Saved {
        /// Which command.
        id: CommandId,
    },
}

/// Something to tell the person, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Notice {
    /// Storage failed at start-up: what is safe and what to do is the page's to word.
    CannotOpenStorage(String),
    /// The worker crashes again and again, or does not start at all, and is not started any more: the system's words.
    KeepsCrashing(String),
    /// A stored document is damaged; it was set aside and will be fetched again from others.
    DamagedDocument,
    /// The worker crashed and was started again; unanswered commands were repeated.
    WorkerRestarted,
    /// The page and the worker are of different age.
    VersionMismatch,
    /// The relay does not have what it once acknowledged; this device is sending it again.
    RelayLostData,
}
