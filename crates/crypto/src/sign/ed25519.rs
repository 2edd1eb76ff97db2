//! Ed25519 (RFC 8032).

use common_types::SecretBytes;
use zeroize::Zeroizing;

use crate::Error;
use crate::backend::always::encoding::{AsBigEndian, AsDer, Curve25519SeedBin, Pkcs8V1Der};
use crate::backend::always::signature::Ed25519KeyPair as Pkcs8KeyPair;
use crate::backend::signature::{self, KeyPair};
use crate::random::{self, Random};

/// Bytes in a seed, which is the private key.
const SEED_LEN: usize = 32;
/// Bytes in a public key.
const PUBLIC_KEY_LEN: usize = 32;
/// Bytes in a signature.
const SIGNATURE_LEN: usize = 64;

/// An Ed25519 key pair.
pub struct Ed25519KeyPair {
    key: signature::Ed25519KeyPair,
    seed: Zeroizing<[u8; SEED_LEN]>,
}

impl Ed25519KeyPair {
    /// Makes a fresh key pair of what `random` gives.
    ///
    /// # Errors
    /// If `random` fails.
    pub fn generate(random: &dyn Random) -> Result<Self, Error> {
        Self::from_seed(&Zeroizing::new(random::bytes(random)?))
    }

    /// Takes the private key as RFC 8032 has it: 32 random bytes.
    ///
    /// # Errors
    /// If the backend refuses it.
    pub fn from_seed(seed: &[u8; SEED_LEN]) -> Result<Self, Error> {
        let key = signature::Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| Error)?;
        let seed = Zeroizing::new(*seed);
        Ok(Self { key, seed })
    }

    /// Reads a PKCS#8 private key (RFC 8410) in DER, not encrypted, with or without the public key.
    ///
    /// # Errors
    /// If it is not one, or its public key is another's.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, Error> {
        let key = Pkcs8KeyPair::from_pkcs8_maybe_unchecked(der).map_err(|_| Error)?;
        let seed = key.seed().map_err(|_| Error)?;
        let seed: Curve25519SeedBin<'_> = seed.as_be_bytes().map_err(|_| Error)?;
        Self::from_seed(seed.as_ref().try_into().map_err(|_| Error)?)
    }

    /// The key pair as PKCS#8 version 1 in DER.
    ///
    /// # Errors
    /// If the backend cannot encode it.
    pub fn to_pkcs8(&self) -> Result<SecretBytes, Error> {
        let key = Pkcs8KeyPair::from_seed_unchecked(self.seed.as_slice()).map_err(|_| Error)?;
        let der: Pkcs8V1Der<'_> = key.as_der().map_err(|_| Error)?;
        Ok(SecretBytes::from(der.as_ref()))
    }

    /// The private key as RFC 8032 has it.
    #[must_use]
    pub fn to_seed(&self) -> SecretBytes {
        SecretBytes::from(self.seed.as_slice())
    }

    /// The public key.
    ///
    /// # Errors
    /// If the backend cannot encode it.
    pub fn public_key(&self) -> Result<Ed25519PublicKey, Error> {
        let bytes = self.key.public_key().as_ref();
        bytes.try_into().map(Ed25519PublicKey).map_err(|_| Error)
    }

    /// Signs `message`.
    ///
    /// # Errors
    /// If the backend fails.
    pub fn sign(&self, message: &[u8]) -> Result<[u8; SIGNATURE_LEN], Error> {
        let signature = self.key.sign(message);
        signature.as_ref().try_into().map_err(|_| Error)
    }
}

redacted_debug!(Ed25519KeyPair);

/// An Ed25519 public key.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Ed25519PublicKey([u8; PUBLIC_KEY_LEN]);

impl Ed25519PublicKey {
    /// Takes an encoded point. Whether it is one shows when a signature is verified.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; PUBLIC_KEY_LEN]) -> Self {
        Self(bytes)
    }

    /// The encoded point.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; PUBLIC_KEY_LEN] {
        &self.0
    }

    /// Verifies a `signature` of `message`.
    ///
    /// # Errors
    /// If it is not one, or this is not a point.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        signature::UnparsedPublicKey::new(&signature::ED25519, self.0)
            .verify(message, signature)
            .map_err(|_| Error)
    }
}
