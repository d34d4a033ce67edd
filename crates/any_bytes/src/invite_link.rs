//! Invite links, as people paste them.

use crate::way_in;
use base64ct::{Base64UrlUnpadded, Encoding};
use wire::InviteLink;

/// Way 0: a text somebody pasted. Way 1: the content of a code, with its check, inside a broken chat message.
///
/// The link that is found stands in the text, and is found again in its own code.
pub fn invite_link(bytes: &[u8]) -> bool {
    match way_in(bytes, 2) {
        Some((0, text)) => is_found(&String::from_utf8_lossy(text)),
        Some((_, content)) => {
            let check = blake3::hash(content);
            let code = Base64UrlUnpadded::encode_string(&[content, &check.as_bytes()[..4]].concat());
            let (first, second) = code.split_at(code.len() / 2);
            let alone = is_found(&code);
            let in_a_message =
                is_found(&format!("加入我们：https://example.org/#{first}\n {second}\r\n，快来"));
            assert_eq!(alone, in_a_message, "{code}");
            alone
        }
        None => false,
    }
}

fn is_found(text: &str) -> bool {
    let Ok(link) = InviteLink::parse(text) else { return false };
    let joined: String = text.split_whitespace().collect();
    let code = link.code();
    assert!(joined.contains(&code), "{code} is not in {text}");
    assert!(InviteLink::parse(&code) == Ok(link), "{code}");
    true
}
