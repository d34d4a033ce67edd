//! A person as coloured initials.

use ::markup::view;
use contract::view::Person;
use domain::RecordId;
use leptos::prelude::*;

/// Colours there are (`--person-0` … in the tokens).
const HUES: u8 = 8;

/// How large.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// In a line of text.
    Small,
    /// In a row.
    #[default]
    Normal,
    /// On the person's own page.
    Large,
}

/// A person as coloured initials. The name stands beside it or is given to screen readers by `named`.
#[component]
pub fn Avatar(
    person: Person,
    #[prop(optional)] size: AvatarSize,
    #[prop(optional)] named: bool,
) -> impl IntoView {
    let size = match size {
        AvatarSize::Small => " small",
        AvatarSize::Normal => "",
        AvatarSize::Large => " large",
    };
    let class = format!("avatar{size} hue-{}", hue(person.id.0));
    let initials = initials(&person.name);
    if named {
        view! { <span class=class role="img" aria-label=person.name.clone() title=person.name>{initials}</span> }
            .into_any()
    } else {
        view! { <span class=class aria-hidden="true">{initials}</span> }.into_any()
    }
}

/// Always the same colour for the same person, on every device.
fn hue(id: RecordId) -> u8 {
    id.0.iter().fold(0, |sum: u8, byte| sum.wrapping_mul(31).wrapping_add(*byte)) % HUES
}

/// The last two characters of a Chinese name (surnames collide), the first letters of two words of others.
fn initials(name: &str) -> String {
    let name = name.trim();
    if name.chars().any(|c| ('\u{2e80}'..='\u{9fff}').contains(&c)) {
        let count = name.chars().count();
        return name.chars().skip(count.saturating_sub(2)).collect();
    }
    let mut words = name.split_whitespace();
    let first = words.next().and_then(|word| word.chars().next());
    let last = words.next_back().and_then(|word| word.chars().next());
    // Beyond ASCII this would need a table of all scripts, nine kilobytes of the page's download.
    first.into_iter().chain(last).map(|letter| letter.to_ascii_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_tell_people_apart() {
        for (name, short) in [
            ("张小明", "小明"),
            ("王五", "王五"),
            ("欧阳娜娜", "娜娜"),
            ("Ann Lee", "AL"),
            ("bob", "B"),
            ("", ""),
        ] {
            assert_eq!(initials(name), short);
        }
    }
}
