//! Carries an engine's effects out over a store, a link and a clock, and feeds it what comes back. The worker, `tz`
//! and the simulation host the engine through this one loop, on whatever single-threaded runtime they have.
//!
//! Architecture invariants
//! - Store jobs begin in the order in which the engine asked. A write begins after the one before it has ended, and
//!   a read sees every write that was asked for before it; reads run beside each other and beside a later write.
//! - After a write has failed, the jobs behind it are not begun: they come back with the same error, so that the
//!   engine can ask for all of them again in order and nothing later overtakes what was lost.
//! - No effect waits for another, except store jobs: a frame or a message that must follow a write is asked for by
//!   the engine once it is told that the write has ended.

use super::{Durability, Key, Link, LinkEvent, Store, StoreError, StoreOp};
use crate::{Effect, Engine, Input};
use contract::{FromWorker, ToWorker};
use domain::{Now, Timestamp};
use futures_util::stream::{FuturesUnordered, Stream, StreamExt};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

/// What time it is, and waiting for a time.
#[allow(async_fn_in_trait)] // single-threaded hosts only: no Send bound is wanted
pub trait Clock {
    /// The moment, the person's civil day and their offset from UTC.
    fn now(&self) -> Now;
    /// Ends at that moment or soon after; at once when it has passed. Ending early does no harm.
    async fn sleep_until(&self, moment: Timestamp);
}

/// Start the engine and serve it until `inbox` ends; then finish the store jobs that are under way and return.
///
/// `inbox` carries what the page (or `tz`, or a test) says, `page` is called with what the engine answers, in order.
/// `page` must not wait and must not call back into the engine.
pub async fn drive<S: Store, L: Link, C: Clock>(
    engine: &mut Engine,
    store: &S,
    link: &L,
    clock: &C,
    inbox: impl Stream<Item = ToWorker>,
    page: impl FnMut(FromWorker),
) {
    run(|now, input| engine.handle(now, input), store, link, clock, inbox, page).await;
}

/// As [`drive`], with any function in the engine's place.
async fn run<S: Store, L: Link, C: Clock>(
    mut handle: impl FnMut(Now, Input) -> Vec<Effect>,
    store: &S,
    link: &L,
    clock: &C,
    inbox: impl Stream<Item = ToWorker>,
    mut page: impl FnMut(FromWorker),
) {
    let mut inbox = pin!(inbox.fuse());
    let mut jobs = Jobs::new(|job| carry_out(store, job));
    let mut frames = pin!(events(link));
    let mut sleep = pin!(None);
    let mut closing = false;
    let mut input = Input::Start;
    loop {
        for effect in handle(clock.now(), input) {
            match effect {
                Effect::Read { ticket, prefixes } => jobs.push(Job::Read { ticket, prefixes }),
                Effect::Write { ticket, ops, durability } => {
                    jobs.push(Job::Write { ticket, ops, durability })
                }
                Effect::OpenLink(url) => link.open(&url),
                Effect::CloseLink => link.close(),
                Effect::Send(frame) => link.send(frame),
                Effect::WakeAt(moment) => sleep.set(Some(clock.sleep_until(moment))),
                Effect::Page(message) => page(message),
            }
        }
        let next = poll_fn(|context| {
            if let Poll::Ready(input) = jobs.poll(context) {
                return Poll::Ready(Some(input));
            }
            if !closing {
                match inbox.as_mut().poll_next(context) {
                    Poll::Ready(Some(message)) => return Poll::Ready(Some(Input::Message(message))),
                    Poll::Ready(None) => closing = true,
                    Poll::Pending => {}
                }
            }
            if closing {
                return if jobs.is_empty() { Poll::Ready(None) } else { Poll::Pending };
            }
            if let Some(sleeping) = sleep.as_mut().as_pin_mut()
                && sleeping.poll(context).is_ready()
            {
                sleep.set(None);
                return Poll::Ready(Some(Input::Wake));
            }
            match frames.as_mut().poll_next(context) {
                Poll::Ready(Some(event)) => Poll::Ready(Some(Input::Link(event))),
                _ => Poll::Pending,
            }
        });
        match next.await {
            Some(next) => input = next,
            None => return,
        }
    }
}

/// The link's events as a stream that never ends. One `next` is kept until it has given its event.
fn events<L: Link>(link: &L) -> impl Stream<Item = LinkEvent> {
    futures_util::stream::unfold(link, |link| async move { Some((link.next().await, link)) })
}

/// One thing to do with the store.
enum Job {
    Read { ticket: u64, prefixes: Vec<Key> },
    Write { ticket: u64, ops: Vec<StoreOp>, durability: Durability },
}

impl Job {
    /// What the engine hears when the job was not begun.
    fn failed(self, error: StoreError) -> Input {
        match self {
            Self::Read { ticket, .. } => Input::Read { ticket, result: Err(error) },
            Self::Write { ticket, .. } => Input::Written { ticket, result: Err(error) },
        }
    }
}

async fn carry_out<S: Store>(store: &S, job: Job) -> Input {
    match job {
        Job::Read { ticket, prefixes } => Input::Read { ticket, result: store.read(&prefixes).await },
        Job::Write { ticket, ops, durability } => {
            Input::Written { ticket, result: store.write(&ops, durability).await }
        }
    }
}

/// The store jobs: those not begun in order, those under way, and the answers of those that will never begin.
struct Jobs<F, Begin> {
    begin: Begin,
    waiting: VecDeque<Job>,
    reading: FuturesUnordered<F>,
    writing: Pin<Box<Option<F>>>,
    failed: VecDeque<Input>,
}

impl<F: Future<Output = Input>, Begin: Fn(Job) -> F> Jobs<F, Begin> {
    fn new(begin: Begin) -> Self {
        Self {
            begin,
            waiting: VecDeque::new(),
            reading: FuturesUnordered::new(),
            writing: Box::pin(None),
            failed: VecDeque::new(),
        }
    }

    fn push(&mut self, job: Job) {
        self.waiting.push_back(job);
    }

    fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.reading.is_empty() && self.writing.is_none() && self.failed.is_empty()
    }

    /// The next job that has ended.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Input> {
        if let Some(answer) = self.failed.pop_front() {
            return Poll::Ready(answer);
        }
        self.begin_waiting();
        // Reads first: one that was asked for before a write has begun before the write does.
        if let Poll::Ready(Some(answer)) = self.reading.poll_next_unpin(context) {
            return Poll::Ready(answer);
        }
        let Some(writing) = self.writing.as_mut().as_pin_mut() else { return Poll::Pending };
        let Poll::Ready(answer) = writing.poll(context) else { return Poll::Pending };
        self.writing.set(None);
        if let Input::Written { result: Err(error), .. } = &answer {
            self.failed.extend(self.waiting.drain(..).map(|job| job.failed(error.clone())));
        }
        Poll::Ready(answer)
    }

    /// Takes jobs from the front up to and including the first write, unless one is under way.
    fn begin_waiting(&mut self) {
        while self.writing.is_none() {
            let Some(job) = self.waiting.pop_front() else { return };
            let is_write = matches!(job, Job::Write { .. });
            let begun = (self.begin)(job);
            if is_write {
                self.writing.set(Some(begun));
            } else {
                self.reading.push(begun);
            }
        }
    }
}

#[cfg(test)]
mod tests;
