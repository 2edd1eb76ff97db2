//! `tink-aead`: the KMS envelope of Tink for Rust.

use tink_aead::{KmsEnvelopeAead, subtle};
use tink_core::Aead;

use crate::Contestant;
use crate::ours::{CONTEXT, WRAPPING_KEY};

/// How the table calls it.
pub const NAME: &str = "tink envelope";

/// Tink's envelope, its "KMS" being a local AES-256-GCM key. It makes a data key for each message.
pub struct Tink {
    envelope: KmsEnvelopeAead,
    plaintext: Vec<u8>,
    message: Vec<u8>,
    opened: Vec<u8>,
}

impl Tink {
    /// Ready for a plaintext.
    ///
    /// # Panics
    /// If Tink refuses its key.
    #[must_use]
    pub fn new() -> Self {
        tink_aead::init();
        let kms = Box::new(subtle::AesGcm::new(&WRAPPING_KEY).unwrap());
        Self {
            envelope: KmsEnvelopeAead::new(tink_aead::aes256_gcm_key_template(), kms),
            plaintext: Vec::new(),
            message: Vec::new(),
            opened: Vec::new(),
        }
    }
}

impl Default for Tink {
    fn default() -> Self {
        Self::new()
    }
}

impl Contestant for Tink {
    fn name(&self) -> String {
        NAME.to_owned()
    }

    fn load(&mut self, plaintext: &[u8]) {
        self.plaintext = plaintext.to_vec();
    }

    fn encrypt(&mut self) {
        let aad = CONTEXT.1.as_bytes();
        self.message = self.envelope.encrypt(&self.plaintext, aad).unwrap();
    }

    fn decrypt(&mut self) {
        let aad = CONTEXT.1.as_bytes();
        self.opened = self.envelope.decrypt(&self.message, aad).unwrap();
    }

    fn opened(&self) -> &[u8] {
        &self.opened
    }
}
