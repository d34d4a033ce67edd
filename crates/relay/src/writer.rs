//! The one writer: gathers what all connections want stored, commits it in one transaction, then answers and tells
//! the readers. Many puts share one fsync.

use crate::hub::{Hub, News, Page};
use crate::limits::{COMMIT_BYTES, WRITER_QUEUE};
use crate::metrics::Metrics;
use crate::store::{LogStore, StoreError, Write, Written};
use std::collections::HashMap;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Instant;
use tokio::sync::{mpsc, oneshot};
use wire::{Cursor, MAX_PAGE_BYTES, MAX_PAGE_ENVELOPES, SpaceId, TeamId};

/// Writes that belong to one request.
struct Request {
    writes: Vec<Write>,
    reply: oneshot::Sender<Option<Vec<Written>>>,
}

/// The way to the writer. It ends when the last of these is gone.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::Sender<Request>);

impl Writer {
    pub fn start(
        store: Arc<dyn LogStore>,
        hub: Arc<Hub>,
        metrics: Arc<Metrics>,
    ) -> std::io::Result<(Self, JoinHandle<()>)> {
        let (sender, receiver) = mpsc::channel(WRITER_QUEUE);
        let thread = std::thread::Builder::new()
            .name("relay-writer".into())
            .spawn(move || run(receiver, &*store, &hub, &metrics))?;
        Ok((Self(sender), thread))
    }

    /// Stores durably; one answer per write, or `None` when storage failed and nothing was written.
    pub async fn write(&self, writes: Vec<Write>) -> Option<Vec<Written>> {
        if writes.is_empty() {
            return Some(Vec::new());
        }
        let (reply, answer) = oneshot::channel();
        self.0.send(Request { writes, reply }).await.ok()?;
        answer.await.ok()?
    }
}

fn run(mut requests: mpsc::Receiver<Request>, store: &dyn LogStore, hub: &Hub, metrics: &Metrics) {
    while let Some(first) = requests.blocking_recv() {
        let mut batch = vec![first];
        let mut bytes: usize = batch[0].writes.iter().map(Write::size).sum();
        while bytes < COMMIT_BYTES {
            let Ok(request) = requests.try_recv() else { break };
            bytes += request.writes.iter().map(Write::size).sum::<usize>();
            batch.push(request);
        }
        let counts: Vec<usize> = batch.iter().map(|request| request.writes.len()).collect();
        let writes: Vec<Write> =
            batch.iter_mut().flat_map(|request| std::mem::take(&mut request.writes)).collect();
        let begun = Instant::now();
        match store.commit(&writes) {
            Ok(written) => {
                metrics.commit_seconds.observe(begun.elapsed().as_secs_f64());
                metrics.commits.inc();
                let news = news_of(writes, &written);
                let envelopes = news.iter().flat_map(|(_, news)| news.envelopes());
                let (count, bytes) =
                    envelopes.fold((0, 0), |(count, bytes), envelope| (count + 1, bytes + envelope.len()));
                metrics.envelopes.inc_by(count);
                metrics.envelope_bytes.inc_by(bytes as u64);
                news.into_iter().for_each(|(team, news)| hub.tell(team, news));
                let mut written = written.into_iter();
                for (request, count) in batch.into_iter().zip(counts) {
                    // A connection that has gone needs no answer.
                    let _ = request.reply.send(Some(written.by_ref().take(count).collect()));
                }
            }
            Err(StoreError(reason)) => {
                metrics.storage_failures.inc();
                tracing::error!(
                    reason,
                    writes = writes.len(),
                    "storage failed, nothing of this batch is stored"
                );
                batch.into_iter().for_each(|request| {
                    let _ = request.reply.send(None);
                });
            }
        }
    }
}

/// What the readers are to hear of a commit: per space the new envelopes in pages.
fn news_of(writes: Vec<Write>, written: &[Written]) -> Vec<(TeamId, News)> {
    struct Growing {
        envelopes: Vec<Vec<u8>>,
        bytes: usize,
        from: Cursor,
        next: Cursor,
    }
    let mut ends: HashMap<(TeamId, SpaceId), Growing> = HashMap::new();
    let mut news = Vec::new();
    let mut order = Vec::new();
    let page = |team, space, grown: &mut Growing| {
        let envelopes = std::mem::take(&mut grown.envelopes);
        let (from, next) = (grown.from, grown.next);
        (grown.from, grown.bytes) = (next, 0);
        (team, News::Page(Page::new(space, from, envelopes, next)))
    };
    // The cursor before the first of a space's new envelopes is not in the answers; the position is, and readers
    // compare positions only. The hash is filled in by whoever was exactly there.
    for (write, written) in writes.into_iter().zip(written) {
        match (write, written) {
            (Write::Envelope { team, space, bytes, .. }, Written::Stored(after)) => {
                let grown = ends.entry((team, space)).or_insert_with(|| {
                    order.push((team, space));
                    let from = Cursor { position: after.position.saturating_sub(1), log_hash: [0; 32] };
                    Growing { envelopes: Vec::new(), bytes: 0, from, next: from }
                });
                let full =
                    grown.envelopes.len() >= MAX_PAGE_ENVELOPES || grown.bytes + bytes.len() > MAX_PAGE_BYTES;
                if full && !grown.envelopes.is_empty() {
                    news.push(page(team, space, grown));
                }
                grown.bytes += bytes.len();
                grown.envelopes.push(bytes);
                grown.next = *after;
            }
            (Write::Receipt { team, space, bytes, .. }, Written::Stored(_)) => {
                news.push((team, News::Receipt { space, bytes }));
            }
            (Write::Snapshot { team, space, bytes, .. }, Written::Stored(_)) => {
                let (snapshots, countersignatures) = (vec![bytes], Vec::new());
                news.push((team, News::Snapshots { space, snapshots, countersignatures }));
            }
            (Write::Countersignature { team, space, bytes, .. }, Written::Stored(_)) => {
                let (snapshots, countersignatures) = (Vec::new(), vec![bytes]);
                news.push((team, News::Snapshots { space, snapshots, countersignatures }));
            }
            _ => {}
        }
    }
    for (team, space) in order {
        if let Some(grown) = ends.get_mut(&(team, space)) {
            news.push(page(team, space, grown));
        }
    }
    news
}
