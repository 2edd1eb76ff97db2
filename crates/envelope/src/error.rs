//! Why encrypting or decrypting was refused.

use std::{fmt, io};

use common_types::BoxedServiceError;

use crate::{AlgorithmSuite, CommitmentPolicy};

/// Why encrypting or decrypting was refused.
///
/// Whatever fails under a key (a data key that does not unwrap, a commitment, a tag, a signature) is
/// [`DecryptionFailed`](Self::DecryptionFailed) and nothing more: who can tell those apart has an oracle. The other
/// variants say what anyone can see who has the message and no key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Key, encryption context and message do not belong together, or the message was changed.
    #[error("the message does not decrypt under this key and encryption context")]
    DecryptionFailed,
    /// The bytes are not a message.
    #[error("the message is malformed: {0}")]
    Malformed(Malformed),
    /// The bytes end before the message does.
    #[error("the message ends before it is complete")]
    Truncated,
    /// The bytes go on after the message has ended.
    #[error("more bytes follow the end of the message")]
    TrailingBytes,
    /// The bytes are the base64 text of a message.
    #[error("the input looks like the base64 text of a message: decode it first")]
    Base64Encoded,
    /// The message is in a format version that is not supported, or it is not a message.
    #[error("message format version {version} is not supported")]
    UnsupportedVersion {
        /// The message's first byte.
        version: u8,
    },
    /// The message is of a suite that is not supported.
    #[error("algorithm suite {id:#06x} is not supported")]
    UnsupportedSuite {
        /// The suite's number.
        id: u16,
    },
    /// The client's policy does not allow the suite.
    #[error("commitment policy `{policy}` does not allow algorithm suite `{suite}`")]
    CommitmentPolicy {
        /// The client's policy.
        policy: CommitmentPolicy,
        /// The message's suite.
        suite: AlgorithmSuite,
    },
    /// The message is larger, in one way, than the client accepts. [`Limits`](crate::Limits) can be raised.
    #[error("{bound} would be {found}, and the limit is {limit}")]
    LimitExceeded {
        /// Which limit.
        bound: Bound,
        /// What the message asks for.
        found: u64,
        /// What the client accepts.
        limit: u64,
    },
    /// The message is signed, and a plain reader would release plaintext before it has seen the signature.
    #[error("the message is signed: read it with `verify_then_read` or `release_before_signature`")]
    Signed,
    /// The encryption context uses a name that the format keeps for itself.
    #[error("encryption context key `{key}` begins with the reserved prefix `aws-crypto-`")]
    ReservedContextKey {
        /// The key.
        key: String,
    },
    /// The message's encryption context has another value for a key than the one that was expected.
    #[error("the message's encryption context differs from the expected one at key `{key}`")]
    ContextMismatch {
        /// The key.
        key: String,
    },
    /// No encrypted data key of the message names a key of this keyring.
    #[error("none of the message's encrypted data keys belongs to this keyring")]
    NoMatchingDataKey,
    /// The keyring tried every encrypted data key that is its own, and none unwrapped.
    #[error(transparent)]
    NotUnwrapped(Attempts),
    /// The key service refused or failed.
    #[error("the key service refused the call")]
    KeyService(#[source] BoxedServiceError),
    /// The key service answered with something else than what it was asked for.
    #[error("the key service's answer is not valid: {reason}")]
    KeyServiceAnswer {
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A keyring cannot be made of these parts, or cannot do what was asked of it.
    #[error("the keyring is not valid: {reason}")]
    Keyring {
        /// What is wrong.
        reason: &'static str,
    },
    /// The decryption materials were made for a message with another suite, context or list of data keys.
    #[error("these decryption materials belong to another message")]
    MaterialsMismatch,
    /// The encryption materials were used as often as their data key allows: make new ones.
    #[error("these encryption materials were used for as many messages as one data key allows")]
    MaterialsExhausted,
    /// The plaintext needs more frames than a message can have: make the frames longer.
    #[error("the plaintext needs more frames than a message can have")]
    TooManyFrames,
    /// The reader or writer failed before, and cannot go on.
    #[error("an earlier failure ended this stream")]
    StreamFailed,
    /// A primitive, or the random source, failed.
    #[error("a cryptographic primitive failed")]
    Crypto(#[from] crypto::Error),
    /// Reading or writing failed.
    #[error("reading or writing failed")]
    Io(#[source] io::Error),
}

/// In what way bytes are not a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Malformed {
    /// The encryption context's pairs do not fill the length given for them.
    #[error("its encryption context does not have the length it claims")]
    ContextLength,
    /// A key comes twice in the encryption context.
    #[error("its encryption context has a key twice")]
    ContextDuplicate,
    /// A text is not UTF-8.
    #[error("its encryption context or a key provider is not UTF-8")]
    Utf8,
    /// There is no encrypted data key.
    #[error("it has no encrypted data key")]
    NoDataKeys,
    /// An encrypted data key of AWS KMS does not name its key by ARN.
    #[error("an encrypted data key of AWS KMS does not name its key by ARN")]
    KeyArn,
    /// The content type is neither framed nor non-framed.
    #[error("its content type is unknown")]
    ContentType,
    /// The frame length is zero in a framed message, or is not in a non-framed one.
    #[error("its frame length does not fit its content type")]
    FrameLength,
    /// A frame does not have the number that comes next.
    #[error("a frame is out of order")]
    FrameOrder,
    /// The final frame is longer than frames are.
    #[error("its final frame is too long")]
    FinalFrame,
    /// A signed message has no public key in its context, or not a point, or an unsigned message has one.
    #[error("its public key does not fit its algorithm suite")]
    PublicKey,
    /// The signature is longer than any of its suite.
    #[error("its signature is too long")]
    Signature,
}

/// What a [`Limits`](crate::Limits) bounds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Bound {
    /// Encrypted data keys.
    EncryptedDataKeys,
    /// Bytes in one part of an encrypted data key.
    DataKeyBytes,
    /// Pairs in the encryption context.
    ContextPairs,
    /// Bytes in the encryption context.
    ContextBytes,
    /// Bytes in the header.
    HeaderBytes,
    /// Bytes in a frame.
    FrameBytes,
    /// Bytes in a non-framed body.
    UnframedBytes,
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EncryptedDataKeys => "the number of encrypted data keys",
            Self::DataKeyBytes => "a part of an encrypted data key in bytes",
            Self::ContextPairs => "the number of encryption context pairs",
            Self::ContextBytes => "the encryption context's bytes",
            Self::HeaderBytes => "the header's bytes",
            Self::FrameBytes => "the frame length in bytes",
            Self::UnframedBytes => "the non-framed body's bytes",
        })
    }
}

/// Why each attempt to unwrap an encrypted data key failed.
#[derive(Debug)]
pub struct Attempts(Vec<Error>);

impl Attempts {
    /// The failures, in the order of the attempts.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Error> {
        self.0.iter()
    }
}

impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no encrypted data key could be unwrapped ({} tried)",
            self.0.len()
        )
    }
}

impl std::error::Error for Attempts {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.last().map(|error| error as _)
    }
}

impl Error {
    /// The error of a keyring that tried what it could: none of its own, the only failure, or all of them.
    pub(crate) fn attempts(mut failures: Vec<Self>) -> Self {
        match failures.len() {
            0 => Self::NoMatchingDataKey,
            1 => failures.pop().unwrap_or(Self::NoMatchingDataKey),
            _ => Self::NotUnwrapped(Attempts(failures)),
        }
    }

    /// Refuses what exceeds a limit.
    pub(crate) fn check(
        bound: Bound,
        found: impl Into<u64>,
        limit: impl Into<u64>,
    ) -> Result<(), Self> {
        let (found, limit) = (found.into(), limit.into());
        if found > limit {
            return Err(Self::LimitExceeded {
                bound,
                found,
                limit,
            });
        }
        Ok(())
    }
}

impl From<Malformed> for Error {
    fn from(malformed: Malformed) -> Self {
        Self::Malformed(malformed)
    }
}

impl From<io::Error> for Error {
    /// An error of this crate that came through a `Read` or `Write` comes back as itself.
    fn from(error: io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(own) => own,
            Err(other) => Self::Io(other),
        }
    }
}

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Io(error) => error,
            Error::Truncated => Self::new(io::ErrorKind::UnexpectedEof, error),
            error => Self::new(io::ErrorKind::InvalidData, error),
        }
    }
}
