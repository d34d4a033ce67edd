//! A kind that no team has: the umbrellas at the door, which people borrow.
//!
//! It costs what `ARCHITECTURE.md` says a simple kind costs: this declaration, one line in [`KINDS`](crate::KINDS) and
//! its words. The tests `made_up_kind` of `tz` and of the browser use it everywhere; the build of the site makes sure that
//! it is not in what is shipped.

use crate::member::MemberId;
use chrono::NaiveDate;

crate::choice! {
    /// How an umbrella closes.
    pub enum Closing {
        /// By hand.
        ByHand = "by_hand",
        /// At the press of a button.
        Button = "button",
    }
}

crate::record! {
    /// An umbrella at the door.
    pub struct Umbrella(UmbrellaId) = "umbrella" in Org, ByCount {
        /// What people call it.
        name: String [Title Required List Search],
        /// How it closes.
        closing: Option<Closing> [List],
        /// Who has it.
        borrower: Option<MemberId> [List],
        /// When it is due back.
        due_back: Option<NaiveDate> [List],
        /// Anything else.
        note: String [Paragraph],
    }
}
