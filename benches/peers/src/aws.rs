//! `aws-esdk`: AWS's Encryption SDK for Rust.

use std::collections::HashMap;

use aws_esdk::client::Client;
use aws_esdk::material_providers::client::Client as Providers;
use aws_esdk::material_providers::types::keyring::KeyringRef;
use aws_esdk::material_providers::types::material_providers_config::MaterialProvidersConfig;
use aws_esdk::material_providers::types::{AesWrappingAlg, EsdkAlgorithmSuiteId};
use aws_esdk::types::aws_encryption_sdk_config::AwsEncryptionSdkConfig;
use tokio::runtime::{Builder, Runtime};

use crate::ours::{CONTEXT, WRAPPING_KEY};
use crate::{Contestant, Suite};

/// AWS's own, with its raw AES keyring. It makes materials for each message; it offers no others.
pub struct Esdk {
    suite: Suite,
    runtime: Runtime,
    client: Client,
    keyring: KeyringRef,
    plaintext: Vec<u8>,
    message: Vec<u8>,
    opened: Vec<u8>,
}

impl Esdk {
    /// Ready for a plaintext.
    ///
    /// # Panics
    /// If the SDK refuses its configuration.
    #[must_use]
    pub fn new(suite: Suite) -> Self {
        let runtime = Builder::new_current_thread().build().unwrap();
        let config = AwsEncryptionSdkConfig::builder().build().unwrap();
        let providers = MaterialProvidersConfig::builder().build().unwrap();
        let keyring = Providers::from_conf(providers)
            .unwrap()
            .create_raw_aes_keyring()
            .key_namespace("benches")
            .key_name("key")
            .wrapping_key(WRAPPING_KEY.as_slice())
            .wrapping_alg(AesWrappingAlg::AlgAes256GcmIv12Tag16)
            .send();
        Self {
            suite,
            client: Client::from_conf(config).unwrap(),
            keyring: runtime.block_on(keyring).unwrap(),
            runtime,
            plaintext: Vec::new(),
            message: Vec::new(),
            opened: Vec::new(),
        }
    }
}

impl Contestant for Esdk {
    fn name(&self) -> String {
        name(self.suite)
    }

    fn load(&mut self, plaintext: &[u8]) {
        self.plaintext = plaintext.to_vec();
    }

    fn encrypt(&mut self) {
        let suite = match self.suite {
            Suite::Unsigned => EsdkAlgorithmSuiteId::AlgAes256GcmHkdfSha512CommitKey,
            Suite::Signed => EsdkAlgorithmSuiteId::AlgAes256GcmHkdfSha512CommitKeyEcdsaP384,
        };
        let encrypted = self
            .client
            .encrypt()
            .plaintext(self.plaintext.as_slice())
            .keyring(self.keyring.clone())
            .encryption_context(context())
            .algorithm_suite_id(suite)
            .send();
        let encrypted = self.runtime.block_on(encrypted).unwrap();
        self.message = encrypted.ciphertext.unwrap().into_inner();
    }

    fn decrypt(&mut self) {
        let decrypted = self
            .client
            .decrypt()
            .ciphertext(self.message.as_slice())
            .keyring(self.keyring.clone())
            .encryption_context(context())
            .send();
        let decrypted = self.runtime.block_on(decrypted).unwrap();
        self.opened = decrypted.plaintext.unwrap().into_inner();
    }

    fn opened(&self) -> &[u8] {
        &self.opened
    }
}

fn context() -> HashMap<String, String> {
    let (key, value) = CONTEXT;
    HashMap::from([(key.to_owned(), value.to_owned())])
}

/// How the table calls it.
#[must_use]
pub fn name(suite: Suite) -> String {
    format!("aws-esdk {}", suite.number())
}
