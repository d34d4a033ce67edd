//! A folder as the first version of `tz` left it: the rows are those of `tests/fixtures/v1`.

use crate::tz::Tz;
use redb::{Database, TableDefinition};
use serde_json::json;

const PAIRS: TableDefinition<'static, &[u8], &[u8]> = TableDefinition::new("pairs");
const ROWS: &str = include_str!("../../../../tests/fixtures/v1/rows.txt");

fn from_hex(text: &str) -> Vec<u8> {
    let byte = |pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    text.as_bytes().chunks(2).map(byte).collect()
}

fn folder_of_v1() -> Tz {
    let tz = Tz::new();
    std::fs::create_dir(tz.folder()).unwrap();
    let database = Database::create(tz.folder().join("tongzhou.redb")).unwrap();
    let transaction = database.begin_write().unwrap();
    let mut table = transaction.open_table(PAIRS).unwrap();
    for line in ROWS.lines() {
        let (key, value) = line.split_once(' ').unwrap();
        table.insert(from_hex(key).as_slice(), from_hex(value).as_slice()).unwrap();
    }
    drop(table);
    transaction.commit().unwrap();
    tz
}

#[test]
fn a_folder_of_the_first_version_is_opened_edited_and_opened_again() {
    let tz = folder_of_v1();
    let names = |arguments: &[&str]| -> Vec<String> {
        let listed = tz.json(arguments);
        let mut names: Vec<String> =
            listed.as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&["list", "customer"]), ["成都锦华服饰", "绵阳百货（离线新建）", "重庆山城建材"]);
    assert_eq!(names(&["list", "customer", "--deleted"]), ["已停业的客户"]);
    assert_eq!(names(&["list", "contact"]), ["王芳", "赵强"]);
    assert_eq!(names(&["list", "member"]), ["小李", "汉斯", "阿明", "陈静"]);
    assert_eq!(tz.json(&["list", "follow_up"]).as_array().unwrap().len(), 6);
    let before = tz.json(&["show", "成都锦华服饰"]);
    assert_eq!((&before["region"], &before["preferences"]), (&json!("成都"), &json!("下午打电话\n不谈价格")));

    tz.ok(&["set", "成都锦华服饰", "region=德阳"]);
    let after = tz.json(&["show", "成都锦华服饰"]);
    assert_eq!((&after["region"], &after["preferences"]), (&json!("德阳"), &before["preferences"]));
    let history = tz.json(&["history", "成都锦华服饰"]);
    assert!(history.as_array().unwrap().len() > 26, "what was done then is known, too");
}
