//! Search as a salesperson types it, and against a slow, obvious twin.

#[path = "search/twin.rs"]
mod twin;

use domain::search::{MatchClass, SearchColumn, SearchText, initials, sort_key, with_syllables};
use proptest::prelude::*;
use twin::Twin;

const TITLES: [&str; 12] = [
    "成都锦华服饰",
    "绵阳恒达商贸",
    "张小明",
    "重庆长安物流",
    "单小明",
    "厦门绿野茶业",
    "Adidas 成都",
    "张明",
    "华西锦江宾馆",
    "都江堰银行",
    "ＡＢＣ（四川）有限公司",
    "章晓敏",
];

fn column() -> SearchColumn {
    let mut column = SearchColumn::new();
    for (key, title) in (0..).zip(TITLES) {
        let phone = format!("199-0000-{:04}", key * 7);
        column.insert(
            key,
            &SearchText {
                title, names: &["武侯区"], notes: &["要报价，下周二"], phones: &[&phone]
            },
        );
    }
    column
}

/// The titles found, best first.
fn found(query: &str) -> Vec<&'static str> {
    column().search(query, 20).into_iter().map(|(key, _)| TITLES[key as usize]).collect()
}

#[track_caller]
fn check(query: &str, titles: &[&str]) {
    assert_eq!(found(query), titles, "{query}");
}

#[test]
fn finds_by_initials_with_one_letter_or_two() {
    check("zhx", &["张小明", "章晓敏"]);
    check("zxm", &["张小明", "章晓敏"]);
    check("zhxm", &["张小明", "章晓敏"]);
    check("cdjh", &["成都锦华服饰"]);
    check("jh", &["成都锦华服饰"]);
}

#[test]
fn finds_by_pinyin_half_typed_and_from_any_syllable() {
    check("zhangxi", &["张小明", "章晓敏"]);
    check("jinhua", &["成都锦华服饰"]);
    check("hengd", &["绵阳恒达商贸"]);
    check("ngda", &[]);
}

#[test]
fn finds_mixtures() {
    check("zhang明", &["张明"]);
    check("z小m", &["张小明"]);
    check("成都jinh", &["成都锦华服饰"]);
    check("zhangxm", &["张小明", "章晓敏"]);
}

#[test]
fn wants_every_word_in_any_order_and_any_field() {
    check("成都 jinhua", &["成都锦华服饰"]);
    check("jinhua 成都", &["成都锦华服饰"]);
    check("张 wuhou", &["张明", "张小明"]);
    check("张 0014", &["张小明"]);
    check("张 锦华", &[]);
}

#[test]
fn makes_no_difference_between_cases_widths_and_punctuation() {
    check("ADIDAS", &["Adidas 成都"]);
    check("ａｄｉｄａｓ", &["Adidas 成都"]);
    check("abc四川", &["ＡＢＣ（四川）有限公司"]);
    check("abc(sc)", &["ＡＢＣ（四川）有限公司"]);
}

#[test]
fn finds_phone_numbers_by_three_digits_or_more() {
    check("0077", &["章晓敏"]);
    check("1990000 0014", &["张小明"]);
    check("+86 199 0000 0014", &[]);
    check("+8619900000014", &["张小明"]);
    check("199-0000-0014", &["张小明"]);
    assert_eq!(found("19").len(), 0);
    assert_eq!(found("199").len(), 12);
}

#[test]
fn finds_notes_as_written_only() {
    assert_eq!(found("报价").len(), 12);
    assert_eq!(found("baojia").len(), 0);
}

#[test]
fn reads_polyphones_as_their_word_and_surnames_as_names() {
    check("cqca", &["重庆长安物流"]);
    check("chongqing", &["重庆长安物流"]);
    check("zhongqing", &[]);
    check("shanxiaoming", &["单小明"]);
    check("yinhang", &["都江堰银行"]);
    check("xiamenlvye", &["厦门绿野茶业"]);
    check("xiamenluye", &["厦门绿野茶业"]);
    for (text, spoken) in [
        ("曾国强", "zeng guo qiang"),
        ("解晓东", "xie xiao dong"),
        ("解放路小学", "jie fang lu xiao xue"),
        ("仇英", "qiu ying"),
        ("区小姐", "ou xiao jie"),
        ("武侯区", "wu hou qu"),
        ("查建国", "zha jian guo"),
        ("盖小红", "ge xiao hong"),
        ("任总", "ren zong"),
        ("尉迟恭", "yu chi gong"),
        ("长孙无忌", "zhang sun wu ji"),
        ("万俟雪", "mo qi xue"),
        ("长沙银行", "chang sha yin hang"),
        ("成都长虹", "cheng du chang hong"),
        ("王店长", "wang dian zhang"),
        ("犍为模具厂", "qian wei mu ju chang"),
    ] {
        let read: Vec<_> = with_syllables(text).into_iter().map(|(_, syllable)| syllable.letters()).collect();
        assert_eq!(read.join(" "), spoken, "{text}");
    }
}

#[test]
fn orders_by_class_then_length_then_key() {
    let mut column = SearchColumn::new();
    for (key, title) in
        [(9, "四川锦华"), (8, "锦华服饰"), (7, "锦华"), (6, "jinhua"), (5, "锦湖"), (4, "锦华")]
    {
        column.insert(key, &SearchText { title, ..SearchText::default() });
    }
    column.insert(3, &SearchText { title: "x", names: &["锦华"], ..SearchText::default() });
    let classes = |query| -> Vec<_> {
        column.search(query, 9).into_iter().map(|(key, rank)| (key, rank.class)).collect()
    };
    use MatchClass::{Elsewhere, InTitle, InitialsPrefix, PinyinPrefix, TitlePrefix};
    assert_eq!(
        classes("jinhua"),
        [
            (6, TitlePrefix),
            (4, PinyinPrefix),
            (7, PinyinPrefix),
            (8, PinyinPrefix),
            (9, InTitle),
            (3, Elsewhere)
        ]
    );
    assert_eq!(classes("jh").first(), Some(&(4, InitialsPrefix)));
    assert_eq!(column.search("jinhua", 2).len(), 2);
    assert_eq!(column.search("jinhua", 2)[1].0, 4);
    assert!(column.search("jinhua", 0).is_empty());
}

#[test]
fn finds_nothing_for_nothing() {
    for query in ["", "   ", "，。", "()", "\0", "🙂"] {
        check(query, &[]);
    }
}

#[test]
fn forgets_removed_rows_and_finds_the_new_text_of_replaced_ones() {
    let mut column = column();
    column.remove(2);
    column.remove(2);
    column.insert(7, &SearchText { title: "王芳", ..SearchText::default() });
    assert_eq!(column.len(), 11);
    assert!(column.search("张", 9).is_empty());
    assert_eq!(column.search("wangf", 9).len(), 1);
    (0..12).for_each(|key| column.remove(key));
    assert!(column.is_empty() && column.search("c", 9).is_empty());
}

#[test]
fn sorts_names_like_an_address_book() {
    let mut names = ["张小明", "Bob", "章三", "安宁", "昂", "安", "张三", "单雄", "重庆", "吕布", "卢俊"];
    names.sort_by_key(|name| sort_key(name));
    assert_eq!(names, ["安", "安宁", "昂", "Bob", "重庆", "卢俊", "吕布", "单雄", "张三", "章三", "张小明"]);
}

#[test]
fn takes_initials() {
    for (name, expected) in
        [("张小明", "zxm"), ("成都ABC商贸", "cdasm"), ("John Smith", "js"), ("7天酒店", "7tjd"), ("", "")]
    {
        assert_eq!(initials(name), expected);
    }
}

/// Text from few, treacherous characters: syllables that begin with each other, polyphones, Latin, digits, widths.
fn text() -> impl Strategy<Value = String> {
    let characters = "安恩宁西先昂张章重庆长沙单绿鱼额俄aAnNgzZhHxＸ19９ 　-é";
    let characters: Vec<char> = characters.chars().collect();
    proptest::collection::vec(proptest::sample::select(characters), 0..7)
        .prop_map(|text| text.into_iter().collect())
}

/// What somebody looking for these rows may type.
fn query() -> impl Strategy<Value = String> {
    let pieces = vec![
        "an", "ang", "a", "n", "z", "zh", "zhang", "xi", "x", "安", "西", "ch", "chong", "lu", "lv", "e",
        "199", "1", " ", "g", "重",
    ];
    proptest::collection::vec(proptest::sample::select(pieces), 1..5).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_the_obvious_twin(
        edits in proptest::collection::vec((0_u32..12, proptest::option::weighted(0.8, (text(), text(), text(), "[0-9]{0,5}"))), 1..30),
        queries in proptest::collection::vec(query(), 1..12),
        limit in 0_usize..14,
    ) {
        let (mut column, mut twin) = (SearchColumn::new(), Twin::default());
        for (key, text) in &edits {
            match text {
                Some((title, name, note, phone)) => {
                    let text = SearchText { title, names: &[name], notes: &[note], phones: &[phone] };
                    column.insert(*key, &text);
                    twin.insert(*key, &text);
                }
                None => {
                    column.remove(*key);
                    twin.remove(*key);
                }
            }
        }
        prop_assert_eq!(column.len(), twin.len());
        for query in &queries {
            prop_assert_eq!(column.search(query, limit), twin.search(query, limit), "{}", query);
        }
    }
}
