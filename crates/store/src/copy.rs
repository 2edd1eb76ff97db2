//! From one backend to another.

use crypto::random::Random;

use crate::{
    Error, Key, KeyRange, Result, Revision, Store, Transaction, TransactionId, Versioned, limits,
};

/// Copies every record of one store into another, empty one: how data moves between backends.
///
/// Give it the stores beneath any [`SealedStore`](crate::SealedStore), not the sealed ones: then
/// values are copied as they are, sealed, and the copy opens with the same root key. Nothing may be
/// committed to `from` meanwhile; copy from a [backup](crate::RedbStore::back_up) while the store
/// is in use. Records get the versions of their commits in the new store, and its changes begin
/// there; an [`Anchor`](crate::Anchor) has to be taken anew.
///
/// A copy that was cut has no header yet and does not open; throw it away and begin again.
///
/// Returns how many records there are.
///
/// ```
/// use crypto::random::SystemRandom;
/// use store::{Key, MemoryStore, Store, Transaction, TransactionId, copy};
///
/// # store::conformance::block_on(async {
/// let (from, to) = (MemoryStore::new(), MemoryStore::new());
/// let key = Key::global("example").str("greeting").build()?;
/// let tx = Transaction::new(TransactionId::from_bytes([1; 16]));
/// from.commit(tx.create(key.clone(), b"hello".to_vec())).await?;
///
/// assert_eq!(copy(&from, &to, &SystemRandom::new()).await?, 1);
/// assert_eq!(to.read(&[key]).await?[0].as_ref().unwrap().value, b"hello");
/// # Ok::<(), store::Error>(())
/// # }).unwrap();
/// ```
///
/// # Errors
/// [`Error::NotEmpty`] if `to` has records; [`Error::ChangedMeanwhile`] if `from` was written to;
/// those of the stores.
pub async fn copy(from: &dyn Store, to: &dyn Store, random: &dyn Random) -> Result<u64> {
    if !to.scan(KeyRange::all(), 1).await?.is_empty() {
        return Err(Error::NotEmpty);
    }
    let revision = from.revision().await?;
    let records = copy_range(from, to, random, KeyRange::all().unreserved()).await?;
    unchanged(from, revision).await?;
    // The header comes last, so that no part of a copy opens as a whole one.
    let headers = copy_range(from, to, random, KeyRange::reserved()).await?;
    unchanged(from, revision).await?;
    Ok(records.saturating_add(headers))
}

/// Pages that were read at one revision are one state.
async fn unchanged(from: &dyn Store, revision: Revision) -> Result<()> {
    if from.revision().await? == revision {
        Ok(())
    } else {
        Err(Error::ChangedMeanwhile)
    }
}

async fn copy_range(
    from: &dyn Store,
    to: &dyn Store,
    random: &dyn Random,
    mut range: KeyRange,
) -> Result<u64> {
    let mut records = 0;
    loop {
        let page = from.scan(range.clone(), limits::OPERATIONS).await?;
        let Some((last, _)) = page.last() else {
            return Ok(records);
        };
        range = range.after(last);
        records += page.len() as u64;
        let mut page = page.into_iter().peekable();
        while page.peek().is_some() {
            let tx = Transaction::new(TransactionId::random(random)?);
            to.commit(fill(tx, &mut page)?).await?;
        }
    }
}

/// Takes as many records as one transaction holds: at least one.
fn fill(
    mut tx: Transaction,
    page: &mut std::iter::Peekable<impl Iterator<Item = (Key, Versioned)>>,
) -> Result<Transaction> {
    let mut bytes = 0usize;
    while let Some((key, record)) = page.next_if(|(key, record)| {
        let first = bytes == 0;
        bytes = bytes
            .saturating_add(key.as_bytes().len())
            .saturating_add(record.value.len());
        first || bytes <= limits::TRANSACTION_BYTES
    }) {
        tx = tx.create(key, record.value);
    }
    // What is copied as it is may be as long as a wrapper made it.
    tx.map_values(|_, value| Ok(value))
}
