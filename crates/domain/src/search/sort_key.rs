//! Names in the order in which a Chinese address book has them, and their initials.

use super::reading::{Syllable, with_syllables};

/// A text that sorts names by pinyin, then by character: 安 < 安宁 < 昂 < 张三 < 张小明. Latin names stand among
/// them by their letters. Compare as plain strings; equal names have equal keys.
pub fn sort_key(name: &str) -> String {
    let cells = with_syllables(name);
    let mut key = String::with_capacity(name.len() * 3);
    let mut after_latin = false;
    for (character, syllable) in &cells {
        let is_latin = *syllable == Syllable::NONE;
        let continues = is_latin && after_latin;
        if !key.is_empty() && !continues {
            key.push(' ');
        }
        match is_latin {
            true => key.push(*character),
            false => key.push_str(syllable.letters()),
        }
        after_latin = is_latin;
    }
    // A control character sorts before every syllable, so that equal readings are ordered by character.
    key.push('\u{1}');
    key.extend(cells.iter().map(|cell| cell.0));
    key
}

/// The initials of a name, in lower case: 张小明 `zxm`, 成都ABC商贸 `cdasm`. A run of letters that are not
/// ideographs gives its first, digits stay.
pub fn initials(name: &str) -> String {
    let mut initials = String::new();
    let mut after_letter = false;
    for word in name.split_whitespace() {
        for (character, syllable) in with_syllables(word) {
            let is_letter = syllable == Syllable::NONE && !character.is_ascii_digit();
            match syllable.letters().chars().next() {
                Some(letter) => initials.push(letter),
                None if is_letter && after_letter => {}
                None => initials.push(character),
            }
            after_letter = is_letter;
        }
        after_letter = false;
    }
    initials
}
