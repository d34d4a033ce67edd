//! A relay that lost records, and people who come back to it in an order in which its log goes on without some of them.

use contract::command::Made;
use contract::view::LinkState;
use contract::{Command, File, FileFault, Refusal};
use domain::customer::CustomerId;
use domain::member::{MemberId, Role};
use tongzhou_tests::relay::ADDRESS;
use tongzhou_tests::{Team, check};

const DAY_MS: i64 = 86_400_000;

/// 阿明 has joined and worked while 陈静 was away; then the relay lost everything, 陈静 was the first to give it what she
/// has, and invited somebody.
fn parted(others: &[&str]) -> (Team, CustomerId, String) {
    let mut team = Team::founded_by("陈静");
    for name in others {
        team.welcomes("陈静", name, Role::Salesperson);
    }
    let link = team.member("陈静").invites("阿明", Role::Salesperson);
    team.partition(&["陈静"]);
    team.joins("阿明", &link).expect("joined");
    let customer = team.member("阿明").creates_customer("锦华服饰");
    team.sync();
    let others: Vec<&str> = others.iter().copied().chain(["阿明"]).collect();
    let later = loses_all(&mut team, &others);
    (team, customer, later)
}

/// The relay loses everything, 陈静 is the first to give it what she has, and invites somebody.
fn loses_all(team: &mut Team, others: &[&str]) -> String {
    team.partition(others);
    team.roll_relay_back(0);
    let chen = team.place("陈静");
    team.devices[chen].is_cut_off = false;
    team.sync();
    team.member("陈静").invites("小张", Role::Salesperson)
}

fn assert_all_is_well(team: &Team) {
    if let Err(difference) = check::converged(team) {
        panic!("{difference}");
    }
    for device in &team.devices {
        assert!(device.replica().sync.quarantined().is_empty(), "{} has put something away", device.name);
    }
}

#[test]
fn who_joined_on_the_lost_branch_asks_again_and_keeps_what_they_wrote() {
    let (mut team, customer, later) = parted(&[]);
    team.heal();
    team.sync();
    assert_eq!(team.member("陈静").reads(customer.0, "name"), "锦华服饰");
    team.joins("小张", &later).expect("joined");
    assert_eq!(team.member("小张").reads(customer.0, "name"), "锦华服饰");
    let after = team.member("阿明").creates_customer("蓉城建材");
    team.sync();
    assert_eq!(team.member("陈静").reads(after.0, "name"), "蓉城建材");
    assert_all_is_well(&team);
}

#[test]
fn whoever_saw_the_join_brings_it_back_however_long_the_link_is_over() {
    let (mut team, customer, later) = parted(&["小王"]);
    team.joins("小张", &later).expect("joined");
    team.now_ms += 8 * DAY_MS;
    let wang = team.place("小王");
    team.devices[wang].is_cut_off = false;
    team.sync();
    assert_eq!(team.member("陈静").reads(customer.0, "name"), "锦华服饰");
    let by_wang = team.member("小王").creates_customer("蓉城建材");
    team.heal();
    team.sync();
    assert_eq!(team.member("阿明").reads(by_wang.0, "name"), "蓉城建材");
    assert_all_is_well(&team);
}

#[test]
fn without_an_open_link_everything_stays_and_another_link_lets_the_same_person_in() {
    let (mut team, customer, later) = parted(&[]);
    team.joins("小张", &later).expect("joined");
    team.now_ms += 8 * DAY_MS;
    team.heal();
    team.sync();
    let link = team.member("阿明").session().sync.link;
    assert_eq!(link, LinkState::Forgotten);
    let meanwhile = team.member("阿明").creates_customer("蓉城建材");

    let me = team.device("阿明").replica().me();
    let elsewhere = team.member("陈静").invites("老周", Role::Salesperson);
    let again = link_for(&mut team, "陈静", "", Some(me), false);
    // Somebody else's link does not make 阿明 somebody else.
    team.member("阿明").does(Command::JoinTeam { link: elsewhere.clone() });
    team.sync();
    assert_eq!(team.member("阿明").session().sync.link, LinkState::Forgotten);
    team.member("阿明").does(Command::JoinTeam { link: again });
    team.sync();
    assert_eq!(team.member("阿明").session().sync.link, LinkState::Online);
    assert_eq!(team.member("陈静").reads(customer.0, "name"), "锦华服饰");
    assert_eq!(team.member("小张").reads(meanwhile.0, "name"), "蓉城建材");
    assert_all_is_well(&team);
    team.joins("老周", &elsewhere).expect("the link is still good");
    assert_all_is_well(&team);
}

#[test]
fn who_is_in_needs_no_other_link() {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "阿明", Role::Salesperson);
    let link = team.member("陈静").invites("小李", Role::Salesperson);
    let answer = team.member("阿明").tries(Command::JoinTeam { link });
    assert_eq!(answer.map(drop), Err(Refusal::AlreadyInTeam));
}

/// Whatever breaks while the branches are put together: nothing is lost, and it is done when the line is back.
#[test]
fn putting_branches_together_may_break_off_anywhere() {
    for crash in [false, true] {
        for steps in 1.. {
            let (mut team, customer, _) = parted(&["小王"]);
            team.heal();
            let end = team.now_ms + 60_000;
            let happened = (0..steps).take_while(|_| one_step(&mut team, end)).count();
            for name in ["阿明", "小王"] {
                let at = team.place(name);
                if crash {
                    team.crash(at);
                    team.switch_on(at);
                } else {
                    team.break_line(at);
                }
            }
            team.sync();
            assert_eq!(team.member("陈静").reads(customer.0, "name"), "锦华服饰", "after {steps} steps");
            assert_all_is_well(&team);
            if happened < steps {
                break;
            }
        }
    }
}

/// The next thing that happens by itself before the end.
fn one_step(team: &mut Team, end: i64) -> bool {
    while team.events().is_empty() {
        match team.next_alarm().filter(|alarm| *alarm <= end) {
            Some(alarm) => team.now_ms = team.now_ms.max(alarm),
            None => return false,
        }
    }
    team.happen(team.events()[0]);
    true
}

#[test]
fn a_file_of_a_branch_that_says_less_is_taken_and_one_that_says_more_waits_for_a_relay() {
    let (mut team, _, _) = parted(&["小王"]);
    let lost = team.member("小王").sync_file();
    let refused = |team: &mut Team, name: &str, file: &File| {
        let answer = team.member(name).tries(Command::OpenSyncFile { file: file.clone() });
        assert_eq!(answer.map(drop), Err(Refusal::File(FileFault::Forked)));
    };
    refused(&mut team, "陈静", &lost);
    let wang = team.place("小王");
    team.devices[wang].is_cut_off = false;
    team.sync();
    // 陈静 has both now. A member could make up a log that says more than the own one: it is taken from a relay only.
    team.member("陈静").does(Command::OpenSyncFile { file: lost });
    let file = team.member("陈静").sync_file();
    refused(&mut team, "阿明", &file);
    team.heal();
    team.sync();
    team.member("阿明").does(Command::OpenSyncFile { file });
    assert_all_is_well(&team);
}

#[test]
fn who_joined_with_a_clock_that_was_ahead_and_whoever_came_after_them_are_brought_back() {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "小王", Role::Salesperson);
    let links = ["阿明", "小李"].map(|name| (name, team.member("陈静").invites(name, Role::Salesperson)));
    team.partition(&["陈静"]);
    let ming = team.add_device("阿明");
    team.set_clock(ming, 8 * DAY_MS);
    for (name, link) in &links {
        team.joins(name, link).expect("joined");
    }
    let customer = team.member("小李").creates_customer("锦华服饰");
    team.sync();
    loses_all(&mut team, &["小王", "阿明", "小李"]);
    team.now_ms += 8 * DAY_MS;
    for name in ["小王", "小李", "阿明"] {
        let at = team.place(name);
        team.devices[at].is_cut_off = false;
        team.sync();
    }
    assert_eq!(team.member("陈静").reads(customer.0, "name"), "锦华服饰");
    assert_all_is_well(&team);
}

#[test]
fn who_has_no_link_is_brought_along_by_whoever_knows_them() {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "小王", Role::Salesperson);
    team.partition(&["陈静"]);
    let copy = team.member("小王").backup();
    let new_phone = team.add_device("新手机");
    team.sync();
    team.does(new_phone, Command::RestoreReplica { copy }).expect("restored");
    team.sync();
    loses_all(&mut team, &["小王", "新手机"]);
    team.devices[new_phone].is_cut_off = false;
    team.sync();
    assert_eq!(team.member("新手机").session().sync.link, LinkState::Forgotten);
    team.heal();
    team.sync();
    team.sync();
    assert_eq!(team.member("新手机").session().sync.link, LinkState::Online);
    assert_all_is_well(&team);
}

#[test]
fn a_newcomer_by_file_brings_along_whom_they_know() {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "小王", Role::Salesperson);
    let [ming, zhou] = ["阿明", "老周"].map(|name| team.member("陈静").invites(name, Role::Salesperson));
    team.partition(&["陈静"]);
    team.joins("阿明", &ming).expect("joined");
    let customer = team.member("阿明").creates_customer("锦华服饰");
    team.sync();
    let file = team.member("小王").sync_file();
    loses_all(&mut team, &["小王", "阿明"]);
    team.joins_by_file("老周", &zhou, file);
    let at = team.place("老周");
    team.devices[at].is_cut_off = false;
    team.sync();
    assert_eq!(team.member("陈静").reads(customer.0, "name"), "锦华服饰");
    team.heal();
    team.sync();
    assert_all_is_well(&team);
}

#[test]
fn a_relay_that_takes_nothing_over_makes_nobody_forget() {
    let (mut team, _, _) = parted(&["小王"]);
    let before = team.device("小王").replica().access.len();
    let written = team.member("小王").creates_customer("蓉城建材");
    team.relay.denies_grafts = true;
    let wang = team.place("小王");
    team.devices[wang].is_cut_off = false;
    team.sync();
    assert_eq!(team.device("小王").replica().access.len(), before);
    assert_ne!(team.member("小王").session().sync.link, LinkState::Online);
    team.relay.denies_grafts = false;
    team.heal();
    team.sync();
    team.sync();
    assert_eq!(team.member("陈静").reads(written.0, "name"), "蓉城建材");
    assert_all_is_well(&team);
}

/// Two devices that both order the log without a relay: a founder's, and one restored from its backup.
#[test]
fn two_founders_devices_that_each_let_somebody_in_are_put_together_by_a_relay() {
    let mut team = Team::new(1);
    let at = team.add_device("陈静");
    team.does(at, Command::FoundTeam { team: "成都一队".into(), name: "陈静".into(), relay: String::new() })
        .expect("founded");
    let copy = team.member("陈静").backup();
    let new_phone = team.add_device("新手机");
    team.sync();
    team.does(new_phone, Command::RestoreReplica { copy }).expect("restored");
    for (inviter, name) in [("陈静", "阿明"), ("新手机", "小李")] {
        let link = link_for(&mut team, inviter, name, None, true);
        let file = team.member(inviter).sync_file();
        team.joins_by_file(name, &link, file);
        let file = team.member(name).sync_file();
        team.member(inviter).does(Command::OpenSyncFile { file });
        let file = team.member(inviter).sync_file();
        team.member(name).does(Command::OpenSyncFile { file });
    }
    let customer = team.member("小李").creates_customer("锦华服饰");
    team.heal();
    for name in ["陈静", "阿明", "新手机", "小李"] {
        team.member(name).does(Command::SetRelay { relay: ADDRESS.into() });
        team.sync();
    }
    // 陈静's was first. The new phone is not named there, and was let in by no link of its own.
    assert_eq!(team.member("新手机").session().sync.link, LinkState::Forgotten);
    let link = team.member("陈静").adds_a_device();
    team.member("新手机").does(Command::JoinTeam { link });
    team.sync();
    team.sync();
    assert_eq!(team.member("阿明").reads(customer.0, "name"), "锦华服饰");
    assert_all_is_well(&team);
}

/// A link for somebody new, or for a member who is known; `by_file` without a relay.
fn link_for(team: &mut Team, inviter: &str, name: &str, member: Option<MemberId>, by_file: bool) -> String {
    let invite = Command::Invite { member, name: name.into(), role: Role::Salesperson, line: None, by_file };
    let made = team.member(inviter).does(invite).made;
    team.sync();
    match made {
        Some(Made::InviteLink(link)) => link,
        other => panic!("no link: {other:?}"),
    }
}
