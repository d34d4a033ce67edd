//! What one command changed in several documents is seen together.

use contract::{Query, View};
use domain::customer::{Customer, CustomerId};
use domain::follow_up::FollowUpId;
use domain::member::Role;
use domain::record::SpaceClass;
use engine::storage;
use tongzhou_tests::{Team, check};
use wire::{ClientFrame, SpaceId};

/// 阿明 has logged a follow-up, which also sets the customer's next date; the two envelopes are on their way, and
/// only the first has reached the relay.
struct Scene {
    team: Team,
    customer: CustomerId,
    follow_up: FollowUpId,
    second: Vec<u8>,
    book: SpaceId,
}

impl Scene {
    fn new() -> Self {
        let mut team = Team::founded_by("陈静");
        team.welcomes("陈静", "阿明", Role::Assistant);
        let customer = team.member("陈静").creates_customer("锦华服饰");
        team.sync();
        team.partition(&["阿明"]);
        let follow_up = team.member("阿明").logs_follow_up(customer, "要报价");
        team.sync();
        let replica = team.device("阿明").replica();
        let book = replica.home_space(SpaceClass::Book).expect("a book");
        assert_eq!(replica.sync.waiting(), 2, "two documents, two envelopes");
        let mut waiting = team.device("阿明").disk.now.scan(storage::OUTBOX);
        let (second, first) = (waiting.remove(1).1, waiting.remove(0).1);
        let mut scene = Self { team, customer, follow_up, second, book };
        scene.reaches_the_relay(first);
        scene.team.let_pass(1_000);
        scene
    }

    fn reaches_the_relay(&mut self, envelope: Vec<u8>) {
        // 陈静's own device forwards it: originals are forwarded by anyone.
        let frame = ClientFrame::Put { envelopes: vec![envelope] }.encode().expect("a frame");
        self.team.device_mut("陈静").line.send(frame);
    }

    fn sees_follow_up(&mut self) -> bool {
        self.team.member("陈静").row(self.follow_up.0).is_some()
    }

    fn sees_next_date(&mut self) -> bool {
        let row = self.team.member("陈静").row(self.customer.0).expect("a row");
        row.packed.date(Customer::next_date).is_some()
    }

    /// Whether what is shown says that something is missing: the customer, its follow-ups.
    fn says_partial(&mut self) -> bool {
        let chen = self.team.place("陈静");
        let query = Query::Customer { id: self.customer, timeline_count: 10 };
        let View::Customer(Some(detail)) = self.team.sees(chen, query) else { panic!("no customer") };
        detail.is_partial || detail.timeline.iter().any(|entry| entry.is_partial)
    }

    fn ends_well(mut self) {
        self.team.heal();
        self.team.sync();
        assert!(self.sees_follow_up() && self.sees_next_date());
        assert!(!self.says_partial(), "nothing is missing");
        if let Err(difference) = check::converged(&self.team) {
            panic!("{difference}");
        }
    }
}

#[test]
fn half_of_a_batch_is_not_shown_and_the_whole_is() {
    let mut scene = Scene::new();
    assert!(!scene.sees_follow_up() && !scene.sees_next_date(), "half of it is here");
    assert!(scene.team.device("陈静").replica().sync.tail(scene.book, device_of(&scene, "阿明")).is_some());
    let second = scene.second.clone();
    scene.reaches_the_relay(second);
    scene.team.let_pass(1_000);
    assert!(scene.sees_follow_up() && scene.sees_next_date(), "all of it is here");
    scene.ends_well();
}

#[test]
fn after_ten_seconds_the_half_is_shown_with_a_mark_until_the_rest_is_here() {
    let mut scene = Scene::new();
    assert!(!scene.says_partial(), "what is not shown is not marked");
    scene.team.let_pass(10_000);
    assert!(scene.sees_follow_up() != scene.sees_next_date(), "one of the two is here");
    assert!(scene.says_partial());
    let second = scene.second.clone();
    scene.reaches_the_relay(second);
    scene.team.let_pass(1_000);
    assert!(scene.sees_follow_up() && scene.sees_next_date(), "the rest is not waited for again");
    assert!(!scene.says_partial());
    scene.ends_well();
}

#[test]
fn a_restart_shows_what_there_is_and_that_it_is_not_all() {
    let mut scene = Scene::new();
    let chen = scene.team.place("陈静");
    scene.team.crash(chen);
    scene.team.switch_on(chen);
    scene.team.let_pass(1_000);
    check::agrees_with_itself(scene.team.device("陈静")).expect("what is on disk is what is shown");
    assert!(scene.sees_follow_up() != scene.sees_next_date(), "one of the two is here");
    assert!(scene.says_partial());
    scene.ends_well();
}

#[test]
fn an_own_edit_shows_what_the_record_holds() {
    let mut scene = Scene::new();
    let customer = scene.customer;
    scene.team.member("陈静").writes(customer.0, "region", "成都");
    let deleted = scene.team.member("陈静").deletes(customer.0);
    assert!(!deleted.changed.is_empty());
    scene.team.let_pass(60_000);
    assert!(
        !scene.team.member("陈静").row(customer.0).expect("a row").live,
        "what was held back came too late"
    );
    scene.team.heal();
    scene.team.sync();
    if let Err(difference) = check::converged(&scene.team) {
        panic!("{difference}");
    }
}

fn device_of(scene: &Scene, name: &str) -> wire::DeviceId {
    scene.team.device(name).replica().identity.device.id()
}
