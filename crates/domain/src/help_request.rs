//! A help request: somebody is stuck and says so in one tap.

use crate::member::MemberId;
use crate::record::AnyRecord;
use crate::time::Timestamp;
use chrono::NaiveDate;

crate::record! {
    /// Somebody needs help.
    pub struct HelpRequest(HelpRequestId) = "help_request" in Team, ByCount {
        /// What is needed.
        need: String [Title Required List Search],
        /// The task, customer or deal it is about.
        about: Option<AnyRecord> [],
        /// It cannot wait.
        urgent: bool [List],
        /// Who helps; empty while nobody does.
        helper: Option<MemberId> [List],
        /// When to look at it again.
        follow_up_on: Option<NaiveDate> [List],
        /// What solved it.
        solution: String [Paragraph],
        /// When it was solved; empty while it is open.
        solved_at: Option<Timestamp> [Automatic List],
        /// Who asks.
        asker: Option<MemberId> [Automatic Author List],
        /// Since when.
        asked_at: Option<Timestamp> [Automatic Created List],
    }
}
