//! How those who follow a store learn of its commits: observers at once, streams from the log.

use std::{
    collections::{HashMap, VecDeque},
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
};

use futures_core::Stream;

use crate::{Change, CommitObserver, Result, Revision, sync::lock};

/// A store's memory of its last commits.
pub(crate) trait Log: Send + Sync {
    /// The first commits after `since`, oldest first; empty if there is none yet.
    fn after(&self, since: Revision) -> Result<Vec<Change>>;

    /// Where those who follow it wait.
    fn feed(&self) -> &Feed;
}

/// Who is told of commits, and who waits for them.
#[derive(Debug, Default)]
pub(crate) struct Feed {
    observers: Mutex<Vec<Arc<dyn CommitObserver>>>,
    waiting: Mutex<Waiting>,
}

impl Feed {
    pub(crate) fn observe(&self, observer: Arc<dyn CommitObserver>) {
        lock(&self.observers).push(observer);
    }

    /// Tells the observers, then wakes the streams. Called in commit order, after the log has them.
    pub(crate) fn publish(&self, changes: &[Change]) {
        let observers = lock(&self.observers).clone();
        for Change { revision, keys } in changes {
            for observer in &observers {
                observer.committed(*revision, keys);
            }
        }
        self.wake();
    }

    /// Has every stream look again, such as after a failure.
    pub(crate) fn wake(&self) {
        let woken = std::mem::take(&mut lock(&self.waiting).wakers);
        woken.into_values().for_each(Waker::wake);
    }

    /// Ends every stream.
    pub(crate) fn close(&self) {
        lock(&self.waiting).closed = true;
        self.wake();
    }
}

/// One waker a stream, so that what waits is bounded by the streams that live.
#[derive(Debug, Default)]
struct Waiting {
    wakers: HashMap<u64, Waker>,
    streams: u64,
    closed: bool,
}

/// The stream that [`Store::changes`](crate::Store::changes) returns.
pub(crate) struct Follow<'a> {
    log: &'a dyn Log,
    stream: u64,
    seen: Revision,
    ready: VecDeque<Change>,
    ended: bool,
}

impl<'a> Follow<'a> {
    pub(crate) fn new(log: &'a dyn Log, since: Revision) -> Self {
        let mut waiting = lock(&log.feed().waiting);
        waiting.streams = waiting.streams.wrapping_add(1);
        let stream = waiting.streams;
        drop(waiting);
        Self {
            log,
            stream,
            seen: since,
            ready: VecDeque::new(),
            ended: false,
        }
    }
}

impl Stream for Follow<'_> {
    type Item = Result<Change>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.ended {
            return Poll::Ready(None);
        }
        if self.ready.is_empty() {
            // Waits first and looks then, so that no commit falls between.
            let mut waiting = lock(&self.log.feed().waiting);
            let closed = waiting.closed;
            waiting.wakers.insert(self.stream, context.waker().clone());
            drop(waiting);
            match self.log.after(self.seen) {
                Ok(changes) if changes.is_empty() && closed => self.ended = true,
                Ok(changes) => self.ready.extend(changes),
                Err(error) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        match self.ready.pop_front() {
            Some(change) => {
                self.seen = change.revision;
                Poll::Ready(Some(Ok(change)))
            }
            None if self.ended => Poll::Ready(None),
            None => Poll::Pending,
        }
    }
}

impl Drop for Follow<'_> {
    fn drop(&mut self) {
        lock(&self.log.feed().waiting).wakers.remove(&self.stream);
    }
}
