//! What a person does. Commands are the only way to change anything.

use crate::file::{File, FileFault};
use chrono::NaiveDate;
use domain::RecordId;
use domain::contact::ContactId;
use domain::customer::CustomerId;
use domain::deal::DealId;
use domain::follow_up::{Channel, FollowUpId, Outcome as TouchOutcome};
use domain::help_request::HelpRequestId;
use domain::import::ImportId;
use domain::member::{MemberId, Role};
use domain::record::{FieldFault, Fields, Value};
use domain::stage::StageId;
use domain::task::{TaskId, TaskState};
use serde::{Deserialize, Serialize};

/// Names one command for ever: the same id again is the same command, answered again and not done twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CommandId(pub [u8; 16]);

/// Names what one command changed, in however many documents: undone as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BatchId(pub [u8; 16]);

/// One field set or cleared, by its stable name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldWrite {
    /// The field's name in its kind's table.
    pub field: String,
    /// The new value; `None` clears.
    pub value: Option<Value>,
}

/// What a person does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Command {
    /// Start a team on this device. The founder becomes its first manager.
    FoundTeam {
        /// The team's name.
        team: String,
        /// The founder's name.
        name: String,
        /// The relay's address (`ws://…/ws`), or empty to work on this device only for now.
        relay: String,
    },
    /// Join a team with an invite link (the whole link or only what follows the `#`).
    JoinTeam {
        /// The link.
        link: String,
    },
    /// Look around in a generated sample team that stays on this device. The file worker generates it.
    LookAround {
        /// The team's name.
        team: String,
        /// Through whose eyes to look.
        me: MemberId,
        /// Kind, id and fields of each record, what is pointed to before what points there.
        records: Vec<(String, RecordId, Fields)>,
    },
    /// Delete everything this device holds of the current team (also the sample team). Cannot be undone.
    ForgetTeam,
    /// Set or change the relay.
    SetRelay {
        /// The relay's address, or empty for none.
        relay: String,
    },
    /// Make a link with which one person joins at once. Answered with [`Made::InviteLink`].
    Invite {
        /// Who is invited: an existing member without a device, or `None` to create one from `name`.
        member: Option<MemberId>,
        /// The name, when the member is new.
        name: String,
        /// The role; a link never makes managers above supervisor.
        role: Role,
        /// Whom they will report to; the inviter by default.
        line: Option<MemberId>,
        /// The link is given together with a sync file: no relay is needed.
        by_file: bool,
    },
    /// Make a link with which I add another device of mine. Answered with [`Made::InviteLink`].
    AddDevice {
        /// The link is given together with a sync file: no relay is needed.
        by_file: bool,
    },
    /// Hand out everything this device holds of the team, keys included, to be sealed as a backup. Answered with
    /// [`Made::File`]: a secret that never reaches a disk as it is.
    CopyReplica,
    /// Become a new device of the person whose replica this is, with everything that is in it.
    RestoreReplica {
        /// What was in the backup.
        copy: File,
    },
    /// Write what others in the team may lack into one file. Answered with [`Made::File`].
    MakeSyncFile {
        /// Everything, also what others have said that they have.
        all: bool,
    },
    /// Take in a sync file. Answered with [`Made::Received`].
    OpenSyncFile {
        /// The file.
        file: File,
    },
    /// Join a team with an invite link and a sync file that was made after it. Answered with [`Made::Received`]. Until
    /// the admission is in the team's access log, this device reads.
    JoinByFile {
        /// The link.
        link: String,
        /// The file.
        file: File,
    },
    /// Create a record of any kind.
    Create {
        /// The kind's name.
        kind: String,
        /// The new record's id, drawn by the caller.
        id: RecordId,
        /// Its fields.
        fields: Vec<FieldWrite>,
    },
    /// Change fields of a record. Writing a deleted record brings it back.
    Edit {
        /// The record.
        id: RecordId,
        /// What changes.
        fields: Vec<FieldWrite>,
    },
    /// Delete a record; it can come back.
    Delete {
        /// The record.
        id: RecordId,
    },
    /// Bring a deleted record back.
    Restore {
        /// The record.
        id: RecordId,
    },
    /// Log a touch with a customer and set the customer's next date in one step.
    LogFollowUp {
        /// The new follow-up's id, drawn by the caller.
        id: FollowUpId,
        /// The customer.
        customer: CustomerId,
        /// How.
        channel: Channel,
        /// What came of it.
        outcome: TouchOutcome,
        /// What was said; may be empty.
        text: String,
        /// The next date; `None` takes the proposed one (class and outcome, moved off rest days).
        #[serde(with = "domain::day_number::optional")]
        next_date: Option<NaiveDate>,
        /// The next step; `None`: once the customer took part it is done, and there is none yet.
        next_action: Option<String>,
        /// With whom; one of the customer's contacts.
        contact: Option<ContactId>,
    },
    /// Take back what a batch changed. Fields that somebody changed since are left alone and named.
    Undo {
        /// The batch.
        batch: BatchId,
    },
    /// Try quarantined envelopes again.
    RetryQuarantine,
    /// Change the same fields of many records in one batch.
    EditMany {
        /// The records.
        ids: Vec<RecordId>,
        /// What changes in each.
        fields: Vec<FieldWrite>,
    },
    /// Answer a task (accept, discuss, decline), finish it, reopen it or call it off.
    MoveTask {
        /// The task.
        id: TaskId,
        /// Where the hand-shake goes.
        to: TaskState,
        /// Why; needed to discuss and to decline.
        said: String,
    },
    /// Say how good a finished task's result is.
    RateTask {
        /// The task.
        id: TaskId,
        /// 1 (poor) to 5 (excellent).
        quality: u8,
        /// What to say of it; may be empty.
        feedback: String,
    },
    /// Move a deal to another stage.
    MoveDeal {
        /// The deal.
        id: DealId,
        /// Where to.
        stage: StageId,
        /// Why it was lost; needed for a stage that means lost.
        loss_reason: String,
    },
    /// Solve a help request, or open it again with an empty solution.
    SolveHelp {
        /// The request.
        id: HelpRequestId,
        /// What solved it.
        solution: String,
    },
    /// Create many records in one batch. All or none.
    CreateMany {
        /// Kind, id and fields of each.
        records: Vec<(String, RecordId, Vec<FieldWrite>)>,
    },
    /// Bring in one batch of an import: those records that are not here yet. Who created them and when, and every
    /// other field, is as given. Known ones stay as they are, and so do those that somebody deleted; those that an
    /// undone import took away come back. All or none.
    Import {
        /// The import, the same for all its batches.
        import: ImportId,
        /// The import's own fields; written when the first of its records comes.
        about: Vec<FieldWrite>,
        /// Kind, id and fields of each, what is pointed to in this batch or an earlier one.
        records: Vec<(String, RecordId, Vec<FieldWrite>)>,
    },
    /// A command as the file worker has written it (postcard): a batch of an import, its undo, or a sample team. The page
    /// carries it to the engine without reading it.
    Carried(File),
    /// Take back what an import brought, whoever did it and however long ago. What somebody changed since, or built
    /// on, is left alone and named.
    UndoImport {
        /// The import.
        import: ImportId,
    },
    /// Change records, each in its own way, in one batch. All or none.
    EditEach {
        /// The record and what changes in it.
        edits: Vec<(RecordId, Vec<FieldWrite>)>,
    },
}

impl Command {
    /// Whether the page draws what comes of it with the tap, before it hears of it: the rest of its views is in no hurry.
    pub fn is_drawn_with_the_tap(&self) -> bool {
        matches!(self, Self::LogFollowUp { .. } | Self::MoveTask { .. } | Self::MoveDeal { .. })
    }
}

/// What a command did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The records it changed.
    pub changed: Vec<RecordId>,
    /// The batch to undo it by; `None` when there is nothing to undo.
    pub undo: Option<BatchId>,
    /// Something the person needs to see once.
    pub made: Option<Made>,
    /// Fields an undo left alone because somebody changed them since: record and field name; no field name where a
    /// whole record was left.
    pub kept: Vec<(RecordId, String)>,
}

/// Something made for the person to take away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Made {
    /// What follows the `#` of an invite link; the caller puts the page's own address before it. A secret: it is
    /// shown once and never logged.
    InviteLink(String),
    /// The next date that was set, when the engine proposed it.
    NextDate(#[serde(with = "domain::day_number")] NaiveDate),
    /// A sync file, or what a backup is made of.
    File(File),
    /// What a sync file brought.
    Received {
        /// So many envelopes that were not here.
        envelopes: u64,
        /// So many people's devices that it let into the team.
        admitted: u32,
        /// This device is not in the team's access log yet: it reads, and asks in the sync files it makes.
        waits_for_admission: bool,
        /// A device asked to be let in, and was not.
        turned_away: Option<TurnedAway>,
    },
}

/// Why a device that asked in a sync file was not let into the team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TurnedAway {
    /// Its invite has expired, was used by another device or was taken back.
    Invite,
    /// It asked before the team's newest members were known to it: its next file will do.
    AskedTooEarly,
}

/// Why a command was refused. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Refusal {
    /// There is no team on this device yet.
    #[error("no team on this device")]
    NoTeam,
    /// There is already a team on this device.
    #[error("there is already a team on this device")]
    AlreadyInTeam,
    /// No record with this id (any more).
    #[error("no such record {0}")]
    NoSuchRecord(RecordId),
    /// This build does not know the kind.
    #[error("unknown kind {0}")]
    UnknownKind(String),
    /// The id is taken.
    #[error("the record {0} exists already")]
    AlreadyExists(RecordId),
    /// A field does not fit.
    #[error("field {field} of {kind}: {fault:?}")]
    Field {
        /// The kind's name.
        kind: String,
        /// The field's name.
        field: String,
        /// The rule it breaks.
        fault: FieldFault,
    },
    /// The person's role does not allow it.
    #[error("your role does not allow this: {0:?}")]
    NotAllowed(Right),
    /// A reason is needed for this.
    #[error("a reason is needed")]
    ReasonMissing,
    /// The task is not in a state from which this can be done.
    #[error("the task is {0:?}")]
    TaskIs(TaskState),
    /// The duty is ticked off for this period already.
    #[error("this duty is done already")]
    DutyDone,
    /// The next date lies in the past.
    #[error("the next date {0} lies in the past")]
    DateInPast(#[serde(with = "domain::day_number")] NaiveDate),
    /// The outcome does not belong to the channel.
    #[error("this outcome does not go with this channel")]
    OutcomeOfOtherChannel,
    /// The batch is unknown or too old to undo.
    #[error("this can no longer be undone")]
    CannotUndo,
    /// The record was deleted, perhaps by somebody else meanwhile. It is brought back first.
    #[error("the record is deleted")]
    Deleted,
    /// The invite link cannot be read.
    #[error("the invite link is incomplete or damaged")]
    BadLink,
    /// The invite was used, has expired, or was withdrawn.
    #[error("the invite is no longer valid: {0:?}")]
    InviteSpent(InviteFault),
    /// The relay cannot be reached and is needed for this.
    #[error("the relay cannot be reached")]
    RelayUnreachable,
    /// The relay's address is not `ws://` or `wss://`.
    #[error("not a relay address: {0}")]
    BadRelayAddress(String),
    /// The device's storage is full: the change is on screen but not on disk.
    #[error("the device's storage is full")]
    StorageFull,
    /// The storage failed.
    #[error("the storage failed: {0}")]
    StorageFailed(String),
    /// A stored document cannot be read; it is kept and shown under "needs attention".
    #[error("a stored document is damaged")]
    DamagedDocument,
    /// The team's name, the person's name… is empty or too long.
    #[error("{0} is empty or too long")]
    BadText(String),
    /// Of many records the person may not change these, and so none was changed.
    #[error("your role does not allow this for {titles:?}: {right:?}")]
    NotAllowedFor {
        /// The right that is missing.
        right: Right,
        /// What these records are called.
        titles: Vec<String>,
    },
    /// Of many tasks these do not say yet what a good result looks like or by when, and so none was given away.
    #[error("{titles:?} lack a goal or a due day")]
    NotReadyToGive {
        /// What these tasks are called.
        titles: Vec<String>,
    },
    /// A backup or sync file cannot be made or used.
    #[error("the file: {0:?}")]
    File(FileFault),
}

/// Why an invite does not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InviteFault {
    /// Somebody joined with it already.
    Used,
    /// Its time is over.
    Expired,
    /// The team does not know it.
    Unknown,
}

/// A right that a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Right {
    /// To write in the space where records of this kind live.
    WriteHere,
    /// To invite people.
    Invite,
    /// To give this role.
    GiveRole,
    /// To change somebody else's follow-up.
    EditOthersFollowUp,
    /// To delete a customer (owner and managers).
    DeleteCustomer,
    /// To change who owns a customer or deal (owner and managers).
    ChangeOwner,
    /// To change or delete what somebody else said: a comment, praise, a duty ticked off.
    EditOthersWords,
    /// To answer a task: who it was given to.
    AnswerTask,
    /// To finish a task or call it off: owner, helpers, giver and managers.
    FinishTask,
    /// To judge a task's result: its giver and managers.
    RateTask,
    /// To move a deal: owner, helpers and managers.
    MoveDeal,
    /// To delete a deal (owner and managers).
    DeleteDeal,
    /// Delete a task that somebody else gave: its giver and managers.
    DeleteTask,
    /// To solve a help request: asker, helper and managers.
    SolveHelp,
}
