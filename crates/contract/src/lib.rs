//! What the page (or `tz`, or a test) and the engine say to each other. Plain data, ready to draw; no behaviour.

pub mod command;
pub mod file;
mod filter_text;
pub mod import;
pub mod message;
pub mod query;
pub mod view;

pub use command::{BatchId, Command, CommandId, FieldWrite, Outcome, Refusal};
pub use file::{File, FileFault, Passphrase};
pub use import::{Deviation, ImportFault, Remark};
pub use message::{FromWorker, Notice, PROTOCOL_VERSION, ToWorker};
pub use query::{
    CustomerFilter, CustomerSort, DealFilter, Query, Schedule, TaskDivision, TaskFilter, TaskPart, Whose,
    Window,
};
pub use view::View;
