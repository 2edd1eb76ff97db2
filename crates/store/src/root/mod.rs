//! The root key: given by the application, it only wraps and unwraps the store key.

mod bytes;
mod file;
mod passphrase;

use std::fmt::Debug;

use common_types::{BoxFuture, SecretBytes};

pub use bytes::BytesRootKey;
pub use file::FileRootKey;
pub use passphrase::{PassphraseCost, PassphraseRootKey};

use crate::Result;

/// The key that everything in a store hangs on, held by the application, a token, or another KMS.
///
/// It wraps one short secret (the store's keys, under 4 KiB) and unwraps it again when the store is
/// opened: no record and no ciphertext is ever made under it.
pub trait RootKey: Debug + Send + Sync + 'static {
    /// A name for the key, not secret, of at most 255 bytes: the store's header shows it, so that a
    /// human finds the key.
    fn id(&self) -> &str;

    /// Encrypts the secret and authenticates it together with `aad`. Two calls give two different
    /// answers.
    fn wrap<'a>(&'a self, secret: &'a SecretBytes, aad: &'a [u8])
    -> BoxFuture<'a, Result<Vec<u8>>>;

    /// Gives back what [`wrap`](Self::wrap) was given.
    ///
    /// Fails with [`Error::WrongRootKey`](crate::Error::WrongRootKey) if another key wrapped it,
    /// with [`Error::Corrupt`](crate::Error::Corrupt) if it was damaged, or belongs to another
    /// `aad`.
    fn unwrap<'a>(&'a self, wrapped: &'a [u8], aad: &'a [u8])
    -> BoxFuture<'a, Result<SecretBytes>>;
}
