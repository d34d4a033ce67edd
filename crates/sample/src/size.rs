//! How large a team to draw.

/// How many of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// At least one is drawn.
    pub managers: usize,
    /// They report to a manager.
    pub supervisors: usize,
    /// They report to a manager or supervisor.
    pub assistants: usize,
    /// They report to a supervisor or manager, and own most customers.
    pub salespeople: usize,
    /// Customers of the whole team.
    pub customers: usize,
    /// Contacts of all customers together.
    pub contacts: usize,
    /// Follow-ups of the whole team.
    pub follow_ups: usize,
    /// Deals of the whole team.
    pub deals: usize,
    /// Tasks of the whole team.
    pub tasks: usize,
    /// Over how many days up to today the follow-ups are spread.
    pub days: u32,
}

impl Size {
    /// A team of eleven with three months behind it, for a first look.
    pub fn look_around() -> Self {
        Self {
            managers: 1,
            supervisors: 1,
            assistants: 2,
            salespeople: 7,
            customers: 120,
            contacts: 150,
            follow_ups: 600,
            deals: 45,
            tasks: 60,
            days: 90,
        }
    }

    /// A year of 50 authors: the size the budgets are measured at.
    pub fn full() -> Self {
        Self {
            managers: 2,
            supervisors: 5,
            assistants: 5,
            salespeople: 38,
            customers: 10_000,
            contacts: 12_000,
            follow_ups: 50_000,
            deals: 9_000,
            tasks: 5_000,
            days: 365,
        }
    }

    /// 50,000 customers with their owners and nothing else, to search in.
    pub fn search() -> Self {
        Self { customers: 50_000, contacts: 0, follow_ups: 0, deals: 0, tasks: 0, ..Self::look_around() }
    }
}
