//! A store in a directory, that can be closed and opened again, and a clock that stands still.

use std::{path::PathBuf, sync::Arc, time::Duration};

use strongroom::{
    BytesRootKey, Caller, Clock, DecryptRequest, EncryptRequest, ManualClock, Result, Strongroom,
    Timestamp,
    kms::{CreateAliasRequest, CreateKeyRequest, KmsHandle},
};
use tempfile::TempDir;

pub(crate) const ACCOUNT: &str = "111122223333";

pub(crate) struct World {
    directory: TempDir,
    pub(crate) clock: Arc<ManualClock>,
}

impl World {
    pub(crate) fn new() -> Self {
        let start = Timestamp::from_timestamp(1_700_000_000, 0).unwrap();
        Self {
            directory: tempfile::tempdir().unwrap(),
            clock: Arc::new(ManualClock::new(start)),
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().join("store.redb")
    }

    pub(crate) async fn open(&self) -> Strongroom {
        self.open_under(1).await.unwrap()
    }

    /// Opens under the root key that has this byte 32 times.
    pub(crate) async fn open_under(&self, root: u8) -> Result<Strongroom> {
        Strongroom::builder()
            .file(self.path())
            .root_key(Arc::new(root_key(root)))
            .clock(Arc::clone(&self.clock) as Arc<dyn Clock>)
            .open()
            .await
    }

    pub(crate) fn days_pass(&self, days: u64) {
        self.clock.advance(Duration::from_secs(days * 86_400));
    }
}

pub(crate) fn root_key(byte: u8) -> BytesRootKey {
    BytesRootKey::new([byte; 32]).unwrap()
}

pub(crate) fn kms(strongroom: &Strongroom) -> KmsHandle {
    strongroom
        .kms()
        .caller(Caller::root(ACCOUNT).unwrap())
        .region("eu-west-1")
        .unwrap()
}

/// A key called `alias`; gives its id.
pub(crate) async fn create_key(kms: &KmsHandle, alias: &str) -> String {
    let key = kms
        .create_key(CreateKeyRequest::new())
        .await
        .unwrap()
        .key_metadata
        .key_id;
    kms.create_alias(CreateAliasRequest::new(alias, key.as_str()))
        .await
        .unwrap();
    key.as_str().to_owned()
}

pub(crate) async fn encrypt(kms: &KmsHandle, key: &str, plaintext: &[u8]) -> Vec<u8> {
    kms.encrypt(EncryptRequest::new(key, plaintext))
        .await
        .unwrap()
        .ciphertext_blob
}

pub(crate) async fn decrypt(kms: &KmsHandle, ciphertext: &[u8]) -> Vec<u8> {
    let plaintext = kms
        .decrypt(DecryptRequest::new(ciphertext))
        .await
        .unwrap()
        .plaintext;
    plaintext.expose().to_vec()
}
