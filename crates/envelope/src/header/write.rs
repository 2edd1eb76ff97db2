//! Writing a header.

use common_types::EncryptionContext;
use crypto::aead::{SequenceSealer, TAG_LEN};

use super::{COMMITMENT_LEN, EncryptedDataKey, MESSAGE_ID_LEN};
use crate::buffer;
use crate::error::Bound;
use crate::{AlgorithmSuite, Error, Limits, Malformed};

/// Writes what of a header depends on the materials alone, once for all messages under them.
// spec: client-apis/encrypt.md#construct-the-header
pub(crate) fn section(
    context: &EncryptionContext,
    data_keys: &[EncryptedDataKey],
    limits: &Limits,
) -> Result<Vec<u8>, Error> {
    check_context(context, limits)?;
    let context_len = context.canonical_len();
    let keys = u64::try_from(data_keys.len()).unwrap_or(u64::MAX);
    Error::check(Bound::EncryptedDataKeys, keys, limits.encrypted_data_keys)?;
    // spec: data-format/message-header.md#encrypted-data-key-count (greater than 0)
    if data_keys.is_empty() {
        return Err(Malformed::NoDataKeys.into());
    }

    let len = data_keys
        .iter()
        .fold(2 * size_of::<u16>() + context_len, |sum, key| {
            sum + key.written_len()
        });
    let found = u64::try_from(len + FIXED_LEN).unwrap_or(u64::MAX);
    Error::check(Bound::HeaderBytes, found, limits.header_bytes)?;

    // INVARIANT: both lengths are within 16 bits, because limits are.
    let mut out = Vec::with_capacity(len);
    out.extend_from_slice(&u16::try_from(context_len).unwrap_or(u16::MAX).to_be_bytes());
    context.write_canonical(&mut out);
    out.extend_from_slice(
        &u16::try_from(data_keys.len())
            .unwrap_or(u16::MAX)
            .to_be_bytes(),
    );
    data_keys.iter().for_each(|key| key.write(&mut out));
    Ok(out)
}

/// Refuses a context that is too large to be written.
pub(crate) fn check_context(context: &EncryptionContext, limits: &Limits) -> Result<(), Error> {
    let pairs = u64::try_from(context.len()).unwrap_or(u64::MAX);
    Error::check(Bound::ContextPairs, pairs, limits.context_pairs)?;
    let bytes = u64::try_from(context.canonical_len()).unwrap_or(u64::MAX);
    Error::check(Bound::ContextBytes, bytes, limits.context_bytes)
}

/// The fields of a framed message's header.
pub(crate) struct Fields<'a> {
    pub(crate) suite: AlgorithmSuite,
    pub(crate) message_id: &'a [u8; MESSAGE_ID_LEN],
    pub(crate) section: &'a [u8],
    pub(crate) frame_length: u32,
    pub(crate) commitment: &'a [u8; COMMITMENT_LEN],
}

impl Fields<'_> {
    /// Bytes in the header.
    pub(crate) const fn len(&self) -> usize {
        FIXED_LEN + self.section.len()
    }

    /// Appends the header, with the tag that `sealer` gives at position 0.
    // spec: client-apis/encrypt.md#construct-the-header
    pub(crate) fn write(
        &self,
        sealer: &mut SequenceSealer,
        out: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let start = out.len();
        out.push(2);
        out.extend_from_slice(&self.suite.id().to_be_bytes());
        out.extend_from_slice(self.message_id);
        out.extend_from_slice(self.section);
        out.push(2); // content type: framed
        out.extend_from_slice(&self.frame_length.to_be_bytes());
        out.extend_from_slice(self.commitment);
        let tag = sealer.seal_next(buffer::since(out, start), &mut [])?;
        out.extend_from_slice(tag.as_bytes());
        Ok(())
    }
}

/// Bytes in a header besides its section.
const FIXED_LEN: usize = 1 + 2 + MESSAGE_ID_LEN + 1 + 4 + COMMITMENT_LEN + TAG_LEN;
