//! `envelope`, on the backend that this package's features choose.

use common_types::{EncryptionContext, SecretBytes};
use envelope::{
    AlgorithmSuite, Client, DecryptionMaterials, EncryptionMaterials, Header, Limits, RawAesKeyring,
};

use crate::{Contestant, Materials, Suite};

/// The key and the context that every contestant of this format uses.
pub(crate) const WRAPPING_KEY: [u8; 32] = [7; 32];
pub(crate) const CONTEXT: (&str, &str) = ("tenant", "42");

/// Our envelope. Materials in hand go with buffers in hand; fresh ones with the one-call API.
pub struct Ours {
    suite: Suite,
    materials: Materials,
    client: Client,
    keyring: RawAesKeyring,
    context: EncryptionContext,
    plaintext: Vec<u8>,
    message: Vec<u8>,
    opened: Vec<u8>,
    decrypted: SecretBytes,
    in_hand: Option<(EncryptionMaterials, DecryptionMaterials)>,
}

impl Ours {
    /// Ready for a plaintext.
    ///
    /// # Panics
    /// If the keyring refuses its key.
    #[must_use]
    pub fn new(suite: Suite, materials: Materials) -> Self {
        let algorithm = match suite {
            Suite::Unsigned => AlgorithmSuite::Aes256GcmHkdfSha512CommitKey,
            Suite::Signed => AlgorithmSuite::Aes256GcmHkdfSha512CommitKeyEcdsaP384,
        };
        let key = SecretBytes::from(WRAPPING_KEY);
        let mut ours = Self {
            suite,
            materials,
            client: Client::new().suite(algorithm),
            keyring: RawAesKeyring::new("benches", "key", &key).unwrap(),
            context: EncryptionContext::try_from_iter([CONTEXT]).unwrap(),
            plaintext: Vec::new(),
            message: Vec::new(),
            opened: Vec::new(),
            decrypted: SecretBytes::from(Vec::new()),
            in_hand: None,
        };
        if materials == Materials::Reused {
            ours.in_hand = Some(ours.make_materials());
        }
        ours
    }

    fn make_materials(&self) -> (EncryptionMaterials, DecryptionMaterials) {
        let Self {
            client,
            keyring,
            context,
            ..
        } = self;
        let encryption = client
            .local_encryption_materials(keyring, context.clone())
            .unwrap();
        let message = client.encrypt_with(&encryption, b"").unwrap();
        let header = Header::parse(&message, &Limits::default()).unwrap();
        let decryption = client
            .local_decryption_materials(keyring, &header, context)
            .unwrap();
        (encryption, decryption)
    }
}

impl Contestant for Ours {
    fn name(&self) -> String {
        name(self.suite, self.materials)
    }

    fn load(&mut self, plaintext: &[u8]) {
        self.plaintext = plaintext.to_vec();
    }

    fn encrypt(&mut self) {
        match &self.in_hand {
            Some((materials, _)) => {
                self.client
                    .encrypt_into(materials, &self.plaintext, &mut self.message)
            }
            None => self
                .client
                .encrypt(&self.keyring, self.context.clone(), &self.plaintext)
                .map(|message| self.message = message),
        }
        .unwrap();
    }

    fn decrypt(&mut self) {
        match &self.in_hand {
            Some((_, materials)) => self
                .client
                .decrypt_into(materials, &self.message, &mut self.opened)
                .unwrap(),
            None => {
                let decrypted = self
                    .client
                    .decrypt(&self.keyring, &self.context, &self.message);
                self.decrypted = decrypted.unwrap().into_plaintext();
            }
        }
    }

    fn opened(&self) -> &[u8] {
        match self.materials {
            Materials::Fresh => self.decrypted.expose(),
            Materials::Reused => &self.opened,
        }
    }
}

/// How the table calls us.
#[must_use]
pub fn name(suite: Suite, materials: Materials) -> String {
    format!("ours {} {}", suite.number(), materials.name())
}

/// The backend that we run on, as the floor's rows call it.
pub const BACKEND: &str = if cfg!(feature = "aws-lc-rs") {
    "aws-lc-rs"
} else {
    "ring"
};
