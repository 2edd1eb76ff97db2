//! Versions of a deleted parameter that its deletion did not take along.

use common_types::Timestamp;
use service_kit::Change;
use store::{Key, Revision, Transaction, TransactionId};

use super::entry::{Entry, Work};
use crate::{Result, param_store::Shared, parameter::Loaded, scope::Scope};

/// What a deletion left for later: nobody can see it any more.
#[derive(Debug)]
pub(crate) struct Leftover {
    entry: Key,
    versions: store::KeyRange,
}

impl Leftover {
    /// Remembers, in the commit that deletes a parameter, that there are versions left.
    pub(crate) fn of(
        params: &Shared,
        parameter: &Loaded,
        now: Timestamp,
        change: Change,
    ) -> Result<(Self, Change)> {
        let entry = Entry {
            arn: parameter.arn.clone(),
            incarnation: parameter.record.incarnation,
            work: Work::Sweep,
        };
        let key = params.due.key(now, &entry.id())?;
        let leftover = Self::new(
            &parameter.scope,
            &parameter.record.name,
            &entry,
            key.clone(),
        )?;
        Ok((leftover, change.put(key, Vec::new())))
    }

    pub(super) fn new(
        scope: &Scope,
        name: &crate::ParameterName,
        entry: &Entry,
        key: Key,
    ) -> Result<Self> {
        Ok(Self {
            entry: key,
            versions: scope.version_records(name, entry.incarnation)?,
        })
    }
}

/// Deletes what a deletion left, and then the entry that remembers it. May be cut at any point, and done again.
pub(crate) async fn sweep(params: &Shared, leftover: &Leftover) -> Result<()> {
    let Leftover { entry, versions } = leftover;
    loop {
        let found = params.store.scan(versions.clone(), AT_ONCE).await?;
        if found.is_empty() {
            break;
        }
        let found = found.into_iter().map(|(key, found)| (key, found.version));
        delete(params, found).await?;
    }
    match params.read(entry.clone()).await? {
        Some(found) => delete(params, [(entry.clone(), found.version)]).await,
        None => Ok(()),
    }
}

/// Deletes records that nobody changes; another node may be doing the same.
pub(super) async fn delete(
    params: &Shared,
    records: impl IntoIterator<Item = (Key, Revision)>,
) -> Result<()> {
    let transaction = Transaction::new(TransactionId::random(&*params.random)?);
    let transaction = records
        .into_iter()
        .fold(transaction, |tx, (key, version)| tx.delete(key, version));
    match params.store.commit(transaction).await {
        Ok(_) | Err(store::Error::Conflict { .. }) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Records that are deleted together.
const AT_ONCE: usize = 60;
