//! A word in both languages.

/// The languages of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// 中文
    #[default]
    Chinese,
    /// English
    English,
}

impl Language {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The tag for the `lang` attribute and for storage.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }

    /// The language for a tag such as `zh-Hans-CN` or `en-GB`; anything that is not Chinese reads English.
    pub fn from_tag(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") { Self::Chinese } else { Self::English }
    }

    /// What the language calls itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Chinese => "中文",
            Self::English => "English",
        }
    }
}

/// One word or fixed sentence, complete in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    chinese: &'static str,
    english: &'static str,
}

impl Word {
    /// Both languages; an empty one does not compile in a constant.
    pub const fn new(chinese: &'static str, english: &'static str) -> Self {
        assert!(!chinese.is_empty() && !english.is_empty(), "a word needs both languages");
        Self { chinese, english }
    }

    /// The word in one language.
    pub const fn say(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.chinese,
            Language::English => self.english,
        }
    }

    /// The word and what it is about: `编辑商机`, `Edit deal`.
    pub fn of(self, language: Language, what: &str) -> String {
        let space = match language {
            Language::Chinese => "",
            Language::English => " ",
        };
        [self.say(language), space, what].concat()
    }

    /// The word, and what it is said of: `已保存：锦华服饰`, `Saved: Acme`.
    pub fn about(self, language: Language, what: &str) -> String {
        about(language, self.say(language), what)
    }
}

/// What is said, and after a colon of what; nothing follows where that has no name.
pub fn about(language: Language, said: &str, what: &str) -> String {
    let colon = match language {
        _ if what.trim().is_empty() => "",
        Language::Chinese => "：",
        Language::English => ": ",
    };
    [said, colon, what.trim()].concat()
}

/// Declares words as constants: `NAME = "中文", "English";`.
macro_rules! words {
    ($( $name:ident = $chinese:literal, $english:literal; )*) => {
        $(
            #[doc = concat!($chinese, " · ", $english)]
            pub const $name: $crate::word::Word = $crate::word::Word::new($chinese, $english);
        )*
    };
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    use super::{Language, Word};

    #[test]
    fn what_a_word_is_about_follows_without_a_space_in_chinese() {
        let edit = Word::new("编辑", "Edit");
        assert_eq!(edit.of(Language::Chinese, "商机"), "编辑商机");
        assert_eq!(edit.of(Language::English, "deal"), "Edit deal");
    }

    #[test]
    fn what_a_word_is_said_of_follows_a_colon_unless_it_has_no_name() {
        let saved = Word::new("已保存", "Saved");
        assert_eq!(saved.about(Language::Chinese, "锦华服饰"), "已保存：锦华服饰");
        assert_eq!(saved.about(Language::English, "Acme"), "Saved: Acme");
        assert_eq!(saved.about(Language::Chinese, " "), "已保存");
    }
}
