//! Money as integer minor units of the team's currency.

use serde::{Deserialize, Serialize};

/// An amount in minor units (分, cents). May be negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fen(pub i64);
