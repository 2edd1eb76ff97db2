//! ECDSA: the private side.

use common_types::SecretBytes;
use zeroize::Zeroizing;

use super::public_key::compress;
use super::{Curve, EcdsaPublicKey};
use crate::Error;
use crate::backend::always::encoding::{AsBigEndian, EcPrivateKeyBin};
use crate::backend::always::signature::{self, KeyPair};
use crate::backend::always::{rand, signature as backend};
use crate::digest::Digest;

/// An ECDSA key pair.
pub struct EcdsaKeyPair {
    key: signature::EcdsaKeyPair,
    curve: Curve,
}

impl EcdsaKeyPair {
    /// Makes a fresh key pair.
    ///
    /// Its randomness is the backend's own, not a [`Random`](crate::random::Random): a source that
    /// repeats itself would give a private key away.
    ///
    /// # Errors
    /// If the system's random source fails.
    pub fn generate(curve: Curve) -> Result<Self, Error> {
        let key = signature::EcdsaKeyPair::generate(curve.signing()).map_err(|_| Error)?;
        Ok(Self { key, curve })
    }

    /// Reads a PKCS#8 `PrivateKeyInfo` in DER, not encrypted.
    ///
    /// # Errors
    /// If it is not one, or not on `curve`, or not a valid key.
    pub fn from_pkcs8(curve: Curve, der: &[u8]) -> Result<Self, Error> {
        let key = signature::EcdsaKeyPair::from_pkcs8(curve.signing(), der).map_err(|_| Error)?;
        Ok(Self { key, curve })
    }

    /// Takes the private scalar alone, big-endian, in exactly [`Curve::scalar_len`] bytes.
    ///
    /// # Errors
    /// If the length is wrong, or the scalar is zero or not below the curve's order.
    pub fn from_scalar(curve: Curve, scalar: &[u8]) -> Result<Self, Error> {
        let alone = ec_private_key(curve, scalar)?;
        let alone = signature::EcdsaKeyPair::from_private_key_der(curve.signing(), &alone)
            .map_err(|_| Error)?;
        // Read again beside its public key, or the backend would leave that out of its PKCS#8.
        let key = signature::EcdsaKeyPair::from_private_key_and_public_key(
            curve.signing(),
            scalar,
            alone.public_key().as_ref(),
        )
        .map_err(|_| Error)?;
        Ok(Self { key, curve })
    }

    /// The key pair as PKCS#8 version 1 in DER.
    ///
    /// # Errors
    /// If the backend cannot encode it.
    pub fn to_pkcs8(&self) -> Result<SecretBytes, Error> {
        let der = self.key.to_pkcs8v1().map_err(|_| Error)?;
        Ok(SecretBytes::from(der.as_ref()))
    }

    /// The private scalar, big-endian, in [`Curve::scalar_len`] bytes.
    ///
    /// # Errors
    /// If the backend cannot encode it.
    pub fn to_scalar(&self) -> Result<SecretBytes, Error> {
        let scalar: EcPrivateKeyBin<'_> =
            self.key.private_key().as_be_bytes().map_err(|_| Error)?;
        Ok(SecretBytes::from(scalar.as_ref()))
    }

    /// The curve it is on.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// The public key, ready to verify with.
    ///
    /// # Errors
    /// If the backend cannot read back its own encoding.
    pub fn public_key(&self) -> Result<EcdsaPublicKey, Error> {
        EcdsaPublicKey::from_sec1(self.curve, self.key.public_key().as_ref())
    }

    /// The public key in SEC 1 form, `02 ‖ x` or `03 ‖ x`, for those who only send it on:
    /// [`EcdsaPublicKey::to_compressed`] without the cost of making ready to verify.
    #[must_use]
    pub fn compressed_public_key(&self) -> Vec<u8> {
        compress(self.curve, self.key.public_key().as_ref())
    }

    /// Signs `message` under the curve's digest.
    ///
    /// # Errors
    /// If the backend fails.
    pub fn sign(&self, message: &[u8]) -> Result<EcdsaSignature, Error> {
        let random = rand::SystemRandom::new();
        let signature = self.key.sign(&random, message).map_err(|_| Error)?;
        Ok(EcdsaSignature(signature))
    }

    /// Signs a message by its digest.
    ///
    /// # Errors
    /// If `digest` is not by [`Curve::digest_algorithm`], or the backend fails.
    pub fn sign_digest(&self, digest: &Digest) -> Result<EcdsaSignature, Error> {
        let digest = self.curve.import(digest)?;
        let signature = self.key.sign_digest(&digest).map_err(|_| Error)?;
        Ok(EcdsaSignature(signature))
    }
}

redacted_debug!(EcdsaKeyPair { curve });

/// An ECDSA signature in DER, of at most [`Curve::max_signature_len`] bytes.
pub struct EcdsaSignature(backend::Signature);

impl AsRef<[u8]> for EcdsaSignature {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref()
    }
}

redacted_debug!(EcdsaSignature);

/// `scalar` as an `ECPrivateKey` (RFC 5915 §3) without its optional fields, which is how the backend
/// takes a private key without its public one:
///
/// ```text
/// ECPrivateKey ::= SEQUENCE { version INTEGER (1), privateKey OCTET STRING }
/// ```
fn ec_private_key(curve: Curve, scalar: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    if scalar.len() != curve.scalar_len() {
        return Err(Error);
    }
    let header: [u8; 7] = match curve {
        Curve::P256 => [0x30, 5 + 32, 0x02, 1, 1, 0x04, 32],
        Curve::P384 => [0x30, 5 + 48, 0x02, 1, 1, 0x04, 48],
    };
    Ok(Zeroizing::new([&header, scalar].concat()))
}
