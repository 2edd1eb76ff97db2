//! The commitment policy: whether a message must commit to its key.

use std::fmt;

use crate::{AlgorithmSuite, Error};

/// Whether a message must commit to its key.
///
/// Source: framework/commitment-policy.md#supported-commitment-policy-enum.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CommitmentPolicy {
    /// Never written, still read: a step of a migration. No suite of this release can be written under it.
    ForbidEncryptAllowDecrypt,
    /// Always written, not demanded of what is read: a step of a migration.
    RequireEncryptAllowDecrypt,
    /// Always. The default.
    // spec: client-apis/client.md#initialization
    #[default]
    RequireEncryptRequireDecrypt,
}

impl CommitmentPolicy {
    /// Refuses to write what the policy does not allow.
    // spec: client-apis/encrypt.md#get-the-encryption-materials
    pub(crate) fn check_encrypt(self, suite: AlgorithmSuite) -> Result<(), Error> {
        let allowed = match self {
            Self::ForbidEncryptAllowDecrypt => !suite.is_committing(),
            Self::RequireEncryptAllowDecrypt | Self::RequireEncryptRequireDecrypt => {
                suite.is_committing()
            }
        };
        self.refuse_unless(allowed, suite)
    }

    /// Refuses to read what the policy does not allow.
    // spec: client-apis/decrypt.md#get-the-decryption-materials
    pub(crate) fn check_decrypt(self, suite: AlgorithmSuite) -> Result<(), Error> {
        let allowed = match self {
            Self::ForbidEncryptAllowDecrypt | Self::RequireEncryptAllowDecrypt => true,
            Self::RequireEncryptRequireDecrypt => suite.is_committing(),
        };
        self.refuse_unless(allowed, suite)
    }

    fn refuse_unless(self, allowed: bool, suite: AlgorithmSuite) -> Result<(), Error> {
        let policy = self;
        if allowed {
            Ok(())
        } else {
            Err(Error::CommitmentPolicy { policy, suite })
        }
    }
}

impl fmt::Display for CommitmentPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ForbidEncryptAllowDecrypt => "FORBID_ENCRYPT_ALLOW_DECRYPT",
            Self::RequireEncryptAllowDecrypt => "REQUIRE_ENCRYPT_ALLOW_DECRYPT",
            Self::RequireEncryptRequireDecrypt => "REQUIRE_ENCRYPT_REQUIRE_DECRYPT",
        })
    }
}
