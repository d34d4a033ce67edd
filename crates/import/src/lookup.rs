//! The records of a table by what they are known by, also when it is spelt a little differently.

use domain::RecordId;
use std::collections::HashMap;

/// The records of a table.
#[derive(Default)]
pub struct Lookup {
    exact: HashMap<String, RecordId>,
    /// By letters and digits alone; `None` where several are spelt so.
    loose: HashMap<String, Option<String>>,
}

/// What a text names.
pub enum Found<'a> {
    /// This record.
    Exactly(RecordId),
    /// This record, which is known as this.
    As(RecordId, &'a str),
    /// None, or more than one.
    Nothing,
}

impl Lookup {
    /// Add a record.
    pub fn insert(&mut self, key: &str, id: RecordId) {
        self.exact.insert(key.to_owned(), id);
        let several = |known: &mut Option<String>| {
            if known.as_deref() != Some(key) {
                *known = None;
            }
        };
        self.loose.entry(loosely(key)).and_modify(several).or_insert_with(|| Some(key.to_owned()));
    }

    /// The record that a text names.
    pub fn find(&self, text: &str) -> Found<'_> {
        if let Some(id) = self.exact.get(text) {
            return Found::Exactly(*id);
        }
        let key = self.loose.get(&loosely(text)).and_then(Option::as_deref);
        match key.and_then(|key| Some((self.exact.get(key)?, key))) {
            Some((id, key)) => Found::As(*id, key),
            None => Found::Nothing,
        }
    }
}

/// `GTX Pro` and `gtxpro` are one; what has no letters stays as it is.
fn loosely(text: &str) -> String {
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if letters.is_empty() { text.to_owned() } else { letters }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_when_spelt_differently_unless_two_are() {
        let mut lookup = Lookup::default();
        for (n, key) in ["GTX Pro", "GTX Plus Pro", "MG-1", "MG 1", "MG 1"].into_iter().enumerate() {
            lookup.insert(key, RecordId([n as u8; 16]));
        }
        let found = |text: &str| match lookup.find(text) {
            Found::Exactly(id) => format!("{}", id.0[0]),
            Found::As(id, key) => format!("{} as {key}", id.0[0]),
            Found::Nothing => "nothing".to_owned(),
        };
        assert_eq!(found("GTX Pro"), "0");
        assert_eq!(found("GTXPro"), "0 as GTX Pro");
        assert_eq!(found("gtx  plus pro"), "1 as GTX Plus Pro");
        assert_eq!(found("MG-1"), "2");
        assert_eq!(found("MG1"), "nothing");
        assert_eq!(found("GTX"), "nothing");
    }
}
