//! The two NIST curves, each with the digest that goes with it.

use crate::Error;
use crate::backend::always::digest as backend;
use crate::backend::always::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1,
    ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm,
};
use crate::digest::{Algorithm, Digest};

/// A curve for ECDSA (FIPS 186-5).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[expect(
    clippy::exhaustive_enums,
    reason = "a new curve must be a compile error wherever one is chosen"
)]
pub enum Curve {
    /// P-256 (secp256r1), with SHA-256.
    P256,
    /// P-384 (secp384r1), with SHA-384.
    P384,
}

impl Curve {
    /// The digest that messages are signed under.
    #[must_use]
    pub const fn digest_algorithm(self) -> Algorithm {
        match self {
            Self::P256 => Algorithm::Sha256,
            Self::P384 => Algorithm::Sha384,
        }
    }

    /// Bytes in a private scalar, and in one coordinate of a point.
    #[must_use]
    pub const fn scalar_len(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    /// Bytes in a compressed public key: its sign, then the x coordinate.
    #[must_use]
    pub const fn compressed_len(self) -> usize {
        match self {
            Self::P256 => 33,
            Self::P384 => 49,
        }
    }

    /// Bytes in an uncompressed public key: a mark, then both coordinates.
    #[must_use]
    pub const fn uncompressed_len(self) -> usize {
        match self {
            Self::P256 => 65,
            Self::P384 => 97,
        }
    }

    /// The most bytes that a DER signature has; it is often one or two shorter.
    #[must_use]
    pub const fn max_signature_len(self) -> usize {
        match self {
            Self::P256 => 72,
            Self::P384 => 104,
        }
    }

    pub(super) const fn signing(self) -> &'static EcdsaSigningAlgorithm {
        match self {
            Self::P256 => &ECDSA_P256_SHA256_ASN1_SIGNING,
            Self::P384 => &ECDSA_P384_SHA384_ASN1_SIGNING,
        }
    }

    pub(super) const fn verification(self) -> &'static EcdsaVerificationAlgorithm {
        match self {
            Self::P256 => &ECDSA_P256_SHA256_ASN1,
            Self::P384 => &ECDSA_P384_SHA384_ASN1,
        }
    }

    /// `digest` as the backend has it, if it is this curve's.
    pub(super) fn import(self, digest: &Digest) -> Result<backend::Digest, Error> {
        if digest.algorithm() != self.digest_algorithm() {
            return Err(Error);
        }
        let algorithm = match self {
            Self::P256 => &backend::SHA256,
            Self::P384 => &backend::SHA384,
        };
        backend::Digest::import_less_safe(digest.as_ref(), algorithm).map_err(|_| Error)
    }
}
