//! Work that falls due: the deletion of keys whose wait has ended.

use std::sync::Arc;

use common_types::{Arn, Caller, Event, ServiceName, Timestamp};
use serde_json::json;
use service_kit::{Change, Due, Identity, Operation};

use crate::{
    Error, KeyId, Kms, Missing, Result,
    key::{Lifecycle, LoadedKey},
    kms::Shared,
    scope::{SERVICE, Scope},
};

/// What [`Kms::run_due`] did.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct DueReport {
    /// Keys that were deleted.
    pub deleted_keys: u64,
}

impl Kms {
    /// Does all that is due: deletes the keys whose wait has ended, with their aliases, and tells of each by an event
    /// `KMS CMK Deletion`.
    ///
    /// It finds them without looking at the others. Several nodes may do it at once: each key is deleted once. A clock that was
    /// set back does not undo: what was due once stays due.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the store fails; what was deleted stays deleted, the rest waits for the next time.
    pub async fn run_due(&self, now: Timestamp) -> Result<DueReport> {
        let mut report = DueReport::default();
        loop {
            let ready = self.shared().due.ready(now, BATCH).await?;
            let found = ready.len();
            for due in ready {
                if self.shared().settle(&due).await? {
                    report.deleted_keys = report.deleted_keys.saturating_add(1);
                }
            }
            if found < BATCH {
                return Ok(report);
            }
        }
    }
}

impl Shared {
    /// Does what one entry of the index is about; whether a key was deleted.
    async fn settle(&self, due: &Due) -> Result<bool> {
        let (scope, id) = key_of(due)?;
        loop {
            let key = self.key(&scope, id).await?;
            // A deletion that was cancelled, or scheduled anew for another time, has left its entry behind.
            let is_due = |key: &Arc<LoadedKey>| matches!(key.record.lifecycle, Lifecycle::PendingDeletion { at, .. } if at == due.at);
            let Some(key) = key.filter(is_due) else {
                return self.drop_entry(due).await.map(|()| false);
            };
            match self.delete(&key, due).await {
                // Somebody changed the key meanwhile, or another node has deleted it: look again.
                Err(Error::NotFound(_)) => self.forget(&scope, id),
                deleted => return deleted.map(|()| true),
            }
        }
    }

    /// Deletes a key whose time has come.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if it is not any more what was read.
    async fn delete(&self, key: &LoadedKey, due: &Due) -> Result<()> {
        let service: ServiceName = SERVICE.parse().map_err(Error::broken)?;
        let identity = Identity::new(Arc::new(Caller::service(service)), key.scope.region.clone());
        let mut call = self.guard.begin_unattended(&identity, &DELETE_KEY);
        call.resource(&key.arn);
        let change = self.deletion(key, call.now()).await?;
        let outcome = match call
            .commit(change.delete(due.key.clone(), due.version))
            .await
        {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(Error::NotFound(Missing::Key(key.arn.clone()))),
            Err(error) => Err(error.into()),
        };
        call.finish(outcome).await
    }

    /// All that goes when a key goes.
    async fn deletion(&self, key: &LoadedKey, now: Timestamp) -> Result<Change> {
        let LoadedKey {
            scope,
            id,
            arn,
            version,
            record,
            ..
        } = key;
        let mut change = Change::new().delete(scope.key_record(id)?, *version);
        let aliases: Vec<_> = record
            .aliases
            .iter()
            .map(|name| scope.alias_record(name))
            .collect::<Result<_>>()?;
        for (alias, stored) in aliases.iter().zip(self.store.read(&aliases).await?) {
            if let Some(stored) = stored {
                change = change.delete(alias.clone(), stored.version);
            }
        }
        Ok(change.event(arn.clone(), deleted(scope, id, arn, now)))
    }

    async fn drop_entry(&self, due: &Due) -> Result<()> {
        let transaction = store::Transaction::new(store::TransactionId::random(&*self.random)?);
        match self
            .store
            .commit(transaction.delete(due.key.clone(), due.version))
            .await
        {
            Ok(_) | Err(store::Error::Conflict { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The key that an entry is about: it was scheduled under the key's ARN.
fn key_of(due: &Due) -> Result<(Scope, KeyId)> {
    let arn: Arn = due.id.parse().map_err(Error::broken)?;
    let scope = Scope {
        partition: arn.partition().parse().map_err(Error::broken)?,
        account: arn.account().parse().map_err(Error::broken)?,
        region: arn.region().parse().map_err(Error::broken)?,
    };
    Ok((scope, arn.resource_id().parse().map_err(Error::broken)?))
}

/// Source: [KMS CMK Deletion](https://docs.aws.amazon.com/kms/latest/developerguide/kms-events.html#kms-events-deletion).
fn deleted(scope: &Scope, id: &KeyId, arn: &Arn, now: Timestamp) -> Event {
    Event::new(
        "",
        "aws.kms",
        "KMS CMK Deletion",
        scope.account,
        scope.region.clone(),
        now,
    )
    .resource(arn.clone())
    .detail(json!({"key-id": id}))
}

/// What CloudTrail calls it when a key is deleted.
///
/// Source: [DeleteKey](https://docs.aws.amazon.com/kms/latest/developerguide/ct-delete-key.html).
const DELETE_KEY: Operation = Operation::writing(SERVICE, "DeleteKey", "kms:DeleteKey");
/// Entries that are looked at together.
const BATCH: usize = 100;
