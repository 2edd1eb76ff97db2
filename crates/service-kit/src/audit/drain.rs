//! From the store to the application's own log.

use std::fmt::Debug;

use common_types::BoxFuture;
use store::{Key, Revision, Store, Transaction, Versioned};

use super::{AuditChain, AuditLog, batch, lines};
use crate::{BoxedError, Error, Result, format, limits};

/// Where drained audit lines go: a file, a log service, an archive.
pub trait AuditSink: Debug + Send + Sync + 'static {
    /// Takes lines over. `Ok` means that they are safe there, for they are deleted here; after an error they come again.
    ///
    /// At least once: lines that were taken over just before a crash come again, with the same number and hash.
    fn take_over<'a>(&'a self, lines: &'a [AuditLine]) -> BoxFuture<'a, Result<(), BoxedError>>;
}

/// One call, as it leaves the store.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct AuditLine {
    /// Its number among all lines of this store, from 0.
    pub number: u64,
    /// The process that wrote it: 16 random bytes. The lines of one are in order.
    pub session: [u8; 16],
    /// The record in CloudTrail's JSON, without a line end.
    pub json: String,
    /// What [`AuditChain::append`] gave for it.
    pub hash: [u8; 32],
}

/// What [`AuditLog::drain`] did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Drained {
    /// The lines that were taken over.
    pub lines: u64,
    /// The chain after them.
    pub chain: AuditChain,
}

impl AuditLog {
    /// Flushes, and hands all that is in the store over to a sink: each session's lines in order, at least once. Deletes
    /// what was taken over, and keeps the hash chain with it.
    ///
    /// # Errors
    ///
    /// [`Error::Sink`] if the sink does not take a delivery, [`Error::Store`]; what was taken over until then stays taken
    /// over. [`Error::Contention`] if another drain runs at the same time.
    pub async fn drain(&self, sink: &dyn AuditSink) -> Result<Drained> {
        self.flush().await?;
        let store = self.journal().store();
        let mut lines = 0_u64;
        loop {
            let cursor = Cursor::read(&**store).await?;
            let batches = store
                .scan(batch::all()?, limits::AUDIT_DRAIN_BATCHES)
                .await?;
            if batches.is_empty() {
                let chain = cursor.chain;
                return Ok(Drained { lines, chain });
            }
            let mut chain = cursor.chain;
            let mut delivery = Vec::new();
            for (key, batch) in &batches {
                read_lines(&mut chain, key, &batch.value, &mut delivery)?;
            }
            sink.take_over(&delivery).await.map_err(Error::Sink)?;
            lines = lines.saturating_add(delivery.len() as u64);
            self.let_go(cursor, chain, batches).await?;
        }
    }

    /// Deletes batches and moves the chain on, in one commit.
    async fn let_go(
        &self,
        cursor: Cursor,
        chain: AuditChain,
        batches: Vec<(Key, Versioned)>,
    ) -> Result<()> {
        let (_, commit) = self.journal().append(|slot| {
            let moved = cursor.moved(Transaction::new(slot.id), chain);
            let batches = batches.into_iter();
            Ok::<_, Error>(batches.fold(moved, |tx, (key, batch)| tx.delete(key, batch.version)))
        })?;
        match commit.await {
            Ok(_) => Ok(()),
            Err(store::Error::Conflict { .. }) => Err(Error::Contention { attempts: 1 }),
            Err(error) => Err(error.into()),
        }
    }
}

/// How far the log was drained: the chain so far, in a record of its own.
struct Cursor {
    key: Key,
    version: Option<Revision>,
    chain: AuditChain,
}

impl Cursor {
    async fn read(store: &dyn Store) -> Result<Self> {
        let key = batch::cursor()?;
        let found = store
            .read(std::slice::from_ref(&key))
            .await?
            .pop()
            .flatten();
        let chain = found
            .as_ref()
            .map_or(Ok(AuditChain::new()), |found| decode(&found.value))?;
        Ok(Self {
            key,
            version: found.map(|found| found.version),
            chain,
        })
    }

    fn moved(self, transaction: Transaction, chain: AuditChain) -> Transaction {
        let value = encode(chain);
        match self.version {
            Some(version) => transaction.replace(self.key, value, version),
            None => transaction.create(self.key, value),
        }
    }
}

fn read_lines(
    chain: &mut AuditChain,
    key: &Key,
    value: &[u8],
    delivery: &mut Vec<AuditLine>,
) -> Result<()> {
    let session = batch::session(key)?;
    let lines = lines::decode(value)?.into_iter();
    delivery.extend(lines.map(|json| AuditLine {
        number: chain.length(),
        session,
        hash: chain.append(&json),
        json,
    }));
    Ok(())
}

fn encode(chain: AuditChain) -> Vec<u8> {
    format::versioned(&[&chain.length().to_be_bytes()[..], &chain.head()].concat())
}

fn decode(value: &[u8]) -> Result<AuditChain> {
    let body = format::body(WHAT, value)?;
    let parts = body.split_first_chunk().and_then(|(length, head)| {
        Some((
            u64::from_be_bytes(*length),
            <[u8; 32]>::try_from(head).ok()?,
        ))
    });
    let (length, head) = parts.ok_or(Error::Corrupt { what: WHAT })?;
    Ok(AuditChain::resume(length, head))
}

const WHAT: &str = "the audit log's chain";
