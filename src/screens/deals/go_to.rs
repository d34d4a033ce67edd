//! A deal goes to another stage: at once, or after saying why it was lost.

use crate::screens::sheets::SheetKind;
use crate::store::Page;
use contract::Command;
use domain::deal::DealId;
use domain::stage::{Stage, StageEnd, StageId};
use language::words::deal;
use std::sync::Arc;

/// Move a deal and offer to undo it.
pub fn move_deal(page: Page, (id, title): (DealId, String), stage: StageId, to: &Stage) {
    let command = Command::MoveDeal { id, stage, loss_reason: String::new() };
    if to.end == Some(StageEnd::Lost) {
        let command = Arc::new(command);
        page.sheet.set(Some(SheetKind::Say { title: deal::LOST_WHY, optional: false, command }));
    } else {
        page.run_undoable(command, language::deal::moved(page.language(), &to.name, &title));
    }
}
