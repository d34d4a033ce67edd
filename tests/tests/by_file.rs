//! Files beside the relay: carried, joined and restored by.

use contract::command::{Made, TurnedAway};
use contract::view::SyncStage;
use contract::{Command, File, FileFault, Refusal};
use domain::member::Role;
use tongzhou_tests::{Team, check};

fn assert_converged(team: &Team) {
    if let Err(difference) = check::converged(team) {
        panic!("{difference}");
    }
}

fn three_people() -> Team {
    let mut team = Team::founded_by("陈静");
    team.welcomes("陈静", "阿明", Role::Assistant);
    team.welcomes("陈静", "小李", Role::Salesperson);
    team
}

fn restore(team: &mut Team, on: &str, copy: File) {
    let at = team.add_device(on);
    while team.devices[at].disk.is_busy() {
        team.happen(tongzhou_tests::Event::Store(at));
    }
    team.does(at, Command::RestoreReplica { copy }).expect("restored");
}

#[test]
fn who_is_offline_is_heard_through_a_colleague_who_carries_the_file() {
    let mut team = three_people();
    team.partition(&["阿明"]);
    let customer = team.member("阿明").creates_customer("锦华服饰");
    team.member("阿明").logs_follow_up(customer, "要报价");
    team.sync();
    assert_eq!(team.member("阿明").stage(), SyncStage::SavedHere);
    let carried = team.member("阿明").sync_file();
    let again = carried.clone();
    team.member("小李").does(Command::OpenSyncFile { file: carried });
    assert_eq!(team.member("小李").reads(customer.0, "name"), "锦华服饰");
    // 小李 has a line: the relay gets 阿明's originals from there when it is asked what it has.
    let li = team.place("小李");
    team.break_line(li);
    team.sync();
    assert_eq!(team.member("陈静").reads(customer.0, "name"), "锦华服饰");
    team.heal();
    team.member("陈静").does(Command::OpenSyncFile { file: again });
    team.sync();
    assert_eq!(team.member("阿明").stage(), SyncStage::Received { devices: 2 });
    assert_converged(&team);
}

#[test]
fn by_file_alone_it_is_known_who_has_received_what() {
    let mut team = three_people();
    team.partition(&["陈静", "阿明", "小李"]);
    let customer = team.member("阿明").creates_customer("锦华服饰");
    team.sync();
    let there = team.member("阿明").sync_file();
    team.member("小李").does(Command::OpenSyncFile { file: there });
    let back = team.member("小李").sync_file();
    team.member("阿明").does(Command::OpenSyncFile { file: back });
    team.sync();
    assert_eq!(team.member("阿明").stage(), SyncStage::Received { devices: 1 });
    team.member("阿明").writes(customer.0, "region", "成都");
    team.sync();
    assert_eq!(team.member("阿明").stage(), SyncStage::SavedHere);
    team.heal();
    team.sync();
    assert_converged(&team);
}

#[test]
fn a_newcomer_reads_by_file_and_writes_once_the_relay_has_let_them_in() {
    let mut team = Team::founded_by("陈静");
    let customer = team.member("陈静").creates_customer("锦华服饰");
    let link = team.member("陈静").invites("阿明", Role::Salesperson);
    let welcome = team.member("陈静").sync_file();
    team.joins_by_file("阿明", &link, welcome);
    let at = team.place("阿明");
    assert_eq!(team.member("阿明").reads(customer.0, "name"), "锦华服饰");
    let refused = team.member("阿明").tries(Command::Delete { id: customer.0 });
    assert!(matches!(refused, Err(Refusal::NotAllowed(_))), "{refused:?}");
    assert_eq!(team.member("阿明").stage(), SyncStage::SavedHere, "nobody knows of this device");
    // Switched off and on it still waits.
    team.crash(at);
    team.switch_on(at);
    assert_eq!(team.member("阿明").stage(), SyncStage::SavedHere);
    team.heal();
    team.sync();
    team.member("阿明").writes(customer.0, "region", "成都");
    team.sync();
    assert_eq!(team.member("陈静").reads(customer.0, "region"), "成都");
    assert_converged(&team);
}

#[test]
fn a_newcomer_reads_by_the_file_of_whoever_is_near_and_one_without_keys_lets_nobody_in() {
    let mut team = three_people();
    let customer = team.member("陈静").creates_customer("锦华服饰");
    let link = team.member("陈静").invites("小王", Role::Salesperson);
    team.sync();
    let welcome = team.member("小李").sync_file();
    let keyless = team.resealed("陈静", &welcome, |contents| contents.boxes.clear());
    let at = team.starts_without_a_line("小王");
    let refused = team.does(at, Command::JoinByFile { link: link.clone(), file: keyless });
    assert_eq!(refused.map(drop), Err(Refusal::File(FileFault::NotForUs)));
    team.does(at, Command::JoinByFile { link, file: welcome }).expect("joined");
    team.sync();
    assert_eq!(team.member("小王").reads(customer.0, "name"), "锦华服饰");
    team.heal();
    team.sync();
    assert_converged(&team);
}

#[test]
fn who_is_not_let_in_by_file_is_said_to_whoever_could_have() {
    let mut team = Team::new(1);
    team.relay.is_down = true;
    team.found("陈静");
    let link = team.member("陈静").invites("阿明", Role::Salesperson);
    let welcome = team.member("陈静").sync_file();
    for name in ["阿明", "抢先的人"] {
        team.joins_by_file(name, &link, welcome.clone());
    }
    let opens = |team: &mut Team, name: &str, file: File| match team
        .member(name)
        .does(Command::OpenSyncFile { file })
        .made
    {
        Some(Made::Received { admitted, turned_away, .. }) => (admitted, turned_away),
        other => panic!("{other:?}"),
    };
    let [first, second] = ["阿明", "抢先的人"].map(|name| team.member(name).sync_file());
    assert_eq!(opens(&mut team, "陈静", first.clone()), (1, None));
    assert_eq!(opens(&mut team, "陈静", first), (0, None), "opened twice");
    assert_eq!(opens(&mut team, "陈静", second), (0, Some(TurnedAway::AskedTooEarly)));
    let news = team.member("陈静").sync_file();
    opens(&mut team, "抢先的人", news);
    let asks_again = team.member("抢先的人").sync_file();
    assert_eq!(opens(&mut team, "陈静", asks_again), (0, Some(TurnedAway::Invite)));

    // A restored device asks by an invite of its own, which comes before it in the file.
    let news = team.member("陈静").sync_file();
    opens(&mut team, "阿明", news);
    let kept = team.member("阿明").backup();
    restore(&mut team, "新手机", kept);
    team.sync();
    let early = team.member("新手机").sync_file();
    team.member("陈静").invites("小李", Role::Salesperson);
    assert_eq!(opens(&mut team, "陈静", early), (0, Some(TurnedAway::AskedTooEarly)));
    let news = team.member("陈静").sync_file();
    opens(&mut team, "新手机", news);
    let in_time = team.member("新手机").sync_file();
    assert_eq!(opens(&mut team, "陈静", in_time), (1, None));
}

#[test]
fn a_restored_device_writes_offline_and_is_let_in_later_whatever_breaks_meanwhile() {
    for steps in 0.. {
        let mut team = three_people();
        let customer = team.member("阿明").creates_customer("锦华服饰");
        team.sync();
        team.partition(&["阿明"]);
        team.member("阿明").writes(customer.0, "note", "没有上传");
        team.sync();
        let kept = team.member("阿明").backup();
        let old = team.place("阿明");
        team.crash(old);
        team.devices.remove(old);

        team.relay.is_down = true;
        restore(&mut team, "新手机", kept);
        team.sync();
        team.member("新手机").writes(customer.0, "region", "成都");
        team.member("新手机").logs_follow_up(customer, "恢复以后");
        team.sync();
        let at = team.place("新手机");
        assert!(!team.devices[at].replica().is_admitted());
        let nothing_of_mine = team.member("新手机").sync_file();
        team.member("小李").does(Command::OpenSyncFile { file: nothing_of_mine });
        assert_eq!(team.member("小李").reads(customer.0, "region"), "");
        assert_eq!(team.member("小李").reads(customer.0, "note"), "没有上传", "the old device's own goes");

        team.heal();
        let alarm = team.next_alarm().map_or(team.now_ms, |alarm| alarm.max(team.now_ms));
        team.now_ms = alarm;
        let happened = (0..steps)
            .take_while(|_| team.events().first().copied().inspect(|event| team.happen(*event)).is_some())
            .count();
        team.crash(at);
        team.switch_on(at);
        team.sync();
        team.sync();
        for name in ["陈静", "小李", "新手机"] {
            assert_eq!(team.member(name).reads(customer.0, "note"), "没有上传", "after {steps} steps");
            assert_eq!(team.member(name).reads(customer.0, "region"), "成都", "after {steps} steps");
        }
        assert_eq!(team.member("新手机").stage(), SyncStage::Received { devices: 2 });
        assert_converged(&team);
        let devices = team.device("陈静").replica().access.state().devices.len();
        assert_eq!(devices, 4, "one new device, however often it asked");
        if happened < steps {
            break;
        }
    }
}

#[test]
fn a_restored_device_takes_no_id_and_no_actor_of_the_old_one() {
    let mut team = three_people();
    let customer = team.member("阿明").creates_customer("锦华服饰");
    team.sync();
    let kept = team.member("阿明").backup();
    let old = team.device("阿明").replica().identity.device.id();
    restore(&mut team, "新手机", kept);
    team.sync();
    // The old one was only mislaid: both go on.
    team.member("新手机").writes(customer.0, "region", "成都");
    team.member("阿明").writes(customer.0, "industry", "服装");
    team.sync();
    let new = team.device("新手机").replica();
    assert_ne!(new.identity.device.id(), old);
    assert!(!new.actor.starts_with(&old.0[..16]));
    for name in ["陈静", "阿明", "小李", "新手机"] {
        assert_eq!(team.member(name).reads(customer.0, "region"), "成都");
        assert_eq!(team.member(name).reads(customer.0, "industry"), "服装");
    }
    assert_converged(&team);
}

#[test]
fn a_restored_device_that_broke_off_in_the_middle_is_let_in_weeks_later() {
    let mut team = three_people();
    let kept = team.member("阿明").backup();
    let old = team.place("阿明");
    team.crash(old);
    team.devices.remove(old);
    restore(&mut team, "新手机", kept);
    let at = team.place("新手机");
    let invites = |team: &Team| team.device("陈静").replica().access.state().invites.len();
    let before = invites(&team);
    while invites(&team) == before {
        let event = team.events().first().copied().expect("the invite gets there");
        team.happen(event);
    }
    team.crash(at);
    assert!(team.device("陈静").replica().access.state().invites.values().any(|invite| invite.uses_left > 0));
    team.now_ms += 30 * 86_400_000;
    team.switch_on(at);
    team.sync();
    assert!(team.device("新手机").replica().is_admitted());
    assert_converged(&team);
}

#[test]
fn nothing_is_written_by_a_file_that_cannot_be_used() {
    let mut team = three_people();
    let kept = team.member("阿明").backup();
    let at = team.add_device("新手机");
    team.sync();
    let before = team.devices[at].disk.copy();
    let tries =
        |team: &mut Team, bytes: &[u8]| team.does(at, Command::RestoreReplica { copy: File(bytes.to_vec()) });
    let cut = &kept.0[..kept.0.len() - 7];
    assert_eq!(tries(&mut team, cut), Err(Refusal::File(FileFault::Changed)));
    assert_eq!(tries(&mut team, b""), Err(Refusal::File(FileFault::Changed)));
    team.sync();
    assert_eq!(team.devices[at].disk.copy(), before);
    assert!(!team.devices[at].is_in_team());
}

#[test]
fn a_founder_who_goes_on_beside_the_restored_copy_is_told_that_the_log_has_parted() {
    let mut team = Team::new(1);
    let at = team.add_device("陈静");
    team.does(at, Command::FoundTeam { team: "成都一队".into(), name: "陈静".into(), relay: String::new() })
        .expect("founded");
    let kept = team.member("陈静").backup();
    restore(&mut team, "新手机", kept);
    // Both order the log now: a founder who goes on beside the copy parts the team, and it is said.
    let invite = |name: &str| Command::Invite {
        member: None,
        name: name.into(),
        role: Role::Salesperson,
        line: None,
        by_file: true,
    };
    team.member("陈静").does(invite("阿明"));
    team.member("新手机").does(invite("小李"));
    let parted = team.member("陈静").sync_file();
    let answer = team.member("新手机").tries(Command::OpenSyncFile { file: parted });
    assert_eq!(answer.map(drop), Err(Refusal::File(FileFault::Forked)));
}
