//! Several things in one sentence.

use crate::word::Language;

/// `甲、乙、丙`; `A, B and C`.
pub fn list<T: AsRef<str>>(language: Language, items: &[T]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match (language, items.as_slice()) {
        (Language::Chinese, items) => items.join("、"),
        (Language::English, [most @ .., last]) if !most.is_empty() => {
            format!("{} and {last}", most.join(", "))
        }
        (Language::English, items) => items.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_join_in_each_language() {
        assert_eq!(list(Language::Chinese, &["张三", "李四", "王五"]), "张三、李四、王五");
        assert_eq!(list(Language::English, &["Ann", "Bob", "Cy"]), "Ann, Bob and Cy");
        assert_eq!(list(Language::English, &["Ann"]), "Ann");
        assert_eq!(list::<&str>(Language::English, &[]), "");
    }
}
