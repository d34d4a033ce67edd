//! Answers to queries: plain data, ready to draw.

use crate::command::BatchId;
use chrono::NaiveDate;
use domain::customer::{CustomerClass, CustomerId};
use domain::follow_up::{Channel, FollowUpId, Outcome};
use domain::member::{MemberId, Role};
use domain::record::{Fields, Value};
use domain::{RecordId, Timestamp};
use serde::{Deserialize, Serialize};

/// The answer to a query, of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum View {
    /// See [`Session`].
    Session(Session),
    /// See [`Today`].
    Today(Today),
    /// See [`Customers`].
    Customers(Customers),
    /// `None` when there is no such customer (any more).
    Customer(Option<Box<CustomerDetail>>),
    /// See [`Team`].
    Team(Team),
    /// `None` when there is no such member.
    Member(Option<Box<MemberDetail>>),
    /// `None` when there is no such record.
    Record(Option<Box<RecordDetail>>),
    /// Newest first. `None` while the document is being read.
    History(Option<Vec<HistoryEntry>>),
    /// Best match first.
    Search(Vec<SearchHit>),
    /// See [`Records`].
    Records(Records),
    /// See [`Settings`].
    Settings(Box<Settings>),
    /// See [`Stats`].
    Stats(Stats),
}

/// Where this device stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Session {
    /// Nothing here yet: onboarding.
    NoTeam,
    /// Joining: the relay is being asked.
    Joining,
    /// A team is here.
    InTeam(Box<TeamSession>),
}

/// The team on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSession {
    /// The team's name.
    pub team_name: String,
    /// Me.
    pub me: MemberId,
    /// My name.
    pub my_name: String,
    /// My role.
    pub role: Role,
    /// A generated sample team, which never leaves this device.
    pub is_sample: bool,
    /// Where my changes are.
    pub sync: SyncState,
    /// Documents in memory: zero after a cold start.
    pub loaded_documents: u32,
    /// Envelopes in quarantine.
    pub quarantined: u32,
}

/// Where my changes are: the three true states, and what stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncState {
    /// The sentence on screen.
    pub stage: SyncStage,
    /// My changes (envelopes) not yet acknowledged by a relay.
    pub waiting: u32,
    /// Whether the relay is connected now.
    pub link: LinkState,
    /// The first pull after joining or a long absence is under way: so many changes (envelopes) have arrived so far.
    /// Until it is over, what is missing on a screen may be on its way.
    pub receiving: Option<u32>,
    /// Writes not yet durable on this device.
    pub unsaved: u32,
    /// The last write failed: why. The change is in memory and is written again.
    pub storage_fault: Option<StorageFault>,
    /// This device's clock differs from the relay's by more than a few minutes: by how many.
    pub clock_off_minutes: Option<i64>,
}

/// The three true states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SyncStage {
    /// 保存中: not yet durable here.
    Saving,
    /// 已保存在本机: durable on this device.
    SavedHere,
    /// 已上传: the relay has all of it durably.
    Uploaded,
    /// N 台设备已收到: so many other devices have stated that they durably applied all of it.
    Received {
        /// How many.
        devices: u32,
    },
}

/// The connection to the relay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkState {
    /// No relay is set.
    None,
    /// Not connected; tried again by itself.
    Offline,
    /// Connecting or logging in.
    Connecting,
    /// Connected.
    Online,
    /// The relay refuses this device: why.
    Refused(String),
}

/// Why writing failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StorageFault {
    /// The device is full.
    Full,
    /// Another tab took over.
    Superseded,
    /// The system's words.
    Failed(String),
}

/// A person in a row: drawn as coloured initials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Who.
    pub id: MemberId,
    /// Their name.
    pub name: String,
}

/// My day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// The day.
    #[serde(with = "domain::day_number")]
    pub date: NaiveDate,
    /// Whether it is a working day (Chinese calendar with 调休).
    pub is_workday: bool,
    /// Customers I own or help with, due today or overdue, most important first (at most 50).
    pub due: Vec<DueRow>,
    /// All that are due.
    pub due_count: u32,
    /// Of those, overdue.
    pub overdue_count: u32,
    /// Due within the next seven days.
    pub upcoming: Vec<DueRow>,
    /// What I logged today, newest first.
    pub logged: Vec<TimelineEntry>,
    /// My customers without a next date.
    pub unplanned_count: u32,
    /// For managers: one row per person below me.
    pub people: Vec<PersonProgress>,
}

/// A customer that wants attention, and why: the terms add up to the score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueRow {
    /// The customer.
    pub customer: CustomerRow,
    /// Days past the next date; 0 today; negative: days to go.
    pub overdue_days: i32,
    /// Points, largest first in the list.
    pub score: i32,
    /// The terms of the score: what and how many points.
    pub terms: Vec<(DueTerm, i32)>,
}

/// One term of the queue score (`methods.md` §7: 40·overdue + 25·value + 20·urgency + 15·risk, as far as the
/// facts exist).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DueTerm {
    /// Days since the last touch against the class's interval.
    Overdue,
    /// The customer's class.
    Class,
    /// A next date that was promised for today.
    PromisedToday,
    /// Never touched so far.
    NeverTouched,
}

/// A customer in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// Which.
    pub id: CustomerId,
    /// Name.
    pub name: String,
    /// Class.
    pub class: Option<CustomerClass>,
    /// Owner.
    pub owner: Option<Person>,
    /// Next date.
    #[serde(with = "domain::day_number::optional")]
    pub next_date: Option<NaiveDate>,
    /// Next step.
    pub next_action: String,
    /// Day of the last touch.
    #[serde(with = "domain::day_number::optional")]
    pub last_touch: Option<NaiveDate>,
    /// Main phone.
    pub phone: String,
    /// Town or district.
    pub region: String,
}

/// A window of a customer list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Customers {
    /// How many match in all.
    pub total: u32,
    /// The first row's position.
    pub offset: u32,
    /// The rows.
    pub rows: Vec<CustomerRow>,
}

/// One customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerDetail {
    /// The row.
    pub row: CustomerRow,
    /// All fields.
    pub fields: Fields,
    /// Helpers.
    pub helpers: Vec<Person>,
    /// Contacts, the main one first.
    pub contacts: Vec<ContactRow>,
    /// The newest touches.
    pub timeline: Vec<TimelineEntry>,
    /// How many touches there are.
    pub timeline_total: u32,
    /// Fields where two people wrote at the same time; the other value is kept in the history.
    pub two_edits: Vec<TwoEdits>,
    /// Whether I may delete it.
    pub may_delete: bool,
    /// Whether it is deleted now.
    pub is_deleted: bool,
    /// Something that one command wrote together with this has not arrived.
    pub is_partial: bool,
}

/// A field that was edited twice at the same time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoEdits {
    /// The field's name.
    pub field: String,
    /// The values that lost.
    pub others: Vec<Option<Value>>,
}

/// A contact in a customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactRow {
    /// Which.
    pub id: RecordId,
    /// Name.
    pub name: String,
    /// Position.
    pub position: String,
    /// Phone.
    pub phone: String,
    /// WeChat.
    pub wechat: String,
    /// The one to call first.
    pub main: bool,
}

/// One touch in a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// Which.
    pub id: FollowUpId,
    /// The customer, for lists across customers.
    pub customer: CustomerId,
    /// The customer's name.
    pub customer_name: String,
    /// Who did it.
    pub author: Option<Person>,
    /// When.
    pub at: Timestamp,
    /// How.
    pub channel: Option<Channel>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// What was said.
    pub text: String,
    /// The next date that was agreed.
    #[serde(with = "domain::day_number::optional")]
    pub next_date: Option<NaiveDate>,
    /// Something that one command wrote together with this has not arrived.
    pub is_partial: bool,
}

/// The members.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    /// Everybody who has not left, line first.
    pub members: Vec<PersonProgress>,
    /// Whether I may invite.
    pub may_invite: bool,
}

/// How a person's work stands (what a manager sees of a person, that person sees too).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonProgress {
    /// Who.
    pub person: Person,
    /// Role.
    pub role: Role,
    /// Reports to.
    pub line: Option<MemberId>,
    /// Whether somebody has joined as this member.
    pub has_device: bool,
    /// Customers owned.
    pub customers: u32,
    /// Of those, due today or overdue.
    pub due: u32,
    /// Of those, overdue.
    pub overdue: u32,
    /// Follow-ups logged today.
    pub logged_today: u32,
    /// Follow-ups logged in the last seven days.
    pub logged_week: u32,
    /// The last follow-up.
    pub last_activity: Option<Timestamp>,
}

/// One member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDetail {
    /// The numbers.
    pub progress: PersonProgress,
    /// All fields.
    pub fields: Fields,
    /// Whether this is me.
    pub is_me: bool,
    /// Whether I may change the record.
    pub may_edit: bool,
    /// Newest touches.
    pub recent: Vec<TimelineEntry>,
}

/// One record of any kind, for forms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordDetail {
    /// Which.
    pub id: RecordId,
    /// The kind's name.
    pub kind: String,
    /// All fields.
    pub fields: Fields,
    /// Whether it is deleted.
    pub is_deleted: bool,
    /// Whether I may change it.
    pub may_edit: bool,
    /// Titles of the records it points to.
    pub titles: Vec<(RecordId, String)>,
    /// Fields that were edited twice at the same time.
    pub two_edits: Vec<TwoEdits>,
}

/// One change of one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// When, as the author's device believed.
    pub at: Timestamp,
    /// Who; `None` when the device is not known (yet).
    pub by: Option<Person>,
    /// What kind of change.
    pub action: HistoryAction,
    /// Field by field: name, value before, value after.
    pub changes: Vec<FieldChange>,
    /// The batch, when it can be undone from here.
    pub batch: Option<BatchId>,
}

/// What kind of change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HistoryAction {
    /// The record was created.
    Created,
    /// Fields changed.
    Edited,
    /// It was deleted.
    Deleted,
    /// It came back.
    Restored,
}

/// One field's change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field's name.
    pub field: String,
    /// Before.
    pub before: Option<Value>,
    /// After.
    pub after: Option<Value>,
    /// Titles of the records named in the values.
    pub titles: Vec<(RecordId, String)>,
}

/// One search result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchHit {
    /// Which record.
    pub id: RecordId,
    /// Its kind's name.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// What tells it apart: owner, customer, position.
    pub detail: String,
    /// The record to open (a contact opens its customer).
    pub open: RecordId,
}

/// A plain list of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    /// How many there are.
    pub total: u32,
    /// The rows: id and all fields.
    pub rows: Vec<(RecordId, Fields)>,
    /// Titles of the records the rows point to.
    pub titles: Vec<(RecordId, String)>,
}

/// Devices, sync, storage, quarantine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The team.
    pub session: TeamSession,
    /// The relay's address; empty for none.
    pub relay: String,
    /// The team's devices.
    pub devices: Vec<DeviceRow>,
    /// What could not be applied, and why.
    pub quarantine: Vec<QuarantineRow>,
    /// Documents kept on this device.
    pub documents: u32,
    /// Records kept on this device.
    pub records: u32,
}

/// One device of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// The first bytes of its key, for people to compare.
    pub short_id: String,
    /// Whose it is.
    pub person: Option<Person>,
    /// Whether it is this one.
    pub is_this: bool,
    /// Whether it has stated that it durably has all my changes.
    pub has_all_of_mine: bool,
}

/// An envelope that was not applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuarantineRow {
    /// The first bytes of the envelope's id.
    pub short_id: String,
    /// Whose device sent it.
    pub person: Option<Person>,
    /// Why.
    pub reason: QuarantineReason,
    /// Waits for something and is retried by itself; otherwise refused.
    pub is_waiting: bool,
}

/// Why an envelope was not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum QuarantineReason {
    /// The bytes are no envelope, or the signature does not fit.
    BadSignature,
    /// Larger than allowed, packed or unpacked.
    TooLarge,
    /// From a device that may not write there.
    NoRight,
    /// The access record it refers to has not arrived.
    AccessUnknown,
    /// The key for its epoch has not arrived.
    KeyMissing,
    /// It cannot be decrypted or decoded.
    Unreadable,
    /// The header and the content name different documents or teams.
    WrongPlace,
    /// A change by an actor that belongs to another device.
    WrongActor,
    /// A change whose operation numbers do not follow from its dependencies.
    WrongStartOp,
    /// Changes it builds on have not arrived.
    DependencyMissing,
    /// A gap or fork in the device's chain.
    BrokenChain,
    /// Applying it crashed before.
    Crashed,
    /// Made by a newer version of the product.
    NewerVersion,
}

/// Numbers of the whole replica.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Kind name, live records, deleted records.
    pub kinds: Vec<(String, u32, u32)>,
    /// Documents known.
    pub documents: u32,
    /// Documents in memory.
    pub loaded_documents: u32,
    /// Envelopes of this device.
    pub own_envelopes: u64,
}
