//! Algorithm suites: which algorithms a message uses, under one number.

use std::fmt;

use crate::Error;

/// Which algorithms a message uses.
///
/// Both suites are AES-256-GCM under a key derived for each message by HKDF-SHA-512, and commit to that key: a message
/// decrypts under one data key only. The suites without commitment, of message format version 1, are refused.
///
/// Source: framework/algorithm-suites.md#supported-algorithm-suites.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum AlgorithmSuite {
    /// `05 78`: committing, and signed by ECDSA P-384 with SHA-384. The default: who can decrypt cannot forge.
    #[default]
    Aes256GcmHkdfSha512CommitKeyEcdsaP384,
    /// `04 78`: committing, not signed. For when all who can decrypt may also encrypt; ten times as fast on small messages.
    Aes256GcmHkdfSha512CommitKey,
}

impl AlgorithmSuite {
    /// The number that stands for it in a message.
    #[must_use]
    pub const fn id(self) -> u16 {
        match self {
            Self::Aes256GcmHkdfSha512CommitKeyEcdsaP384 => 0x0578,
            Self::Aes256GcmHkdfSha512CommitKey => 0x0478,
        }
    }

    /// Whether a signature ends the message.
    #[must_use]
    pub const fn is_signed(self) -> bool {
        match self {
            Self::Aes256GcmHkdfSha512CommitKeyEcdsaP384 => true,
            Self::Aes256GcmHkdfSha512CommitKey => false,
        }
    }

    /// Whether a message commits to its key.
    #[must_use]
    pub const fn is_committing(self) -> bool {
        match self {
            Self::Aes256GcmHkdfSha512CommitKeyEcdsaP384 | Self::Aes256GcmHkdfSha512CommitKey => {
                true
            }
        }
    }

    /// Bytes in a data key: the key derivation's input.
    #[must_use]
    pub const fn data_key_len(self) -> usize {
        match self {
            Self::Aes256GcmHkdfSha512CommitKeyEcdsaP384 | Self::Aes256GcmHkdfSha512CommitKey => 32,
        }
    }
}

impl TryFrom<u16> for AlgorithmSuite {
    type Error = Error;

    fn try_from(id: u16) -> Result<Self, Error> {
        match id {
            0x0578 => Ok(Self::Aes256GcmHkdfSha512CommitKeyEcdsaP384),
            0x0478 => Ok(Self::Aes256GcmHkdfSha512CommitKey),
            id => Err(Error::UnsupportedSuite { id }),
        }
    }
}

impl fmt::Display for AlgorithmSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Aes256GcmHkdfSha512CommitKeyEcdsaP384 => {
                "ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY_ECDSA_P384"
            }
            Self::Aes256GcmHkdfSha512CommitKey => "ALG_AES_256_GCM_HKDF_SHA512_COMMIT_KEY",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_is_its_number_and_no_other_number_is_one() {
        let known: Vec<u16> = (0..=u16::MAX)
            .filter(|&id| AlgorithmSuite::try_from(id).is_ok_and(|suite| suite.id() == id))
            .collect();
        assert_eq!(known, [0x0478, 0x0578]);
        assert!(matches!(
            AlgorithmSuite::try_from(0x0378),
            Err(Error::UnsupportedSuite { id: 0x0378 })
        ));
    }
}
