//! The numbers of this crate, each with its unit and its source; and the bounds that a [`Client`](crate::Client) keeps.

use std::num::NonZeroU32;

/// Plaintext bytes in a frame unless the client says otherwise.
///
/// Source: client-apis/encrypt.md#frame-length.
pub const DEFAULT_FRAME_BYTES: NonZeroU32 = match NonZeroU32::new(4096) {
    Some(bytes) => bytes,
    None => NonZeroU32::MIN,
};

/// Frames in one message.
///
/// Source: data-format/message-body.md#framed-data.
pub const FRAMES: u64 = u32::MAX as u64;

/// Bytes in a non-framed body, whatever the client's own bound is.
///
/// Source: data-format/message-body.md#encrypted-content-length.
pub const UNFRAMED_BYTES: u64 = (1 << 36) - 32;

/// Messages under one data key, when encryption materials are used again.
///
/// Each message derives a key of its own from the data key and a random 256-bit message id, so that the chance that
/// two of 2³² messages share one is below 2⁻¹⁹². AWS's caching materials manager has the same bound.
///
/// Source: [Data key cache thresholds](https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/thresholds.html).
pub const MESSAGES_PER_DATA_KEY: u64 = 1 << 32;

/// What a client accepts, in what it reads and in what it writes: nothing that it encrypts is beyond what it decrypts.
///
/// Whoever sends a message chooses its lengths. These bounds are what keeps memory and time ours; each can be raised
/// up to what the format allows.
///
/// | bound | default | format's own |
/// |---|---|---|
/// | encrypted data keys | 64 | 65,535 |
/// | encryption context, pairs | 256 | 16,383 |
/// | encryption context, bytes | 16 KiB | 65,535 |
/// | header, bytes | 128 KiB | about 12 GiB |
/// | frame, bytes of plaintext | 16 MiB | 2³² − 1 |
/// | non-framed body, bytes | 16 MiB | 2³⁶ − 32 |
///
/// ```
/// use envelope::Limits;
///
/// let limits = Limits::new().encrypted_data_keys(1_000).frame_bytes(64 << 20);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    pub(crate) encrypted_data_keys: u16,
    pub(crate) context_pairs: u16,
    pub(crate) context_bytes: u16,
    pub(crate) header_bytes: u64,
    pub(crate) frame_bytes: u32,
    pub(crate) unframed_bytes: u64,
}

impl Limits {
    /// The defaults.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            encrypted_data_keys: 64,
            context_pairs: 256,
            context_bytes: 16 << 10,
            header_bytes: 128 << 10,
            frame_bytes: 16 << 20,
            unframed_bytes: 16 << 20,
        }
    }

    /// Encrypted data keys in a header; `u16::MAX` for no bound but the format's.
    // spec: client-apis/client.md#maximum-number-of-encrypted-data-keys
    #[must_use]
    pub const fn encrypted_data_keys(mut self, count: u16) -> Self {
        self.encrypted_data_keys = count;
        self
    }

    /// Pairs in an encryption context.
    #[must_use]
    pub const fn context_pairs(mut self, count: u16) -> Self {
        self.context_pairs = count;
        self
    }

    /// Bytes in an encryption context as it is written.
    #[must_use]
    pub const fn context_bytes(mut self, bytes: u16) -> Self {
        self.context_bytes = bytes;
        self
    }

    /// Bytes in a header.
    #[must_use]
    pub const fn header_bytes(mut self, bytes: u64) -> Self {
        self.header_bytes = bytes;
        self
    }

    /// Bytes of plaintext in a frame: what a streaming reader holds in memory.
    #[must_use]
    pub const fn frame_bytes(mut self, bytes: u32) -> Self {
        self.frame_bytes = bytes;
        self
    }

    /// Bytes in a non-framed body, which is held in memory as a whole.
    #[must_use]
    pub const fn unframed_bytes(mut self, bytes: u64) -> Self {
        self.unframed_bytes = bytes;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}
