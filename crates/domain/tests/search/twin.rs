//! The slow, obvious search: every token, every field, every place, every way to go on.

use domain::search::{MatchClass, Rank, SearchText, with_syllables};
use std::collections::BTreeMap;

type Cells = Vec<(char, &'static str)>;

#[derive(Default)]
pub struct Twin {
    rows: BTreeMap<u32, Row>,
}

struct Row {
    title: Cells,
    others: Vec<Cells>,
    phones: Vec<String>,
}

impl Twin {
    pub fn insert(&mut self, key: u32, text: &SearchText<'_>) {
        let spoken = |text: &str| -> Cells {
            with_syllables(text).into_iter().map(|(c, s)| (c, s.letters())).collect()
        };
        let written = |text: &&str| -> Cells { spoken(text).into_iter().map(|(c, _)| (c, "")).collect() };
        let names = text.names.iter().map(|name| spoken(name));
        let others = names.chain(text.notes.iter().map(written)).collect();
        let phones =
            text.phones.iter().map(|phone| phone.chars().filter(char::is_ascii_digit).collect()).collect();
        self.rows.insert(key, Row { title: spoken(text.title), others, phones });
    }

    pub fn remove(&mut self, key: u32) {
        self.rows.remove(&key);
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn search(&self, query: &str, limit: usize) -> Vec<(u32, Rank)> {
        let tokens: Vec<Vec<char>> = query
            .split_whitespace()
            .map(|word| with_syllables(word).into_iter().map(|(c, _)| c).collect())
            .collect();
        let mut found: Vec<_> = self
            .rows
            .iter()
            .filter_map(|(key, row)| {
                let classes: Option<Vec<_>> = tokens.iter().map(|token| row.class(token)).collect();
                let title_length = row.title.len() as u16;
                Some((*key, Rank { class: classes?.into_iter().max()?, title_length }))
            })
            .collect();
        found.sort_by_key(|(key, rank)| (*rank, *key));
        found.truncate(limit);
        found
    }
}

impl Row {
    fn class(&self, token: &[char]) -> Option<MatchClass> {
        let mut classes: Vec<MatchClass> = ways(token, &self.title, 0)
            .into_iter()
            .map(|way| [MatchClass::TitlePrefix, MatchClass::InitialsPrefix, MatchClass::PinyinPrefix][way])
            .collect();
        let inside = |cells: &Cells, from: usize| {
            (from..cells.len()).any(|at| !ways(token, &cells[at..], 0).is_empty())
        };
        if inside(&self.title, 1) {
            classes.push(MatchClass::InTitle);
        }
        let typed: String = token.iter().collect();
        let is_phone = typed.len() >= 3 && typed.bytes().all(|byte| byte.is_ascii_digit());
        if self.others.iter().any(|cells| inside(cells, 0))
            || is_phone && self.phones.iter().any(|phone| phone.contains(&typed))
        {
            classes.push(MatchClass::Elsewhere);
        }
        classes.into_iter().min()
    }
}

/// All ways to type these cells' beginning: 0 as written, 1 with initials, 2 with syllables.
fn ways(token: &[char], cells: &[(char, &str)], way: usize) -> Vec<usize> {
    if token.is_empty() {
        return vec![way];
    }
    let Some(((character, letters), rest)) = cells.split_first() else { return Vec::new() };
    let mut all = Vec::new();
    if token[0] == *character {
        all.extend(ways(&token[1..], rest, way));
    }
    for used in 1..=letters.len().min(token.len()) {
        let typed: String = token[..used].iter().collect();
        if typed != letters[..used] && typed.replace('u', "v") != letters[..used] {
            continue;
        }
        if used == 1 || ["zh", "ch", "sh"].contains(&typed.as_str()) {
            all.extend(ways(&token[used..], rest, way.max(1)));
        }
        if used == letters.len() || used == token.len() {
            all.extend(ways(&token[used..], rest, 2));
        }
    }
    all
}
