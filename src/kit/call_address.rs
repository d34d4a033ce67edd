//! A phone number as a link that dials it.

/// `tel:` and the number as people write it without its spaces and dashes, up to the first other word (an extension,
/// say); `None` when there is nothing to dial.
pub fn call_address(phone: &str) -> Option<String> {
    let is_of_number = |sign: &char| matches!(sign, '0'..='9' | '+' | '-' | ' ' | '(' | ')' | '（' | '）');
    let number: String =
        phone.chars().take_while(is_of_number).filter(|sign| sign.is_ascii_digit() || *sign == '+').collect();
    (number.len() > 2).then(|| format!("tel:{number}"))
}

#[cfg(test)]
mod tests {
    use super::call_address;

    #[test]
    fn what_can_be_dialled_is_a_link() {
        assert_eq!(call_address("138 0000-0001").as_deref(), Some("tel:13800000001"));
        assert_eq!(call_address("+86 (28) 8888 0000").as_deref(), Some("tel:+862888880000"));
        assert_eq!(call_address("028-88880000 转 12").as_deref(), Some("tel:02888880000"));
        assert_eq!([call_address(""), call_address("老板手机"), call_address("-")], [None, None, None]);
    }
}
