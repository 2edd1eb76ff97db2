//! Where transactions wait for the writer: bounded, and never waited for by those who append.

use std::{
    collections::VecDeque,
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

use super::{
    answer::{self, Answer, Answered},
    pace,
};
use crate::{Error, Result, Transaction, sync::lock};

/// A transaction that was handed over, and where its answer goes.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) transaction: Transaction,
    pub(super) answer: Answer,
}

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
    /// How many must be here for the writer to be woken; [`AWAKE`] while it does not sleep.
    wake_at: usize,
}

impl Queue {
    pub(super) fn new(max_transactions: usize, max_bytes: usize) -> Self {
        let waiting = Waiting {
            requests: VecDeque::new(),
            bytes: 0,
            closed: false,
            wake_at: AWAKE,
        };
        Self {
            waiting: Mutex::new(waiting),
            arrived: Condvar::new(),
            max_transactions,
            max_bytes,
        }
    }

    /// Hands a transaction over, if it keeps the limits and there is room.
    pub(super) fn push(&self, transaction: Transaction) -> Result<Answered> {
        transaction.validate()?;
        let bytes = transaction.bytes();
        let (answer, answered) = answer::pair();
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
        // Whoever comes next need not wake it again.
        let wakes = waiting.requests.len() >= waiting.wake_at;
        if wakes {
            waiting.wake_at = AWAKE;
        }
        drop(waiting);
        if wakes {
            self.arrived.notify_one();
        }
        Ok(answered)
    }

    /// Waits for transactions and takes those that are here, up to so many; nothing once the queue is
    /// closed and empty. For as long as `patience` it stays awake, and only gives way to others.
    pub(super) fn take(&self, room: usize, patience: Duration) -> Option<Vec<Request>> {
        let begun = pace::now();
        while self.len() == 0 && begun.elapsed() < patience {
            std::thread::yield_now();
        }
        let mut waiting = lock(&self.waiting);
        while waiting.requests.is_empty() {
            if waiting.closed {
                return None;
            }
            waiting.wake_at = 1;
            let woken = self.arrived.wait(waiting);
            waiting = woken.unwrap_or_else(PoisonError::into_inner);
        }
        Some(waiting.take(room))
    }

    /// Takes those that are here, up to so many. If there is none, but `missing` are expected, it waits
    /// until a part of them has come, and for no longer than `patience`.
    pub(super) fn take_more(
        &self,
        room: usize,
        missing: usize,
        patience: Duration,
    ) -> Vec<Request> {
        let mut waiting = lock(&self.waiting);
        if waiting.requests.is_empty() && missing > 0 && !waiting.closed {
            waiting.wake_at = missing.div_ceil(WAKE_UPS);
            let woken = self.arrived.wait_timeout(waiting, patience);
            waiting = woken.unwrap_or_else(PoisonError::into_inner).0;
        }
        waiting.take(room)
    }

    /// How many wait.
    pub(super) fn len(&self) -> usize {
        lock(&self.waiting).requests.len()
    }

    /// Lets nothing in any more. What waits is still taken.
    pub(super) fn close(&self) {
        lock(&self.waiting).closed = true;
        self.arrived.notify_all();
    }

    /// Answers all that wait: their transactions were not begun.
    pub(super) fn refuse(&self, error: &Error) {
        let requests = std::mem::take(&mut lock(&self.waiting).requests);
        let refused = |request: Request| (request.answer, Err(error.clone()));
        answer::say_all(requests.into_iter().map(refused));
    }
}

impl Waiting {
    fn take(&mut self, room: usize) -> Vec<Request> {
        self.wake_at = AWAKE;
        let count = self.requests.len().min(room);
        let taken: Vec<_> = self.requests.drain(..count).collect();
        let bytes = taken.iter().map(|request| request.transaction.bytes());
        self.bytes = self.bytes.saturating_sub(bytes.sum());
        taken
    }
}

/// More than can wait.
const AWAKE: usize = usize::MAX;

/// The writer begins with those who came first while the others are still coming, and is not woken for
/// each of them.
const WAKE_UPS: usize = 4;
