//! One function per query.

use super::world::{World, id, member_id};
use contract::query::{CustomerFilter, CustomerSort, Window};
use contract::view::{
    CustomerDetail, Customers, MemberDetail, PersonProgress, RecordDetail, Records, SearchHit, Team, Today,
};
use contract::{Query, View};
use domain::customer::CustomerId;
use domain::member::{MemberId, Role};

pub const ALL: Window = Window { offset: 0, count: u32::MAX };

/// Takes the one view that answers a query out of its enum.
macro_rules! asked {
    ($world:expr, $query:expr, $view:ident) => {
        match $world.asks(&$query) {
            View::$view(view) => view,
            other => panic!("another view: {other:?}"),
        }
    };
}

pub fn customers(world: &mut World, filter: CustomerFilter, sort: CustomerSort, window: Window) -> Customers {
    asked!(world, Query::Customers { filter, sort, window }, Customers)
}

pub fn listed(world: &mut World, filter: CustomerFilter, sort: CustomerSort) -> String {
    let rows = customers(world, filter, sort, ALL).rows;
    rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join(" ")
}

pub fn found(world: &mut World, text: &str) -> String {
    listed(world, CustomerFilter { text: text.into(), ..CustomerFilter::default() }, CustomerSort::NextDate)
}

pub fn today(world: &mut World) -> Today {
    *asked!(world, Query::Today, Today)
}

pub fn team(world: &mut World) -> Team {
    asked!(world, Query::Team, Team)
}

pub fn names(people: &[PersonProgress]) -> String {
    people.iter().map(|row| row.person.name.as_str()).collect::<Vec<_>>().join(" ")
}

pub fn customer(world: &mut World, n: u16, timeline_count: u32) -> Option<Box<CustomerDetail>> {
    asked!(world, Query::Customer { id: CustomerId(id(n)), timeline_count }, Customer)
}

pub fn record(world: &mut World, n: u16) -> Box<RecordDetail> {
    asked!(world, Query::Record { id: id(n) }, Record).expect("a record")
}

pub fn records(world: &mut World, kind: &str, deleted: bool, window: Window) -> Records {
    asked!(world, Query::Records { kind: kind.into(), deleted, window }, Records)
}

pub fn search(world: &mut World, text: &str, count: u32) -> Vec<SearchHit> {
    asked!(world, Query::Search { text: text.into(), kind: None, count }, Search)
}

pub fn member(world: &mut World, n: u16) -> Option<Box<MemberDetail>> {
    asked!(world, Query::Member { id: member_id(n) }, Member)
}

pub fn as_role(world: &mut World, me: MemberId, role: Role) {
    (world.me, world.role) = (me, role);
}

/// 王总 leads 陈静, who leads 阿明 and 李娜; 临时 has no line.
pub fn people() -> World {
    let mut world = World::new();
    world.member(9, "王总", Role::Executive, None);
    world.member(2, "陈静", Role::Supervisor, Some(9));
    world.member(1, "阿明", Role::Salesperson, Some(2));
    world.member(3, "李娜", Role::Assistant, Some(2));
    world.member(4, "临时", Role::Salesperson, None);
    world
}
