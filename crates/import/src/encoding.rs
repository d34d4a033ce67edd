//! From bytes to text.

use contract::import::Encoding;
use std::borrow::Cow;

const UTF8_MARK: &[u8] = &[0xef, 0xbb, 0xbf];

/// A file's text without a byte order mark; `None` when it is no text, or in an encoding that is not read.
pub fn decode(bytes: &[u8]) -> Option<(Cow<'_, str>, Encoding)> {
    let (text, encoding) = match bytes {
        [0xff, 0xfe, rest @ ..] => (Cow::Owned(utf16(rest, u16::from_le_bytes)?), Encoding::Utf16),
        [0xfe, 0xff, rest @ ..] => (Cow::Owned(utf16(rest, u16::from_be_bytes)?), Encoding::Utf16),
        // A header of columns begins with a Latin letter, or with a hanzi: neither has a zero for both bytes.
        [0, 1..=255, ..] => (Cow::Owned(utf16(bytes, u16::from_be_bytes)?), Encoding::Utf16),
        [1..=255, 0, ..] => (Cow::Owned(utf16(bytes, u16::from_le_bytes)?), Encoding::Utf16),
        _ => match std::str::from_utf8(bytes.strip_prefix(UTF8_MARK).unwrap_or(bytes)) {
            Ok(text) => (Cow::Borrowed(text), Encoding::Utf8),
            Err(_) => (gb18030(bytes)?, Encoding::Gb18030),
        },
    };
    let is_text = !text.chars().any(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n'));
    is_text.then_some((text, encoding))
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return None };
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect::<Result<_, _>>().ok()
}

fn gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Option<(&str, Encoding)>) {
        let decoded = decode(bytes);
        assert_eq!(decoded.as_ref().map(|(text, encoding)| (&**text, *encoding)), expected);
    }

    #[test]
    fn text_is_read_in_the_encodings_that_spreadsheets_write() {
        check("客户,a\n".as_bytes(), Some(("客户,a\n", Encoding::Utf8)));
        check("\u{feff}客户".as_bytes(), Some(("客户", Encoding::Utf8)));
        for unit in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes = |text: &str| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
            check(&bytes("\u{feff}客户,a"), Some(("客户,a", Encoding::Utf16)));
            check(&bytes("account,客户"), Some(("account,客户", Encoding::Utf16)));
        }
        check(b"\xbf\xcd\xbb\xa7,a", Some(("客户,a", Encoding::Gb18030)));
        check(b"", Some(("", Encoding::Utf8)));
    }

    #[test]
    fn what_is_no_text_is_not_read() {
        check(b"PK\x03\x04\x14\x00\x06\x00", None);
        check(b"\xff\xfea", None);
        check(b"account\x00", None);
        check(&[0x80, 0xff, 0xff], None);
    }
}
