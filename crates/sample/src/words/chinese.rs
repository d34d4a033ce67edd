//! Chengdu and around.

use super::chinese_daily as daily;
use super::chinese_phrases as phrases;
use super::{Company, Person, Words};
use crate::random::Random;
use chrono::{Datelike, NaiveDate};
use domain::search::with_syllables;

pub(super) const WORDS: Words = Words {
    team_name: "蓉和办公家具",
    person,
    company,
    phone,
    wechat,
    email: |number| format!("cg{number:05}@example.com"),
    preferences: phrases::PREFERENCES,
    notes: phrases::NOTES,
    items: phrases::ITEMS,
    days: phrases::DAYS,
    phrases: phrases::of_outcome,
    opening: phrases::opening,
    additions: phrases::ADDITIONS,
    next_steps: phrases::next_steps,
    first_steps: phrases::FIRST_STEPS,
    deal_titles: daily::DEAL_TITLES,
    loss_reasons: daily::LOSS_REASONS,
    task_titles: daily::TASK_TITLES,
    customer_task_titles: daily::CUSTOMER_TASK_TITLES,
    answers: daily::ANSWERS,
    steps: daily::STEPS,
    comments: daily::COMMENTS,
    needs: daily::NEEDS,
    praise: daily::PRAISE,
    announcements: daily::ANNOUNCEMENTS,
    meetings: daily::MEETINGS,
    space: "",
    date,
};

/// The most frequent surnames, the most frequent ones more than once.
const SURNAMES: &[&str] = &[
    "王", "王", "王", "李", "李", "李", "张", "张", "张", "刘", "刘", "陈", "陈", "杨", "杨", "黄", "赵",
    "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "何", "林", "罗", "罗", "高", "郑", "梁", "谢",
    "宋", "唐", "许", "邓", "邓", "冯", "韩", "曹", "曾", "彭", "萧", "蔡", "潘", "田", "董", "袁", "于",
    "余", "叶", "蒋", "杜", "苏", "魏", "程", "吕", "丁", "沈", "任", "姚", "卢", "傅", "钟", "姜", "崔",
    "谭", "廖", "范", "汪", "陆", "金", "石", "戴", "贾", "韦", "夏", "邱", "方", "侯", "邹", "熊", "孟",
    "秦", "白", "江", "阎", "薛", "尹", "段", "雷", "黎", "史", "龙", "陶", "贺", "顾", "毛", "郝", "龚",
    "邵", "万", "钱", "严", "单", "解", "仇", "欧阳", "尉迟",
];
const GIVEN: &[&str] = &[
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超",
    "霞", "平", "刚", "小明", "小红", "小军", "小燕", "建国", "建华", "建平", "志强", "志刚", "志远", "秀英",
    "秀兰", "玉兰", "玉梅", "晓东", "晓敏", "晓燕", "晓峰", "海燕", "海波", "海涛", "文静", "文博", "文杰",
    "思远", "思雨", "雨涵", "雨欣", "欣怡", "欣然", "佳琪", "佳怡", "嘉豪", "嘉欣", "浩然", "浩宇", "子轩",
    "子涵", "梓萱", "俊杰", "俊峰", "国强", "国庆", "德明", "德华", "春梅", "春燕", "丽华", "丽娟", "永红",
    "永强", "家俊", "家慧", "蓉", "川", "蕾", "婷婷", "倩", "鑫", "雪梅", "冬梅", "光明", "光荣", "立新",
    "立群", "少华", "世杰", "天宇", "宇航",
];
/// Position, and how people with it are called after their surname.
const POSITIONS: &[(&str, &str)] = &[
    ("总经理", "总"),
    ("副总经理", "总"),
    ("行政经理", "经理"),
    ("行政主管", "主管"),
    ("采购经理", "经理"),
    ("采购专员", "姐"),
    ("后勤主任", "主任"),
    ("办公室主任", "主任"),
    ("财务经理", "经理"),
    ("店长", "店长"),
    ("项目经理", "经理"),
    ("老板", "老板"),
    ("老板娘", "姐"),
    ("设计师", "工"),
];
/// Town, how its companies begin, districts.
const TOWNS: &[(&str, &str, &[&str])] = &[
    ("成都", "成都", CHENGDU),
    ("成都", "成都", CHENGDU),
    ("成都", "成都", CHENGDU),
    ("成都", "四川", CHENGDU),
    ("成都", "", CHENGDU),
    ("绵阳", "绵阳", &["涪城区", "游仙区", "高新区", "江油"]),
    ("德阳", "德阳", &["旌阳区", "广汉", "什邡", "绵竹"]),
    ("眉山", "眉山", &["东坡区", "彭山区", "仁寿"]),
    ("乐山", "乐山", &["市中区", "峨眉山", "犍为"]),
    ("资阳", "资阳", &["雁江区", "安岳"]),
    ("宜宾", "宜宾", &["翠屏区", "叙州区", "南溪区"]),
    ("泸州", "泸州", &["江阳区", "龙马潭区"]),
    ("南充", "南充", &["顺庆区", "高坪区", "阆中"]),
    ("自贡", "自贡", &["自流井区", "大安区", "富顺"]),
    ("内江", "内江", &["东兴区", "隆昌", "威远"]),
    ("雅安", "雅安", &["雨城区", "名山区"]),
    ("重庆", "重庆", &["渝中区", "江北区", "渝北区", "九龙坡区"]),
];
const CHENGDU: &[&str] = &[
    "武侯区",
    "锦江区",
    "青羊区",
    "金牛区",
    "成华区",
    "高新区",
    "天府新区",
    "双流区",
    "温江区",
    "郫都区",
    "新都区",
    "龙泉驿区",
    "青白江区",
    "都江堰",
    "简阳",
    "彭州",
];
const BRAND_BEGINS: &[&str] = &[
    "锦", "恒", "鑫", "瑞", "嘉", "天", "宏", "华", "金", "盛", "永", "泰", "安", "博", "德", "信", "诚",
    "兴", "荣", "富", "康", "美", "佳", "新", "蜀", "川", "蓉", "长", "万", "汇", "联", "中", "卓", "云",
    "星", "海", "雅", "明", "正", "和",
];
const BRAND_ENDS: &[&str] = &[
    "华", "达", "源", "丰", "和", "府", "泰", "盛", "兴", "隆", "昌", "通", "信", "诚", "美", "雅", "韵",
    "林", "禾", "邦", "腾", "飞", "远", "辉", "宇", "创", "力", "成", "康", "宁", "悦", "润", "尚", "品",
    "格", "捷", "硕", "弘", "业", "城",
];
/// Trade in the name, and line of business.
const TRADES: &[(&str, &str)] = &[
    ("服饰", "服装"),
    ("商贸", "批发零售"),
    ("物流", "物流"),
    ("科技", "信息技术"),
    ("信息技术", "信息技术"),
    ("建材", "建材"),
    ("装饰工程", "装修"),
    ("食品", "食品"),
    ("餐饮管理", "餐饮"),
    ("酒店管理", "酒店"),
    ("机械设备", "机械"),
    ("医药", "医药"),
    ("生物科技", "医药"),
    ("教育咨询", "教育"),
    ("文化传媒", "传媒"),
    ("房地产经纪", "房产"),
    ("物业服务", "物业"),
    ("汽车销售", "汽车"),
    ("电子", "电子"),
    ("新材料", "制造"),
    ("会计师事务所", "财税"),
    ("律师事务所", "法律"),
    ("口腔门诊", "医疗"),
    ("农业开发", "农业"),
    ("茶业", "食品"),
    ("印务", "印刷"),
    ("人力资源", "人力资源"),
    ("健身", "体育"),
];
const ROADS: &[&str] = &[
    "科华北路",
    "人民南路",
    "天府大道",
    "益州大道",
    "蜀汉路",
    "建设北路",
    "一环路西段",
    "二环路北段",
    "羊西线",
    "东大街",
    "创业路",
    "兴业路",
    "滨江路",
    "解放路",
    "迎宾大道",
    "文化路",
];
/// Numbers behind these begin with 0000 and are given to nobody.
const PHONE_BEGINS: &[&str] = &["199", "198", "191", "166", "177", "173", "155", "186", "181", "135"];

fn person(random: &mut Random) -> Person {
    let surname = random.word(SURNAMES);
    let (position, title) = random.pick(POSITIONS).copied().unwrap_or_default();
    Person { full: format!("{surname}{}", random.word(GIVEN)), called: format!("{surname}{title}"), position }
}

fn company(random: &mut Random) -> Company {
    let (town, begin, districts) = random.pick(TOWNS).copied().unwrap_or_default();
    let (trade, industry) = random.pick(TRADES).copied().unwrap_or_default();
    let first = random.word(BRAND_BEGINS);
    let mut second = random.word(BRAND_ENDS);
    if second == first {
        second = "源";
    }
    let form = if trade.ends_with("所") || trade.ends_with("门诊") {
        ""
    } else {
        random.word(&["", "", "有限公司"])
    };
    let region = format!("{town}{}", random.word(districts));
    Company {
        name: format!("{begin}{first}{second}{trade}{form}"),
        address: format!("{region}{}{}号", random.word(ROADS), random.between(1, 388)),
        region,
        industry: industry.to_owned(),
    }
}

fn date(written: NaiveDate, promised: Option<NaiveDate>) -> String {
    const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
    let Some(day) = promised else { return "过段时间".to_owned() };
    let name = WEEKDAYS[day.weekday() as usize];
    let days = (day - written).num_days();
    // Days since the Monday of the week in which it is written.
    match days + i64::from(written.weekday().num_days_from_monday()) {
        _ if days == 1 => "明天".to_owned(),
        _ if days == 2 => "后天".to_owned(),
        ..7 => format!("周{name}"),
        7..14 => format!("下周{name}"),
        _ => format!("{}月{}号", day.month(), day.day()),
    }
}

fn phone(number: usize) -> String {
    let begin = PHONE_BEGINS.get(number / 10_000 % PHONE_BEGINS.len()).copied().unwrap_or("199");
    // 7919 and 10000 have no common factor: every ending comes once.
    format!("{begin}-0000-{:04}", (number % 10_000 * 7919 + 1234) % 10_000)
}

fn wechat(random: &mut Random, name: &str) -> String {
    let letters: String = with_syllables(name).iter().map(|(_, syllable)| syllable.letters()).collect();
    format!("{letters}{}", random.between(10, 999))
}
