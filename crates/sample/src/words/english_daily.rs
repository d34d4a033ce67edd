//! What a team writes about its daily work in English.

pub(super) const DEAL_TITLES: &[&str] = &[
    "{count} {item}",
    "{item} for the new office",
    "{item}, second phase",
    "Replace {count} {item}",
    "{item} for the branch",
];
pub(super) const LOSS_REASONS: &[&str] = &[
    "Over budget",
    "Stayed with the local supplier",
    "Project cancelled",
    "Lead time too long",
    "Sample rejected",
];
pub(super) const TASK_TITLES: &[&str] = &[
    "Tidy up this week's quotes for {item}",
    "Update stock and lead times of {item}",
    "Check last month's payments",
    "Prepare the weekly meeting",
    "Enter the business cards from the fair",
    "Collect competitors' prices for {item}",
    "Go through customers without contact for three months",
];
pub(super) const CUSTOMER_TASK_TITLES: &[&str] = &[
    "Draft a plan with {item} for {who}",
    "Send {who} a sample of {item}",
    "Chase the signed contract from {who}",
    "Invite {who} to the showroom",
    "Check the billing details of {who}",
    "Arrange measuring at {who}",
    "Ask {who} how the {item} work out",
];
pub(super) const ANSWERS: &[&str] = &[
    "Travelling this week, cannot finish before Friday",
    "A colleague looks after this customer; better ask them",
    "Not all figures are here yet, let us talk first",
    "Two bids on my desk; could it be three days later?",
];
pub(super) const STEPS: &[&str] = &[
    "Ask for quantities and sizes",
    "Get the lead time from the factory",
    "Write the quote",
    "Show it to the manager",
    "Send it to the customer",
    "Call to confirm it arrived",
];
pub(super) const COMMENTS: &[&str] = &[
    "The files are in your mailbox.",
    "They will decide next Monday.",
    "Same price as last time?",
    "I have a similar plan you can use.",
    "Will do before I leave today.",
];
pub(super) const NEEDS: &[&str] = &[
    "They ask for 60 days to pay; can we agree?",
    "Need a technician to measure for {item}",
    "Who has the latest emission certificate?",
    "They have a new buyer; does anybody know them?",
];
pub(super) const PRAISE: &[&str] = &[
    "Went to the site three times in the rain; the customer noticed.",
    "Put together the quote templates for our new colleague.",
    "Got the payment in that was two months late.",
    "Forty new customers in three days at the fair, every one of them logged.",
];
pub(super) const ANNOUNCEMENTS: [[&str; 2]; 2] = [
    [
        "New rule for samples",
        "For a sample above 500, write customer and purpose into the task first and wait for the manager's yes. Log the tracking number.",
    ],
    [
        "Weekly meeting now Mondays at nine",
        "Everybody brings three things: what was won last week, whom to push this week, where help is needed.",
    ],
];
pub(super) const MEETINGS: [[&str; 2]; 2] = [
    ["Weekly meeting", "1. Won and lost last week\n2. Key customers this week\n3. Where help is needed"],
    ["Quote review", "1. Why the last five were lost\n2. How we talk about price and lead time"],
];
