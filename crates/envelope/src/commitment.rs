//! The keys of one message: derived from its data key and its id, and committed to.

use crypto::aead::{Algorithm, Opener, SequenceSealer};
use crypto::kdf::{HkdfAlgorithm, Prk};
use zeroize::Zeroizing;

use crate::header::{COMMITMENT_LEN, Layout, MESSAGE_ID_LEN};
use crate::materials::DataKey;
use crate::{AlgorithmSuite, Error};

/// What the data key gives for one message.
pub(crate) struct MessageKeys {
    encryption: Zeroizing<[u8; ENCRYPTION_KEY_LEN]>,
    commitment: [u8; COMMITMENT_LEN],
}

impl MessageKeys {
    /// Derives both keys, extracting once.
    // spec: framework/transitive-requirements.md#hkdf-encryption-key
    // spec: framework/transitive-requirements.md#hkdf-commit-key
    pub(crate) fn derive(
        suite: AlgorithmSuite,
        data_key: &DataKey,
        message_id: &[u8; MESSAGE_ID_LEN],
    ) -> Result<Self, Error> {
        let prk = Prk::extract(HkdfAlgorithm::Sha512, message_id, data_key.expose());
        let mut encryption = Zeroizing::new([0; ENCRYPTION_KEY_LEN]);
        prk.expand(
            &[&suite.id().to_be_bytes(), b"DERIVEKEY"],
            encryption.as_mut_slice(),
        )?;
        let mut commitment = [0; COMMITMENT_LEN];
        prk.expand(&[b"COMMITKEY"], &mut commitment)?;
        Ok(Self {
            encryption,
            commitment,
        })
    }

    /// What a header stores to commit to the key.
    pub(crate) const fn commitment(&self) -> &[u8; COMMITMENT_LEN] {
        &self.commitment
    }

    /// The sealer of the header, at position 0, and of the frames after it.
    pub(crate) fn sealer(&self) -> Result<SequenceSealer, Error> {
        Ok(SequenceSealer::new(
            Algorithm::Aes256Gcm,
            self.encryption.as_slice(),
        )?)
    }

    /// The opener of the body, given out only if the header commits to this key and authenticates under it.
    ///
    /// `authenticated_only` is the encryption context that was authenticated and is not kept in the message.
    pub(crate) fn opener(
        &self,
        layout: &Layout,
        header: &[u8],
        authenticated_only: &[u8],
    ) -> Result<Opener, Error> {
        // spec: framework/transitive-requirements.md#hkdf-commit-key (constant time)
        if !crypto::constant_time_eq(&self.commitment, &layout.commitment) {
            return Err(Error::DecryptionFailed);
        }
        let opener = Opener::new(Algorithm::Aes256Gcm, self.encryption.as_slice())?;
        // spec: client-apis/decrypt.md#verify-the-header
        let body = layout.body(header)?;
        let joined;
        let aad = if authenticated_only.is_empty() {
            body
        } else {
            joined = [body, authenticated_only].concat();
            &joined
        };
        opener
            .open(HEADER_NONCE, aad, &mut [], &layout.tag)
            .map_err(|_| Error::DecryptionFailed)?;
        Ok(opener)
    }
}

const ENCRYPTION_KEY_LEN: usize = 32;
const HEADER_NONCE: [u8; 12] = [0; 12];
