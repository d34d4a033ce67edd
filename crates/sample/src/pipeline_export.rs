//! Files as another program lets them out: a company's people, customers, products and deals, with the faults that
//! real files of this layout have. It is what an import is tested on.

use crate::random::Random;
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeMap;

/// The files, and what a reader must find in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PipelineExport {
    /// File name and text; lines end in CRLF.
    pub files: Vec<(&'static str, String)>,
    /// Counted while drawing.
    pub totals: PipelineTotals,
}

/// What files of this layout hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PipelineTotals {
    /// Managers and agents.
    pub members: usize,
    /// Companies.
    pub customers: usize,
    /// Products.
    pub products: usize,
    /// Deals and their value, in whole units, by the word for where they stand.
    pub by_stage: BTreeMap<&'static str, (usize, i64)>,
    /// The value of won deals by year and quarter of their last day.
    pub won_by_quarter: BTreeMap<(i32, u32), i64>,
    /// The value of won deals by the manager of whose they are.
    pub won_by_manager: BTreeMap<String, i64>,
    /// Deals without a company.
    pub without_customer: usize,
    /// Cells spelt wrongly: products of deals, sectors, countries.
    pub misspelt: usize,
    /// Dates and values of deals that are empty.
    pub empty: usize,
}

const OFFICES: &[&str] = &["North", "South", "Harbour"];
const GIVEN: &[&str] = &["Ada", "Bram", "Cleo", "Dov", "Edda", "Finn", "Gita", "Hugo", "Ilse", "Jan-Jan"];
const SURNAMES: &[&str] = &["Abara", "Bellweather", "Cisse", "Dahl", "Eames"];
const MANAGERS: usize = 6;
const AGENTS: usize = 35;
const IDLE_AGENTS: usize = 5;
const CUSTOMERS: usize = 85;
const PRODUCTS: &[(&str, &str, i64)] = &[
    ("HX Basic", "HX", 550),
    ("HX Pro", "HX", 4_821),
    ("LK Special", "LK", 55),
    ("LK Advanced", "LK", 3_393),
    ("HX Plus Pro", "HX", 5_482),
    ("HX Plus Basic", "HX", 1_096),
    ("HXL 500", "HXL", 26_768),
];
/// How the deals call a product.
const RUN_TOGETHER: (&str, &str) = ("HX Pro", "HXPro");
/// The second one is how it is written.
const SECTORS: &[&str] = &["retail", "technolgy", "medical", "finance", "software"];
const COUNTRIES: &[&str] = &["United States", "Kenya", "Philipines", "Norway"];

/// Draws files with so many deals.
pub fn pipeline_export(seed: u64, deals: usize) -> PipelineExport {
    let mut random = Random::new(seed);
    let mut totals = PipelineTotals { customers: CUSTOMERS, products: PRODUCTS.len(), ..Default::default() };
    let products = PRODUCTS.iter().map(|(name, series, price)| format!("{name},{series},{price}"));
    let products = lines("product,series,sales_price", products);
    let (people, teams) = people(&mut totals);
    let accounts = accounts(&mut random, &mut totals);
    let drawn: Vec<String> = (0..deals).map(|at| deal(&mut random, at, &people, &mut totals)).collect();
    let header = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value";
    let pipeline = lines(header, drawn.into_iter());
    let files = vec![
        ("accounts.csv", accounts),
        ("products.csv", products),
        ("sales_pipeline.csv", pipeline),
        ("sales_teams.csv", teams),
    ];
    PipelineExport { files, totals }
}

fn lines(header: &str, rows: impl Iterator<Item = String>) -> String {
    std::iter::once(header.to_owned()).chain(rows).map(|line| line + "\r\n").collect()
}

/// Agents with their managers, and the file of them.
fn people(totals: &mut PipelineTotals) -> (Vec<(String, String)>, String) {
    let name = |at: usize| format!("{} {}", GIVEN[at % GIVEN.len()], SURNAMES[at / GIVEN.len()]);
    let manager = |agent: usize| agent * MANAGERS / AGENTS;
    let people: Vec<(String, String)> =
        (0..AGENTS).map(|agent| (name(MANAGERS + agent), name(manager(agent)))).collect();
    totals.members = MANAGERS + AGENTS;
    let rows = people.iter().enumerate().map(|(agent, (name, boss))| {
        let office = OFFICES[manager(agent) * OFFICES.len() / MANAGERS];
        format!("{name},{boss},{office}")
    });
    let file = lines("sales_agent,manager,regional_office", rows);
    (people, file)
}

fn account(at: usize) -> String {
    format!("{} Works {at:02}", SURNAMES[at % SURNAMES.len()])
}

fn accounts(random: &mut Random, totals: &mut PipelineTotals) -> String {
    let rows = (0..CUSTOMERS).map(|at| {
        // The second and third are misspelt whatever is drawn.
        let sector = if at == 1 { SECTORS[1] } else { random.word(SECTORS) };
        let country = if at == 2 { COUNTRIES[2] } else { random.word(COUNTRIES) };
        totals.misspelt += usize::from(sector == "technolgy") + usize::from(country == "Philipines");
        // Of a company that comes later in the file, too.
        let parent = if at % 12 == 3 { account((at + 30) % CUSTOMERS) } else { String::new() };
        let (revenue, cents) = (random.between(3, 9_000), random.between(0, 99));
        let (founded, employees) = (random.between(1979, 2017), random.between(9, 34_000));
        format!("{},{sector},{founded},{revenue}.{cents:02},{employees},{country},{parent}", account(at))
    });
    let rows: Vec<String> = rows.collect();
    lines("account,sector,year_established,revenue,employees,office_location,subsidiary_of", rows.into_iter())
}

fn deal(random: &mut Random, at: usize, people: &[(String, String)], totals: &mut PipelineTotals) -> String {
    let (agent, manager) = &people[random.below(AGENTS - IDLE_AGENTS)];
    let (product, _, price) = PRODUCTS[random.below(PRODUCTS.len())];
    let stage = ["Won", "Lost", "Engaging", "Prospecting"][random.weighted(&[48, 28, 18, 6])];
    let is_decided = matches!(stage, "Won" | "Lost");
    let engaged = day(random.below(400) as u64);
    let closed = engaged.checked_add_days(Days::new(1 + random.below(137) as u64)).unwrap_or(engaged);
    let value = if stage == "Won" { price + price * random.between(-20, 20) / 100 } else { 0 };
    let customer =
        if !is_decided && random.percent(68) { String::new() } else { account(random.below(CUSTOMERS)) };
    let product = if product == RUN_TOGETHER.0 { RUN_TOGETHER.1 } else { product };

    let (count, sum) = totals.by_stage.entry(stage).or_default();
    *count += 1;
    *sum += value;
    if stage == "Won" {
        *totals.won_by_quarter.entry((closed.year(), closed.quarter())).or_default() += value;
        *totals.won_by_manager.entry(manager.clone()).or_default() += value;
    }
    totals.without_customer += usize::from(customer.is_empty());
    totals.misspelt += usize::from(product == RUN_TOGETHER.1);
    let begun = if stage == "Prospecting" { String::new() } else { engaged.to_string() };
    let (ended, worth) =
        if is_decided { (closed.to_string(), value.to_string()) } else { (String::new(), String::new()) };
    totals.empty += [&begun, &ended, &worth].into_iter().filter(|cell| cell.is_empty()).count();
    format!("{at:05X}{:03},{agent},{product},{customer},{stage},{begun},{ended},{worth}", random.below(1_000))
}

fn day(after: u64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2016, 10, 20).unwrap_or_default();
    first.checked_add_days(Days::new(after)).unwrap_or(first)
}
