//! Customers: lists, one customer, what happened with them.

use super::{DealCard, Person, TaskRow, TwoEdits};
use chrono::NaiveDate;
use domain::customer::{CustomerClass, CustomerId};
use domain::follow_up::{Channel, FollowUpId, Outcome};
use domain::record::Fields;
use domain::{RecordId, Timestamp};
use serde::{Deserialize, Serialize};

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
    /// Deals: open ones first.
    pub deals: Vec<DealCard>,
    /// Open tasks about them.
    pub tasks: Vec<TaskRow>,
    /// Fields where two people wrote at the same time; the other value is kept in the history.
    pub two_edits: Vec<TwoEdits>,
    /// Whether I may delete it.
    pub may_delete: bool,
    /// Whether it is deleted now.
    pub is_deleted: bool,
    /// Something that one command wrote together with this has not arrived.
    pub is_partial: bool,
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
    /// With whom: the contact's name, or nothing.
    pub contact: String,
    /// What was said.
    pub text: String,
    /// The next date that was agreed.
    #[serde(with = "domain::day_number::optional")]
    pub next_date: Option<NaiveDate>,
    /// Something that one command wrote together with this has not arrived.
    pub is_partial: bool,
}
