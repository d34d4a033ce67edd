//! The stages that a new team begins with.

use super::{NewRecord, text, write};
use crate::word::{Language, Word};
use domain::RecordId;
use domain::record::{Choice, Value};
use domain::stage::StageEnd;

/// One stage.
pub struct StageTemplate {
    /// What it is called.
    pub name: Word,
    /// How likely its deals are won, in percent, and after how many days they rot; `None` where deals are decided.
    pub open: Option<(i64, i64)>,
    /// Whether its deals are won or lost.
    pub end: Option<StageEnd>,
}

const fn open(name: Word, chance: i64, target_days: i64) -> StageTemplate {
    StageTemplate { name, open: Some((chance, target_days)), end: None }
}

/// Stages of a sale between companies, from left to right.
pub const STAGES: &[StageTemplate] = &[
    open(Word::new("初步接触", "Prospecting"), 10, 14),
    open(Word::new("需求确认", "Discovery"), 30, 14),
    open(Word::new("方案报价", "Proposal"), 50, 14),
    open(Word::new("商务谈判", "Negotiation"), 70, 10),
    StageTemplate { name: Word::new("赢单", "Won"), open: None, end: Some(StageEnd::Won) },
    StageTemplate { name: Word::new("输单", "Lost"), open: None, end: Some(StageEnd::Lost) },
];

/// The stages as records; `new_id` draws their ids.
pub fn stages(language: Language, mut new_id: impl FnMut() -> RecordId) -> Vec<NewRecord> {
    let record = |(place, stage): (usize, &StageTemplate)| {
        let mut fields =
            vec![text("name", stage.name.say(language)), write("place", Value::Int(place as i64 + 1))];
        if let Some((chance, target_days)) = stage.open {
            fields.push(write("chance", Value::Int(chance)));
            fields.push(write("target_days", Value::Int(target_days)));
        }
        if let Some(end) = stage.end {
            fields.push(text("end", end.code()));
        }
        ("stage".to_owned(), new_id(), fields)
    };
    STAGES.iter().enumerate().map(record).collect()
}
