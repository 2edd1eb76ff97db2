//! Keyrings: who makes data keys, encrypts them for a message, and finds them again.

mod discovery;
mod kms;
mod kms_arn;
mod multi;
mod on_decrypt;
mod on_encrypt;
mod raw_aes;

pub use discovery::{DiscoveryFilter, KmsDiscoveryKeyring};
pub use kms::KmsKeyring;
pub use multi::MultiKeyring;
pub use on_decrypt::OnDecrypt;
pub use on_encrypt::OnEncrypt;
pub use raw_aes::RawAesKeyring;

use std::fmt;

use common_types::BoxFuture;

use crate::{DataKey, Error};

/// Wraps and unwraps data keys, and may have to wait for it.
///
/// # Contract
///
/// - [`on_encrypt`](Self::on_encrypt) makes a data key if there is none yet, then appends that key's encrypted form. If it
///   fails, the request is not used any more.
/// - [`on_decrypt`](Self::on_decrypt) looks among the encrypted data keys for its own and gives back the first that unwraps
///   under the request's encryption context. It gives no other key back.
/// - What it appends is bound to the encryption context: under another context it does not unwrap.
///
/// Every [`LocalKeyring`] is one.
///
/// Source: framework/keyring-interface.md.
pub trait Keyring: fmt::Debug + Send + Sync {
    /// Makes a data key if there is none yet, and appends its encrypted form.
    // spec: framework/keyring-interface.md#onencrypt
    fn on_encrypt<'a>(&'a self, request: &'a mut OnEncrypt<'_>)
    -> BoxFuture<'a, Result<(), Error>>;

    /// Finds the data key.
    // spec: framework/keyring-interface.md#ondecrypt
    fn on_decrypt<'a>(
        &'a self,
        request: &'a OnDecrypt<'_>,
    ) -> BoxFuture<'a, Result<DataKey, Error>>;
}

/// A [`Keyring`] that holds its keys itself and never waits: same contract, no futures.
pub trait LocalKeyring: fmt::Debug + Send + Sync {
    /// As [`Keyring::on_encrypt`].
    ///
    /// # Errors
    ///
    /// If it cannot make or wrap the data key.
    fn on_encrypt(&self, request: &mut OnEncrypt<'_>) -> Result<(), Error>;

    /// As [`Keyring::on_decrypt`].
    ///
    /// # Errors
    ///
    /// [`Error::NoMatchingDataKey`] if none is its own, [`Error::DecryptionFailed`] if none unwraps.
    fn on_decrypt(&self, request: &OnDecrypt<'_>) -> Result<DataKey, Error>;
}

impl<K: LocalKeyring> Keyring for K {
    fn on_encrypt<'a>(
        &'a self,
        request: &'a mut OnEncrypt<'_>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(std::future::ready(LocalKeyring::on_encrypt(self, request)))
    }

    fn on_decrypt<'a>(
        &'a self,
        request: &'a OnDecrypt<'_>,
    ) -> BoxFuture<'a, Result<DataKey, Error>> {
        Box::pin(std::future::ready(LocalKeyring::on_decrypt(self, request)))
    }
}
