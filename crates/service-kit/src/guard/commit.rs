//! What a call changes, in one commit with its record.

use store::{Committed, Revision};

use super::Call;
use crate::{Change, Error, Result, audit, limits};

impl Call<'_> {
    /// Commits a change, its events and, once for all commits of the call, its audit record as done: all of it or nothing.
    ///
    /// `None` if somebody else was faster: read again, decide again, and commit what comes of that.
    ///
    /// # Errors
    ///
    /// [`Error::Contention`] after [`limits::TRANSACTION_ATTEMPTS`] in a row; [`Error::Unauthorised`] without
    /// authorisation; [`Error::Store`]. Nothing was changed then, unless the store says
    /// [`OutcomeUnknown`](store::Error::OutcomeUnknown).
    pub async fn commit(&mut self, change: Change) -> Result<Option<Committed>> {
        self.may_answer()?;
        let journal = self.guard.audit.journal();
        let seen = if change.has_events() {
            journal.store().revision().await?
        } else {
            Revision::ZERO
        };
        let line = match &mut self.record {
            Some(record) if !self.committed => {
                audit::bound(record);
                Some(audit::encode_one(record))
            }
            _ => None,
        };
        let mut handed_over = None;
        let (_, mut commit) = journal.append(|slot| {
            let mut transaction = change.into_transaction(slot.id, seen)?;
            if let Some(line) = line {
                transaction = transaction.create(slot.key.clone(), line);
            }
            Ok::<_, Error>(handed_over.insert(transaction).clone())
        })?;
        for _ in 1..limits::OUTCOME_ATTEMPTS {
            match (commit.clone().await, &handed_over) {
                (Err(store::Error::OutcomeUnknown { .. }), Some(transaction)) => {
                    commit = journal.hand_over(transaction.clone());
                }
                _ => break,
            }
        }
        match commit.await {
            Ok(committed) => {
                self.committed = true;
                self.conflicts = 0;
                Ok(Some(committed))
            }
            Err(store::Error::Conflict { .. }) => {
                self.conflicts = self.conflicts.saturating_add(1);
                match self.conflicts {
                    limits::TRANSACTION_ATTEMPTS.. => Err(Error::Contention {
                        attempts: self.conflicts,
                    }),
                    _ => Ok(None),
                }
            }
            Err(error) => Err(error.into()),
        }
    }
}
