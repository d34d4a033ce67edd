//! Whether a token spells the characters from some place on, and how.

use super::reading::Syllable;

/// How a token was typed, plainest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spelling {
    /// Every character as itself.
    Literal,
    /// Some hanzi by their first letter (or `zh`, `ch`, `sh`), none by a whole syllable.
    Initials,
    /// Some hanzi by their syllable.
    Pinyin,
}

impl Spelling {
    const ALL: [Self; 3] = [Self::Literal, Self::Initials, Self::Pinyin];
}

/// Ends every field; no token matches it.
pub(super) const END: char = '\0';

/// The plainest spelling in which the token is the beginning of these cells.
///
/// Walks the cells once and keeps, for each spelling, the set of places in the token that can have been reached
/// (bit `n`: `n` characters used up); so ambiguous tokens cost no more than plain ones. Tokens are at most
/// [`super::token::TOKEN_LIMIT`] characters long.
pub(super) fn spelling(token: &[char], cells: impl Iterator<Item = (char, Syllable)>) -> Option<Spelling> {
    let done = 1_u64 << token.len();
    let mut best = None;
    let mut reached = [1_u64, 0, 0];
    for (character, syllable) in cells.take_while(|cell| cell.0 != END) {
        let mut next = [0_u64; 3];
        for spelling in Spelling::ALL {
            let mut places = reached[spelling as usize];
            while places != 0 {
                let place = places.trailing_zeros() as usize;
                places &= places - 1;
                let rest = token.get(place..).unwrap_or_default();
                if rest.first() == Some(&character) {
                    next[spelling as usize] |= 1 << (place + 1);
                }
                spell(rest, syllable, |used, by| next[spelling.max(by) as usize] |= 1 << (place + used));
            }
        }
        let complete = Spelling::ALL.into_iter().find(|spelling| next[*spelling as usize] & done != 0);
        best = [best, complete].into_iter().flatten().min();
        reached = next.map(|places| places & !done);
        if reached == [0; 3] || best == Some(Spelling::Literal) {
            break;
        }
    }
    best
}

/// Every way in which the rest of a token can go through one syllable: how many characters it uses up, and how.
fn spell(rest: &[char], syllable: Syllable, mut way: impl FnMut(usize, Spelling)) {
    let letters = syllable.letters();
    let common =
        rest.iter().zip(letters.bytes()).take_while(|(typed, letter)| is_typed(**typed, *letter)).count();
    if common == 0 {
        return;
    }
    for used in 1..=syllable.initial_length().min(common) {
        way(used, Spelling::Initials);
    }
    if common == letters.len() || common == rest.len() {
        way(common, Spelling::Pinyin);
    }
}

/// `lv` for 绿 is typed with `v` or `u`.
pub(super) fn is_typed(typed: char, letter: u8) -> bool {
    typed == char::from(letter) || (letter == b'v' && typed == 'u')
}
