//! What a blob says of itself, before anything is decrypted.

use common_types::{AccountId, Partition, Region};
use crypto::aead::{TAG_LEN, Tag};

use super::suite::{COMMITMENT_BYTES, FORMAT, OVERHEAD_BYTES, SUITE};
use crate::{
    Error, KeyId, Result,
    backing::{BackingKeyId, SALT_BYTES},
    limits,
};

/// A ciphertext blob, read and not yet believed: which key it asks for.
///
/// Nothing in it is secret. Whether it is what it says, only [`decrypt`](crate::KmsHandle::decrypt) finds out.
///
/// ```
/// use kms_core::CiphertextBlob;
///
/// let error = CiphertextBlob::parse(b"anything else").unwrap_err();
/// assert_eq!(error.to_string(), "the ciphertext or its encryption context is not valid");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct CiphertextBlob<'a> {
    partition: &'a str,
    account: AccountId,
    region: &'a str,
    key_id: KeyId,
    backing_key: BackingKeyId,
    pub(super) salt: &'a [u8; SALT_BYTES],
    pub(super) commitment: &'a [u8; COMMITMENT_BYTES],
    /// Everything before the ciphertext.
    pub(super) header: &'a [u8],
    pub(super) ciphertext: &'a [u8],
    pub(super) tag: Tag,
}

impl<'a> CiphertextBlob<'a> {
    /// Reads a blob.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidCiphertext`] if it is none of ours, or longer than [`limits::CIPHERTEXT_BYTES`].
    pub fn parse(blob: &'a [u8]) -> Result<Self> {
        Self::parts(blob).ok_or(Error::InvalidCiphertext)
    }

    /// The partition of its key.
    pub fn partition(&self) -> &'a str {
        self.partition
    }

    /// The account of its key.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// The region of its key; none if it is a multi-Region key.
    pub fn region(&self) -> Option<&'a str> {
        (!self.region.is_empty()).then_some(self.region)
    }

    /// The id of its key.
    pub fn key_id(&self) -> KeyId {
        self.key_id
    }

    /// Whether this backing key encrypted it.
    pub(crate) fn is_by(&self, backing_key: BackingKeyId) -> bool {
        self.backing_key == backing_key
    }

    fn parts(blob: &'a [u8]) -> Option<Self> {
        if blob.len() > limits::CIPHERTEXT_BYTES {
            return None;
        }
        let (&[format, suite], rest) = blob.split_first_chunk()?;
        if (format, suite) != (FORMAT, SUITE) {
            return None;
        }
        let (partition, rest) = text(rest)?;
        let (account, rest) = rest.split_first_chunk::<12>()?;
        let (region, rest) = text(rest)?;
        let (key_id, rest) = counted(rest)?;
        let (backing_key, rest) = rest.split_first_chunk()?;
        let (salt, rest) = rest.split_first_chunk()?;
        let (commitment, rest) = rest.split_first_chunk()?;
        let (ciphertext, tag) = rest.split_last_chunk::<TAG_LEN>()?;
        let header = blob.get(..blob.len() - rest.len())?;
        Some(Self {
            partition,
            account: AccountId::from_digits(account)?,
            region,
            key_id: KeyId::from_bytes(key_id)?,
            backing_key: BackingKeyId::from_bytes(*backing_key),
            salt,
            commitment,
            header,
            ciphertext,
            tag: Tag::from(*tag),
        })
    }
}

/// The part of a blob that all blobs of one backing key begin with; made once, when the key is loaded.
#[derive(Clone, Debug)]
pub(crate) struct BlobPrefix(Box<[u8]>);

impl BlobPrefix {
    pub(crate) fn new(
        partition: &Partition,
        account: &AccountId,
        region: &Region,
        key: &KeyId,
        backing_key: BackingKeyId,
    ) -> Result<Self> {
        let mut prefix = vec![FORMAT, SUITE];
        push_text(&mut prefix, partition.as_str())?;
        prefix.extend(account.as_str().as_bytes());
        push_text(
            &mut prefix,
            if key.is_multi_region() {
                ""
            } else {
                region.as_str()
            },
        )?;
        push_text(&mut prefix, key.as_str())?;
        prefix.extend(backing_key.as_bytes());
        Ok(Self(prefix.into_boxed_slice()))
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// How long a blob of so much plaintext is.
    pub(super) fn blob_bytes(&self, plaintext: usize) -> usize {
        self.0
            .len()
            .saturating_add(plaintext)
            .saturating_add(OVERHEAD_BYTES)
    }
}

fn push_text(out: &mut Vec<u8>, text: &str) -> Result<()> {
    out.push(u8::try_from(text.len()).map_err(Error::broken)?);
    out.extend(text.as_bytes());
    Ok(())
}

/// The text behind its length of one byte, and what follows it.
fn text(input: &[u8]) -> Option<(&str, &[u8])> {
    let (text, rest) = counted(input)?;
    Some((std::str::from_utf8(text).ok()?, rest))
}

/// The bytes behind their number, and what follows them.
fn counted(input: &[u8]) -> Option<(&[u8], &[u8])> {
    let (&length, rest) = input.split_first()?;
    rest.split_at_checked(length.into())
}
