//! What a rotation of the store key does to the header: begins, remembers how far it is, ends.

use std::sync::Arc;

use super::{
    Generation, State, StoreKeys, fresh_key,
    header::{Header, Walk},
    load,
};
use crate::{
    Error, Key, Result, Transaction, TransactionId,
    sync::{read, write},
};

impl StoreKeys {
    /// Makes the next generation, or goes on with a rotation that was cut.
    ///
    /// Afterwards everything new is protected under the new generation, and whatever was handed
    /// over under an older one is in the store.
    pub(crate) async fn begin_rotation(&self) -> Result<Progress> {
        let mut state = self.reload().await?;
        let walk = match state.header.walk.clone() {
            Some(walk) => walk,
            None => {
                let (newest, _) = state.ring.newest()?;
                let next = newest
                    .number()
                    .checked_add(1)
                    .ok_or(Error::Corrupt { what: "its header" })?;
                let key = fresh_key(self.random())?;
                state.ring.0.push((Generation::new(next), key));
                state.header.walk = Some(Walk::default());
                state.wrap().await?;
                self.save(state, Ok).await?;
                Walk::default()
            }
        };
        // Commits happen in the order in which they were handed over: this empty one is a barrier.
        let barrier = Transaction::new(TransactionId::random(self.random())?);
        self.store().commit(barrier).await?;
        Ok(Progress { walk })
    }

    /// Remembers how far a rotation is, in the same commit as the records that brought it there.
    pub(crate) async fn save_rotation(
        &self,
        progress: &Progress,
        with: impl FnOnce(Transaction) -> Result<Transaction> + Send,
    ) -> Result<()> {
        let mut state = read(&self.0.state).clone();
        state.header.walk = Some(progress.walk.clone());
        self.save(state, with).await
    }

    /// Drops every generation but the newest: nothing is protected under them any more.
    pub(crate) async fn end_rotation(&self) -> Result<()> {
        let mut state = read(&self.0.state).clone();
        state.header.walk = None;
        let newest = state.ring.newest()?.clone();
        state.ring.0 = vec![newest];
        state.wrap().await?;
        self.save(state, Ok).await
    }

    /// Reads the header again: someone else, or a call that was dropped, may have changed it.
    pub(super) async fn reload(&self) -> Result<State> {
        let root = Arc::clone(&read(&self.0.state).root);
        let state = load(&**self.store(), &root)
            .await?
            .ok_or(Error::NotSealed)?;
        if state.header.store_id != self.store_id() {
            return Err(Error::Tampered { key: Header::key() });
        }
        let _nothing_is_being_sealed = write(&self.0.sealing);
        *write(&self.0.state) = state.clone();
        Ok(state)
    }
}

/// How far a rotation is.
#[derive(Debug)]
pub(crate) struct Progress {
    walk: Walk,
}

impl Progress {
    /// The last record that is done in this pass.
    pub(crate) fn cursor(&self) -> Option<&Key> {
        self.walk.cursor.as_ref()
    }

    pub(crate) fn advance(&mut self, to: Key, changed: bool) {
        self.walk.cursor = Some(to);
        self.walk.changed |= changed;
    }

    /// Begins the next pass; says whether the one before found nothing left to change.
    pub(crate) fn next_pass(&mut self) -> bool {
        let Walk { changed, .. } = std::mem::take(&mut self.walk);
        !changed
    }
}
