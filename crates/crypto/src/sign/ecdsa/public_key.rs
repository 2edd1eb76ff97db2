//! ECDSA: the public side.

use std::fmt;

use super::Curve;
use crate::Error;
use crate::backend::always::encoding::{AsDer, PublicKeyX509Der};
use crate::backend::always::signature::ParsedPublicKey;
use crate::digest::Digest;

/// An ECDSA public key: a point on its curve, checked to be one.
pub struct EcdsaPublicKey {
    key: ParsedPublicKey,
    curve: Curve,
    /// SEC 1, uncompressed: `04 ‖ x ‖ y`.
    point: Box<[u8]>,
}

impl EcdsaPublicKey {
    /// Reads a point in SEC 1 form, compressed or uncompressed.
    ///
    /// # Errors
    /// If it is neither, or not a point on `curve`, or the point at infinity.
    pub fn from_sec1(curve: Curve, bytes: &[u8]) -> Result<Self, Error> {
        let expected = match bytes.first() {
            Some(&(EVEN | ODD)) => curve.compressed_len(),
            Some(&UNCOMPRESSED) => curve.uncompressed_len(),
            _ => return Err(Error),
        };
        if bytes.len() != expected {
            return Err(Error);
        }
        let key = ParsedPublicKey::new(curve.verification(), bytes).map_err(|_| Error)?;
        let point = uncompressed(curve, &key)?;
        Ok(Self { key, curve, point })
    }

    /// The curve it is on.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.curve
    }

    /// The point in SEC 1 form, `04 ‖ x ‖ y`.
    #[must_use]
    pub fn uncompressed(&self) -> &[u8] {
        &self.point
    }

    /// The point in SEC 1 form, `02 ‖ x` where y is even and `03 ‖ x` where it is odd.
    #[must_use]
    pub fn to_compressed(&self) -> Vec<u8> {
        compress(self.curve, &self.point)
    }

    /// Verifies a DER `signature` of `message` under the curve's digest.
    ///
    /// # Errors
    /// If it is not one.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Error> {
        self.key.verify_sig(message, signature).map_err(|_| Error)
    }

    /// Verifies a DER `signature` of the message that has this digest.
    ///
    /// # Errors
    /// If it is not one, or `digest` is not by [`Curve::digest_algorithm`].
    pub fn verify_digest(&self, digest: &Digest, signature: &[u8]) -> Result<(), Error> {
        let digest = self.curve.import(digest)?;
        self.key
            .verify_digest_sig(&digest, signature)
            .map_err(|_| Error)
    }
}

impl fmt::Debug for EcdsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EcdsaPublicKey")
            .field("curve", &self.curve)
            .field("point", &self.point)
            .finish_non_exhaustive()
    }
}

impl PartialEq for EcdsaPublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.curve == other.curve && self.point == other.point
    }
}

impl Eq for EcdsaPublicKey {}

/// `02 ‖ x` or `03 ‖ x` of a point `04 ‖ x ‖ y`, by the parity of y (SEC 1 §2.3.3).
pub(super) fn compress(curve: Curve, point: &[u8]) -> Vec<u8> {
    let odd = point.last().is_some_and(|y| y & 1 == 1);
    let x = point.iter().skip(1).take(curve.scalar_len());
    std::iter::once(if odd { ODD } else { EVEN })
        .chain(x.copied())
        .collect()
}

/// The backend gives a point back only inside a `SubjectPublicKeyInfo` (RFC 5480 §2), where it is
/// what the structure ends with.
fn uncompressed(curve: Curve, key: &ParsedPublicKey) -> Result<Box<[u8]>, Error> {
    let info: PublicKeyX509Der<'_> = key.as_der().map_err(|_| Error)?;
    let info = info.as_ref();
    let start = info.len().checked_sub(curve.uncompressed_len());
    match start.and_then(|start| info.get(start..)) {
        Some(point) if point.first() == Some(&UNCOMPRESSED) => Ok(point.into()),
        _ => Err(Error),
    }
}

const EVEN: u8 = 2;
const ODD: u8 = 3;
const UNCOMPRESSED: u8 = 4;
