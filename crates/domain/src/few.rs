//! Short lists put in order and small sets collected one by one. The standard library sorts for both, with a copy of its
//! sorting for every type: each is kilobytes of what a phone downloads.

use litemap::LiteMap;
use std::collections::{BTreeMap, BTreeSet};

/// Put a short list in order; rows of the same key stay as they are. Takes the square of the length.
pub fn sort_by_key<T, K: Ord>(rows: &mut [T], key: impl Fn(&T) -> K) {
    for end in 1..rows.len() {
        let mut at = end;
        while at > 0 && key(&rows[at]) < key(&rows[at - 1]) {
            rows.swap(at, at - 1);
            at -= 1;
        }
    }
}

/// What an iterator gives, once each.
pub fn set<T: Ord>(items: impl Iterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for item in items {
        set.insert(item);
    }
    set
}

/// What an iterator gives, by key; the last one of a key stays.
pub fn map<K: Ord, V>(pairs: impl Iterator<Item = (K, V)>) -> LiteMap<K, V> {
    let mut map = LiteMap::default();
    for (key, value) in pairs {
        map.insert(key, value);
    }
    map
}

/// The same as a tree: for what is read from a stranger's bytes.
pub fn tree<K: Ord, V>(pairs: impl Iterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut tree = BTreeMap::new();
    for (key, value) in pairs {
        tree.insert(key, value);
    }
    tree
}

/// Items with the same key together, keys and items as they come. Looks through all keys for each item.
pub fn groups<K: PartialEq, V>(items: impl Iterator<Item = (K, V)>) -> Vec<(K, Vec<V>)> {
    let mut groups: Vec<(K, Vec<V>)> = Vec::new();
    for (key, item) in items {
        match groups.iter_mut().find(|(other, _)| *other == key) {
            Some((_, items)) => items.push(item),
            None => groups.push((key, vec![item])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_in_order_and_equal_ones_as_they_were() {
        let mut rows = [(2, 'a'), (1, 'b'), (2, 'c'), (0, 'd'), (1, 'e')];
        sort_by_key(&mut rows, |row| row.0);
        assert_eq!(rows, [(0, 'd'), (1, 'b'), (1, 'e'), (2, 'a'), (2, 'c')]);
        sort_by_key(&mut [] as &mut [(); 0], |()| 0);
    }

    #[test]
    fn collections_hold_what_the_standard_ones_do() {
        let pairs = [(3, 'a'), (1, 'b'), (3, 'c')];
        assert_eq!(map(pairs.into_iter()), pairs.into_iter().collect());
        assert_eq!(tree(pairs.into_iter()), pairs.into_iter().collect());
        assert_eq!(set(pairs.into_iter()), pairs.into_iter().collect());
        assert_eq!(groups(pairs.into_iter()), [(3, vec!['a', 'c']), (1, vec!['b'])]);
    }
}
