//! Deals: the board, one deal.

use super::order::{self, Place};
use super::{Asking, task};
use crate::projection::{DealFacts, Facts, IdMap, Row};
use chrono::NaiveDate;
use contract::query::{DealFilter, Window};
use contract::view::{DealBoard, DealCard, DealColumn, DealDetail};
use domain::deal::{Deal, DealId, NextStep, Rot, rot};
use domain::product::Product;
use domain::stage::{Stage, StageEnd, StageId};
use domain::{Fen, RecordId};

/// Cards of a column whose window is not asked for.
const FIRST_CARDS: Window = Window { offset: 0, count: 30 };

fn rot_of(deal: &DealFacts, stage: Option<&Stage>, today: NaiveDate) -> Option<Rot> {
    let stage = stage.filter(|stage| stage.end.is_none())?;
    rot(deal.stage_since, deal.next_date, stage.target_days, today)
}

/// Smallest first: open ones by next step, unplanned last; decided ones newest first.
fn place(deal: &DealFacts, is_decided: bool) -> Place {
    let first = if is_decided { order::latest_day(deal.closed_on) } else { order::day(deal.next_date) };
    ([first, 0, 0], deal.id)
}

/// The stages, in order: open ones, won, lost.
pub fn stages(asking: &Asking<'_>) -> Vec<(StageId, Stage)> {
    let stages =
        asking.projection.live::<Stage>().map(|row| (StageId(row.id), row.read::<Stage>())).collect();
    let end = |stage: &Stage| match stage.end {
        None => 0,
        Some(StageEnd::Won) => 1,
        Some(StageEnd::Lost) => 2,
    };
    order::by(stages, |(id, stage): &(StageId, Stage)| {
        ([end(stage), stage.place.unwrap_or(i64::MAX), 0], id.0)
    })
}

pub fn board(asking: &mut Asking<'_>, filter: &DealFilter, windows: &[Window]) -> DealBoard {
    let found = task::found(asking, &filter.text);
    let asking = &*asking;
    let today = asking.now.today;
    let stages = stages(asking);
    let position: IdMap<usize> = stages.iter().enumerate().map(|(at, (id, _))| (id.0, at)).collect();
    let mut columns: Vec<Vec<&DealFacts>> = (0..=stages.len()).map(|_| Vec::new()).collect();
    let unknown = stages.len();
    for deal in asking.projection.deals() {
        let at = deal.stage.and_then(|stage| position.get(&stage).copied()).unwrap_or(unknown);
        let stage = stages.get(at).map(|(_, stage)| stage);
        let is_found = found.as_ref().is_none_or(|found| {
            [Some(deal.id), deal.customer].into_iter().flatten().any(|id| found.contains_key(&id))
        });
        let is_listed = is_found
            && filter.whose.is_none_or(|whose| deal.is_of(whose))
            && (!filter.rotting || rot_of(deal, stage, today).is_some());
        if is_listed {
            columns[at].push(deal);
        }
    }
    let drawn = columns.into_iter().enumerate().filter_map(|(at, deals)| {
        let stage = stages.get(at);
        if stage.is_none() && deals.is_empty() {
            return None;
        }
        Some(column(asking, stage, deals, windows.get(at).copied().unwrap_or(FIRST_CARDS)))
    });
    DealBoard { columns: drawn.collect(), may_edit_stages: asking.rights().write_kind(Stage::SPEC).is_ok() }
}

fn column(
    asking: &Asking<'_>,
    stage: Option<&(StageId, Stage)>,
    deals: Vec<&DealFacts>,
    window: Window,
) -> DealColumn {
    let today = asking.now.today;
    let kind = stage.map(|(_, stage)| stage);
    let is_decided = kind.is_some_and(|stage| stage.end.is_some());
    let deals = order::by(deals, |deal| place(deal, is_decided));
    let value: i64 = deals.iter().filter_map(|deal| deal.value).fold(0, i64::saturating_add);
    let percent = kind.map_or(0, Stage::percent);
    let weighted = i128::from(value) * i128::from(percent) / 100;
    DealColumn {
        stage: stage.cloned(),
        count: deals.len() as u32,
        rotting: deals.iter().filter(|deal| rot_of(deal, kind, today).is_some()).count() as u32,
        without_value: deals.iter().filter(|deal| deal.value.is_none()).count() as u32,
        value: Fen(value),
        weighted: Fen(i64::try_from(weighted).unwrap_or(i64::MAX)),
        offset: window.offset,
        cards: deals
            .iter()
            .skip(window.offset as usize)
            .take(window.count as usize)
            .map(|deal| card(asking, deal, kind))
            .collect(),
    }
}

fn card(asking: &Asking<'_>, facts: &DealFacts, stage: Option<&Stage>) -> DealCard {
    let deal: Deal = asking.projection.row(facts.key).read();
    DealCard {
        id: DealId(facts.id),
        customer: task::customer_title(asking, facts.customer),
        owner: deal.owner.map(|owner| asking.person(owner)),
        stage: deal.stage,
        value: deal.value,
        closes: deal.closed_on.or(deal.expected_close),
        next: if deal.closed_on.is_some() {
            NextStep::Decided
        } else {
            NextStep::of(deal.next_date, asking.now.today)
        },
        next_date: deal.next_date,
        rot: rot_of(facts, stage, asking.now.today),
        title: deal.title,
    }
}

fn draw(asking: &Asking<'_>, facts: &DealFacts) -> DealCard {
    let stage =
        facts.stage.and_then(|id| asking.projection.find_live::<Stage>(id)).map(|row| row.read::<Stage>());
    card(asking, facts, stage.as_ref())
}

/// A customer's deals: open ones by next step, then decided ones, newest first.
pub fn of_customer(asking: &Asking<'_>, customer: RecordId) -> Vec<DealCard> {
    let deals = asking.projection.deals().filter(|deal| deal.customer == Some(customer)).collect();
    let deals = order::by(deals, |deal: &&DealFacts| {
        let is_decided = deal.closed_on.is_some();
        let ([first, ..], id) = place(deal, is_decided);
        ([i64::from(is_decided), first, 0], id)
    });
    deals.into_iter().map(|deal| draw(asking, deal)).collect()
}

/// Open deals that rot, with the days they have stood in their stage.
pub fn rotting<'a>(asking: &'a Asking<'_>) -> impl Iterator<Item = (&'a DealFacts, u32)> + 'a {
    let stages: IdMap<Stage> = stages(asking).into_iter().map(|(id, stage)| (id.0, stage)).collect();
    let today = asking.now.today;
    asking.projection.deals().filter_map(move |deal| {
        rot_of(deal, deal.stage.and_then(|stage| stages.get(&stage)), today)?;
        let days = deal.stage_since.map_or(0, |since| (today - since).num_days());
        Some((deal, u32::try_from(days).unwrap_or(0)))
    })
}

/// How many open deals each member owns.
pub fn open_by_owner(asking: &Asking<'_>) -> IdMap<u32> {
    let decided: Vec<RecordId> =
        stages(asking).into_iter().filter(|(_, stage)| stage.end.is_some()).map(|(id, _)| id.0).collect();
    let mut counts = IdMap::default();
    for deal in asking.projection.deals() {
        let is_open = deal.stage.is_none_or(|stage| !decided.contains(&stage));
        if let Some(owner) = deal.owner.filter(|_| is_open) {
            *counts.entry(owner).or_insert(0) += 1;
        }
    }
    counts
}

/// One deal.
pub fn detail(asking: &mut Asking<'_>, id: DealId) -> Option<DealDetail> {
    let asking = &*asking;
    let key = asking.projection.find_key(id.0)?;
    let row = Some(asking.projection.row(key)).filter(|row| row.is::<Deal>())?;
    let deal: Deal = row.read();
    Some(DealDetail {
        card: draw(asking, &DealFacts::of(key, row)), // a deleted one is in no list
        stages: stages(asking),
        helpers: deal.helpers.iter().map(|helper| asking.person(*helper)).collect(),
        product: deal
            .product
            .and_then(|product| asking.projection.find_live::<Product>(product.0))
            .map_or("", Row::title)
            .to_owned(),
        tasks: task::about(asking, id.0),
        may_edit: asking.rights().move_deal(row).is_ok(),
        is_deleted: !row.live,
        deal,
    })
}
