//! The header: what a message says of itself before its body.
//!
//! Two views of the same bytes: [`Layout`] knows where each field lies, and is all that reading a message under
//! materials in hand needs; [`Header`] holds what the fields mean, for keyrings and for users.
//!
//! ```text
//! version(1) = 02 ‖ suite(2) ‖ message id(32)
//!   ‖ context length(2) ‖ context                              ┐ the section that depends on
//!   ‖ data key count(2) ‖ data keys                            ┘ the materials alone
//!   ‖ content type(1) ‖ frame length(4) ‖ commitment(32)       … the header body ends here
//!   ‖ tag(16)                                                  … AES-256-GCM over the header body
//! ```

mod context;
mod data_key;
mod layout;
mod write;

pub use data_key::EncryptedDataKey;
pub(crate) use layout::{Layout, SliceSource, Source};
pub(crate) use write::{Fields, check_context, section};

use std::sync::OnceLock;

use common_types::EncryptionContext;

use crate::{AlgorithmSuite, Error, Limits};

/// Bytes in a message id.
// spec: data-format/message-header.md#header-body-version-2-0
pub(crate) const MESSAGE_ID_LEN: usize = 32;
/// Bytes in a commitment.
// spec: framework/algorithm-suites.md#algorithm-suite-data-length
pub(crate) const COMMITMENT_LEN: usize = 32;

/// How a body is cut.
// spec: data-format/message-header.md#content-type
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ContentType {
    /// One piece, authenticated as a whole. Read, never written.
    Unframed,
    /// Frames of equal length, each authenticated by itself.
    Framed,
}

/// What a message says of itself before its body.
///
/// Parsed, and **not yet authenticated**: anyone may have written it, until the message is decrypted. What it is for is
/// to find the key. [`PlaintextReader::header`](crate::PlaintextReader::header) is an authenticated one.
#[derive(Clone, Debug)]
pub struct Header {
    layout: Layout,
    bytes: Vec<u8>,
    context: EncryptionContext,
    /// Made when a keyring asks for them: who has the materials already does not.
    data_keys: OnceLock<Vec<EncryptedDataKey>>,
}

impl Header {
    /// Parses the header that `message` begins with.
    ///
    /// # Errors
    ///
    /// [`Error::Truncated`], [`Error::Malformed`], [`Error::UnsupportedVersion`], [`Error::UnsupportedSuite`],
    /// [`Error::Base64Encoded`], [`Error::LimitExceeded`].
    // spec: client-apis/decrypt.md#parse-the-header
    pub fn parse(message: &[u8], limits: &Limits) -> Result<Self, Error> {
        let layout = Layout::read(&mut SliceSource::new(message), limits)?;
        let bytes = message.get(..layout.len()).ok_or(Error::Truncated)?;
        Self::decode(layout, bytes)
    }

    /// Gives the fields of a header their meaning.
    pub(crate) fn decode(layout: Layout, bytes: &[u8]) -> Result<Self, Error> {
        let context = context::decode(layout.context(bytes)?)?;
        data_key::check(layout.data_keys(bytes)?, layout.data_key_count())?;
        Ok(Self {
            layout,
            bytes: bytes.to_vec(),
            context,
            data_keys: OnceLock::new(),
        })
    }

    /// The message's algorithm suite.
    #[must_use]
    pub fn suite(&self) -> AlgorithmSuite {
        self.layout.suite
    }

    /// The message's random id.
    #[must_use]
    pub fn message_id(&self) -> &[u8; MESSAGE_ID_LEN] {
        &self.layout.message_id
    }

    /// The encryption context that is kept in the message; for a signed one with `aws-crypto-public-key`.
    #[must_use]
    pub fn context(&self) -> &EncryptionContext {
        &self.context
    }

    /// The data key, as each wrapping key has encrypted it.
    #[must_use]
    pub fn encrypted_data_keys(&self) -> &[EncryptedDataKey] {
        self.data_keys.get_or_init(|| {
            let Self { layout, bytes, .. } = self;
            let keys = layout.data_keys(bytes);
            // INVARIANT: `decode` has checked that they can be read.
            keys.and_then(|keys| data_key::decode(keys, layout.data_key_count()))
                .unwrap_or_default()
        })
    }

    /// How the body is cut.
    #[must_use]
    pub fn content_type(&self) -> ContentType {
        self.layout.content
    }

    /// Bytes of plaintext in each frame but the last; zero for a non-framed body.
    #[must_use]
    pub fn frame_length(&self) -> u32 {
        self.layout.frame_length
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}
