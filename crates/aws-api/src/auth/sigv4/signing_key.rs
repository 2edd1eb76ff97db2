//! Signing keys: derived from a secret for one day, region and service, and kept, since clients send many requests a day.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use common_types::SecretString;
use crypto::mac::{Algorithm, Key};

use super::scope::{Scope, TERMINATOR};

/// Signing keys by access key and scope: bounded, shared by all threads.
///
/// Only those are kept with which a request was verified, so that nobody without a secret fills it.
pub(super) struct SigningKeys(RwLock<HashMap<Box<str>, Arc<SigningKey>>>);

/// A signing key, and the secret that it was derived from.
pub(super) struct SigningKey {
    key: Key,
    secret: Arc<SecretString>,
}

impl SigningKeys {
    pub(super) fn new() -> Self {
        Self(RwLock::new(HashMap::new()))
    }

    /// The signing key of a secret for a scope.
    pub(super) fn of(&self, scope: &Scope<'_>, secret: &Arc<SecretString>) -> Arc<SigningKey> {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        match kept.get(scope.without_terminator) {
            Some(found) if found.is_of(secret) => Arc::clone(found),
            _ => Arc::new(SigningKey::derive(scope, Arc::clone(secret))),
        }
    }

    /// Keeps a key that has proven itself.
    pub(super) fn keep(&self, scope: &Scope<'_>, key: Arc<SigningKey>) {
        let is_kept = |kept: &HashMap<Box<str>, Arc<SigningKey>>| {
            kept.get(scope.without_terminator)
                .is_some_and(|found| Arc::ptr_eq(found, &key))
        };
        if is_kept(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return;
        }
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= CAPACITY {
            kept.clear();
        }
        kept.insert(scope.without_terminator.into(), key);
    }
}

impl SigningKey {
    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    /// `HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")`
    fn derive(scope: &Scope<'_>, secret: Arc<SecretString>) -> Self {
        let mut first = common_types::SecretBytes::new(vec![0; 4 + secret.expose().len()]);
        let (prefix, room) = first.expose_mut().split_at_mut(4);
        prefix.copy_from_slice(b"AWS4");
        room.copy_from_slice(secret.expose().as_bytes());
        let key = [scope.date, scope.region, scope.service, TERMINATOR]
            .into_iter()
            .fold(hmac(first.expose()), |key, part| {
                hmac(key.sign(&[part.as_bytes()]).expose())
            });
        Self { key, secret }
    }

    fn is_of(&self, secret: &Arc<SecretString>) -> bool {
        Arc::ptr_eq(&self.secret, secret) || self.secret == *secret
    }
}

fn hmac(key: &[u8]) -> Key {
    Key::new(Algorithm::HmacSha256, key)
}

impl fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner);
        write!(f, "SigningKeys({})", kept.len())
    }
}

/// How many signing keys are kept.
const CAPACITY: usize = 4096;
