//! A customer: a company the team sells to, with one owner and one next date.

use crate::import::ImportId;
use crate::member::MemberId;
use crate::money::Fen;
use chrono::{Days, NaiveDate};

crate::choice! {
    /// How often a customer is looked after.
    pub enum CustomerClass {
        /// Every 14 days.
        A = "A",
        /// Every 30 days.
        B = "B",
        /// Every 90 days.
        C = "C",
    }
}

crate::record! {
    /// A company (or person) the team sells to.
    pub struct Customer(CustomerId) = "customer" in Book, ByCount {
        /// The customer's name.
        name: String [Title Required List Search],
        /// How often to look after them.
        class: Option<CustomerClass> [List],
        /// Who is responsible.
        owner: Option<MemberId> [List],
        /// Who else works with them.
        helpers: Vec<MemberId> [],
        /// The day of the next step; empty when nothing is planned.
        next_date: Option<NaiveDate> [List],
        /// What the next step is.
        next_action: String [List],
        /// Main phone number.
        phone: String [Phone List Search],
        /// Town or district.
        region: String [List Search],
        /// Line of business.
        industry: String [List],
        /// Street address.
        address: String [],
        /// How they like to be treated: when to call, taboos, what they care about.
        preferences: String [Paragraph],
        /// Anything else.
        note: String [Paragraph],
        /// The company it belongs to.
        parent: Option<CustomerId> [],
        /// How many people work there.
        employees: Option<i64> [],
        /// What it turns over in a year.
        revenue: Option<Fen> [],
        /// The year in which it was founded.
        founded: String [],
        /// The import that brought it and still may take it back.
        import: Option<ImportId> [Automatic],
    }
}

impl CustomerClass {
    /// Days between two touches (product requirement R2-7.2).
    pub fn interval_days(self) -> u32 {
        match self {
            Self::A => 14,
            Self::B => 30,
            Self::C => 90,
        }
    }
}

/// The day by which a customer of this class wants the next touch after `touched_on`. Customers without a class
/// are treated as C.
pub fn due_after(class: Option<CustomerClass>, touched_on: NaiveDate) -> NaiveDate {
    let days = class.unwrap_or(CustomerClass::C).interval_days();
    touched_on.checked_add_days(Days::new(u64::from(days))).unwrap_or(touched_on)
}
