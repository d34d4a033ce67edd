//! Login by challenge: the signature covers the relay's nonce, the origin and who logs in, so that it is good once,
//! at one relay, for one identity.

use crate::ids::{DeviceId, InviteId, TeamId};
use crate::keys::{DeviceKeys, InviteKeys, Signature, SigningPublic, context};
use serde::{Deserialize, Serialize};

/// As whom a connection logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LoginAs {
    /// A member's device.
    Device(DeviceId),
    /// The holder of an invite link, who may read the access log and the invite's boxes and append the admission.
    Invite(InviteId),
}

/// Keys that can log in.
pub trait LoginKeys {
    #[doc(hidden)]
    fn sign_login(&self, parts: &[&[u8]]) -> Signature;
}

impl LoginKeys for DeviceKeys {
    fn sign_login(&self, parts: &[&[u8]]) -> Signature {
        self.sign(context::LOGIN_SIGNATURE, parts)
    }
}

impl LoginKeys for InviteKeys {
    fn sign_login(&self, parts: &[&[u8]]) -> Signature {
        self.sign(context::LOGIN_SIGNATURE, parts)
    }
}

/// Signs a challenge.
pub fn login_signature(
    keys: &impl LoginKeys,
    nonce: &[u8; 32],
    relay: &[u8; 16],
    origin: &str,
    team: TeamId,
    identity: LoginAs,
) -> Signature {
    keys.sign_login(&[&statement(nonce, relay, origin, team, identity)])
}

/// Checks a login against the challenge that this connection was given. `key` is the device's id or the invite's
/// signing key from the access log.
pub fn verify_login(
    key: SigningPublic,
    nonce: &[u8; 32],
    relay: &[u8; 16],
    origin: &str,
    team: TeamId,
    identity: LoginAs,
    signature: &Signature,
) -> bool {
    key.verifies(context::LOGIN_SIGNATURE, &[&statement(nonce, relay, origin, team, identity)], signature)
}

/// How client and relay spell which relay is meant: host and port of its address in lower case, without scheme,
/// path and the scheme's own port. A relay in between cannot pass a login on, because the client signed its name.
pub fn relay_origin(address: &str) -> String {
    let (scheme, rest) = address.trim().split_once("://").unwrap_or(("", address.trim()));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let own_port = match scheme.to_ascii_lowercase().as_str() {
        "wss" | "https" => ":443",
        "ws" | "http" => ":80",
        _ => return authority,
    };
    authority.strip_suffix(own_port).map_or(authority.clone(), str::to_owned)
}

fn statement(nonce: &[u8; 32], relay: &[u8; 16], origin: &str, team: TeamId, identity: LoginAs) -> Vec<u8> {
    let mut bytes = [nonce.as_slice(), relay, &team.0].concat();
    match identity {
        LoginAs::Device(device) => {
            bytes.push(0);
            bytes.extend_from_slice(&device.0);
        }
        LoginAs::Invite(invite) => {
            bytes.push(1);
            bytes.extend_from_slice(&invite.0);
        }
    }
    // The origin has the only open length and stands last, so that no two statements have the same bytes.
    bytes.extend_from_slice(origin.as_bytes());
    bytes
}
