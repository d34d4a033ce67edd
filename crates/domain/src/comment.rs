//! A comment on any record, and praise for a colleague.

use crate::member::MemberId;
use crate::record::AnyRecord;
use crate::time::Timestamp;

crate::record! {
    /// What somebody says about a record; seen by whoever sees the record.
    pub struct Comment(CommentId) = "comment" in Beside, ByMonth {
        /// What is said.
        text: String [Title Required Paragraph List],
        /// The record.
        about: Option<AnyRecord> [Required Parent],
        /// Whom it calls on.
        mentions: Vec<MemberId> [],
        /// Who says it.
        author: Option<MemberId> [Automatic Author List],
        /// When.
        at: Option<Timestamp> [Automatic Created List],
    }
}

crate::record! {
    /// Praise that the whole team sees.
    pub struct Praise(PraiseId) = "praise" in Org, ByMonth {
        /// What for.
        text: String [Title Required Paragraph List],
        /// Who is praised.
        to: Vec<MemberId> [Required List Others],
        /// The record it is about.
        about: Option<AnyRecord> [],
        /// Who praises.
        author: Option<MemberId> [Automatic Author List],
        /// When.
        at: Option<Timestamp> [Automatic Created List],
    }
}
