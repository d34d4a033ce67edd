//! What page and reader of files say to each other: preview, progress, remarks on places that did not fit, and why
//! files were not taken.

use crate::file::File;
use domain::RecordId;
use domain::record::Fields;
use serde::{Deserialize, Serialize};

/// A place in a file that did not fit, and what was done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The file's name.
    pub file: String,
    /// The line on which the row begins, from 1; the header is line 1.
    pub line: u32,
    /// The column's name in the file.
    pub column: String,
    /// What stands there.
    pub found: String,
    /// What was done.
    pub deviation: Deviation,
}

/// How a place did not fit, hence what was done about it. Where nothing else is said the field stays empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Deviation {
    /// Nothing stands there.
    Empty,
    /// Written differently from what is meant: read as this.
    ReadAs(String),
    /// It names something that stands nowhere in the files.
    NotInFiles,
    /// It names, over others perhaps, the row itself.
    Circle,
    /// It is not a date.
    NotADay,
    /// It is not a number, or too large a one.
    NotANumber,
    /// It is none of the words that are expected.
    UnknownWord,
    /// It was shortened to so many characters.
    Shortened(u32),
    /// Line breaks and control characters were made spaces.
    MadeOneLine,
}

/// Why files were not taken. Nothing of them was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ImportFault {
    /// This build reads no such files.
    #[error("no preset {0}")]
    NoPreset(String),
    /// These files are needed and not there.
    #[error("missing files: {0:?}")]
    MissingFiles(Vec<String>),
    /// Larger than is read.
    #[error("{file} has more than {limit_mib} MiB")]
    TooLarge {
        /// The file.
        file: String,
        /// The most that is read.
        limit_mib: u32,
    },
    /// More rows than are read.
    #[error("{file} has more than {limit} rows")]
    TooManyRows {
        /// The file.
        file: String,
        /// The most that are read.
        limit: u32,
    },
    /// No text in UTF-8, UTF-16 or, where it can be read, GB 18030.
    #[error("{file} is no text in a known encoding")]
    NotText {
        /// The file.
        file: String,
    },
    /// There is no row.
    #[error("{file} has no rows")]
    NoRows {
        /// The file.
        file: String,
    },
    /// These columns are needed and not there.
    #[error("{file} lacks the columns {columns:?}")]
    MissingColumns {
        /// The file.
        file: String,
        /// Their names.
        columns: Vec<String>,
    },
    /// Two columns have the same name.
    #[error("{file} has two columns {column}")]
    TwoColumns {
        /// The file.
        file: String,
        /// Their name.
        column: String,
    },
    /// A row has more or fewer cells than the header.
    #[error("{file}, line {line}: {found} cells where the header has {expected}")]
    UnevenRow {
        /// The file.
        file: String,
        /// Where the row begins.
        line: u32,
        /// Cells of the header.
        expected: u32,
        /// Cells of the row.
        found: u32,
    },
    /// A quotation mark is never closed.
    #[error("{file}, line {line}: a quotation mark is not closed")]
    OpenQuote {
        /// The file.
        file: String,
        /// Where the row begins.
        line: u32,
    },
    /// A row lacks what it is known by.
    #[error("{file}, line {line}: {column} is empty")]
    NoKey {
        /// The file.
        file: String,
        /// Where the row begins.
        line: u32,
        /// The column.
        column: String,
    },
    /// Two rows are known by the same.
    #[error("{file}, line {line}: {key} stands on line {first} already")]
    SameKey {
        /// The file.
        file: String,
        /// Where the second row begins.
        line: u32,
        /// Where the first row begins.
        first: u32,
        /// What both are known by.
        key: String,
    },
    /// The team has no stage for deals like these.
    #[error("the team has no stage for {0}")]
    NoStage(String),
}

/// How a file's text is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// With or without a byte order mark.
    Utf8,
    /// Either byte order, with or without a mark.
    Utf16,
    /// With GBK and GB 2312, its subsets. Guessed: whatever else fits no text of the others.
    Gb18030,
}

/// From an app to the desk, where an import is made into sentences and buttons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ToDesk {
    /// Somebody wants to import. What was before is forgotten.
    Begin {
        /// Speak Chinese, or else English.
        chinese: bool,
        /// Today.
        #[serde(with = "domain::day_number")]
        today: chrono::NaiveDate,
        /// The record of the team.
        team: RecordId,
        /// The team's stages: id and all fields.
        stages: Vec<(RecordId, Fields)>,
        /// Its imports so far.
        imports: Vec<(RecordId, Fields)>,
    },
    /// Files were chosen: name and content of each.
    Files(Vec<(String, File)>),
    /// A button of the panel was pressed.
    Press(u32),
    /// The engine has done what was sent.
    Done {
        /// Which records it changed.
        changed: Vec<RecordId>,
        /// How many it left alone.
        kept: u32,
    },
    /// The engine refused what was sent: why, in words.
    Refused(String),
}

/// From the desk to the app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromDesk {
    /// To be shown instead of what was shown before.
    Panel(Panel),
    /// To be given to the engine, as `Command::Carried` takes it; its answer comes back.
    Command(File),
    /// To be saved as a file.
    Save {
        /// The file's name.
        name: String,
        /// Its content.
        file: File,
    },
}

/// What somebody sees of an import, from top to bottom. One flat list: each type more is code in the app's download.
pub type Panel = Vec<Line>;

/// A line of a panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it is.
    pub tone: Tone,
    /// What is said.
    pub text: String,
    /// The word on the line's button; empty when it has none.
    pub word: String,
    /// The button's number, or how many of a hundred are done.
    pub number: u32,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// Said above others.
    Heading,
    /// Said.
    Text,
    /// The button that most people press.
    First,
    /// Said beside.
    Small,
    /// Something went well.
    Note,
    /// Something did not.
    Alert,
    /// A bar: how much is done.
    Progress,
    /// A field in which files are chosen.
    Files,
}
