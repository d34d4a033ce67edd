//! How the stored data of the first version came to be: every kind, every field, and everything a store can hold.

use crate::hostile::Hostile;
use crate::story::text;
use crate::{Team, check};
use chrono::NaiveDate;
use contract::{Command, FieldWrite};
use domain::RecordId;
use domain::customer::CustomerId;
use domain::follow_up::{Channel, FollowUpId, Outcome};
use domain::member::Role;
use domain::record::Value;
use engine::storage::DocumentId;

/// Whose device the rows are from.
pub const FOUNDER: &str = "陈静";
/// When it was switched off, and is switched on again: 2026-04-09, 15:06 in China.
pub const MOMENT_MS: i64 = 1_775_718_360_000;

/// The first version's kinds and fields.
pub const KINDS: &[(&str, &[&str])] = &[
    ("team", &["name"]),
    ("member", &["name", "role", "line", "phone", "wechat", "left_on"]),
    (
        "customer",
        &[
            "name",
            "class",
            "owner",
            "helpers",
            "next_date",
            "next_action",
            "phone",
            "region",
            "industry",
            "address",
            "preferences",
            "note",
        ],
    ),
    ("contact", &["name", "customer", "position", "phone", "wechat", "email", "main", "note"]),
    ("follow_up", &["customer", "at", "author", "channel", "outcome", "text", "next_date", "contact"]),
];

/// A day.
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// More than this many chunks are folded when a document has been idle for a while.
const FOLDED: usize = 26;

/// The team, with the founder's device as it was at [`MOMENT_MS`].
///
/// # Panics
/// When somebody may not do what the story says.
pub fn team() -> Team {
    let mut team = Team::founded_by(FOUNDER);
    team.welcomes(FOUNDER, "阿明", Role::Assistant);
    team.welcomes(FOUNDER, "小李", Role::Salesperson);
    let link = team.member("阿明").adds_a_device();
    team.joins("阿明的平板", &link).unwrap_or_else(|refusal| panic!("{refusal}"));
    let customer = records(&mut team);
    work(&mut team, customer);
    trouble(&mut team, customer);
    offline(&mut team, customer);
    team.now_ms = MOMENT_MS;
    team
}

/// Every field of every kind is filled once.
fn records(team: &mut Team) -> CustomerId {
    let [me, ming, li] = ["陈静", "阿明", "小李"].map(|name| team.device(name).replica().me().0);
    let fields = vec![text("phone", "139-0000-0001"), text("wechat", "chenjing")];
    team.member(FOUNDER).does(Command::Edit { id: me, fields });
    let left = vec![FieldWrite { field: "left_on".into(), value: Some(Value::Date(day(2026, 3, 4))) }];
    team.member(FOUNDER).does(Command::Edit { id: li, fields: left });

    let customer = create(
        team,
        "customer",
        vec![
            text("name", "成都锦华服饰"),
            text("class", "A"),
            id("owner", me),
            FieldWrite { field: "helpers".into(), value: Some(Value::Ids([ming, li].into())) },
            FieldWrite { field: "next_date".into(), value: Some(Value::Date(day(2026, 3, 9))) },
            text("next_action", "送春季样册"),
            text("phone", "028-8600-0001"),
            text("region", "成都"),
            text("industry", "服装"),
            text("address", "锦江区东大街 1 号"),
            text("preferences", "下午打电话\n不谈价格"),
            text("note", "老客户，2019 年起"),
        ],
    );
    let contact = create(
        team,
        "contact",
        vec![
            text("name", "王芳"),
            id("customer", customer),
            text("position", "采购经理"),
            text("phone", "138-0000-0002"),
            text("wechat", "wangfang88"),
            text("email", "wang@example.com"),
            FieldWrite { field: "main".into(), value: Some(Value::Bool(true)) },
            text("note", "周三不在"),
        ],
    );
    create(team, "contact", vec![text("name", "赵强"), id("customer", customer)]);
    let customer = CustomerId(customer);
    let visit = team.member(FOUNDER).logs_follow_up(customer, "第一次拜访，要报价");
    team.member(FOUNDER).does(Command::Edit { id: visit.0, fields: vec![id("contact", contact)] });
    team.sync();
    customer
}

/// A month of work by several people; one document is folded.
fn work(team: &mut Team, customer: CustomerId) {
    team.member("阿明").logs_follow_up(customer, "微信回访");
    team.member("小李").logs_follow_up(customer, "送样册");
    let other = team.member("阿明").creates_customer("重庆山城建材");
    team.sync();
    team.member("阿明").writes(other.0, "region", "重庆");
    let gone = team.member(FOUNDER).creates_customer("已停业的客户");
    team.member(FOUNDER).logs_follow_up(gone, "停业了");
    team.member(FOUNDER).deletes(gone.0);
    team.sync();
    for round in 0..FOLDED {
        team.member(FOUNDER).writes(customer.0, "note", &format!("老客户，2019 年起，第 {round} 次补充"));
    }
    team.sync();
    team.let_pass(34 * DAY_MS);
    team.member(FOUNDER).logs_follow_up(customer, "四月再谈");
    let undone = team.member(FOUNDER).writes(other.0, "industry", "写错了");
    if let Some(batch) = undone.undo {
        team.member(FOUNDER).does(Command::Undo { batch });
    }
    team.partition(&[FOUNDER, "阿明"]);
    team.member(FOUNDER).writes(other.0, "address", "渝中区解放碑");
    team.sync();
    team.member("阿明").writes(other.0, "address", "江北区观音桥");
    team.heal();
    team.sync();
}

/// Envelopes that are set aside: one for good, one that waits for the one before it.
fn trouble(team: &mut Team, customer: CustomerId) {
    let victim = team.device(FOUNDER).replica().identity.device.id();
    let projection = &team.device(FOUNDER).replica().projection;
    let row = projection.find(customer.0).unwrap_or_else(|| panic!("no customer"));
    let entry = projection.document(row.document);
    let (book, document): (_, DocumentId) = (entry.space, entry.id);
    let mut hostile = Hostile::takes_over(team, "小李");
    let mut body = hostile.body(document, Vec::new());
    body.actor = Hostile::actor_of(victim);
    let refused = hostile.seal(hostile.draft(book, document), &body);
    let empty = hostile.body(document, Vec::new());
    hostile.seal(hostile.draft(book, document), &empty);
    let waiting = hostile.seal(hostile.draft(book, document), &empty);
    hostile.smuggles(team, book, &[refused, waiting]);
    team.sync();
}

/// What no relay has had yet: own envelopes and an invite.
fn offline(team: &mut Team, customer: CustomerId) {
    team.partition(&[FOUNDER]);
    let unplanned = team.member(FOUNDER).creates_customer("绵阳百货（离线新建）");
    team.member(FOUNDER).writes(unplanned.0, "phone", "0816-200-0000");
    let id = FollowUpId(RecordId(team.dice.bytes()));
    team.member(FOUNDER).does(Command::LogFollowUp {
        id,
        customer,
        channel: Channel::Visit,
        outcome: Outcome::Met,
        text: "离线拜访".into(),
        next_date: Some(day(2026, 4, 15)),
        next_action: Some("带合同".into()),
        contact: None,
    });
    team.member(FOUNDER).invites("汉斯", Role::Salesperson);
    team.sync();
    if let Err(difference) = check::agrees_with_itself(team.device(FOUNDER)) {
        panic!("{difference}");
    }
}

fn create(team: &mut Team, kind: &str, fields: Vec<FieldWrite>) -> RecordId {
    let id = RecordId(team.dice.bytes());
    team.member(FOUNDER).does(Command::Create { kind: kind.into(), id, fields });
    id
}

fn id(field: &str, id: RecordId) -> FieldWrite {
    FieldWrite { field: field.into(), value: Some(Value::Id(id)) }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}
