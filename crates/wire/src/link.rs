//! The invite link's fragment: everything a joiner needs, in one word that survives chat programs.
//!
//! Bytes before base64url: version (1) ‖ team (32) ‖ invite (16) ‖ secret (32) ‖ relay address (UTF-8) ‖ first four
//! bytes of BLAKE3 over all before. Browsers never send the part after `#` to a server.

use crate::ids::{InviteId, TeamId};
use crate::keys::InviteKeys;
use base64ct::{Base64UrlUnpadded, Encoding};
use rand_core::CryptoRng;
use std::fmt;
use thiserror::Error;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const CHECKSUM_BYTES: usize = 4;
const FIXED_BYTES: usize = 1 + 32 + 16 + 32;
/// No relay address is longer; a text with more is not a link.
const MAX_RELAY_URL_BYTES: usize = 512;

/// Why a text gives no invite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum LinkError {
    /// No invite code in the text.
    #[error("there is no invite in this text")]
    NotFound,
    /// Something like a code, but a character is missing or changed.
    #[error("the invite is damaged or incomplete")]
    Damaged,
    /// Made by a newer version.
    #[error("the invite comes from a newer version")]
    NewerVersion,
}

/// An invite as handed to a person. Holds a secret: whoever has it can join once.
#[derive(Clone, PartialEq, Eq)]
pub struct InviteLink {
    /// The relay's WebSocket address; empty means "the host that served the page".
    pub relay_url: String,
    /// The team.
    pub team: TeamId,
    /// The invite.
    pub invite: InviteId,
    secret: Zeroizing<[u8; 32]>,
}

impl InviteLink {
    /// A new invite for a team.
    pub fn generate(relay_url: impl Into<String>, team: TeamId, rng: &mut impl CryptoRng) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        rng.fill_bytes(secret.as_mut());
        Self { relay_url: relay_url.into(), team, invite: InviteId::random(rng), secret }
    }

    /// The keys that the link's secret gives.
    pub fn keys(&self) -> InviteKeys {
        InviteKeys::from_secret(&self.secret)
    }

    /// The part after `#`.
    pub fn code(&self) -> String {
        let mut bytes = Zeroizing::new(vec![VERSION]);
        bytes.extend_from_slice(&self.team.0);
        bytes.extend_from_slice(&self.invite.0);
        bytes.extend_from_slice(self.secret.as_ref());
        bytes.extend_from_slice(self.relay_url.as_bytes());
        let checksum = checksum(&bytes);
        bytes.extend_from_slice(&checksum);
        Base64UrlUnpadded::encode_string(&bytes)
    }

    /// Finds the invite in whatever was pasted: the code alone, the whole link, a chat message around it, with
    /// lines broken inside the code.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let mut worst = LinkError::NotFound;
        let joined: String = text.split_whitespace().collect();
        for candidate in words(text).chain(words(&joined)) {
            match Self::from_code(candidate) {
                Ok(link) => return Ok(link),
                Err(LinkError::NotFound) => {}
                Err(better) => worst = better,
            }
        }
        Err(worst)
    }

    fn from_code(code: &str) -> Result<Self, LinkError> {
        // A length that base64 cannot have is a cut-off code, not another kind of text.
        let whole = &code[..code.len() - usize::from(code.len() % 4 == 1)];
        let bytes = Zeroizing::new(Base64UrlUnpadded::decode_vec(whole).map_err(|_| LinkError::Damaged)?);
        let (content, found) =
            bytes.split_at_checked(bytes.len().saturating_sub(CHECKSUM_BYTES)).ok_or(LinkError::NotFound)?;
        if content.first().is_some_and(|version| *version > VERSION) && checksum(content) == found {
            return Err(LinkError::NewerVersion);
        }
        if content.first() != Some(&VERSION) {
            return Err(LinkError::NotFound);
        }
        if content.len() < FIXED_BYTES || checksum(content) != found || whole.len() != code.len() {
            return Err(LinkError::Damaged);
        }
        let (fixed, relay_url) = content.split_at(FIXED_BYTES);
        let relay_url = std::str::from_utf8(relay_url).map_err(|_| LinkError::Damaged)?;
        Ok(Self {
            relay_url: relay_url.to_owned(),
            team: TeamId::from_slice(&fixed[1..33]).ok_or(LinkError::Damaged)?,
            invite: InviteId::from_slice(&fixed[33..49]).ok_or(LinkError::Damaged)?,
            secret: Zeroizing::new(fixed[49..].try_into().map_err(|_| LinkError::Damaged)?),
        })
    }
}

impl fmt::Debug for InviteLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InviteLink({}, {})", self.relay_url, self.invite)
    }
}

/// Runs of base64url characters long enough to be a code.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let longest = (FIXED_BYTES + MAX_RELAY_URL_BYTES + CHECKSUM_BYTES) * 4 / 3 + 1;
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
        .filter(move |word| (FIXED_BYTES..=longest).contains(&word.len()))
}

fn checksum(bytes: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let hash = blake3::hash(bytes);
    let mut checksum = [0; CHECKSUM_BYTES];
    checksum.copy_from_slice(&hash.as_bytes()[..CHECKSUM_BYTES]);
    checksum
}
