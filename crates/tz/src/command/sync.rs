//! `sync`.

use crate::fault::Fault;
use crate::peer::{Patience, Peer};
use crate::screen::Screen;
use crate::words;
use contract::view::SyncStage;
use serde_json::json;
use std::time::Duration;

/// Upload and fetch until nothing is waiting, then stay connected for a while.
pub async fn sync(
    peer: &mut Peer<'_>,
    screen: &Screen,
    patience: Patience,
    stay: Duration,
) -> Result<(), Fault> {
    peer.sync(patience).await?;
    peer.stay(stay).await?;
    let team = peer.team()?;
    let stage = language::sync::stage(screen.language, team.sync.stage);
    if let Some(minutes) = team.sync.clock_off_minutes {
        screen.note(&language::sync::clock_off(screen.language, minutes));
    }
    let received_by = match team.sync.stage {
        SyncStage::Received { devices } => devices,
        _ => 0,
    };
    let quarantined = team.quarantined;
    screen.answer(
        || format!("{} {stage}", words::SYNCED.say(screen.language)),
        || json!({ "synced": true, "received_by": received_by, "quarantined": quarantined }),
    )
}
