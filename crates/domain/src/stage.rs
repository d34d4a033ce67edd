//! A stage of the sales process: how likely its deals are won, and how long they may stand in it.

crate::choice! {
    /// Whether deals in the stage are decided.
    pub enum StageEnd {
        /// 赢单
        Won = "won",
        /// 输单
        Lost = "lost",
    }
}

crate::record! {
    /// One column of the board.
    pub struct Stage(StageId) = "stage" in Official, ByCount {
        /// What people call it.
        name: String [Title Required List Search],
        /// Its place, from left to right; ties by id.
        place: Option<i64> [List],
        /// How likely its deals are won, in percent.
        chance: Option<i64> [List],
        /// After how many days a deal in it rots.
        target_days: Option<i64> [List],
        /// Whether its deals are won or lost; empty while they are open.
        end: Option<StageEnd> [List],
    }
}

impl Stage {
    /// The chance as a figure between 0 and 100; won and lost deals are certain.
    pub fn percent(&self) -> i64 {
        match self.end {
            Some(StageEnd::Won) => 100,
            Some(StageEnd::Lost) => 0,
            None => self.chance.unwrap_or(0).clamp(0, 100),
        }
    }
}
