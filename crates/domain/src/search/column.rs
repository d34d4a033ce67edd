//! All searched rows in a few contiguous buffers.

use super::reading::{Syllable, with_syllables};
use super::spelling::{END, Spelling, is_typed, spelling};
use super::token::{Token, phone_digits, tokens};

/// What of a record is searched.
#[derive(Clone, Copy, Debug, Default)]
pub struct SearchText<'a> {
    /// What names the record; matches here come first.
    pub title: &'a str,
    /// Other names: town, WeChat id, contact. Found like the title.
    pub names: &'a [&'a str],
    /// Longer text, found only as written: initials would hit every second sentence.
    pub notes: &'a [&'a str],
    /// Phone numbers, found by three or more of their digits.
    pub phones: &'a [&'a str],
}

/// Where and how the weakest token of the query was found, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchClass {
    /// The title begins with it.
    TitlePrefix,
    /// The title begins with it, typed by initials.
    InitialsPrefix,
    /// The title begins with it, typed in pinyin.
    PinyinPrefix,
    /// Further inside the title, from the beginning of a syllable.
    InTitle,
    /// In another field.
    Elsewhere,
}

impl MatchClass {
    const ALL: [Self; 5] =
        [Self::TitlePrefix, Self::InitialsPrefix, Self::PinyinPrefix, Self::InTitle, Self::Elsewhere];
}

/// How good a match is; smaller is better. Ties are ordered by row key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rank {
    /// Where and how.
    pub class: MatchClass,
    /// Characters of the title (folded): of two equal matches the shorter title fits better.
    pub title_length: u16,
}

/// The searched text of many rows. Rows are named by a key that the caller chooses, counted from zero.
///
/// A row is a stretch of cells, one for each folded character: title, names, notes, phones, each field ended by
/// [`END`]. Removed rows are blanked and squeezed out when they are half of all.
#[derive(Clone, Debug, Default)]
pub struct SearchColumn {
    /// The characters.
    characters: Vec<char>,
    /// The syllable of each.
    syllables: Vec<Syllable>,
    /// The ASCII character with which each can begin to be typed: the scanned buffer.
    heads: Vec<u8>,
    /// Ascending by `start`.
    rows: Vec<Row>,
    /// Where in `rows` each key is, or [`ABSENT`]: keys are few more than rows.
    positions: Vec<u32>,
    /// How many keys have a row.
    count: usize,
    /// Cells of removed rows.
    blank: usize,
}

/// One row's place in the buffers. It ends where the next one starts.
#[derive(Clone, Copy, Debug)]
struct Row {
    key: u32,
    start: u32,
    title_length: u16,
    /// Where the phones begin.
    phones: u32,
}

/// In `positions`: there is no such row.
const ABSENT: u32 = u32::MAX;
/// In `heads`: a character that no ASCII letter begins.
const NO_HEAD: u8 = 1;
/// In `heads`: the end of a field, or a removed cell.
const BLANK: u8 = 0;

impl SearchColumn {
    /// Without rows.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds a row, or replaces the one with this key.
    pub fn insert(&mut self, key: u32, text: &SearchText<'_>) {
        self.remove(key);
        let start = self.characters.len();
        self.push_field(with_syllables(text.title));
        let title_length = u16::try_from(self.characters.len() - start - 1).unwrap_or(u16::MAX);
        for name in text.names {
            self.push_field(with_syllables(name));
        }
        for note in text.notes {
            let folded = super::token::fold(note).into_iter();
            self.push_field(folded.map(|character| (character, Syllable::NONE)));
        }
        let phones = self.characters.len() as u32;
        for phone in text.phones {
            self.push_field(phone_digits(phone).chars().map(|digit| (digit, Syllable::NONE)));
        }
        self.place(key);
        self.rows.push(Row { key, start: start as u32, title_length, phones });
    }

    /// Removes a row; nothing happens when there is none with this key.
    pub fn remove(&mut self, key: u32) {
        let Some(position) = self.position(key) else { return };
        self.positions[key as usize] = ABSENT;
        self.count -= 1;
        let cells = self.cells_of(position);
        self.blank += cells.len();
        self.characters[cells.clone()].fill(END);
        self.heads[cells].fill(BLANK);
        if self.blank > self.characters.len() / 2 {
            self.squeeze();
        }
    }

    /// The best `limit` rows that contain every token of the query, best first, then by key. An empty query finds
    /// nothing.
    pub fn search(&self, query: &str, limit: usize) -> Vec<(u32, Rank)> {
        let mut found = self.packed(query);
        if limit < found.len() {
            found.select_nth_unstable(limit);
            found.truncate(limit);
        }
        found.sort_unstable();
        found.into_iter().map(unpack).collect()
    }

    /// All rows that contain every token of the query, in no certain order, for a caller who orders by more.
    pub fn matches(&self, query: &str) -> impl Iterator<Item = (u32, Rank)> + use<> {
        self.packed(query).into_iter().map(unpack)
    }

    fn packed(&self, query: &str) -> Vec<u64> {
        let mut found = Vec::new();
        if let Some((first, others)) = tokens(query).split_first() {
            self.each_row_with(first, |row, class| {
                let mut classes = others.iter().map(|token| self.class_in(row, token));
                let weakest = classes.try_fold(class, |weakest, class| Some(weakest.max(class?)));
                found.extend(weakest.map(|class| pack(class, row)));
            });
        }
        found
    }

    /// Calls back for every row with the token, in the order of the buffers.
    fn each_row_with<'a>(&'a self, token: &Token, mut found: impl FnMut(&'a Row, MatchClass)) {
        let mut at = 0;
        let mut position = 0;
        while let Some(cell) = self.next_head(token, at) {
            while self.start_of(position + 1) <= cell {
                position += 1;
            }
            let Some(row) = self.rows.get(position) else { return };
            let end = self.start_of(position + 1);
            if cell >= row.phones as usize && !token.is_phone {
                at = end;
            } else if let Some(class) = self.class_at(row, cell, token) {
                found(row, class);
                at = end;
            } else {
                at = cell + 1;
            }
        }
    }

    /// The class of the token in this row. The first place is the best one: classes only get worse along a row.
    fn class_in(&self, row: &Row, token: &Token) -> Option<MatchClass> {
        let position = self.position(row.key)?;
        let end = if token.is_phone { self.start_of(position + 1) } else { row.phones as usize };
        let mut at = row.start as usize;
        while let Some(cell) = self.next_head(token, at).filter(|cell| *cell < end) {
            if let Some(class) = self.class_at(row, cell, token) {
                return Some(class);
            }
            at = cell + 1;
        }
        None
    }

    /// The next cell from `at` on where the token can begin.
    fn next_head(&self, token: &Token, at: usize) -> Option<usize> {
        if let Some(finder) = &token.finder {
            return finder.find(self.heads.get(at..)?).map(|offset| at + offset);
        }
        let head = *token.characters.first()?;
        let offset = match u8::try_from(head) {
            Ok(ascii) if ascii.is_ascii() => memchr::memchr(ascii, self.heads.get(at..)?),
            _ => self.characters.get(at..)?.iter().position(|character| *character == head),
        };
        offset.map(|offset| at + offset)
    }

    fn class_at(&self, row: &Row, cell: usize, token: &Token) -> Option<MatchClass> {
        let spelling = match token.finder {
            Some(_) => Spelling::Literal,
            None => self.spelling_at(cell, token)?,
        };
        let start = row.start as usize;
        Some(match spelling {
            _ if cell > start + usize::from(row.title_length) => MatchClass::Elsewhere,
            _ if cell > start => MatchClass::InTitle,
            Spelling::Literal => MatchClass::TitlePrefix,
            Spelling::Initials => MatchClass::InitialsPrefix,
            Spelling::Pinyin => MatchClass::PinyinPrefix,
        })
    }

    fn spelling_at(&self, cell: usize, token: &Token) -> Option<Spelling> {
        if let [only] = token.characters[..] {
            // It can begin here, so it is here: as itself, or as the first letter of a syllable. After the first key
            // that holds for thousands of rows.
            let is_itself = self.characters.get(cell) == Some(&only);
            return Some(if is_itself { Spelling::Literal } else { Spelling::Initials });
        }
        if !self.may_continue(cell, token) {
            return None;
        }
        let (characters, syllables) = (self.characters.get(cell..)?, self.syllables.get(cell..)?);
        spelling(&token.characters, characters.iter().copied().zip(syllables.iter().copied()))
    }

    /// Whether the token's second character can follow its first: a quick look that spares most of the work.
    fn may_continue(&self, cell: usize, token: &Token) -> bool {
        let Some(second) = token.characters.get(1) else { return true };
        let within =
            self.syllables.get(cell).is_some_and(|syllable| is_typed(*second, syllable.second_letter()));
        within
            || self.characters.get(cell + 1) == Some(second)
            || self.heads.get(cell + 1).is_some_and(|head| *second == char::from(*head))
    }

    fn push_field(&mut self, cells: impl IntoIterator<Item = (char, Syllable)>) {
        for (character, syllable) in cells {
            self.characters.push(character);
            self.syllables.push(syllable);
            let typed =
                syllable.letters().bytes().next().or(u8::try_from(character).ok().filter(u8::is_ascii));
            self.heads.push(typed.unwrap_or(NO_HEAD));
        }
        self.characters.push(END);
        self.syllables.push(Syllable::NONE);
        self.heads.push(BLANK);
    }

    fn position(&self, key: u32) -> Option<usize> {
        let position = self.positions.get(key as usize).filter(|position| **position != ABSENT);
        position.map(|position| *position as usize)
    }

    /// The next row is this key's, which has none.
    fn place(&mut self, key: u32) {
        let length = self.positions.len().max(key as usize + 1);
        self.positions.resize(length, ABSENT);
        self.positions[key as usize] = self.rows.len() as u32;
        self.count += 1;
    }

    fn start_of(&self, position: usize) -> usize {
        self.rows.get(position).map_or(self.characters.len(), |row| row.start as usize)
    }

    fn cells_of(&self, position: usize) -> std::ops::Range<usize> {
        self.start_of(position)..self.start_of(position + 1)
    }

    /// Moves the living rows together.
    fn squeeze(&mut self) {
        let old = std::mem::take(self);
        for (position, row) in old.rows.iter().enumerate() {
            if old.position(row.key) != Some(position) {
                continue;
            }
            let (cells, start) = (old.cells_of(position), self.characters.len() as u32);
            self.characters.extend_from_slice(&old.characters[cells.clone()]);
            self.syllables.extend_from_slice(&old.syllables[cells.clone()]);
            self.heads.extend_from_slice(&old.heads[cells]);
            self.place(row.key);
            self.rows.push(Row { start, phones: row.phones - row.start + start, ..*row });
        }
    }
}

/// A row and its rank as one number, so that thousands of matches sort quickly.
fn pack(class: MatchClass, row: &Row) -> u64 {
    (class as u64) << 48 | u64::from(row.title_length) << 32 | u64::from(row.key)
}

fn unpack(packed: u64) -> (u32, Rank) {
    let class = MatchClass::ALL.get((packed >> 48) as usize).copied().unwrap_or(MatchClass::Elsewhere);
    (packed as u32, Rank { class, title_length: (packed >> 32) as u16 })
}
