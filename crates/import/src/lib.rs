//! Other programs' files as records of the team.
//!
//! Bytes in, [`Plan`] out: nothing here reads a clock, a disk or the network. What files of one program look like is
//! a [`Preset`], and a preset is data: a second one is a second file in `preset/`, and one line in [`PRESETS`].
//!
//! Invariants: the same files give the same plan, to the byte. A row's record has the same id for ever
//! ([`identity`]). A plan's records fit their kinds, and what they point to comes before them. Either all files can
//! be taken, or an [`ImportFault`] says what to do and there is no plan; a single place that does not fit is put right
//! or left empty, and remarked upon.

mod desk;
mod encoding;
mod identity;
mod lookup;
mod order;
mod plan;
mod preset;
mod reading;
mod report;
pub mod spreadsheet;
mod table;

pub use contract::import::{Deviation, Encoding, ImportFault, Remark};
pub use desk::Desk;
pub use encoding::decode;
pub use plan::{BATCH, Plan, Team, read};
pub use preset::{PRESETS, Preset, preset};
pub use report::report;
pub use table::{MIB_LIMIT, ROW_LIMIT, Table};

/// One file as it lies in the other program's folder.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}
