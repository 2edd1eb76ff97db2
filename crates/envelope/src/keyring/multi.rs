//! Several keyrings as one: each can decrypt what all have encrypted.

use std::sync::Arc;

use common_types::BoxFuture;

use super::{Keyring, LocalKeyring, OnDecrypt, OnEncrypt};
use crate::{DataKey, Error};

/// Several keyrings as one.
///
/// The generator makes and wraps the data key, the children wrap it too. To decrypt, one of them all is enough: the
/// generator is tried first, then the children in order.
///
/// Of [`LocalKeyring`]s it is one; with at least one other it is a [`Keyring`]:
///
/// ```
/// use std::sync::Arc;
///
/// use common_types::{EncryptionContext, SecretBytes};
/// use envelope::{Client, LocalKeyring, MultiKeyring, RawAesKeyring};
///
/// # let (random, other) = ([1_u8; 32], [2_u8; 32]);
/// let ours = Arc::new(RawAesKeyring::new("ours", "2024", &SecretBytes::from(random))?);
/// let theirs = Arc::new(RawAesKeyring::new("theirs", "2024", &SecretBytes::from(other))?);
/// let both = MultiKeyring::new(ours as Arc<dyn LocalKeyring>).child(theirs.clone());
///
/// let (client, nothing) = (Client::new(), EncryptionContext::new());
/// let message = client.encrypt(&both, nothing.clone(), b"for both")?;
/// assert_eq!(client.decrypt(&*theirs, &nothing, &message)?.plaintext(), b"for both");
/// # Ok::<(), envelope::Error>(())
/// ```
///
/// Source: framework/multi-keyring.md. It differs in one point: there, a multi-keyring without a generator may add to a data
/// key made elsewhere; here the generator is not optional.
#[derive(Debug)]
pub struct MultiKeyring<K: ?Sized> {
    generator: Arc<K>,
    children: Vec<Arc<K>>,
}

impl<K: ?Sized> MultiKeyring<K> {
    /// One keyring that makes data keys.
    // spec: framework/multi-keyring.md#generator-keyring
    pub fn new(generator: Arc<K>) -> Self {
        let children = Vec::new();
        Self {
            generator,
            children,
        }
    }

    /// One more keyring that can decrypt.
    // spec: framework/multi-keyring.md#child-keyrings
    #[must_use]
    pub fn child(mut self, keyring: Arc<K>) -> Self {
        self.children.push(keyring);
        self
    }

    fn all(&self) -> impl Iterator<Item = &Arc<K>> {
        std::iter::once(&self.generator).chain(&self.children)
    }
}

impl LocalKeyring for MultiKeyring<dyn LocalKeyring> {
    // spec: framework/multi-keyring.md#onencrypt
    fn on_encrypt(&self, request: &mut OnEncrypt<'_>) -> Result<(), Error> {
        refuse_second_data_key(request)?;
        self.all()
            .try_for_each(|keyring| keyring.on_encrypt(request))
    }

    // spec: framework/multi-keyring.md#ondecrypt
    fn on_decrypt(&self, request: &OnDecrypt<'_>) -> Result<DataKey, Error> {
        let mut failures = Vec::new();
        for keyring in self.all() {
            match keyring.on_decrypt(request) {
                Ok(data_key) => return Ok(data_key),
                Err(error) => collect(&mut failures, error),
            }
        }
        Err(Error::attempts(failures))
    }
}

impl Keyring for MultiKeyring<dyn Keyring> {
    fn on_encrypt<'a>(
        &'a self,
        request: &'a mut OnEncrypt<'_>,
    ) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            refuse_second_data_key(request)?;
            for keyring in self.all() {
                keyring.on_encrypt(request).await?;
            }
            Ok(())
        })
    }

    fn on_decrypt<'a>(
        &'a self,
        request: &'a OnDecrypt<'_>,
    ) -> BoxFuture<'a, Result<DataKey, Error>> {
        Box::pin(async move {
            let mut failures = Vec::new();
            for keyring in self.all() {
                match keyring.on_decrypt(request).await {
                    Ok(data_key) => return Ok(data_key),
                    Err(error) => collect(&mut failures, error),
                }
            }
            Err(Error::attempts(failures))
        })
    }
}

fn refuse_second_data_key(request: &OnEncrypt<'_>) -> Result<(), Error> {
    if request.data_key().is_some() {
        let reason = "a generator keyring does not add to a data key made elsewhere";
        return Err(Error::Keyring { reason });
    }
    Ok(())
}

/// That a message has nothing for one of the keyrings is no failure of an attempt.
fn collect(failures: &mut Vec<Error>, error: Error) {
    if !matches!(error, Error::NoMatchingDataKey) {
        failures.push(error);
    }
}
