//! Live queries: a subscribed view is computed again when what it shows may have changed, and sent when it differs.

use super::{Engine, State, Subscription};
use crate::Effect;
use crate::identity::actor_prefix;
use crate::query::{Asking, answer};
use crate::replica::Replica;
use crate::storage;
use contract::view::{
    DeviceRow, FieldChange, HistoryAction, HistoryEntry, Person, QuarantineRow, Session, Settings, Stats,
    StorageFault, SyncState, TeamSession,
};
use contract::{CustomerFilter, CustomerSort, FromWorker, Query, View, Window};
use domain::member::{Member, MemberId};
use domain::record::Value;
use domain::{Now, RecordId, Timestamp};

/// What a view says of the disk.
struct Disk {
    /// Commands that are shown and not durable.
    unsaved: usize,
    fault: Option<StorageFault>,
}

impl Engine {
    /// Send every view that differs from what was sent. While much arrives only what is cheap is looked at, unless the
    /// person has done something: that is shown at once, and how everybody stands (a walk over the whole team's work,
    /// which most screens only keep at hand) in the step after it has been saved.
    pub(super) fn tell_views(&mut self) {
        if matches!(self.state, State::Starting) {
            return;
        }
        let has_edited = std::mem::take(&mut self.has_edited);
        let busy = self.work.len() > 2 && !has_edited;
        let unsaved = self.saving.unsaved() + usize::from(self.has_foreseen());
        let is_saving = unsaved > 0 && self.saving.fault().is_none();
        let has_saved =
            self.effects.iter().any(|effect| matches!(effect, Effect::Page(FromWorker::Saved { .. })));
        let mut wanted = None;
        let numbers: Vec<u32> = self.subscriptions.keys().copied().collect();
        for number in numbers {
            let Some(subscription) = self.subscriptions.get(&number) else { continue };
            if !is_due(subscription, &self.state, busy) {
                continue;
            }
            let query = subscription.query.clone();
            if subscription.fresh && query == Query::Team && (is_saving || has_saved) {
                self.has_yielded |= has_saved;
                continue;
            }
            let disk = Disk { unsaved, fault: self.saving.fault() };
            let Some(view) = compute(&mut self.state, disk, self.now, &query) else { continue };
            let waits = matches!(view, View::History(None));
            if let (true, Query::History { id }) = (waits, &query) {
                wanted = self.replica().and_then(|replica| Some(replica.projection.find(*id)?.document));
            }
            let revision = self.replica().map_or(0, |replica| replica.projection.revision);
            let Some(subscription) = self.subscriptions.get_mut(&number) else { continue };
            subscription.revision = revision;
            subscription.fresh = true;
            subscription.waits = waits;
            let name = postcard::to_stdvec(&view).map(|bytes| *blake3::hash(&bytes).as_bytes()).ok();
            // What has no bytes has no name; it cannot be sent either.
            if subscription.last != name {
                subscription.last = name;
                self.tell(FromWorker::View { subscription: number, view });
            }
        }
        if let Some(document) = wanted {
            self.want_document(document);
        }
    }

    /// Once a search has nothing to make any more, search for a letter for nobody. Browsers compile well only what has
    /// run often: the first key would wait twice as long as the others.
    pub(super) fn rehearse_search(&mut self) {
        let is_ready = self.replica().is_some_and(|replica| replica.projection.is_ready_to_search());
        if is_ready && !std::mem::replace(&mut self.has_rehearsed_search, true) {
            let filter = CustomerFilter { text: "c".to_owned(), ..CustomerFilter::default() };
            let window = Window { offset: 0, count: 1 };
            let query = Query::Customers { filter, sort: CustomerSort::default(), window };
            let disk = Disk { unsaved: 0, fault: None };
            drop(compute(&mut self.state, disk, self.now, &query));
        }
    }
}

fn is_due(subscription: &Subscription, state: &State, busy: bool) -> bool {
    let of_the_session = matches!(subscription.query, Query::Session | Query::Settings | Query::Stats);
    let State::InTeam(replica) = state else { return of_the_session };
    let same = subscription.fresh && subscription.revision == replica.projection.revision;
    of_the_session || subscription.waits || !(same || busy && subscription.fresh)
}

fn compute(state: &mut State, disk: Disk, now: Now, query: &Query) -> Option<View> {
    match (state, query) {
        (State::NoTeam(_), Query::Session) => Some(View::Session(Session::NoTeam)),
        (State::Joining(_), Query::Session) => Some(View::Session(Session::Joining)),
        (State::InTeam(replica), query) => Some(match query {
            Query::Session => View::Session(Session::InTeam(Box::new(team_session(replica, disk)))),
            Query::Settings => View::Settings(Box::new(settings(replica, disk))),
            Query::Stats => View::Stats(stats(replica)),
            Query::History { id } => View::History(history(replica, *id)),
            query => {
                let (me, role) = (replica.me(), replica.role());
                let access = replica.access.state();
                let mut asking = Asking { projection: &mut replica.projection, now, me, role, access };
                return answer(&mut asking, query);
            }
        }),
        _ => None,
    }
}

fn team_session(replica: &Replica, disk: Disk) -> TeamSession {
    TeamSession {
        team: super::team::team_id(replica),
        team_name: replica.team_name(),
        me: replica.me(),
        my_name: replica.my_name(),
        role: replica.role(),
        is_sample: replica.identity.is_sample,
        sync: SyncState {
            stage: replica.sync_stage(disk.unsaved == 0),
            waiting: replica.sync.waiting() as u32,
            link: replica.link_state(),
            receiving: replica.sync.receiving(),
            unsaved: disk.unsaved as u32,
            storage_fault: disk.fault,
            clock_off_minutes: replica.clock_off_minutes(),
        },
        loaded_documents: replica.loaded.len() as u32,
        quarantined: replica.sync.quarantined().len() as u32,
    }
}

fn settings(replica: &Replica, disk: Disk) -> Settings {
    let state = replica.access.state();
    let me = replica.identity.device.id();
    let devices = state.devices.iter().map(|(id, device)| DeviceRow {
        short_id: short(&id.0),
        person: person(replica, storage::member_of(device.person)),
        is_this: *id == me,
        has_all_of_mine: *id != me && replica.has_all_of_mine(*id),
    });
    let quarantine = replica.sync.quarantined().iter().map(|(id, entry)| QuarantineRow {
        short_id: short(&id.0),
        person: entry
            .device
            .and_then(|device| state.person_of(device))
            .and_then(|found| person(replica, storage::member_of(found))),
        reason: entry.reason,
        is_waiting: entry.is_waiting,
    });
    Settings {
        session: team_session(replica, disk),
        relay: replica.identity.relay.clone(),
        devices: devices.collect(),
        quarantine: quarantine.collect(),
        documents: replica.projection.documents().len() as u32,
        records: replica.projection.len() as u32,
    }
}

fn stats(replica: &Replica) -> Stats {
    let me = replica.identity.device.id();
    let kinds = domain::KINDS.iter().map(|kind| {
        let (mut live, mut deleted) = (0, 0);
        for row in replica.projection.of_kind(kind.name) {
            if row.live { live += 1 } else { deleted += 1 }
        }
        (kind.name.to_owned(), live, deleted)
    });
    let own = replica.access.state().spaces.keys().filter_map(|space| replica.sync.tail(*space, me));
    Stats {
        kinds: kinds.collect(),
        documents: replica.projection.documents().len() as u32,
        loaded_documents: replica.loaded.len() as u32,
        own_envelopes: own.map(|end| end.seq).sum(),
    }
}

/// `None` while the document is not loaded; empty when there is no such record.
fn history(replica: &Replica, id: RecordId) -> Option<Vec<HistoryEntry>> {
    let Some(row) = replica.projection.find(id) else { return Some(Vec::new()) };
    let loaded = replica.loaded.get(&row.document)?;
    let state = replica.access.state();
    let entries = loaded.document.history(id, row.kind).into_iter().map(|change| {
        let device = state.devices.keys().find(|device| change.actor.starts_with(actor_prefix(device)));
        let by = device
            .and_then(|device| state.person_of(*device))
            .and_then(|found| person(replica, storage::member_of(found)));
        let action = match (change.created, change.live) {
            (true, _) => HistoryAction::Created,
            (false, Some(false)) => HistoryAction::Deleted,
            (false, Some(true)) => HistoryAction::Restored,
            (false, None) => HistoryAction::Edited,
        };
        let changes = change.fields.into_iter().map(|(field, before, after)| FieldChange {
            field: field.to_owned(),
            titles: titles(replica, before.iter().chain(&after)),
            before,
            after,
        });
        let at = Timestamp(change.time_seconds.saturating_mul(1000));
        HistoryEntry { at, by, action, changes: changes.collect(), batch: None }
    });
    let mut entries: Vec<HistoryEntry> = entries.collect();
    entries.reverse();
    Some(entries)
}

fn titles<'a>(replica: &Replica, values: impl Iterator<Item = &'a Value>) -> Vec<(RecordId, String)> {
    let ids = values.flat_map(|value| match value {
        Value::Id(id) => vec![*id],
        Value::Ids(ids) => ids.iter().copied().collect(),
        _ => Vec::new(),
    });
    ids.filter_map(|id| Some((id, replica.projection.find(id)?.title().to_owned()))).collect()
}

fn person(replica: &Replica, member: MemberId) -> Option<Person> {
    let row = replica.projection.find(member.0).filter(|row| row.is::<Member>())?;
    Some(Person { id: member, name: row.title().to_owned() })
}

fn short(bytes: &[u8]) -> String {
    bytes.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
