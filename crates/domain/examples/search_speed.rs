//! Prints how long one key press costs in a column of 50,000 customers.
//!
//!     cargo run --release -p domain --example search_speed

use domain::search::{SearchColumn, SearchText};
use std::time::Instant;

const ROWS: u32 = 50_000;
const ROUNDS: usize = 21;

fn main() {
    let towns = ["成都", "绵阳", "德阳", "重庆", "乐山", "宜宾", "南充", "四川", "自贡", "泸州"];
    let brands = [
        "锦华", "恒达", "鑫源", "蜀韵", "天府", "嘉禾", "瑞丰", "长虹", "绿野", "卓越", "中通", "永盛",
        "博雅",
    ];
    let middles = ["", "新", "川", "西南", "国际", "小", "安", "泰", "宏", "众", "星"];
    let trades =
        ["服饰", "商贸", "物流", "科技", "建材", "食品", "机械", "医药", "酒店管理", "装饰工程", "餐饮"];
    let pick = |list: &[&'static str], number: u32| list[number as usize % list.len()];

    let started = Instant::now();
    let mut column = SearchColumn::new();
    for key in 0..ROWS {
        // A multiplicative hash spreads the combinations; no random source is needed.
        let number = key.wrapping_mul(2_654_435_761) >> 4;
        let title = [
            pick(&towns, number),
            pick(&brands, number / 10),
            pick(&middles, number / 130),
            pick(&trades, number / 1430),
            "有限公司",
        ]
        .concat();
        let phone = format!("199-0000-{:04}", number % 10_000);
        column.insert(key, &SearchText { title: &title, names: &["武侯区"], notes: &[], phones: &[&phone] });
    }
    println!("{ROWS} rows built in {:.1} ms", started.elapsed().as_secs_f64() * 1e3);

    for query in [
        "z",
        "c",
        "cd",
        "cdjh",
        "y",
        "s",
        "zhx",
        "chengdu",
        "jinhua",
        "jinhuafushi",
        "成都",
        "锦华",
        "成都 jinhua",
        "成都 锦华 服饰",
        "jin华",
        "199",
        "0042",
        "19900000042",
        "qqq",
    ] {
        let mut times: Vec<f64> = (0..ROUNDS)
            .map(|_| {
                let started = Instant::now();
                std::hint::black_box(column.search(query, 50));
                started.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let count = column.search(query, usize::MAX).len();
        println!(
            "{query:<24} {count:>6} rows  median {:.2} ms  worst {:.2} ms",
            times[ROUNDS / 2],
            times[ROUNDS - 1]
        );
    }
}
