//! What people call kinds, fields and choices.
//!
//! A new kind of record adds one file of words here; a test fails while a kind, field or choice has none. What a
//! newer version made and this one does not know is shown by its stable name.

mod announcement;
mod comment;
mod contact;
mod customer;
mod deal;
mod duty;
mod follow_up;
mod help_request;
mod import;
#[cfg(feature = "made_up_kind")]
mod made_up_kind;
mod meeting;
mod member;
mod product;
mod saved_filter;
mod stage;
mod task;
mod team;

pub use customer::class;
pub use deal::next_step;
pub use duty::frequency;
pub use follow_up::{channel, outcome};
pub use meeting::{meeting_form, repeats};
pub use member::role;
pub use stage::stage_end;
pub use task::{importance, order_term, quadrant, quadrant_advice, task_standing, task_state};

use crate::word::{Language, Word};
use std::borrow::Cow;

/// The words of one kind.
struct KindWords {
    /// The kind's stable name.
    kind: &'static str,
    /// What people call it.
    word: Word,
    /// Each field's stable name and what people call it.
    fields: &'static [(&'static str, Word)],
    /// What is said below a field, where its name promises more than it does.
    hints: &'static [(&'static str, Word)],
    /// The word for a code of a choice field.
    choice: fn(field: &str, code: &str) -> Option<Word>,
}

const KINDS: &[&KindWords] = &[
    &team::WORDS,
    &member::WORDS,
    &customer::WORDS,
    &contact::WORDS,
    &follow_up::WORDS,
    &deal::WORDS,
    &task::WORDS,
    &task::STEP,
    &help_request::WORDS,
    &meeting::WORDS,
    &announcement::WORDS,
    &announcement::ACKNOWLEDGEMENT,
    &duty::POSITION,
    &duty::DUTY,
    &duty::DONE,
    &comment::WORDS,
    &comment::PRAISE,
    &product::WORDS,
    &stage::WORDS,
    &saved_filter::WORDS,
    &import::WORDS,
    #[cfg(feature = "made_up_kind")]
    &made_up_kind::WORDS,
];

fn words_of(kind: &str) -> Option<&'static KindWords> {
    KINDS.iter().copied().find(|words| words.kind == kind)
}

/// What people call a kind: 客户, Customer.
pub fn kind_label(language: Language, kind: &str) -> Cow<'static, str> {
    spoken(language, words_of(kind).map(|words| words.word), kind)
}

/// What people call a field: 下次跟进, Next date.
pub fn field_label(language: Language, kind: &str, field: &str) -> Cow<'static, str> {
    let word = words_of(kind)
        .and_then(|words| words.fields.iter().find(|(name, _)| *name == field))
        .map(|(_, word)| *word);
    spoken(language, word, field)
}

/// What is said below a field, where its name promises more than it does.
pub fn field_hint(language: Language, kind: &str, field: &str) -> Option<&'static str> {
    let hints = words_of(kind)?.hints;
    hints.iter().find(|(name, _)| *name == field).map(|(_, hint)| hint.say(language))
}

/// What people call a choice: 要报价, Wants an offer.
pub fn choice_label(language: Language, kind: &str, field: &str, code: &str) -> Cow<'static, str> {
    spoken(language, words_of(kind).and_then(|words| (words.choice)(field, code)), code)
}

fn spoken(language: Language, word: Option<Word>, stable_name: &str) -> Cow<'static, str> {
    match word {
        Some(word) => Cow::Borrowed(word.say(language)),
        None => Cow::Owned(stable_name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::FieldType;

    #[test]
    fn every_kind_field_and_choice_has_words() {
        for spec in domain::KINDS {
            let words = words_of(spec.name).unwrap_or_else(|| panic!("no words for kind {}", spec.name));
            for field in spec.fields {
                let has_word = words.fields.iter().any(|(name, _)| *name == field.name);
                assert!(has_word, "no word for {}.{}", spec.name, field.name);
                if let FieldType::Choice(codes) = field.field_type {
                    for code in codes {
                        let word = (words.choice)(field.name, code);
                        assert!(word.is_some(), "no word for {}.{} = {code}", spec.name, field.name);
                    }
                }
            }
            for (name, _) in words.fields {
                assert!(spec.field(name).is_some(), "words for {}.{name}, which does not exist", spec.name);
            }
        }
    }

    #[test]
    fn the_form_of_a_member_says_what_a_field_does_not_end() {
        let spec = domain::member::Member::SPEC;
        let has_hint = |field: &&str| field_hint(Language::Chinese, spec.name, field).is_some();
        let hinted: Vec<_> = spec.fields.iter().map(|field| field.name).filter(has_hint).collect();
        assert_eq!(hinted, ["role", "left_on"]);
        assert_eq!(field_hint(Language::English, "customer", "role"), None);
    }

    #[test]
    fn two_fields_of_a_kind_never_share_a_word() {
        for language in Language::ALL {
            for words in KINDS {
                let mut labels: Vec<_> = words.fields.iter().map(|(_, word)| word.say(language)).collect();
                labels.sort_unstable();
                let count = labels.len();
                labels.dedup();
                assert_eq!(labels.len(), count, "{}", words.kind);
            }
        }
    }

    #[test]
    fn the_unknown_keeps_its_stable_name() {
        assert_eq!(kind_label(Language::Chinese, "spaceship"), "spaceship");
        assert_eq!(field_label(Language::Chinese, "customer", "warp"), "warp");
        assert_eq!(choice_label(Language::English, "customer", "class", "Z"), "Z");
        assert_eq!(choice_label(Language::English, "follow_up", "outcome", "wants_offer"), "Wants an offer");
    }
}
