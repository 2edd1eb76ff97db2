//! Which of the last transactions happened, so that a retry is recognised.

use std::collections::{HashMap, VecDeque};

use crate::{Revision, TransactionId, limits};

/// The ids of the last [`limits::REMEMBERED_COMMITS`] commits that wrote, and their revisions.
#[derive(Debug, Default)]
pub(crate) struct Recall {
    revisions: HashMap<TransactionId, Revision>,
    oldest_first: VecDeque<TransactionId>,
}

impl Recall {
    /// The revision that this transaction took, if it happened and is remembered.
    pub(crate) fn of(&self, id: TransactionId) -> Option<Revision> {
        self.revisions.get(&id).copied()
    }

    pub(crate) fn remember(&mut self, id: TransactionId, revision: Revision) {
        if self.revisions.insert(id, revision).is_none() {
            self.oldest_first.push_back(id);
        }
        while self.oldest_first.len() as u64 > limits::REMEMBERED_COMMITS {
            if let Some(id) = self.oldest_first.pop_front() {
                self.revisions.remove(&id);
            }
        }
    }
}
