//! An announcement (公告), and that somebody has read or agreed to something.

use crate::member::MemberId;
use crate::record::AnyRecord;
use crate::time::Timestamp;
use chrono::NaiveDate;

crate::record! {
    /// News or a new requirement, for everybody.
    pub struct Announcement(AnnouncementId) = "announcement" in Official, ByCount {
        /// What it is about.
        title: String [Title Required List Search],
        /// What it says.
        body: String [Paragraph Required],
        /// Stays on top.
        pinned: bool [List],
        /// The last day on which it is shown as current.
        expires_on: Option<NaiveDate> [List],
        /// Who published it.
        author: Option<MemberId> [Automatic Author List],
        /// When.
        at: Option<Timestamp> [Automatic Created List],
    }
}

crate::record! {
    /// Somebody has read an announcement, or read and agreed to a job description.
    pub struct Acknowledgement(AcknowledgementId) = "acknowledgement" in Org, ByCount {
        /// What was read.
        of: Option<AnyRecord> [Required List Parent],
        /// Which text it was when they agreed, as its fingerprint; empty where the text does not matter.
        version: String [Title],
        /// Who.
        member: Option<MemberId> [Automatic Author List],
        /// When.
        at: Option<Timestamp> [Automatic Created List],
    }
}
