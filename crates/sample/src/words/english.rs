//! Seattle and around.

use super::english_daily as daily;
use super::english_phrases as phrases;
use super::{Company, Person, Words};
use crate::random::Random;
use chrono::{Datelike, NaiveDate};

pub(super) const WORDS: Words = Words {
    team_name: "Cedar Office Furniture",
    person,
    company,
    phone,
    wechat,
    email: |number| format!("office{number:05}@example.com"),
    preferences: phrases::PREFERENCES,
    notes: phrases::NOTES,
    items: phrases::ITEMS,
    days: phrases::DAYS,
    phrases: phrases::of_outcome,
    opening: phrases::opening,
    additions: phrases::ADDITIONS,
    next_steps: phrases::next_steps,
    first_steps: phrases::FIRST_STEPS,
    deal_titles: daily::DEAL_TITLES,
    loss_reasons: daily::LOSS_REASONS,
    task_titles: daily::TASK_TITLES,
    customer_task_titles: daily::CUSTOMER_TASK_TITLES,
    answers: daily::ANSWERS,
    steps: daily::STEPS,
    comments: daily::COMMENTS,
    needs: daily::NEEDS,
    praise: daily::PRAISE,
    announcements: daily::ANNOUNCEMENTS,
    meetings: daily::MEETINGS,
    space: " ",
    date,
};

const GIVEN: &[&str] = &[
    "Emma", "Liam", "Olivia", "Noah", "Ava", "James", "Sophia", "Lucas", "Mia", "Henry", "Grace", "Daniel",
    "Chloe", "Ethan", "Nora", "Samuel", "Ruth", "Owen", "Hannah", "Marcus", "Elena", "Victor", "Priya",
    "Arjun", "Mei", "Kenji", "Rosa", "Diego", "Fatima", "Omar", "Ingrid", "Lars", "Claire", "Peter", "Susan",
    "George", "Linda", "Martin", "Julia", "Kevin",
];
const SURNAMES: &[&str] = &[
    "Carter", "Nguyen", "Miller", "Patel", "Garcia", "Johnson", "Kim", "Anderson", "Lee", "Martinez",
    "Brown", "Wilson", "Clark", "Hansen", "Olsen", "Young", "Walker", "Reed", "Hughes", "Bennett", "Foster",
    "Price", "Sullivan", "Chen", "Wong", "Tanaka", "Singh", "Kowalski", "Novak", "Schmidt", "Rossi",
    "Dubois", "Silva", "Ali", "Brooks", "Ward", "Murphy", "Kelly", "Shaw", "Palmer",
];
const POSITIONS: &[&str] = &[
    "Office manager",
    "Owner",
    "Purchasing manager",
    "Buyer",
    "Facilities manager",
    "Managing director",
    "Operations manager",
    "Finance manager",
    "Store manager",
    "Project manager",
    "Interior designer",
    "Receptionist",
];
const TOWNS: &[(&str, &[&str])] = &[
    ("Seattle", SEATTLE),
    ("Seattle", SEATTLE),
    ("Seattle", SEATTLE),
    ("Bellevue", &["Downtown", "Bel-Red", "Factoria"]),
    ("Tacoma", &["Downtown", "Stadium", "Old Town"]),
    ("Everett", &["Downtown", "Riverside"]),
    ("Redmond", &["Overlake", "Town Center"]),
    ("Kirkland", &["Totem Lake", "Waterfront"]),
    ("Renton", &["Landing", "Highlands"]),
    ("Olympia", &["Downtown", "Westside"]),
    ("Bellingham", &["Fairhaven", "Downtown"]),
    ("Spokane", &["Riverfront", "Perry"]),
    ("Portland", &["Pearl", "Eastside", "Alberta"]),
    ("Vancouver", &["Uptown", "Fisher's Landing"]),
];
const SEATTLE: &[&str] = &[
    "Ballard",
    "Fremont",
    "Georgetown",
    "SoDo",
    "Belltown",
    "Capitol Hill",
    "South Lake Union",
    "Northgate",
];
const BRAND_BEGINS: &[&str] = &[
    "Cedar",
    "Harbor",
    "Summit",
    "Evergreen",
    "Cascade",
    "Rainier",
    "Sound",
    "Bright",
    "North",
    "Silver",
    "Maple",
    "Granite",
    "Blue Heron",
    "Lighthouse",
    "Pioneer",
    "Alder",
    "Raven",
    "Orchard",
    "Tidewater",
    "Copper",
    "Juniper",
    "Anchor",
    "Willow",
    "Beacon",
    "Fox",
    "Emerald",
    "Larch",
    "Salmon Bay",
    "Union",
    "Puget",
];
const BRAND_ENDS: &[&str] = &[
    "Lane",
    "Point",
    "Ridge",
    "Peak",
    "Bridge",
    "Creek",
    "Hill",
    "Field",
    "Stone",
    "Wood",
    "Gate",
    "Bay",
    "& Finch",
    "& Sons",
    "& Lee",
    "& Co",
    "Brothers",
    "Works",
    "House",
    "Park",
    "Grove",
    "Line",
    "Star",
    "Crest",
    "Valley",
    "Mill",
    "Landing",
    "Street",
    "Yard",
    "Collective",
];
/// Trade in the name, and line of business.
const TRADES: &[(&str, &str)] = &[
    ("Apparel", "Clothing"),
    ("Trading", "Wholesale"),
    ("Logistics", "Logistics"),
    ("Software", "Technology"),
    ("Analytics", "Technology"),
    ("Building Supply", "Building materials"),
    ("Interiors", "Fit-out"),
    ("Foods", "Food"),
    ("Coffee Roasters", "Food"),
    ("Hotels", "Hotels"),
    ("Machinery", "Machinery"),
    ("Pharma", "Medicine"),
    ("Biotech", "Medicine"),
    ("Learning", "Education"),
    ("Media", "Media"),
    ("Realty", "Real estate"),
    ("Property Services", "Property"),
    ("Motors", "Cars"),
    ("Electronics", "Electronics"),
    ("Composites", "Manufacturing"),
    ("Accounting", "Finance"),
    ("Law Group", "Law"),
    ("Dental", "Health"),
    ("Farms", "Farming"),
    ("Printing", "Printing"),
    ("Staffing", "Staffing"),
    ("Fitness", "Sports"),
    ("Architects", "Design"),
];
const STREETS: &[&str] = &[
    "Pine Street",
    "Market Street",
    "Leary Way",
    "Airport Way",
    "Denny Way",
    "Stewart Street",
    "Lake Avenue",
    "Commerce Street",
    "Pacific Avenue",
    "Harbor Drive",
    "Mill Road",
    "Station Street",
];
/// Behind these, 555-0100 to 555-0199 are kept for fiction and given to nobody.
const AREA_CODES: &[&str] = &["206", "425", "253", "360", "509", "503", "971", "564", "458", "541"];

const DAYS_OF_WEEK: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn person(random: &mut Random) -> Person {
    let given = random.word(GIVEN);
    Person {
        full: format!("{given} {}", random.word(SURNAMES)),
        called: given.to_owned(),
        position: random.word(POSITIONS),
    }
}

fn company(random: &mut Random) -> Company {
    let (town, districts) = random.pick(TOWNS).copied().unwrap_or_default();
    let (trade, industry) = random.pick(TRADES).copied().unwrap_or_default();
    let brand = format!("{} {}", random.word(BRAND_BEGINS), random.word(BRAND_ENDS));
    let form = random.word(&["", "", " LLC", " Inc."]);
    let place = if random.percent(35) { format!("{town} ") } else { String::new() };
    Company {
        name: format!("{place}{brand} {trade}{form}"),
        region: format!("{town}, {}", random.word(districts)),
        address: format!("{} {}, {town}", random.between(100, 4800), random.word(STREETS)),
        industry: industry.to_owned(),
    }
}

fn date(written: NaiveDate, promised: Option<NaiveDate>) -> String {
    match promised {
        None => "some time later".to_owned(),
        Some(day) if (day - written).num_days() == 1 => "tomorrow".to_owned(),
        Some(day) if (day - written).num_days() < 7 => format!("on {}", DAYS_OF_WEEK[day.weekday() as usize]),
        Some(day) => format!("on {} {}", MONTHS[day.month0() as usize], day.day()),
    }
}

fn phone(number: usize) -> String {
    let area = AREA_CODES.get(number / 100 % AREA_CODES.len()).copied().unwrap_or("206");
    format!("({area}) 555-01{:02}", (number % 100 * 37 + 11) % 100)
}

fn wechat(random: &mut Random, name: &str) -> String {
    format!("{}{}", name.to_lowercase().replace(' ', "."), random.between(10, 99))
}
