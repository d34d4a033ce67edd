//! Team, members, and who sees whom.

use super::ask::{as_role, member, names, people, team, today};
use super::world::{day, id, member_id, noon};
use domain::member::{Member, Role};

#[test]
fn the_team_is_listed_along_its_lines_without_those_who_left() {
    let mut world = people();
    world
        .write(id(5), &Member { name: "走了".into(), left_on: Some(day("2026-03-01")), ..Member::default() });
    world.joins(member_id(3));
    world.role = Role::Assistant;
    let view = team(&mut world);
    assert_eq!(names(&view.members), "王总 陈静 阿明 李娜 临时");
    let with_device: Vec<bool> = view.members.iter().map(|row| row.has_device).collect();
    assert_eq!(with_device, [false, false, false, true, false]);
    assert!(!view.may_invite);
    world.role = Role::Supervisor;
    assert!(team(&mut world).may_invite);
}

#[test]
fn a_circle_of_lines_still_shows_everybody_once() {
    let mut world = people();
    world.member(9, "王总", Role::Executive, Some(1));
    world.member(7, "自己", Role::Manager, Some(7));
    let mut shown = names(&team(&mut world).members).split(' ').map(str::to_owned).collect::<Vec<_>>();
    shown.sort();
    assert_eq!(shown, ["临时", "李娜", "王总", "自己", "阿明", "陈静"]);
    as_role(&mut world, member_id(2), Role::Supervisor);
    assert_eq!(today(&mut world).people.len(), 3);
}

#[test]
fn managers_see_everybody_below_them_and_salespeople_nobody() {
    let mut world = people();
    let mut below = |n, role| {
        as_role(&mut world, member_id(n), role);
        names(&today(&mut world).people)
    };
    assert_eq!(below(2, Role::Supervisor), "阿明 李娜");
    assert_eq!(below(9, Role::Manager), "陈静 阿明 李娜");
    assert_eq!(below(9, Role::Executive), "陈静 阿明 李娜 临时");
    assert_eq!(below(1, Role::Salesperson), "");
    assert_eq!(below(1, Role::Supervisor), "临时", "nobody reports to them, so those without a line do");
}

#[test]
fn reports_of_somebody_who_left_belong_to_the_next_above() {
    let mut world = people();
    let left = Member {
        name: "陈静".into(),
        line: Some(member_id(9)),
        left_on: Some(day("2026-03-01")),
        ..Member::default()
    };
    world.write(id(2), &left);
    as_role(&mut world, member_id(9), Role::Manager);
    assert_eq!(names(&today(&mut world).people), "阿明 李娜");
    assert_eq!(names(&team(&mut world).members), "王总 阿明 李娜 临时");
}

#[test]
fn a_week_of_follow_ups_is_today_and_six_days() {
    let mut world = people();
    world.customer(101, "锦华", 1, "2026-03-10");
    world.customer(102, "安宁", 1, "2026-03-11");
    for (n, date) in [(1_001, "2026-03-11"), (1_002, "2026-03-05"), (1_003, "2026-03-04")] {
        world.follow_up(n, 101, 1, noon(day(date)));
    }
    let mut progress = || member(&mut world, 1).expect("阿明").progress;
    let row = progress();
    assert_eq!((row.customers, row.due, row.overdue), (2, 2, 1));
    assert_eq!((row.logged_today, row.logged_week), (1, 2));
    assert_eq!(row.last_activity, Some(noon(day("2026-03-11"))));
    world.delete(id(1_001));
    let row = member(&mut world, 1).expect("阿明").progress;
    assert_eq!(row.last_activity, Some(noon(day("2026-03-05"))));
}

#[test]
fn a_member_shows_the_newest_touches_and_who_may_change_the_record() {
    let mut world = people();
    world.customer(101, "锦华", 2, "");
    for n in 0..30 {
        world.follow_up(1_000 + n, 101, 1 + n % 2, noon(day("2026-01-01")));
        world.follow_up(1_100 + n, 101, 1, noon(day("2026-02-01")));
    }
    let mine = member(&mut world, 1).expect("阿明");
    assert!(mine.is_me && !mine.may_edit);
    assert_eq!(mine.recent.len(), 20);
    assert!(mine.recent.windows(2).all(|pair| pair[0].id < pair[1].id), "one moment: by id");
    assert!(mine.recent.iter().all(|entry| entry.at == noon(day("2026-02-01"))));
    assert_eq!(mine.recent[0].customer_name, "锦华");
    world.role = Role::Manager;
    assert!(member(&mut world, 2).is_some_and(|detail| detail.may_edit && !detail.is_me));
    world.delete(id(2));
    assert_eq!(member(&mut world, 2), None);
    assert_eq!(member(&mut world, 101), None, "a customer is no member");
}
