//! The footer: a signature over header and body.
//!
//! ```text
//! signature length(2) ‖ signature in DER
//! ```

use crypto::digest::{Algorithm, Hasher};
use crypto::sign::{Curve, EcdsaKeyPair, EcdsaPublicKey};

use crate::{Error, Malformed};

/// Bytes in the longest footer.
pub(crate) const MAX_LEN: usize = LENGTH_LEN + CURVE.max_signature_len();
/// Bytes before the signature.
pub(crate) const LENGTH_LEN: usize = 2;

/// The curve of the signed suite.
// spec: framework/algorithm-suites.md#supported-asymmetric-signature-algorithms
pub(crate) const CURVE: Curve = Curve::P384;

/// The digest of a message as it is written or read, part by part, so that nothing of it needs to stay in memory.
// spec: client-apis/encrypt.md#construct-a-frame (input to the signature algorithm as soon as it is serialized)
pub(crate) struct SignedDigest(Hasher);

impl SignedDigest {
    pub(crate) fn new() -> Self {
        Self(Hasher::new(Algorithm::Sha384))
    }

    pub(crate) fn update(&mut self, part: &[u8]) {
        self.0.update(part);
    }

    /// Appends the footer to `out`.
    // spec: client-apis/encrypt.md#construct-the-signature
    pub(crate) fn sign(self, key: &EcdsaKeyPair, out: &mut Vec<u8>) -> Result<(), Error> {
        let signature = key.sign_digest(&self.0.finish())?;
        let signature = signature.as_ref();
        // spec: data-format/message-footer.md#signature-length
        let len = u16::try_from(signature.len()).map_err(|_| Malformed::Signature)?;
        out.extend_from_slice(&len.to_be_bytes());
        out.extend_from_slice(signature);
        Ok(())
    }

    /// Verifies the signature of a footer.
    // spec: client-apis/decrypt.md#verify-the-signature
    pub(crate) fn verify(self, key: &EcdsaPublicKey, signature: &[u8]) -> Result<(), Error> {
        key.verify_digest(&self.0.finish(), signature)
            .map_err(|_| Error::DecryptionFailed)
    }
}

/// Reads a footer's length.
// spec: data-format/message-footer.md#signature-length
pub(crate) fn signature_len(bytes: &[u8]) -> Result<usize, Error> {
    let len = bytes.first_chunk().copied().ok_or(Error::Truncated)?;
    let len = usize::from(u16::from_be_bytes(len));
    if len > CURVE.max_signature_len() {
        return Err(Malformed::Signature.into());
    }
    Ok(len)
}
