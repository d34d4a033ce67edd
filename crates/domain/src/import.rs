//! An import: one taking over of another program's files. What it brought points to it.

use crate::member::MemberId;
use crate::time::Timestamp;

crate::record! {
    /// One taking over of another program's files. The same files are the same import, on every device.
    pub struct Import(ImportId) = "import" in Org, ByCount {
        /// What people call it.
        title: String [Title Required List Search],
        /// The code of the layout that its files had.
        preset: String [Automatic List],
        /// How many rows the files held.
        rows: Option<i64> [Automatic List],
        /// How many places in them did not fit and were put right or left empty.
        remarks: Option<i64> [Automatic List],
        /// Who did it.
        author: Option<MemberId> [List Author],
        /// When.
        at: Option<Timestamp> [List Created],
    }
}
