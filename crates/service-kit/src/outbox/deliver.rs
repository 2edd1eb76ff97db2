//! Delivery: at least once, in order per resource.

use std::{fmt::Debug, sync::Arc};

use common_types::{BoxFuture, Event};
use crypto::random::Random;
use futures_util::lock::Mutex;
use store::{Key, Revision, Store, Transaction, TransactionId};

use super::record;
use crate::{BoxedError, Result, limits};

/// Where events go: a bus, a queue, a function of the application.
pub trait EventSink: Debug + Send + Sync + 'static {
    /// Takes one event over. After an error it comes again, and no later event of its resource comes before it.
    ///
    /// At least once: an event that was taken over just before a crash comes again, with the same id.
    fn take_over<'a>(&'a self, event: &'a Event) -> BoxFuture<'a, Result<(), BoxedError>>;
}

/// The events that wait in a store, put there by [`Change::event`](crate::Change::event).
///
/// A clone shares the turns that deliveries take.
#[derive(Clone, Debug)]
pub struct Outbox {
    store: Arc<dyn Store>,
    random: Arc<dyn Random>,
    turn: Arc<Mutex<()>>,
}

/// What [`Outbox::deliver`] did.
#[derive(Debug, Default)]
#[non_exhaustive]
pub struct Delivered {
    /// Events that the sink took over.
    pub events: u64,
    /// Resources whose next event the sink did not take over; those behind it wait with it.
    pub held_back: u64,
    /// What the sink said last when it did not.
    pub last_error: Option<BoxedError>,
}

impl Outbox {
    /// The outbox of this store.
    pub fn new(store: Arc<dyn Store>, random: Arc<dyn Random>) -> Self {
        Self {
            store,
            random,
            turn: Arc::default(),
        }
    }

    /// Goes once over all events that wait, and deletes those that the sink takes over.
    ///
    /// The events of one resource come in the order of the changes that they tell of. Those of different resources do not
    /// wait for each other. Called while it runs, also on a clone, it waits for its turn and delivers what is left. Make one
    /// outbox a store: two would deliver events twice, and an old one might then come again behind a newer.
    ///
    /// # Errors
    ///
    /// [`Error::Store`](crate::Error::Store); what was taken over and not deleted yet comes again. That the sink fails is no error of this
    /// call: see [`Delivered`].
    pub async fn deliver(&self, sink: &dyn EventSink) -> Result<Delivered> {
        let _turn = self.turn.lock().await;
        let mut delivered = Delivered::default();
        let mut range = record::all()?;
        let mut held_back: Option<String> = None;
        loop {
            let page = self
                .store
                .scan(range.clone(), limits::SWEEP_RECORDS)
                .await?;
            let Some((last, _)) = page.last() else {
                return Ok(delivered);
            };
            range = range.after(last);
            let mut done = Vec::new();
            for (key, found) in page {
                let resource = record::resource(&key)?;
                if held_back.as_ref() == Some(&resource) {
                    continue;
                }
                match sink.take_over(&record::decode(&found.value)?).await {
                    Ok(()) => done.push((key, found.version)),
                    Err(error) => {
                        held_back = Some(resource);
                        delivered.held_back = delivered.held_back.saturating_add(1);
                        delivered.last_error = Some(error);
                    }
                }
            }
            delivered.events = delivered.events.saturating_add(done.len() as u64);
            self.delete(done).await?;
        }
    }

    async fn delete(&self, done: Vec<(Key, Revision)>) -> Result<()> {
        for some in done.chunks(store::limits::OPERATIONS) {
            let transaction = Transaction::new(TransactionId::random(&*self.random)?);
            let some = some.iter().cloned();
            let transaction = some.fold(transaction, |tx, (key, version)| tx.delete(key, version));
            match self.store.commit(transaction).await {
                // Another outbox delivers too, and was faster: what is still there comes again.
                Ok(_) | Err(store::Error::Conflict { .. }) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
