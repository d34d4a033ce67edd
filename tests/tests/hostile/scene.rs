//! A team with a hostile member, and what must hold after whatever they do.

use contract::view::QuarantineReason;
use domain::RecordId;
use domain::customer::{Customer, CustomerId};
use domain::member::Role;
use domain::record::SpaceClass;
use engine::storage::DocumentId;
use tongzhou_tests::check::{self, Shown};
use tongzhou_tests::hostile::Hostile;
use tongzhou_tests::{Device, Team};
use wire::frame::Refusal;
use wire::{EnvelopeId, ServerFrame, SpaceId};

/// Everybody else's devices.
pub const HONEST: [&str; 3] = ["陈静", "阿明", "阿明的平板"];

/// A team, a customer they share, and 小李 with a patched program.
pub struct Scene {
    pub team: Team,
    pub hostile: Hostile,
    pub customer: CustomerId,
    pub before: Vec<Shown>,
}

impl Scene {
    pub fn new() -> Self {
        let mut team = Team::founded_by("陈静");
        team.welcomes("陈静", "阿明", Role::Assistant);
        team.welcomes("陈静", "小李", Role::Salesperson);
        let link = team.member("阿明").adds_a_device();
        team.joins("阿明的平板", &link).expect("joined");
        let customer = team.member("陈静").creates_customer("锦华服饰");
        team.sync();
        team.member("小李").logs_follow_up(customer, "要报价");
        team.sync();
        let hostile = Hostile::takes_over(&mut team, "小李");
        let before = HONEST.iter().flat_map(|name| everything(team.device(name))).collect();
        Self { team, hostile, customer, before }
    }

    pub fn space(&self, class: SpaceClass) -> SpaceId {
        self.team.device("陈静").replica().home_space(class).expect("a space")
    }

    pub fn document_of(&self, id: RecordId) -> DocumentId {
        let projection = &self.team.device("陈静").replica().projection;
        projection.document(projection.find(id).expect("a row").document).id
    }

    /// A change to the customer as an honest program would make it.
    pub fn change(&self, text: &str) -> (DocumentId, Vec<u8>) {
        let document = self.document_of(self.customer.0);
        // Each change stands for itself, as if the program had been started anew for it.
        let actor = Hostile::actor_of_start(self.hostile.device.id(), text.len() as u64);
        let change = self.hostile.change(document, self.customer.0, Customer::SPEC, "region", text, &actor);
        (document, change)
    }

    /// An envelope that an honest program would make.
    pub fn envelope(&mut self, text: &str) -> Vec<u8> {
        let (document, change) = self.change(text);
        self.holding(document, change)
    }

    /// An envelope of the book that holds this change.
    pub fn holding(&mut self, document: DocumentId, change: Vec<u8>) -> Vec<u8> {
        let body = self.hostile.body(document, vec![change]);
        let draft = self.hostile.draft(self.space(SpaceClass::Book), document);
        self.hostile.seal(draft, &body)
    }

    /// Put it at the honest relay, which has to take it.
    pub fn puts(&mut self, envelope: &[u8]) {
        let said = self.hostile.puts(&mut self.team, vec![envelope.to_vec()]);
        assert!(said.iter().any(|frame| matches!(frame, ServerFrame::Ack { .. })), "{said:?}");
        self.team.sync();
    }

    /// Put it at the honest relay, which must not take it; then into its log with the relay's help.
    pub fn puts_in_vain(&mut self, space: SpaceId, envelope: &[u8], expected: impl Fn(&Refusal) -> bool) {
        let said = self.hostile.puts(&mut self.team, vec![envelope.to_vec()]);
        let refusals = said
            .iter()
            .filter(|frame| matches!(frame, ServerFrame::Refused { reason, .. } if expected(reason)));
        assert_eq!(refusals.count(), 1, "{said:?}");
        self.smuggles(space, envelope);
    }

    pub fn smuggles(&mut self, space: SpaceId, envelope: &[u8]) {
        self.hostile.smuggles(&mut self.team, space, &[envelope.to_vec()]);
        self.team.sync();
    }

    /// Set aside everywhere with this reason, nothing else changed, and everybody's later work arrives, also over a
    /// restart.
    pub fn ends_set_aside(mut self, envelope: &[u8], reason: QuarantineReason) {
        let id = EnvelopeId::of(envelope);
        for name in HONEST {
            let quarantine = self.team.device(name).replica().sync.quarantined();
            assert_eq!(quarantine.get(&id).map(|entry| entry.reason), Some(reason), "at {name}");
            assert_eq!(quarantine.len(), 1, "at {name}");
            assert_eq!(self.team.member(name).session().quarantined, 1);
        }
        self.nothing_changed();
        self.work_goes_on();
    }

    pub fn nothing_changed(&self) {
        let after: Vec<Shown> = HONEST.iter().flat_map(|name| everything(self.team.device(name))).collect();
        assert_eq!(after.len(), self.before.len());
        for (before, after) in self.before.iter().zip(&after) {
            assert_eq!(before.records, after.records);
        }
    }

    pub fn work_goes_on(&mut self) {
        let at = self.team.place("阿明");
        self.team.crash(at);
        self.team.switch_on(at);
        self.team.sync();
        let mut written = Vec::new();
        for name in HONEST {
            let words = format!("{name} goes on");
            self.team.member(name).writes(self.customer.0, "note", &words);
            written.push(self.team.member(name).logs_follow_up(self.customer, &words));
            self.team.sync();
        }
        for name in HONEST {
            for follow_up in &written {
                let text = self.team.member(name).reads(follow_up.0, "text");
                assert!(text.ends_with("goes on"), "{text:?} at {name}");
            }
            check::agrees_with_itself(self.team.device(name)).expect("agrees with itself");
        }
        let honest: Vec<&Device> = HONEST.iter().map(|name| self.team.device(name)).collect();
        check::replicas_agree(&honest).expect("converged");
    }
}

/// What a device shows of every space.
pub fn everything(device: &Device) -> Vec<Shown> {
    let replica = device.replica();
    check::readable(replica).into_iter().map(|space| check::shown(&replica.projection, space)).collect()
}
