//! The relay loses its past; the devices give it back.

use contract::command::InviteFault;
use contract::view::SyncStage;
use contract::{Command, Refusal};
use domain::member::Role;
use tongzhou_tests::{Team, check};

fn three_people() -> Team {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "阿明", Role::Assistant);
    team.welcomes("陈静", "小李", Role::Salesperson);
    team
}

fn assert_converged(team: &Team) {
    if let Err(difference) = check::converged(team) {
        panic!("{difference}");
    }
}

#[test]
fn an_emptied_relay_is_filled_again_by_whoever_comes_first() {
    let mut team = three_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    team.member("阿明").logs_follow_up(customer, "要报价");
    team.sync();
    team.roll_relay_back(0);
    team.partition(&["陈静", "阿明"]);
    team.sync();
    assert!(team.relay.disk_len() > 0, "小李 has brought back what they could");
    team.heal();
    team.sync();
    assert_converged(&team);
    let later = team.member("小李").creates_customer("蓉城建材");
    team.sync();
    assert_eq!(team.member("陈静").reads(later.0, "name"), "蓉城建材");
    assert_converged(&team);
}

#[test]
fn a_relay_put_back_to_an_older_state_gets_the_rest_again() {
    let mut team = three_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    let before = team.relay.disk_len();
    team.member("阿明").writes(customer.0, "region", "成都");
    team.member("小李").logs_follow_up(customer, "要报价");
    team.sync();
    team.roll_relay_back(before);
    team.member("陈静").writes(customer.0, "note", "老客户");
    team.sync();
    assert_converged(&team);
}

#[test]
fn a_newcomer_gets_everything_from_a_relay_that_was_refilled() {
    let mut team = three_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    team.roll_relay_back(0);
    team.sync();
    team.welcomes("陈静", "小王", Role::Salesperson);
    assert_eq!(team.member("小王").reads(customer.0, "name"), "锦华服饰");
    assert_converged(&team);
}

#[test]
fn a_relay_set_later_takes_what_was_done_alone() {
    let mut team = Team::new(1);
    let at = team.add_device("陈静");
    team.does(at, Command::FoundTeam { team: "成都一队".into(), name: "陈静".into(), relay: String::new() })
        .expect("founded");
    team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    assert_eq!(team.member("陈静").stage(), SyncStage::SavedHere);
    team.member("陈静").does(Command::SetRelay { relay: tongzhou_tests::relay::ADDRESS.into() });
    team.sync();
    assert_eq!(team.member("陈静").stage(), SyncStage::Uploaded);
    team.welcomes("陈静", "阿明", Role::Assistant);
    assert_converged(&team);
}

/// The whole machine is put back to an older copy, as a restored backup does; offline work goes on before the relay
/// is reached. The chain that others know is followed, and the new work comes behind it.
#[test]
fn a_device_restored_from_an_older_copy_loses_nothing_that_others_have() {
    let mut team = three_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    team.sync();
    let copy = team.device("阿明").disk.copy();
    team.member("阿明").writes(customer.0, "region", "成都");
    team.member("阿明").writes(customer.0, "note", "老客户");
    team.sync();
    let ming = team.place("阿明");
    team.crash(ming);
    team.devices[ming].disk.put_back(copy);
    team.partition(&["阿明"]);
    team.switch_on(ming);
    team.sync();
    team.member("阿明").writes(customer.0, "industry", "服装");
    team.member("阿明").logs_follow_up(customer, "要报价");
    team.heal();
    team.sync();
    for name in ["陈静", "阿明", "小李"] {
        assert_eq!(team.member(name).reads(customer.0, "region"), "成都");
        assert_eq!(team.member(name).reads(customer.0, "industry"), "服装");
    }
    assert_eq!(team.member("陈静").stage(), SyncStage::Received { devices: 2 });
    assert_converged(&team);
}

#[test]
fn who_was_invited_gets_in_also_when_the_relay_has_lost_what_was_sealed_for_them() {
    let mut team = three_people();
    let customer = team.member("小李").creates_customer("锦华服饰");
    team.sync();
    let link = team.member("陈静").invites("小王", Role::Salesperson);
    team.partition(&["陈静"]);
    team.roll_relay_back(0);
    team.sync();
    // The others know of the invite, and hold no keys for whoever uses it: nobody is let in who could read nothing.
    assert_eq!(team.joins("小王", &link), Err(Refusal::InviteSpent(InviteFault::Unknown)));
    team.heal();
    team.sync();
    team.joins("小王", &link).expect("joined");
    team.sync();
    assert_eq!(team.member("小王").reads(customer.0, "name"), "锦华服饰");
    assert_converged(&team);
}
