use crate::team::rng;
use wire::link::LinkError;
use wire::*;

fn link() -> InviteLink {
    InviteLink::generate("wss://relay.example/ws", TeamId([1; 32]), &mut rng(4))
}

#[test]
fn a_link_is_found_in_whatever_was_pasted() {
    let (link, code) = (link(), link().code());
    let (head, tail) = code.split_at(60);
    for text in [
        code.clone(),
        format!("  {code}\n"),
        format!("https://relay.example/app/#{code}"),
        format!("加入我们:https://relay.example/#{code},今天有效。"),
        format!("Join us at <https://relay.example/#join={code}>."),
        format!("https://relay.example/#{head}\r\n {tail}"),
    ] {
        assert_eq!(InviteLink::parse(&text), Ok(link.clone()), "{text}");
    }
    assert_eq!(InviteLink::parse(&code).unwrap().keys().signing_public(), link.keys().signing_public());
}

#[test]
fn a_damaged_link_says_so_and_a_text_without_one_too() {
    let code = link().code();
    assert_eq!(InviteLink::parse("hello, 你好"), Err(LinkError::NotFound));
    assert_eq!(InviteLink::parse(""), Err(LinkError::NotFound));
    for cut in 112..code.len() {
        assert_eq!(InviteLink::parse(&code[..cut]), Err(LinkError::Damaged), "{cut}");
    }
    let other = if code.as_bytes()[80] == b'A' { 'B' } else { 'A' };
    let changed = format!("{}{other}{}", &code[..80], &code[81..]);
    assert_eq!(InviteLink::parse(&changed), Err(LinkError::Damaged));
}
