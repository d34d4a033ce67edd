//! `stats`: how much there is of everything, and what the deals come to.

use crate::fault::Fault;
use crate::peer::Peer;
use crate::screen::{Screen, table};
use crate::value::money;
use crate::words::header;
use chrono::Datelike;
use contract::query::{DealFilter, Window};
use contract::view::{DealBoard, Stats};
use contract::{Query, View};
use domain::deal::Deal;
use domain::member::Member;
use domain::record::{Choice, Record};
use domain::stage::StageEnd;
use domain::{Fen, RecordId};
use language::label::kind_label;
use language::{Word, number};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, HashMap, HashSet};

/// More columns than any board has.
const COLUMNS: usize = 64;

/// Count and value of some deals.
#[derive(Clone, Copy, Default)]
struct Sum {
    count: u64,
    value: i64,
}

impl Sum {
    fn add(&mut self, value: Option<Fen>) {
        self.count += 1;
        self.value = self.value.saturating_add(value.map_or(0, |value| value.0));
    }
}

/// What was won.
#[derive(Default)]
struct Won {
    all: Sum,
    /// By year and quarter of the day; deals without one are in none.
    by_quarter: BTreeMap<(i32, u32), Sum>,
    /// By whoever is above the owner, or the owner where nobody is.
    by_manager: BTreeMap<Option<RecordId>, Sum>,
}

/// Numbers of the replica.
pub async fn stats(peer: &mut Peer<'_>, screen: &Screen) -> Result<(), Fault> {
    let View::Stats(stats) = peer.ask(Query::Stats).await? else { return Ok(()) };
    let windows = vec![Window { offset: 0, count: 0 }; COLUMNS];
    let View::Deals(board) = peer.ask(Query::Deals { filter: DealFilter::default(), windows }).await? else {
        return Ok(());
    };
    let (won, names) = won(peer, &board).await?;
    screen.answer(|| as_text(screen, &stats, &board, &won, &names), || as_json(&stats, &board, &won, &names))
}

async fn won(peer: &mut Peer<'_>, board: &DealBoard) -> Result<(Won, HashMap<RecordId, String>), Fault> {
    let stages = board.columns.iter().filter_map(|column| column.stage.as_ref());
    let is_won: HashSet<RecordId> =
        stages.filter(|(_, stage)| stage.end == Some(StageEnd::Won)).map(|(id, _)| id.0).collect();
    let members = peer.records(Member::SPEC.name, false).await?.rows;
    let members: HashMap<RecordId, Member> =
        members.into_iter().map(|(id, fields)| (id, Member::from_fields(&fields))).collect();
    let mut won = Won::default();
    for (_, fields) in peer.records(Deal::SPEC.name, false).await?.rows {
        let deal = Deal::from_fields(&fields);
        if !deal.stage.is_some_and(|stage| is_won.contains(&stage.0)) {
            continue;
        }
        won.all.add(deal.value);
        if let Some(day) = deal.closed_on {
            won.by_quarter.entry((day.year(), day.quarter())).or_default().add(deal.value);
        }
        let above = deal.owner.and_then(|owner| members.get(&owner.0)?.line).or(deal.owner);
        won.by_manager.entry(above.map(|member| member.0)).or_default().add(deal.value);
    }
    Ok((won, members.into_iter().map(|(id, member)| (id, member.name)).collect()))
}

fn as_text(
    screen: &Screen,
    stats: &Stats,
    board: &DealBoard,
    won: &Won,
    names: &HashMap<RecordId, String>,
) -> String {
    let say = |word: Word| word.say(screen.language).to_owned();
    let count = |count: u64| number::count(i64::try_from(count).unwrap_or(i64::MAX));
    let kinds: Vec<Vec<String>> = stats
        .kinds
        .iter()
        .map(|(kind, live, deleted)| {
            let kind = kind_label(screen.language, kind).into_owned();
            vec![kind, live.to_string(), deleted.to_string()]
        })
        .collect();
    let mut text = table(&[header::KIND, header::LIVE, header::DELETED].map(say), &kinds);
    text.push_str(&format!(
        "{} {} · {} {} · {} {}\n",
        say(header::DOCUMENTS),
        stats.documents,
        say(header::LOADED),
        stats.loaded_documents,
        say(header::ENVELOPES),
        stats.own_envelopes,
    ));
    let mut sums = |title: Word, rows: Vec<(String, Sum)>| {
        let rows: Vec<Vec<String>> = rows
            .into_iter()
            .map(|(name, sum)| vec![name, count(sum.count), number::money_exact(Fen(sum.value))])
            .collect();
        if !rows.is_empty() {
            text.push('\n');
            text.push_str(&table(&[title, header::DEALS, header::VALUE].map(say), &rows));
        }
    };
    let columns = board.columns.iter().filter(|column| column.count > 0);
    let stage = columns.map(|column| {
        let name =
            column.stage.as_ref().map_or_else(|| say(header::NO_STAGE), |(_, stage)| stage.name.clone());
        (name, Sum { count: u64::from(column.count), value: column.value.0 })
    });
    sums(header::STAGE, stage.collect());
    let quarter = won.by_quarter.iter().map(|((year, quarter), sum)| (format!("{year} Q{quarter}"), *sum));
    sums(header::WON_IN, quarter.collect());
    let manager = by_value(won).into_iter().map(|(member, sum)| (name(names, member), sum));
    sums(header::WON_UNDER, manager.collect());
    text
}

fn as_json(stats: &Stats, board: &DealBoard, won: &Won, names: &HashMap<RecordId, String>) -> Json {
    let kinds: Map<String, Json> = stats
        .kinds
        .iter()
        .map(|(kind, live, deleted)| (kind.clone(), json!({ "live": live, "deleted": deleted })))
        .collect();
    let stages = board.columns.iter().map(|column| {
        let stage = column.stage.as_ref();
        json!({
            "id": stage.map(|(id, _)| id.0.to_string()),
            "name": stage.map(|(_, stage)| &stage.name),
            "end": stage.and_then(|(_, stage)| stage.end).map(Choice::code),
            "count": column.count,
            "without_value": column.without_value,
            "value": money(column.value),
        })
    });
    let quarters = won.by_quarter.iter().map(|((year, quarter), sum)| {
        json!({ "year": year, "quarter": quarter, "count": sum.count, "value": money(Fen(sum.value)) })
    });
    let managers = by_value(won).into_iter().map(|(member, sum)| {
        json!({
            "id": member.map(|member| member.to_string()),
            "name": member.map(|member| name(names, Some(member))),
            "count": sum.count,
            "value": money(Fen(sum.value)),
        })
    });
    json!({
        "kinds": kinds,
        "documents": stats.documents,
        "loaded_documents": stats.loaded_documents,
        "own_envelopes": stats.own_envelopes,
        "deals": {
            "stages": stages.collect::<Vec<_>>(),
            "won": {
                "count": won.all.count,
                "value": money(Fen(won.all.value)),
                "by_quarter": quarters.collect::<Vec<_>>(),
                "by_manager": managers.collect::<Vec<_>>(),
            },
        },
    })
}

/// The largest value first.
fn by_value(won: &Won) -> Vec<(Option<RecordId>, Sum)> {
    let mut managers: Vec<_> = won.by_manager.iter().map(|(member, sum)| (*member, *sum)).collect();
    managers.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.value));
    managers
}

fn name(names: &HashMap<RecordId, String>, member: Option<RecordId>) -> String {
    member.and_then(|member| names.get(&member).cloned()).unwrap_or_else(|| "—".to_owned())
}
