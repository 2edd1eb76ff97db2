//! What one call does to the count.

use std::collections::BTreeMap;

use service_kit::Change;
use store::{Key, Revision, Store};

use super::record::{Counted, QuotaRecord, ShardRecord};
use crate::{Error, ParameterTier, Quota, Result, limits, scope::Scope};

/// What one call does to the count of one account and region: read as needed, written in the call's own commit.
#[derive(Debug)]
pub(crate) struct Ledger<'a> {
    store: &'a dyn Store,
    scope: &'a Scope,
    quota: Option<Entry<QuotaRecord>>,
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
    pub(crate) fn new(store: &'a dyn Store, scope: &'a Scope) -> Self {
        Self {
            store,
            scope,
            quota: None,
            shards: BTreeMap::new(),
        }
    }

    /// Counts one more parameter of a tier, in this part if it can be; the part that it was counted in.
    ///
    /// # Errors
    ///
    /// [`Error::ParameterLimitExceeded`] if the account has as many as it may.
    pub(crate) async fn take(&mut self, shard: u16, tier: ParameterTier) -> Result<u16> {
        if self.take_in(shard, tier).await? {
            return Ok(shard);
        }
        if self.grant(shard, tier).await? {
            return Ok(shard);
        }
        self.read_all().await?;
        let found = self.shards.iter_mut().find_map(|(shard, entry)| {
            let taken = entry.record.share(tier).take();
            entry.changed |= taken;
            taken.then_some(*shard)
        });
        found.ok_or(Error::ParameterLimitExceeded(match tier {
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
        let Self { quota, shards, .. } = self;
        for entry in shards.into_values() {
            change = entry.write(change)?;
        }
        match quota {
            Some(entry) => entry.write(change),
            None => Ok(change),
        }
    }

    async fn take_in(&mut self, shard: u16, tier: ParameterTier) -> Result<bool> {
        let entry = self.shard(shard).await?;
        let taken = entry.record.share(tier).take();
        entry.changed |= taken;
        Ok(taken)
    }

    /// Gives a part some more of the quota, and counts one in it; whether there was any left.
    async fn grant(&mut self, shard: u16, tier: ParameterTier) -> Result<bool> {
        if self.quota.is_none() {
            self.quota = Some(self.read(self.scope.quota_record()?).await?);
        }
        let grant = match &mut self.quota {
            Some(quota) => {
                let grant = quota.record.grant(tier, GRANT);
                quota.changed |= grant > 0;
                grant
            }
            None => 0,
        };
        let entry = self.shard(shard).await?;
        let share = entry.record.share(tier);
        share.granted = share.granted.saturating_add(grant);
        let taken = share.take();
        entry.changed |= taken;
        Ok(taken)
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

    async fn read<T: Counted>(&self, key: Key) -> Result<Entry<T>> {
        let mut found = self.store.read(std::slice::from_ref(&key)).await?;
        Entry::new(key, found.pop().flatten().as_ref())
    }

    /// Reads the parts that were not read yet.
    async fn read_all(&mut self) -> Result<()> {
        let missing: Vec<_> = (0..limits::COUNT_SHARDS)
            .filter(|shard| !self.shards.contains_key(shard))
            .collect();
        let keys: Vec<_> = missing
            .iter()
            .map(|shard| self.scope.count_record(*shard))
            .collect::<Result<_>>()?;
        let found = self.store.read(&keys).await?;
        for ((shard, key), found) in missing.into_iter().zip(keys).zip(found) {
            self.shards.insert(shard, Entry::new(key, found.as_ref())?);
        }
        Ok(())
    }
}

impl<T: Counted> Entry<T> {
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

    fn write(self, change: Change) -> Result<Change> {
        let Self {
            key,
            revision,
            record,
            changed,
        } = self;
        Ok(match (changed, revision) {
            (false, _) => change,
            (true, None) => change.create(key, record.encode()?),
            (true, Some(revision)) => change.replace(key, record.encode()?, revision),
        })
    }
}

/// How much of the quota a part is given at a time.
const GRANT: u64 = 32;
