//! Snapshots: made, countersigned, taken over instead of envelopes, and given back.

use contract::view::SyncStage;
use contract::{Command, Query};
use domain::RecordId;
use domain::customer::CustomerId;
use domain::member::Role;
use engine::storage;
use engine::sync::snapshots::Policy;
use tongzhou_tests::story::text;
use tongzhou_tests::{Team, check};
use wire::{PartId, Snapshot, SpaceClass, SpaceId, SyncContents, TeamId};

const DAY_MS: i64 = 86_400_000;

/// The founder, who writes so much that snapshots are made while the clock runs.
fn busy_founder() -> Team {
    let mut team = Team::founded_by("陈静");
    team.snapshots = Policy { every: 10, rest_ms: 3_000 };
    restarts(&mut team, "陈静");
    team.sync();
    team
}

/// The same with an assistant.
fn busy_team() -> Team {
    let mut team = busy_founder();
    team.welcomes("陈静", "阿明", Role::Assistant);
    team
}

fn works(team: &mut Team, name: &str, times: usize) {
    let customer = team.member(name).creates_customer("锦华服饰");
    for time in 0..times {
        team.member(name).writes(customer.0, "note", &format!("第 {time} 次"));
        team.member(name).logs_follow_up(customer, "要报价");
    }
    team.sync();
    team.sync();
}

/// Crashes, and starts again.
fn restarts(team: &mut Team, name: &str) -> usize {
    let at = team.place(name);
    team.crash(at);
    team.switch_on(at);
    at
}

/// 小李, who has just joined by a snapshot and started again: its documents have not been compared with their rows.
fn newcomer_restarts() -> (Team, usize) {
    let mut team = busy_team();
    works(&mut team, "陈静", 12);
    team.welcomes("陈静", "小李", Role::Salesperson);
    let at = restarts(&mut team, "小李");
    (team, at)
}

fn books(team: &Team) -> (TeamId, SpaceId) {
    let replica = team.device("陈静").replica();
    let spaces = &replica.access.state().spaces;
    let book = spaces.iter().find(|(_, space)| matches!(space.class, SpaceClass::Book { .. }));
    (replica.identity.team, *book.expect("there is a book").0)
}

fn assert_converged(team: &Team) {
    if let Err(difference) = check::converged(team) {
        panic!("{difference}");
    }
}

fn envelopes_of(team: &Team, name: &str, space: SpaceId) -> usize {
    team.device(name).disk.now.scan(&storage::envelopes_of(space)).len()
}

#[test]
fn who_joins_later_gets_documents_instead_of_envelopes_and_sees_the_same() {
    let mut team = busy_team();
    works(&mut team, "陈静", 12);
    let (id, book) = books(&team);
    assert_eq!(team.relay.kept(id, book).0, 1, "one snapshot is made");
    team.welcomes("陈静", "小李", Role::Salesperson);
    team.sync();
    assert_eq!(envelopes_of(&team, "小李", book), 0);
    assert!(envelopes_of(&team, "阿明", book) > 20);
    assert_converged(&team);
    let after = team.member("小李").creates_customer("蓉城建材");
    team.sync();
    assert_eq!(team.member("陈静").reads(after.0, "name"), "蓉城建材");
    assert_eq!(team.member("小李").stage(), SyncStage::Received { devices: 2 });
    assert_converged(&team);
}

#[test]
fn the_relay_lets_go_of_what_two_snapshots_have_and_the_late_still_get_all() {
    let mut team = busy_team();
    team.welcomes("陈静", "小李", Role::Salesperson);
    team.sync();
    team.partition(&["小李"]);
    let mine = team.member("小李").creates_customer("蓉城建材");
    for _ in 0..3 {
        works(&mut team, "陈静", 8);
        works(&mut team, "阿明", 8);
    }
    let (id, book) = books(&team);
    let (snapshots, dropped) = team.relay.kept(id, book);
    assert_eq!(snapshots, 2, "two are kept");
    assert!(dropped > 30, "{dropped} envelopes let go");
    team.heal();
    team.sync();
    team.sync();
    assert_eq!(team.member("陈静").reads(mine.0, "name"), "蓉城建材");
    assert_converged(&team);
    team.welcomes("陈静", "小王", Role::Salesperson);
    team.sync();
    assert_converged(&team);
}

#[test]
fn a_relay_that_lost_everything_is_given_the_snapshot_by_who_has_no_envelopes() {
    let mut team = busy_team();
    works(&mut team, "陈静", 12);
    team.welcomes("陈静", "小李", Role::Salesperson);
    team.sync();
    let mine = team.member("小李").creates_customer("蓉城建材");
    team.sync();
    team.roll_relay_back(0);
    team.partition(&["陈静", "阿明"]);
    team.member("小李").writes(mine.0, "region", "成都");
    team.sync();
    let (id, book) = books(&team);
    assert_eq!(team.relay.kept(id, book).0, 1);
    assert_eq!(team.member("小李").stage(), SyncStage::Uploaded);
    team.heal();
    team.sync();
    team.sync();
    assert_eq!(team.member("陈静").reads(mine.0, "region"), "成都");
    assert_converged(&team);
}

/// A start loads no document before its first screen is there.
#[test]
fn rows_that_came_with_a_snapshot_are_not_compared_while_a_device_starts() {
    let (mut team, _) = newcomer_restarts();
    team.let_pass(900);
    let replica = team.device("小李").replica();
    assert!(replica.next_unproven().is_some() && replica.loaded.is_empty());
    team.let_pass(60_000);
    assert!(team.device("小李").replica().next_unproven().is_none(), "all are compared");
}

/// Also of what a snapshot came as.
#[test]
fn who_leaves_the_team_keeps_nothing_of_it_on_the_device() {
    let mut team = busy_team();
    works(&mut team, "陈静", 12);
    team.welcomes("陈静", "小李", Role::Salesperson);
    let (at, (_, book)) = (team.place("小李"), books(&team));
    assert!(!team.devices[at].disk.now.scan(&storage::snapshot_parts(book)).is_empty());
    team.does(at, Command::ForgetTeam).expect("left");
    team.let_pass(60_000);
    assert!(team.devices[at].disk.now.snapshot().is_empty());
}

/// Hundreds of documents have time; who scrolls or writes has not.
#[test]
fn rows_that_came_with_a_snapshot_are_not_compared_while_somebody_works() {
    let (mut team, at) = newcomer_restarts();
    for _ in 0..20 {
        team.let_pass(900);
        team.sees(at, Query::Team);
    }
    let replica = team.device("小李").replica();
    assert!(replica.next_unproven().is_some() && replica.loaded.is_empty());
    team.let_pass(60_000);
    assert!(team.device("小李").replica().next_unproven().is_none(), "all are compared");
}

/// What a snapshot says of its rows is a courtesy: a few moments later the documents have the last word.
#[test]
fn rows_that_came_with_a_snapshot_are_compared_with_their_documents() {
    let mut team = busy_team();
    works(&mut team, "陈静", 12);
    team.welcomes("陈静", "小李", Role::Salesperson);
    team.let_pass(60_000);
    let unproven = team.device("小李").disk.now.scan(storage::META_UNPROVEN);
    assert!(unproven.is_empty(), "all are compared");
    assert_converged(&team);
}

/// Most teams begin so: one person imports all customers and invites ten people, who join within minutes.
#[test]
fn the_makers_word_is_enough_until_somebody_else_has_written() {
    let mut team = busy_founder();
    works(&mut team, "陈静", 12);
    let (_, book) = books(&team);
    team.welcomes("陈静", "阿明", Role::Assistant);
    assert_eq!(envelopes_of(&team, "阿明", book), 0, "the founder's word is all there is");
    team.partition(&["阿明"]);
    works(&mut team, "陈静", 12);
    team.welcomes("陈静", "小李", Role::Salesperson);
    team.sync();
    assert_eq!(envelopes_of(&team, "小李", book), 0, "of 阿明 nothing can be left out");
    team.heal();
    team.member("阿明").creates_customer("蓉城建材");
    team.sync();
    team.partition(&["阿明", "小李"]);
    works(&mut team, "陈静", 12);
    team.welcomes("陈静", "王芳", Role::Salesperson);
    team.sync();
    assert!(envelopes_of(&team, "王芳", book) > 20, "nobody has countersigned what is new");
    team.heal();
    team.sync();
    assert_converged(&team);
}

/// Who makes a snapshot could put words into a colleague's mouth: no chain says that they are theirs.
#[test]
fn what_is_in_a_snapshot_from_somebody_without_a_chain_there_is_not_taken() {
    let mut team = busy_team();
    // One only: the relay lets go of nothing.
    team.snapshots.every = 40;
    for name in ["陈静", "阿明"] {
        restarts(&mut team, name);
    }
    works(&mut team, "陈静", 12);
    works(&mut team, "阿明", 12);
    let (id, book) = books(&team);
    let keys = |name| team.device(name).replica().identity.device.clone();
    let (maker, other) = (keys("陈静"), keys("阿明"));
    let hide = |snapshot: &mut Snapshot| assert!(snapshot.chains.remove(&other.id()).is_some());
    team.relay.replace_snapshots((id, book), hide, [&maker, &other]);
    team.welcomes("陈静", "小李", Role::Salesperson);
    let all = envelopes_of(&team, "陈静", book);
    assert_eq!(envelopes_of(&team, "小李", book), all, "pulled as if there were none");
    assert!(!team.device("小李").disk.now.scan(storage::META_REFUSED).is_empty(), "for ever");
    assert_converged(&team);
}

#[test]
fn of_a_snapshot_that_another_has_taken_the_place_of_nothing_is_kept() {
    let mut team = busy_team();
    works(&mut team, "陈静", 12);
    team.welcomes("陈静", "小李", Role::Salesperson);
    team.let_pass(60_000);
    let (_, book) = books(&team);
    let base = |team: &Team| {
        let stored = team.device("小李").disk.now.scan(&storage::snapshot(book));
        Snapshot::verify(&stored.first().expect("a snapshot").1).expect("signed")
    };
    let first = base(&team);
    team.partition(&["小李"]);
    for _ in 0..3 {
        works(&mut team, "陈静", 8);
        works(&mut team, "阿明", 8);
    }
    team.heal();
    team.sync();
    team.sync();
    let second = base(&team);
    assert_ne!(first, second, "another was taken");
    let parts = team.device("小李").disk.now.scan(&storage::snapshot_parts(book));
    let kept: Vec<PartId> = parts.iter().map(|(_, part)| PartId::of(part)).collect();
    assert!(!kept.is_empty() && kept.iter().all(|part| second.names(*part)), "{kept:?}");
    assert_converged(&team);
}

/// The founder's command writes a member, which no snapshot has, and a customer, which one has.
fn imports_a_colleague_and_a_customer(team: &mut Team) -> (RecordId, RecordId) {
    let (colleague, customer) = (RecordId(team.dice.bytes()), RecordId(team.dice.bytes()));
    let records = vec![
        ("member".to_owned(), colleague, vec![text("name", "周敏"), text("role", "salesperson")]),
        ("customer".to_owned(), customer, vec![text("name", "锦江宾馆")]),
    ];
    team.member("陈静").does(Command::CreateMany { records });
    team.sync();
    (colleague, customer)
}

/// Half of a batch comes in a snapshot, half as an envelope: nobody waits for what is there.
#[test]
fn what_a_batch_lacks_may_have_come_with_a_snapshot() {
    let mut team = busy_team();
    let (colleague, customer) = imports_a_colleague_and_a_customer(&mut team);
    works(&mut team, "陈静", 12);
    team.welcomes("陈静", "小李", Role::Salesperson);
    let (_, book) = books(&team);
    assert_eq!(envelopes_of(&team, "小李", book), 0);
    assert_eq!(team.member("小李").reads(colleague, "name"), "周敏");
    assert_eq!(team.member("小李").reads(customer, "name"), "锦江宾馆");
    team.let_pass(60_000);
    let partial = team.device("小李").replica().sync.batches.partial();
    assert!(partial.is_empty(), "nothing is missing: {partial:?}");
    // By file, and after a restart.
    let link = team.member("陈静").invites("小王", Role::Salesperson);
    team.sync();
    let file = team.member("小李").sync_file();
    team.joins_by_file("小王", &link, file);
    assert_eq!(team.member("小王").reads(colleague, "name"), "周敏");
    team.let_pass(60_000);
    restarts(&mut team, "小王");
    team.let_pass(1_000);
    let partial = team.device("小王").replica().sync.batches.partial();
    assert!(partial.is_empty(), "nothing is missing: {partial:?}");
}

/// 小李 began with a snapshot that two people stand by, and has no envelopes from before; somebody is invited. Gives
/// what was written behind the snapshot, and the invite's link.
fn who_began_with_a_snapshot() -> (Team, CustomerId, String) {
    let mut team = busy_team();
    // More documents than are taken over in one go: follow-ups lie in one for each month.
    let founder = team.place("陈静");
    let customer = team.member("陈静").creates_customer("锦江宾馆");
    for month in 1..=20 {
        team.set_clock(founder, month * 31 * DAY_MS);
        team.member("陈静").logs_follow_up(customer, "要报价");
    }
    team.set_clock(founder, 0);
    works(&mut team, "陈静", 12);
    team.welcomes("陈静", "小李", Role::Salesperson);
    team.let_pass(10_000);
    let after = team.member("小李").creates_customer("蓉城建材");
    let link = team.member("陈静").invites("小王", Role::Salesperson);
    team.sync();
    let (_, book) = books(&team);
    assert!(envelopes_of(&team, "小李", book) < 10);
    (team, after, link)
}

#[test]
fn who_began_with_a_snapshot_brings_a_newcomer_everything_by_file() {
    let (mut team, after, link) = who_began_with_a_snapshot();
    team.partition(&["小李"]);
    let file = team.member("小李").sync_file();
    let told = team.joins_by_file("小王", &link, file);
    assert!(told > 20, "all is there when it is told, {told}");
    let (_, book) = books(&team);
    assert!(envelopes_of(&team, "小王", book) < 10);
    assert_eq!(team.member("小王").reads(after.0, "name"), "蓉城建材");
    // What came so goes further: to who was there before, too.
    let next = team.member("陈静").invites("小周", Role::Salesperson);
    let known = team.member("陈静").sync_file();
    team.member("小李").does(Command::OpenSyncFile { file: known });
    let file = team.member("小李").sync_file();
    team.joins_by_file("小周", &next, file);
    team.let_pass(60_000);
    team.heal();
    team.sync();
    team.sync();
    team.member("小王").writes(after.0, "region", "成都");
    team.sync();
    assert_eq!(team.member("小周").reads(after.0, "region"), "成都");
    assert_converged(&team);
}

#[test]
fn who_was_away_takes_a_snapshot_from_a_file_into_what_they_have() {
    let mut team = busy_team();
    team.welcomes("陈静", "小王", Role::Salesperson);
    team.sync();
    team.partition(&["小王"]);
    let mine = team.member("小王").creates_customer("锦江宾馆");
    works(&mut team, "陈静", 20);
    works(&mut team, "阿明", 20);
    team.welcomes("陈静", "小李", Role::Salesperson);
    team.let_pass(10_000);
    let after = team.member("小李").creates_customer("蓉城建材");
    team.sync();
    let (_, book) = books(&team);
    assert!(envelopes_of(&team, "小李", book) < 20);
    let file = team.member("小李").sync_file();
    team.member("小王").does(Command::OpenSyncFile { file: file.clone() });
    assert_eq!(team.member("小王").reads(after.0, "name"), "蓉城建材");
    // A second time it brings nothing and does no harm.
    team.member("小王").does(Command::OpenSyncFile { file });
    let back = team.member("小王").sync_file();
    team.member("小李").does(Command::OpenSyncFile { file: back });
    assert_eq!(team.member("小李").reads(mine.0, "name"), "锦江宾馆");
    team.heal();
    team.sync();
    team.sync();
    assert_converged(&team);
}

#[test]
fn a_snapshot_that_kills_whoever_puts_it_into_theirs_does_not_kill_every_start() {
    let mut team = busy_team();
    team.welcomes("陈静", "小李", Role::Salesperson);
    works(&mut team, "陈静", 2);
    team.partition(&["小李"]);
    let mine = team.member("小李").creates_customer("蓉城建材");
    for _ in 0..3 {
        works(&mut team, "陈静", 8);
        works(&mut team, "阿明", 8);
    }
    let (id, book) = books(&team);
    let at = team.place("小李");
    team.devices[at].deadly.2 = team.relay.newest_snapshot(id, book);
    team.heal();
    team.keeps_starting("小李");
    assert_eq!(team.devices[at].deaths, 3, "once with everything, twice alone");
    // The one before it, and the envelopes since, bring the same; a start later nothing is tried again.
    assert_eq!(team.member("陈静").reads(mine.0, "name"), "蓉城建材");
    assert_converged(&team);
    team.crash(at);
    team.keeps_starting("小李");
    works(&mut team, "陈静", 2);
    assert_eq!(team.devices[at].deaths, 3);
    assert_converged(&team);
}

#[test]
fn a_snapshot_in_a_file_needs_two_peoples_word_and_all_its_parts() {
    type Change = fn(&mut SyncContents);
    let changes: [Change; 3] = [
        |contents| contents.countersignatures.clear(),
        |contents| contents.parts[0][40] ^= 1,
        |contents| contents.parts.clear(),
    ];
    for change in changes {
        let (mut team, after, link) = who_began_with_a_snapshot();
        let file = team.member("小李").sync_file();
        let file = team.resealed("陈静", &file, change);
        team.joins_by_file("小王", &link, file);
        assert!(team.member("小王").row(after.0).is_none(), "what is behind it waits");
        assert!(!team.device("小王").replica().sync.quarantined().is_empty());
        team.heal();
        team.sync();
        team.sync();
        assert_eq!(team.member("小王").reads(after.0, "name"), "蓉城建材");
        assert_converged(&team);
    }
}
