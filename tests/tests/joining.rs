//! Links: used once, by whoever holds them, whatever breaks on the way.

use contract::Refusal;
use contract::command::InviteFault;
use contract::view::SyncStage;
use domain::member::Role;
use tongzhou_tests::{Event, Team, check};

const DAY_MS: i64 = 86_400_000;
const YEAR_MS: i64 = 365 * DAY_MS;

fn assert_converged(team: &Team) {
    if let Err(difference) = check::converged(team) {
        panic!("{difference}");
    }
}

#[test]
fn a_second_device_of_one_person_has_everything_also_what_is_private() {
    let mut team = Team::founded_by("陈静");
    let customer = team.member("陈静").creates_customer("锦华服饰");
    let link = team.member("陈静").adds_a_device();
    team.joins("陈静的平板", &link).expect("joined");
    assert_eq!(team.member("陈静的平板").reads(customer.0, "name"), "锦华服饰");
    let (one, other) = (team.device("陈静").replica(), team.device("陈静的平板").replica());
    assert_eq!(one.me(), other.me());
    assert_eq!(check::readable(one), check::readable(other));
    assert!(check::readable(other).iter().all(|space| other.keys.keys().any(|(of, _)| of == space)));
    assert_eq!(team.member("陈静").stage(), SyncStage::Received { devices: 1 });
    assert_converged(&team);
}

#[test]
fn the_inviter_need_not_be_there() {
    let mut team = Team::founded_by("陈静");
    let link = team.member("陈静").invites("阿明", Role::Salesperson);
    team.partition(&["陈静"]);
    team.joins("阿明", &link).expect("joined");
    let customer = team.member("阿明").creates_customer("蓉城建材");
    team.sync();
    team.heal();
    team.sync();
    assert_eq!(team.member("陈静").reads(customer.0, "name"), "蓉城建材");
    assert_converged(&team);
}

#[test]
fn a_link_works_once() {
    let mut team = Team::founded_by("陈静");
    let link = team.member("陈静").invites("阿明", Role::Salesperson);
    team.joins("阿明", &link).expect("joined");
    assert_eq!(team.joins("小李", &link), Err(Refusal::InviteSpent(InviteFault::Used)));
    assert!(!team.device("小李").is_in_team());
}

#[test]
fn a_link_ends() {
    let mut team = Team::founded_by("陈静");
    let link = team.member("陈静").invites("阿明", Role::Salesperson);
    team.let_pass(8 * DAY_MS);
    assert_eq!(team.joins("阿明", &link), Err(Refusal::InviteSpent(InviteFault::Expired)));
}

#[test]
fn a_link_that_was_used_says_so_also_when_its_time_is_over() {
    let mut team = Team::founded_by("陈静");
    let link = team.member("陈静").invites("阿明", Role::Salesperson);
    team.joins("阿明", &link).expect("joined");
    team.now_ms += 8 * DAY_MS;
    assert_eq!(team.joins("小李", &link), Err(Refusal::InviteSpent(InviteFault::Used)));
}

#[test]
fn a_link_made_offline_works_once_its_maker_has_been_online() {
    let mut team = Team::founded_by("陈静");
    team.partition(&["陈静"]);
    let link = team.member("陈静").invites("阿明", Role::Salesperson);
    assert_eq!(team.joins("阿明", &link), Err(Refusal::InviteSpent(InviteFault::Unknown)));
    team.heal();
    team.sync();
    team.joins("阿明", &link).expect("joined");
}

#[test]
fn a_damaged_link_is_called_damaged() {
    let mut team = Team::founded_by("陈静");
    let link = team.member("陈静").invites("阿明", Role::Salesperson);
    let (at, letter) = link.char_indices().nth(40).expect("long enough");
    let other = if letter == 'A' { "B" } else { "A" };
    let changed = format!("{}{other}{}", &link[..at], &link[at + 1..]);
    assert_eq!(team.joins("阿明", &changed), Err(Refusal::BadLink));
    assert_eq!(team.joins("阿明", &link[..60]), Err(Refusal::BadLink));
    team.joins("阿明", &link).expect("the link itself still works");
}

#[test]
fn without_a_relay_the_joiner_is_told_and_the_link_stays_good() {
    let mut team = Team::founded_by("陈静");
    let link = team.member("陈静").invites("阿明", Role::Salesperson);
    team.relay.is_down = true;
    assert_eq!(team.joins("阿明", &link), Err(Refusal::RelayUnreachable));
    team.heal();
    team.joins("阿明", &link).expect("joined");
}

#[test]
fn a_clock_that_is_wrong_by_a_year_keeps_nobody_out() {
    for ahead_ms in [-YEAR_MS, YEAR_MS] {
        let mut team = Team::founded_by("陈静");
        let link = team.member("陈静").invites("阿明", Role::Salesperson);
        let ming = team.add_device("阿明");
        team.set_clock(ming, ahead_ms);
        team.joins("阿明", &link).expect("joined");
        assert_converged(&team);
    }
}

/// Whatever breaks between the first frame and the last write: the same link, opened again, gets the person in.
#[test]
fn a_join_that_broke_anywhere_is_finished_with_the_same_link() {
    for crash in [false, true] {
        for steps in 1.. {
            let mut team = Team::founded_by("陈静");
            let link = team.member("陈静").invites("阿明", Role::Salesperson);
            let ming = team.add_device("阿明");
            team.sync();
            team.order(ming, contract::Command::JoinTeam { link: link.clone() });
            let happened = (0..steps).take_while(|_| one_step(&mut team)).count();
            if crash {
                team.crash(ming);
                team.switch_on(ming);
            } else {
                team.break_line(ming);
            }
            team.sync();
            if !team.device("阿明").is_in_team() {
                team.joins("阿明", &link).unwrap_or_else(|refusal| panic!("after {steps} steps: {refusal}"));
            }
            team.sync();
            assert_converged(&team);
            if happened < steps {
                break;
            }
        }
    }
}

fn one_step(team: &mut Team) -> bool {
    let event: Option<Event> = team.events().first().copied();
    event.inspect(|event| team.happen(*event)).is_some()
}
