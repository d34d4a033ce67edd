//! One device, from onboarding to a restart, over the memory store.

use contract::view::{Session, SyncStage};
use contract::{Command, CommandId, FromWorker, Outcome, Query, Refusal, ToWorker, View};
use domain::customer::{Customer, CustomerClass, CustomerId};
use domain::follow_up::{Channel, FollowUpId, Outcome as Touch};
use domain::import::ImportId;
use domain::record::{Record, Value};
use domain::{Now, RecordId, Timestamp};
use engine::host::MemoryStore;
use engine::{Effect, Engine, Input};

/// An engine over a memory store, its effects carried out at once.
struct Device {
    engine: Engine,
    store: MemoryStore,
    heard: Vec<FromWorker>,
    /// How much of it had been heard at the end of each step.
    steps: Vec<usize>,
    /// How much of it had been heard when each write began.
    writes: Vec<usize>,
    now: Now,
    commands: u8,
}

impl Device {
    fn start(store: MemoryStore, seed: u8) -> Self {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 3, 5).expect("a day");
        let now = Now { at: Timestamp(1_772_676_000_000), today, utc_offset_minutes: 480 };
        let engine = Engine::new([seed; 32]);
        let (heard, steps, writes) = (Vec::new(), Vec::new(), Vec::new());
        let mut device = Self { engine, store, heard, steps, writes, now, commands: 0 };
        device.give(Input::Start);
        device
    }

    fn give(&mut self, input: Input) {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            for effect in self.engine.handle(self.now, input) {
                match effect {
                    Effect::Read { ticket, prefixes } => {
                        let pairs = prefixes.iter().map(|prefix| self.store.scan(prefix)).collect();
                        inputs.insert(0, Input::Read { ticket, result: Ok(pairs) });
                    }
                    Effect::Write { ticket, ops, .. } => {
                        self.writes.push(self.heard.len());
                        self.store.apply(&ops);
                        inputs.insert(0, Input::Written { ticket, result: Ok(()) });
                    }
                    Effect::Page(message) => self.heard.push(message),
                    Effect::WakeAt(at) if at.0 <= self.now.at.0 + 1 => inputs.insert(0, Input::Wake),
                    _ => {}
                }
            }
            self.steps.push(self.heard.len());
        }
    }

    fn does(&mut self, command: Command) -> Result<Outcome, Refusal> {
        self.commands += 1;
        let id = CommandId([self.commands; 16]);
        self.give(Input::Message(ToWorker::Command { id, command }));
        let answer = self.heard.iter().rev().find_map(|message| match message {
            FromWorker::Answer { id: answered, result } if *answered == id => Some(result.clone()),
            _ => None,
        });
        answer.expect("an answer")
    }

    fn sees(&mut self, query: Query) -> View {
        self.heard.clear();
        self.give(Input::Message(ToWorker::Subscribe { subscription: 1, query }));
        self.give(Input::Message(ToWorker::Unsubscribe { subscription: 1 }));
        let view = self.heard.iter().rev().find_map(|message| match message {
            FromWorker::View { view, .. } => Some(view.clone()),
            _ => None,
        });
        view.expect("a view")
    }

    fn founds(&mut self) {
        let command =
            Command::FoundTeam { team: "成都一队".into(), name: "陈静".into(), relay: String::new() };
        self.does(command).expect("founded");
    }

    fn adds_customer(&mut self, n: u8, name: &str) -> RecordId {
        let id = RecordId([n; 16]);
        let customer = Customer { name: name.into(), class: Some(CustomerClass::A), ..Customer::default() };
        let fields = customer
            .to_fields()
            .0
            .into_iter()
            .map(|(index, value)| contract::FieldWrite {
                field: Customer::SPEC.fields[usize::from(index)].name.into(),
                value: Some(value),
            })
            .collect();
        self.does(Command::Create { kind: "customer".into(), id, fields }).expect("created");
        id
    }
}

fn write(field: &str, text: &str) -> Vec<contract::FieldWrite> {
    vec![contract::FieldWrite { field: field.into(), value: Some(Value::Text(text.into())) }]
}

#[test]
fn a_new_device_has_no_team() {
    let mut device = Device::start(MemoryStore::default(), 1);
    assert_eq!(device.sees(Query::Session), View::Session(Session::NoTeam));
}

#[test]
fn what_was_saved_is_there_after_a_restart_with_no_document_loaded() {
    let store = MemoryStore::default();
    let mut device = Device::start(store.clone(), 1);
    device.founds();
    let id = device.adds_customer(9, "锦华服饰");
    let before = device.engine.replica().expect("a team").projection.find(id).expect("a row").packed.fields();

    let mut again = Device::start(store, 2);
    let View::Session(Session::InTeam(session)) = again.sees(Query::Session) else { panic!("in a team") };
    assert_eq!(session.team_name, "成都一队");
    assert_eq!(session.my_name, "陈静");
    assert_eq!(session.loaded_documents, 0);
    assert_eq!(session.sync.stage, SyncStage::SavedHere);
    let row = again.engine.replica().expect("a team").projection.find(id).expect("a row").packed.fields();
    assert_eq!(row, before);
}

#[test]
fn logging_a_follow_up_sets_the_next_date_and_can_be_undone() {
    let mut device = Device::start(MemoryStore::default(), 1);
    device.founds();
    let customer = device.adds_customer(9, "锦华服饰");
    let log = Command::LogFollowUp {
        id: FollowUpId(RecordId([7; 16])),
        customer: CustomerId(customer),
        channel: Channel::Phone,
        outcome: Touch::WantsOffer,
        text: "要报价".into(),
        next_date: None,
        next_action: None,
        contact: None,
    };
    let outcome = device.does(log).expect("logged");
    let row = |device: &Device, id| {
        let replica = device.engine.replica().expect("a team");
        replica.projection.find(id).cloned().expect("a row")
    };
    let next = row(&device, customer).packed.date(Customer::next_date).expect("a next date");
    assert_eq!(next.to_string(), "2026-03-09", "two days on is a Saturday: moved to Monday");
    device.does(Command::Undo { batch: outcome.undo.expect("undoable") }).expect("undone");
    assert_eq!(row(&device, customer).packed.date(Customer::next_date), None);
    assert!(!row(&device, RecordId([7; 16])).live);
}

#[test]
fn what_the_page_draws_with_the_tap_is_on_its_way_to_the_disk_before_any_view() {
    let mut device = Device::start(MemoryStore::default(), 1);
    device.founds();
    let customer = device.adds_customer(9, "锦华服饰");
    let log = Command::LogFollowUp {
        id: FollowUpId(RecordId([7; 16])),
        customer: CustomerId(customer),
        channel: Channel::Phone,
        outcome: Touch::WantsOffer,
        text: "要报价".into(),
        next_date: None,
        next_action: None,
        contact: None,
    };
    let edit = Command::Edit { id: customer, fields: write("region", "青羊区") };
    // Whether the write began before a view was told.
    let writes_first = |device: &mut Device, command: Command| {
        let query = Query::Customer { id: CustomerId(customer), timeline_count: 9 };
        device.give(Input::Message(ToWorker::Subscribe { subscription: 1, query }));
        (device.heard, device.writes) = (Vec::new(), Vec::new());
        device.does(command).expect("done");
        let told = device.heard.iter().position(|message| matches!(message, FromWorker::View { .. }));
        device.writes[0] <= told.expect("a view")
    };
    assert!(writes_first(&mut device, log));
    assert!(!writes_first(&mut device, edit), "what the page has not drawn is shown first");
}

#[test]
fn what_was_to_be_done_is_done_once_the_customer_took_part() {
    let mut device = Device::start(MemoryStore::default(), 1);
    device.founds();
    let customer = device.adds_customer(9, "锦华服饰");
    device.does(Command::Edit { id: customer, fields: write("next_action", "带样品") }).expect("edited");
    let logs = |device: &mut Device, outcome, next_action: Option<&str>| {
        let id = FollowUpId(RecordId([device.commands + 20; 16]));
        let log = Command::LogFollowUp {
            id,
            customer: CustomerId(customer),
            channel: Channel::Visit,
            outcome,
            text: String::new(),
            next_date: None,
            next_action: next_action.map(str::to_owned),
            contact: None,
        };
        let undo = device.does(log).expect("logged").undo.expect("undoable");
        let replica = device.engine.replica().expect("a team");
        let row = replica.projection.find(customer).expect("a row");
        (row.read::<Customer>().next_action, undo)
    };
    assert_eq!(logs(&mut device, Touch::NotMet, None).0, "带样品", "it still is to be done");
    let (left, undo) = logs(&mut device, Touch::Met, None);
    assert_eq!(left, "");
    device.does(Command::Undo { batch: undo }).expect("undone");
    let replica = device.engine.replica().expect("a team");
    let row = replica.projection.find(customer).expect("a row");
    assert_eq!(row.read::<Customer>().next_action, "带样品", "undone");
    assert_eq!(logs(&mut device, Touch::WantsOffer, Some("报价")).0, "报价");
}

#[test]
fn how_everybody_stands_is_looked_at_behind_what_is_saved() {
    let mut device = Device::start(MemoryStore::default(), 1);
    device.founds();
    device.give(Input::Message(ToWorker::Subscribe { subscription: 7, query: Query::Team }));
    device.heard.clear();
    device.steps.clear();
    device.adds_customer(9, "锦华服饰");
    let is_saved = |message: &FromWorker| matches!(message, FromWorker::Saved { .. });
    let is_everybody = |message: &FromWorker| matches!(message, FromWorker::View { subscription: 7, .. });
    let saved = device.heard.iter().position(is_saved).expect("saved");
    let everybody = device.heard.iter().position(is_everybody).expect("everybody");
    let is_behind = device.steps.iter().any(|end| (saved + 1..=everybody).contains(end));
    assert!(is_behind, "in a later step: {saved}, {everybody}, {:?}", device.steps);
}

#[test]
fn undo_leaves_alone_what_was_changed_since_and_names_it() {
    let mut device = Device::start(MemoryStore::default(), 1);
    device.founds();
    let id = device.adds_customer(9, "锦华服饰");
    let first = device.does(Command::Edit { id, fields: write("region", "成都") }).expect("edited");
    device.does(Command::Edit { id, fields: write("region", "绵阳") }).expect("edited");
    let undone = device.does(Command::Undo { batch: first.undo.expect("undoable") }).expect("undone");
    assert_eq!(undone.kept, vec![(id, "region".to_owned())]);
}

#[test]
fn a_repeated_command_is_done_once() {
    let mut device = Device::start(MemoryStore::default(), 1);
    device.founds();
    device.adds_customer(9, "锦华服饰");
    let revision = device.engine.replica().expect("a team").projection.revision;
    device.commands -= 1;
    device.adds_customer(9, "锦华服饰");
    assert_eq!(device.engine.replica().expect("a team").projection.revision, revision);
}

#[test]
fn deleting_and_bringing_back_keeps_everything() {
    let mut device = Device::start(MemoryStore::default(), 1);
    device.founds();
    let id = device.adds_customer(9, "锦华服饰");
    device.does(Command::Delete { id }).expect("deleted");
    device.does(Command::Restore { id }).expect("restored");
    let row = device.engine.replica().expect("a team").projection.find(id).cloned().expect("a row");
    assert!(row.live);
    assert_eq!(row.title(), "锦华服饰");
    let View::History(Some(history)) = device.sees(Query::History { id }) else { panic!("a history") };
    assert_eq!(history.len(), 3);
    assert_eq!(history[2].by.as_ref().map(|person| person.name.as_str()), Some("陈静"));
}

#[test]
fn the_sample_team_is_there_in_both_languages() {
    for language in [sample::Language::Chinese, sample::Language::English] {
        let mut device = Device::start(MemoryStore::default(), 1);
        let today = device.now.today;
        let look = sample::look_around(today, 480, language).into_command();
        // As the page brings it.
        let carried = contract::File(postcard::to_stdvec(&look).expect("bytes"));
        device.does(Command::Carried(carried)).expect("there");
        let View::Session(Session::InTeam(session)) = device.sees(Query::Session) else {
            panic!("in a team")
        };
        assert!(session.is_sample);
        assert!(!session.my_name.is_empty());
        let replica = device.engine.replica().expect("a team");
        assert_eq!(replica.projection.live::<Customer>().count(), 120);
    }
}

/// A company and two deals of it, as an import brings them.
fn bring(device: &mut Device, deals: &[u8]) -> Result<Outcome, Refusal> {
    let customer = RecordId([40; 16]);
    let mut records = vec![("customer".to_owned(), customer, write("name", "锦华服饰"))];
    records.extend(deals.iter().map(|n| {
        let mut fields = write("title", "校服");
        fields.push(contract::FieldWrite { field: "customer".into(), value: Some(Value::Id(customer)) });
        ("deal".to_owned(), RecordId([*n; 16]), fields)
    }));
    device.does(Command::Import { import: IMPORT, about: write("title", "去年的表"), records })
}

const IMPORT: ImportId = ImportId(RecordId([30; 16]));

#[test]
fn an_import_brings_what_is_not_here_and_is_taken_back_after_a_restart() {
    let store = MemoryStore::default();
    let mut device = Device::start(store.clone(), 1);
    device.founds();
    let first = bring(&mut device, &[41]).expect("brought");
    assert_eq!(first.changed.len(), 3, "company, deal and import");
    assert_eq!(first.undo, None, "it is taken back as a whole");
    assert_eq!(bring(&mut device, &[41, 42]).expect("brought").changed, [RecordId([42; 16])]);
    assert_eq!(bring(&mut device, &[41, 42]).expect("brought").changed, []);
    device.does(Command::Delete { id: RecordId([41; 16]) }).expect("deleted");

    let mut device = Device::start(store, 2);
    device.commands = 100;
    let live = |device: &Device, n: u8| {
        device
            .engine
            .replica()
            .expect("a team")
            .projection
            .find(RecordId([n; 16]))
            .is_some_and(|row| row.live)
    };
    let undone = device.does(Command::UndoImport { import: IMPORT }).expect("undone");
    assert_eq!(undone.kept, []);
    assert_eq!([30, 40, 41, 42].map(|n| live(&device, n)), [false; 4]);
    assert_eq!(device.does(Command::UndoImport { import: IMPORT }).expect("nothing to do").changed, []);
    bring(&mut device, &[41, 42]).expect("brought again");
    assert_eq!(
        [30, 40, 41, 42].map(|n| live(&device, n)),
        [true, true, false, true],
        "what was deleted stays so"
    );
    device.does(Command::Undo { batch: undone.undo.expect("undoable") }).expect("an undo of the undo");
    assert_eq!([30, 40, 41, 42].map(|n| live(&device, n)), [true, true, false, true]);
}

#[test]
fn an_undone_import_leaves_what_was_changed_and_what_that_needs() {
    let mut device = Device::start(MemoryStore::default(), 1);
    device.founds();
    bring(&mut device, &[41, 42]).expect("brought");
    device.does(Command::Edit { id: RecordId([41; 16]), fields: write("note", "我们的") }).expect("edited");
    let undone = device.does(Command::UndoImport { import: IMPORT }).expect("undone");
    let kept: Vec<u8> = undone.kept.iter().map(|(id, _)| id.0[0]).collect();
    assert_eq!(kept, [40, 41], "the deal, and the company it is of");
    let replica = device.engine.replica().expect("a team");
    assert!(!replica.projection.find(RecordId([42; 16])).expect("a row").live);
}

#[test]
fn an_import_is_whole_or_nothing() {
    let mut device = Device::start(MemoryStore::default(), 1);
    device.founds();
    let unnamed = ("customer".to_owned(), RecordId([43; 16]), write("phone", "1"));
    let named = ("customer".to_owned(), RecordId([44; 16]), write("name", "锦华"));
    let records = vec![named, unnamed];
    let refused = device.does(Command::Import { import: IMPORT, about: write("title", "x"), records });
    assert!(matches!(refused, Err(Refusal::Field { .. })), "{refused:?}");
    assert!(device.engine.replica().expect("a team").projection.find(RecordId([44; 16])).is_none());
    let task = vec![("task".to_owned(), RecordId([45; 16]), write("title", "x"))];
    let refused = device.does(Command::Import { import: IMPORT, about: write("title", "x"), records: task });
    assert_eq!(refused, Err(Refusal::UnknownKind("task".into())), "an import brings no tasks");
    assert_eq!(device.does(Command::UndoImport { import: IMPORT }), Err(Refusal::NoSuchRecord(IMPORT.0)));
}
