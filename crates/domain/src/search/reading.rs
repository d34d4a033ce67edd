//! From characters to syllables: one reading each, right for names.

use super::token::fold;

include!(concat!(env!("OUT_DIR"), "/readings.rs"));

/// A syllable number for each ideograph from `FIRST` on: first all low bytes, then all high ones.
const READINGS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/readings.bin"));

/// How one character is spoken, without tone; nothing for everything that is not an ideograph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Syllable(u16);

impl Syllable {
    /// Not spoken as a syllable.
    pub const NONE: Self = Self(0);

    /// The letters, `zhang`; `ü` is written `v`. Empty for [`Syllable::NONE`].
    pub fn letters(self) -> &'static str {
        SYLLABLES.get(usize::from(self.0)).copied().unwrap_or("")
    }

    /// The letters at the beginning that may stand for the whole syllable: 1, or 2 for `zh`, `ch` and `sh` (which
    /// may be typed as one letter or two).
    pub(super) fn initial_length(self) -> usize {
        if self.second_letter() == b'h' { 2 } else { usize::from(self != Self::NONE) }
    }

    /// The second letter, 0 if there is none.
    pub(super) fn second_letter(self) -> u8 {
        SECOND_LETTERS.get(usize::from(self.0)).copied().unwrap_or(0)
    }
}

/// The text as search sees it: folded to lower case and half width, without spaces and punctuation, each character
/// with its syllable. A character with several readings has the one of the word it stands in (重庆 `chong qing`),
/// or of the surname in a text that looks like a name (单小明 `shan`).
pub fn with_syllables(text: &str) -> Vec<(char, Syllable)> {
    let mut exceptions = Vec::new();
    let mut cells = Vec::new();
    for (at, character) in fold(text).into_iter().enumerate() {
        let (syllable, is_exceptional) = usual(character);
        cells.push((character, syllable));
        if is_exceptional {
            exceptions.push(at);
        }
    }
    let mut end = 0;
    for at in exceptions {
        // Inside the word before it.
        if at < end {
            continue;
        }
        let name = if at == 0 && is_name_like(&cells) { longest(SURNAMES, &cells) } else { None };
        let syllables = longest(WORDS, &cells[at..]).or(name).unwrap_or_default();
        for (cell, syllable) in cells.iter_mut().skip(at).zip(syllables) {
            cell.1 = Syllable(*syllable);
        }
        end = at + syllables.len();
    }
    cells
}

/// The character's own syllable, and whether a word or surname that begins with it may be spoken differently.
fn usual(character: char) -> (Syllable, bool) {
    let position = (character as u32).wrapping_sub(FIRST) as usize;
    let (low, high) = READINGS.split_at(READINGS.len() / 2);
    let bytes = low.get(position).zip(high.get(position));
    let number = bytes.map_or(0, |(low, high)| u16::from_le_bytes([*low, *high]));
    (Syllable(number & !EXCEPTIONAL), number & EXCEPTIONAL != 0)
}

/// Two to four ideographs and nothing else: a person, or a business named after one.
fn is_name_like(cells: &[(char, Syllable)]) -> bool {
    (2..=4).contains(&cells.len()) && cells.iter().all(|cell| cell.1 != Syllable::NONE)
}

/// The reading of the longest entry with which the cells begin.
fn longest(entries: &'static [(&str, &[u16])], cells: &[(char, Syllable)]) -> Option<&'static [u16]> {
    let first = cells.first()?.0;
    let begin = entries.partition_point(|entry| entry.0.chars().next() < Some(first));
    let candidates = entries.iter().skip(begin).take_while(|entry| entry.0.starts_with(first));
    candidates
        .filter(|entry| entry.0.chars().eq(cells.iter().take(entry.1.len()).map(|cell| cell.0)))
        .max_by_key(|entry| entry.1.len())
        .map(|entry| entry.1)
}
