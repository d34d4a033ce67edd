//! Deals: the board, one deal.

use super::{Person, TaskRow};
use chrono::NaiveDate;
use domain::Fen;
use domain::customer::CustomerId;
use domain::deal::{Deal, DealId, NextStep, Rot};
use domain::stage::{Stage, StageId};
use serde::{Deserialize, Serialize};

/// A deal on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealCard {
    /// Which.
    pub id: DealId,
    /// What it is about.
    pub title: String,
    /// Whose.
    pub customer: Option<(CustomerId, String)>,
    /// Who is responsible.
    pub owner: Option<Person>,
    /// Where it stands.
    pub stage: Option<StageId>,
    /// What it is worth.
    pub value: Option<Fen>,
    /// When it is expected to be decided, or was.
    #[serde(with = "domain::day_number::optional")]
    pub closes: Option<NaiveDate>,
    /// What is planned next.
    pub next: NextStep,
    /// The day of the next step.
    #[serde(with = "domain::day_number::optional")]
    pub next_date: Option<NaiveDate>,
    /// Why it is going bad.
    pub rot: Option<Rot>,
}

/// One column: the deals of a stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealColumn {
    /// The stage; `None` for deals whose stage is unknown here.
    pub stage: Option<(StageId, Stage)>,
    /// How many deals.
    pub count: u32,
    /// Of those, rotting.
    pub rotting: u32,
    /// How many of them have no value.
    pub without_value: u32,
    /// What they are worth together, as far as it is known.
    pub value: Fen,
    /// The same, each weighted with the stage's chance: `Σ value · percent / 100`, rounded down once.
    pub weighted: Fen,
    /// The first card's position.
    pub offset: u32,
    /// The cards: open ones by next step (overdue first, unplanned last), decided ones newest first.
    pub cards: Vec<DealCard>,
}

/// The board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealBoard {
    /// From left to right; open stages, then won, then lost.
    pub columns: Vec<DealColumn>,
    /// Whether I may change the stages.
    pub may_edit_stages: bool,
}

/// One deal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DealDetail {
    /// The card.
    pub card: DealCard,
    /// The record.
    pub deal: Deal,
    /// All stages, in order.
    pub stages: Vec<(StageId, Stage)>,
    /// Who helps.
    pub helpers: Vec<Person>,
    /// What they would buy.
    pub product: String,
    /// Open tasks about it.
    pub tasks: Vec<TaskRow>,
    /// Whether I may move, change and delete it.
    pub may_edit: bool,
    /// Whether it is deleted now.
    pub is_deleted: bool,
}
