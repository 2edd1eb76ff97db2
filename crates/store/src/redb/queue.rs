//! Where transactions wait for the writer: bounded, and never waited for by those who append.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

use futures_channel::oneshot;

use crate::{Committed, Error, Result, Transaction, sync::lock};

/// A transaction that was handed over, and where its answer goes.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) transaction: Transaction,
    pub(super) answer: Answer,
}

/// Where the answer to a transaction goes.
pub(super) type Answer = oneshot::Sender<Result<Committed>>;

/// Transactions in the order in which they were handed over.
#[derive(Debug)]
pub(super) struct Queue {
    waiting: Mutex<Waiting>,
    arrived: Condvar,
    max_transactions: usize,
    max_bytes: usize,
}

#[derive(Debug)]
struct Waiting {
    requests: VecDeque<Request>,
    bytes: usize,
    closed: bool,
    /// How many must wait for the writer to be woken.
    wake_at: usize,
}

impl Queue {
    pub(super) fn new(max_transactions: usize, max_bytes: usize) -> Self {
        let waiting = Waiting {
            requests: VecDeque::new(),
            bytes: 0,
            closed: false,
            wake_at: 1,
        };
        Self {
            waiting: Mutex::new(waiting),
            arrived: Condvar::new(),
            max_transactions,
            max_bytes,
        }
    }

    /// Hands a transaction over, if it keeps the limits and there is room.
    pub(super) fn push(
        &self,
        transaction: Transaction,
    ) -> Result<oneshot::Receiver<Result<Committed>>> {
        transaction.validate()?;
        let bytes = transaction.bytes();
        let (answer, receiver) = oneshot::channel();
        let mut waiting = lock(&self.waiting);
        if waiting.closed {
            return Err(Error::Closed);
        }
        let sum = waiting.bytes.saturating_add(bytes);
        if waiting.requests.len() >= self.max_transactions || sum > self.max_bytes {
            return Err(Error::Overloaded);
        }
        waiting.bytes = sum;
        waiting.requests.push_back(Request {
            transaction,
            answer,
        });
        let enough = waiting.requests.len() >= waiting.wake_at;
        drop(waiting);
        if enough {
            self.arrived.notify_one();
        }
        Ok(receiver)
    }

    /// Waits for transactions and takes all that are there, up to one batch; nothing once the queue
    /// is closed and empty.
    ///
    /// `expected` is how many callers were just answered. Those who commit again do so within
    /// microseconds, so the first of them does not make a commit alone: while more arrive, they are
    /// waited for, up to as many as there were.
    pub(super) fn take(&self, expected: usize) -> Option<Vec<Request>> {
        let mut waiting = lock(&self.waiting);
        while waiting.requests.is_empty() {
            if waiting.closed {
                return None;
            }
            waiting.wake_at = 1;
            waiting = self
                .arrived
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let expected = expected.min(BATCH_TRANSACTIONS);
        let mut seen = 0;
        while seen < waiting.requests.len() && waiting.requests.len() < expected && !waiting.closed
        {
            seen = waiting.requests.len();
            waiting.wake_at = expected;
            let woken = self.arrived.wait_timeout(waiting, LULL);
            waiting = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        let count = waiting.requests.len().min(BATCH_TRANSACTIONS);
        let batch: Vec<_> = waiting.requests.drain(..count).collect();
        let bytes = batch
            .iter()
            .map(|request| request.transaction.bytes())
            .sum();
        waiting.bytes = waiting.bytes.saturating_sub(bytes);
        Some(batch)
    }

    /// Lets nothing in any more. What waits is still taken.
    pub(super) fn close(&self) {
        lock(&self.waiting).closed = true;
        self.arrived.notify_all();
    }

    /// Answers all that wait: their transactions were not begun.
    pub(super) fn refuse(&self, error: &Error) {
        for request in std::mem::take(&mut lock(&self.waiting).requests) {
            let _nobody_waits = request.answer.send(Err(error.clone()));
        }
    }
}

/// Transactions that share one commit at most, so that none waits long for others.
const BATCH_TRANSACTIONS: usize = 1_024;

/// After so long without another arrival nobody is waited for. A fraction of an fsync.
const LULL: Duration = Duration::from_micros(50);
