//! Every "no" a relay can say, typed so that a client can act on it.

use crate::access::{AccessError, Why};
use crate::ids::EnvelopeId;
use serde::{Deserialize, Serialize};

/// Why the relay did not take an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Not an envelope, or for another team.
    Malformed,
    /// Larger than an envelope may be.
    TooLarge,
    /// The signature is wrong.
    Signature,
    /// The device had no right at the stated head; `UnknownHead` may pass once the relay has the access records.
    Right(Why),
    /// The chain has a gap: send from this seq on.
    Gap {
        /// The seq the relay expects next from this device in this space.
        expected_seq: u64,
    },
    /// The chain at the relay continues another envelope than `prev`, or has another one at this seq.
    Fork {
        /// The seq the relay expects next.
        expected_seq: u64,
        /// Where the relay's chain of this device in this space ends (zero when empty).
        tail: EnvelopeId,
    },
    /// The team's or the relay's storage is used up.
    Quota,
    /// Too much at once: try again after this many milliseconds.
    RateLimited {
        /// How long to wait.
        retry_after_ms: u32,
    },
    /// The relay could not store it; nothing is lost at the sender.
    Storage,
}

/// Why the relay ended the connection or refused a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bye {
    /// Not understood: other side too old, too new, or faulty.
    Protocol,
    /// The frame's version is one this relay does not speak.
    Version,
    /// Not logged in, or the login is wrong.
    Login,
    /// The page's origin is not on the relay's list.
    Origin,
    /// A frame was too large.
    TooLarge,
    /// Too many frames.
    RateLimited,
    /// This connection read too slowly; connect again and pull.
    TooSlow,
    /// Storage is used up.
    Quota,
    /// The relay is stopping.
    ShuttingDown,
    /// The relay cannot reach its storage.
    Storage,
}

/// Why a request was refused while the connection goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Denied {
    /// The relay has no such team: found or refill it with [`ClientFrame::Found`].
    UnknownTeam,
    /// The device is not in the team's log as the relay knows it (refill may help), or the invite is not.
    UnknownIdentity,
    /// The invite has been used.
    InviteUsed,
    /// The signature does not fit the challenge.
    Signature,
    /// The access record or log is not valid, or not allowed.
    NotAllowed,
    /// The relay's log and the offered one are different branches.
    Forked,
    /// The person may not read or write this space.
    Right,
    /// Too large or too many.
    Limit,
    /// Storage is used up.
    Quota,
    /// The relay could not store it.
    Storage,
    /// The invite's time is over, by the relay's clock, and nobody has used it.
    InviteExpired,
}

impl From<AccessError> for Denied {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::InviteUsed => Self::InviteUsed,
            AccessError::InviteExpired => Self::InviteExpired,
            AccessError::UnknownInvite => Self::UnknownIdentity,
            AccessError::WrongHead => Self::Forked,
            AccessError::Full => Self::Limit,
            _ => Self::NotAllowed,
        }
    }
}
