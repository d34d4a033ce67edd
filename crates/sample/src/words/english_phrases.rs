//! What a salesperson notes in English.

use domain::follow_up::{Channel, Outcome};

pub(super) const ITEMS: &[&str] = &[
    "workstations",
    "sit-stand desks",
    "task chairs",
    "meeting tables",
    "filing cabinets",
    "acoustic screens",
    "lounge sofas",
    "training tables",
    "phone booths",
    "lockers",
    "shelving units",
    "canteen tables",
];
pub(super) const DAYS: &[&str] = &[
    "tomorrow",
    "on Wednesday",
    "on Thursday",
    "on Friday",
    "next Monday",
    "next Tuesday",
    "at the end of the month",
    "early next month",
    "after the holidays",
    "on the 15th",
];

pub(super) const PREFERENCES: &[&str] = &[
    "Call after ten, never over lunch.",
    "Prefers messages to calls.",
    "Needs a purchase order number on every invoice.",
    "Cares about certificates: attach the emissions report to quotes.",
    "Watches the price, but delivery time decides.",
    "Make appointments a day ahead.",
    "Team meeting on Mondays, do not call in the morning.",
    "The owner decides; purchasing only collects papers.",
    "Deliveries through the loading dock only, announce the truck.",
    "Pays at the end of the month, wants a statement.",
];
pub(super) const NOTES: &[&str] = &[
    "Came through a customer's recommendation.",
    "Bought task chairs last year and likes them.",
    "Met at the trade fair.",
    "Two floors, about 6,000 square feet.",
    "May move to a new building next year.",
    "Left their old supplier over slow service.",
    "Head office buys centrally, branches decide small orders.",
    "Two stores are being refitted.",
];
pub(super) const ADDITIONS: &[&str] = &[
    "A competitor is {percent}% cheaper, so delivery time has to win it.",
    "The balance will be paid {day}.",
    "The freight elevator is free on weekends only.",
    "Also asked about the warranty on the last {item}.",
    "Named another company that is looking, will call them.",
    "Prefers light oak.",
    "Wants to see the emissions report.",
    "Would like two deliveries.",
    "The owner is back {day}.",
    "The budget could stretch by {percent}%.",
    "The designer was on the line too.",
];
pub(super) const FIRST_STEPS: &[&str] =
    &["First visit", "Introduce ourselves by phone", "Send the company profile", "Ask for an introduction"];

pub(super) fn opening(channel: Channel, outcome: Outcome) -> &'static str {
    match (channel, outcome) {
        (_, Outcome::NoAnswer | Outcome::NoReply | Outcome::Replied | Outcome::Met | Outcome::NotMet) => "",
        (Channel::Phone, _) => "",
        (Channel::Wechat, _) => "By message: ",
        (Channel::Visit, _) => "On site: ",
        (Channel::Meeting, _) => "In the meeting: ",
    }
}

pub(super) fn of_outcome(outcome: Outcome) -> &'static [&'static str] {
    match outcome {
        Outcome::NoAnswer => &[
            "Rang twice, nobody picked up. Will try another time.",
            "Line busy, will try again later.",
            "Reception says {who} is in a meeting.",
            "No answer, left a voicemail.",
            "Phone off, probably travelling.",
        ],
        Outcome::CallAgain => &[
            "{who} is travelling, talk about the {item} again {next}.",
            "Stocktaking this week, {who} asked for a call {next}.",
            "Budget not approved yet, ask again {next}.",
            "Floor plan not final, number of {item} known {next}.",
            "{who} was walking into a meeting, agreed to talk {next}.",
            "Has to check with the owner, answer {next}.",
            "Lease still being negotiated, no decision on {item} before that.",
        ],
        Outcome::Interested => &[
            "{who} likes the {item}, wants to see one and the finishes.",
            "New office being fitted out {day}, about {count} {item}; asked us for a proposal.",
            "Wants to replace some old {item}, first a rendering for {count}.",
            "Branch grows by {count} people: {item} and chairs together.",
            "Saw the catalogue, likes the {item} with power built in. Comes to the showroom {next}.",
            "{who} asked how soon {item} could be delivered; if quick, we have it.",
            "Interested in trading in {count} old {item}.",
        ],
        Outcome::WantsOffer => &[
            "Needs a quote for {count} {item} with delivery and installation, ready {next}.",
            "{who} sent the list: {count} {item}, comparing three suppliers.",
            "Style chosen, final price for {count} {item}, 30/70 payment.",
            "Two versions please: standard and premium fittings, {count} {item}.",
            "Change the last quote: {count} {item} now, and {percent}% off.",
            "Signed formal quote needed, goes to approval {next}.",
        ],
        Outcome::NotInterested => &[
            "Replaced their {item} this year, nothing needed for now.",
            "Signed a yearly agreement elsewhere, again next year.",
            "Cutting costs, all purchasing stopped.",
            "{who} no longer looks after this, successor not named.",
            "Too expensive, took a local workshop this time.",
            "Moving out, the new landlord provides {item}.",
        ],
        Outcome::Replied => &[
            "Sent the new catalogue of {item}, {who} will have a look.",
            "{who} wrote back: samples {next} are fine.",
            "Sent the rendering of the {item}, {who} wants a lighter color.",
            "Asked about installation, {who} says {next} in the afternoon.",
            "{who} confirmed {count} {item} arrived without a scratch.",
            "Sent the contract, {who} says legal is reading it.",
        ],
        Outcome::NoReply => &[
            "Sent the quote for the {item}, no reply yet.",
            "Asked about the installation date, no reply.",
            "Sent the showroom address and the video, nothing yet.",
            "Reminded them of the statement, no reply.",
        ],
        Outcome::Met => &[
            "Met {who} and measured the office, about {count} desks.",
            "Took a sample of the {item}; {who} and the designer liked the feel.",
            "Delivery accepted: {count} {item} installed, {who} signed.",
            "Walked the new floor with {who}, floor plan {next}.",
            "Fixed two chairs on the spot, {who} is happy.",
            "{who} toured the showroom, mostly the {item}.",
            "{who} introduced me to the owner, who asked about delivery.",
        ],
        Outcome::NotMet => &[
            "{who} was called away to a site, left the brochure at reception.",
            "{who} is on leave, gave the finishes to a colleague.",
            "Security did not let me in and nobody answered, new appointment needed.",
            "They were moving boxes, did not meet {who}, left my card.",
        ],
    }
}

pub(super) fn next_steps(outcome: Outcome) -> &'static [&'static str] {
    match outcome {
        Outcome::NoAnswer => &["Call again", "Try another time of day", "Message first, then call"],
        Outcome::CallAgain => {
            &["Ask about the budget", "Call", "Confirm floor plan and numbers", "See the owner"]
        }
        Outcome::Interested => &[
            "Take sample and finishes",
            "Send proposal and rendering",
            "Invite to the showroom",
            "Measure on site",
        ],
        Outcome::WantsOffer => &["Send the quote", "Follow up on the quote", "Recalculate the price"],
        Outcome::NotInterested => &["Quarterly hello", "Ask again next year"],
        Outcome::Replied => &["Follow up on the contract", "Fix the sample date", "Ask about the catalogue"],
        Outcome::NoReply => &["Call and ask", "Try by phone"],
        Outcome::Met => &["Draw the floor plan", "Ask for feedback", "Ask how it is going", "Second meeting"],
        Outcome::NotMet => &["New appointment", "Arrange a visit by phone"],
    }
}
