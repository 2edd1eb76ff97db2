//! Where transactions wait for the writer: bounded, and never waited for by those who append.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, PoisonError},
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

#[derive(Debug, Default)]
struct Waiting {
    requests: VecDeque<Request>,
    bytes: usize,
    closed: bool,
}

impl Queue {
    pub(super) fn new(max_transactions: usize, max_bytes: usize) -> Self {
        let (waiting, arrived) = (Mutex::default(), Condvar::new());
        Self {
            waiting,
            arrived,
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
        drop(waiting);
        self.arrived.notify_one();
        Ok(receiver)
    }

    /// Waits for transactions and takes all that are there, up to one batch; nothing once the queue is closed and empty.
    pub(super) fn take(&self) -> Option<Vec<Request>> {
        let mut waiting = lock(&self.waiting);
        while waiting.requests.is_empty() {
            if waiting.closed {
                return None;
            }
            waiting = self
                .arrived
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
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
