//! What one call does to the count.

use std::collections::BTreeMap;

use service_kit::Change;
use store::{Key, Revision, Transaction, TransactionId};

use super::record::{QuotaRecord, ShardRecord};
use crate::{
    Error, ParameterTier, Quota, Result, limits, param_store::Shared, record::Record, scope::Scope,
};

/// What one call does to the count of one account and region: read as needed, written in the call's own commit.
#[derive(Debug)]
pub(crate) struct Ledger<'a> {
    params: &'a Shared,
    scope: &'a Scope,
    shards: BTreeMap<u16, Entry<ShardRecord>>,
}

/// A record as it was read, and as it is to be.
#[derive(Debug)]
struct Entry<T> {
    key: Key,
    /// None if it is not there yet.
    revision: Option<Revision>,
    record: T,
    changed: bool,
}

impl<'a> Ledger<'a> {
    /// Nothing is read yet.
    pub(crate) fn new(params: &'a Shared, scope: &'a Scope) -> Self {
        Self {
            params,
            scope,
            shards: BTreeMap::new(),
        }
    }

    /// Counts one more parameter of a tier in this part. Take before you give back: more room for the part is committed at once, and nothing
    /// may be pending then.
    ///
    /// # Errors
    ///
    /// [`Error::ParameterLimitExceeded`] if the account has as many as it may.
    pub(crate) async fn take(&mut self, shard: u16, tier: ParameterTier) -> Result<()> {
        let entry = self.shard(shard).await?;
        if entry.record.share(tier).take() {
            entry.changed = true;
            return Ok(());
        }
        if self.make_room(shard, tier).await? {
            return Ok(());
        }
        Err(Error::ParameterLimitExceeded(match tier {
            ParameterTier::Standard | ParameterTier::IntelligentTiering => {
                Quota::StandardParameters
            }
            ParameterTier::Advanced => Quota::AdvancedParameters,
        }))
    }

    /// Counts one parameter of a tier less, in the part that it was counted in.
    pub(crate) async fn give_back(&mut self, shard: u16, tier: ParameterTier) -> Result<()> {
        let entry = self.shard(shard).await?;
        let share = entry.record.share(tier);
        share.used = share.used.saturating_sub(1);
        entry.changed = true;
        Ok(())
    }

    /// Adds what changed to what the call commits.
    pub(crate) fn into_change(self, mut change: Change) -> Result<Change> {
        for entry in self.shards.into_values() {
            change = entry.write(change)?;
        }
        Ok(change)
    }

    /// Makes room in a part, in a commit of its own, and counts one in it; whether there was any.
    ///
    /// All calls begin by asking for room when an account is new, and end so when it is full: were it a part of their commits, each would
    /// conflict with all others.
    async fn make_room(&mut self, shard: u16, tier: ParameterTier) -> Result<bool> {
        let _turn = self.params.shards.granting.lock().await;
        for _ in 0..service_kit::limits::TRANSACTION_ATTEMPTS {
            let mut part: Entry<ShardRecord> = self.read(self.scope.count_record(shard)?).await?;
            // Another call may have made some in the same part meanwhile.
            if part.record.share(tier).is_full() {
                let mut quota: Entry<QuotaRecord> = self.read(self.scope.quota_record()?).await?;
                let transaction = Transaction::new(TransactionId::random(&*self.params.random)?);
                let (room, transaction) = match quota.record.grant(tier, GRANT) {
                    0 => match self.roomiest(shard, tier).await? {
                        Some(mut giver) => {
                            let room = giver.record.share(tier).give();
                            (room, giver.write_into(transaction)?)
                        }
                        None => return Ok(false),
                    },
                    grant => (grant, quota.write_into(transaction)?),
                };
                let share = part.record.share(tier);
                share.granted = share.granted.saturating_add(room);
                let transaction = part.write_into(transaction)?;
                match self.params.store.commit(transaction).await {
                    Ok(committed) => part.revision = Some(committed.revision),
                    // Another node was faster, or a call that counts in the other part.
                    Err(store::Error::Conflict { .. }) => continue,
                    Err(error) => return Err(error.into()),
                }
            }
            part.changed = part.record.share(tier).take();
            self.shards.insert(shard, part);
            return Ok(true);
        }
        Err(Error::TooManyUpdates)
    }

    /// The part with the most room, apart from this one; none if no part has any.
    async fn roomiest(
        &self,
        shard: u16,
        tier: ParameterTier,
    ) -> Result<Option<Entry<ShardRecord>>> {
        let others = (0..limits::COUNT_SHARDS).filter(|other| *other != shard);
        let keys: Vec<_> = others
            .map(|other| self.scope.count_record(other))
            .collect::<Result<_>>()?;
        let mut most = None;
        let found = self.params.store.read(&keys).await?;
        for (key, found) in keys.into_iter().zip(found) {
            let mut entry = Entry::<ShardRecord>::new(key, found.as_ref())?;
            let room = entry.record.share(tier).room();
            if room > 0 && most.as_ref().is_none_or(|(least, _)| room > *least) {
                most = Some((room, entry));
            }
        }
        Ok(most.map(|(_, entry)| entry))
    }

    async fn shard(&mut self, shard: u16) -> Result<&mut Entry<ShardRecord>> {
        use std::collections::btree_map::Entry as Slot;

        let key = self.scope.count_record(shard)?;
        if !self.shards.contains_key(&shard) {
            let entry = self.read(key.clone()).await?;
            self.shards.insert(shard, entry);
        }
        Ok(match self.shards.entry(shard) {
            Slot::Occupied(entry) => entry.into_mut(),
            Slot::Vacant(slot) => slot.insert(Entry::new(key, None)?),
        })
    }

    async fn read<T: Default + Record>(&self, key: Key) -> Result<Entry<T>> {
        let mut found = self.params.store.read(std::slice::from_ref(&key)).await?;
        Entry::new(key, found.pop().flatten().as_ref())
    }
}

impl<T: Default + Record> Entry<T> {
    fn new(key: Key, found: Option<&store::Versioned>) -> Result<Self> {
        Ok(Self {
            key,
            revision: found.map(|found| found.version),
            record: match found {
                Some(found) => T::decode(&found.value)?,
                None => T::default(),
            },
            changed: false,
        })
    }

    fn write_into(&self, transaction: Transaction) -> Result<Transaction> {
        let (key, value) = (self.key.clone(), self.record.encode());
        Ok(match self.revision {
            None => transaction.create(key, value),
            Some(revision) => transaction.replace(key, value, revision),
        })
    }

    fn write(self, change: Change) -> Result<Change> {
        let Self {
            key,
            revision,
            record,
            changed,
        } = self;
        Ok(match (changed, revision) {
            (false, _) => change,
            (true, None) => change.create(key, record.encode()),
            (true, Some(revision)) => change.replace(key, record.encode(), revision),
        })
    }
}

/// How much of the quota a part is given at a time.
const GRANT: u64 = 32;
