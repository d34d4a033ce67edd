//! What was typed, and the folding that it shares with what is searched.

use memchr::memmem::Finder;

/// Longest token that is looked for; what is typed beyond it is ignored.
pub(super) const TOKEN_LIMIT: usize = 63;
/// Fewer digits than this do not look into phone numbers.
pub(super) const PHONE_DIGITS: usize = 3;

/// Lower case, half width, letters and digits of any script only. `ü` becomes the `v` people type for it.
pub(super) fn fold(text: &str) -> Vec<char> {
    let mut folded = Vec::with_capacity(text.len() / 2);
    for character in text.chars().map(half_width) {
        match character {
            // Nearly all there is, and needs no table.
            '\u{4E00}'..='\u{9FFF}' | '0'..='9' | 'a'..='z' => folded.push(character),
            'A'..='Z' => folded.push(character.to_ascii_lowercase()),
            _ if character.is_ascii() => {}
            'ü' | 'Ü' => folded.push('v'),
            _ => folded.extend(character.to_lowercase().filter(|lower| lower.is_alphanumeric())),
        }
    }
    folded
}

fn half_width(character: char) -> char {
    match character {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(character as u32 - 0xFEE0).unwrap_or(character),
        _ => character,
    }
}

/// The digits of a phone number, without China's country code.
pub(super) fn phone_digits(text: &str) -> String {
    let digits: String = fold(text).into_iter().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("0086").or(digits.strip_prefix("86")) {
        Some(number) if number.len() == 11 => number.to_owned(),
        _ => digits,
    }
}

/// One part of a query.
#[derive(Debug)]
pub(super) struct Token {
    /// At least 1 and at most [`TOKEN_LIMIT`] folded characters.
    pub(super) characters: Vec<char>,
    /// Whether phone numbers are searched for it.
    pub(super) is_phone: bool,
    /// Finds it at once if it is spelled in one way only: digits.
    pub(super) finder: Option<Finder<'static>>,
}

impl Token {
    fn parse(text: &str) -> Option<Self> {
        let mut characters = fold(text);
        characters.truncate(TOKEN_LIMIT);
        if characters.is_empty() {
            return None;
        }
        let mut finder = None;
        if characters.iter().all(char::is_ascii_digit) {
            let digits = phone_digits(&characters.iter().collect::<String>());
            finder = Some(Finder::new(&digits).into_owned());
            characters = digits.chars().collect();
        }
        let is_phone = finder.is_some() && characters.len() >= PHONE_DIGITS;
        Some(Self { characters, is_phone, finder })
    }
}

/// The tokens of a query, the most selective first: it is looked for, the others are checked where it was found.
pub(super) fn tokens(query: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = query.split_whitespace().filter_map(Token::parse).collect();
    crate::few::sort_by_key(&mut tokens, |token| {
        let has_hanzi = token.characters.iter().any(|character| !character.is_ascii());
        std::cmp::Reverse((has_hanzi, token.characters.len()))
    });
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is folded without a table is folded as the tables say.
    #[test]
    fn every_character_is_folded_as_unicode_says() {
        for character in '\0'..=char::MAX {
            let lower = half_width(character).to_lowercase().filter(|lower| lower.is_alphanumeric());
            let said: Vec<char> = lower.map(|lower| if lower == 'ü' { 'v' } else { lower }).collect();
            assert_eq!(fold(&character.to_string()), said, "{character:?}");
        }
    }
}
