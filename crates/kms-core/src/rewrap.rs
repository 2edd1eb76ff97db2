//! The part that keys take in a rotation of the store key: their backing keys are wrapped anew.

use store::Rewrap;

use crate::{Kms, key::KeyRecord, scope::Scope};

/// Give it to [`SealedStore::rotate_store_key`](store::SealedStore::rotate_store_key).
impl Rewrap for Kms {
    fn rewrap(&self, key: &store::Key, value: &[u8]) -> store::Result<Option<Vec<u8>>> {
        let Some((scope, id)) = Scope::of_key_record(key) else {
            return Ok(None);
        };
        let kms = self.shared();
        let rewrapped = || {
            let mut record = KeyRecord::decode(value)?;
            let mut changed = false;
            for (backing_key, wrapped) in record.backing_keys.clone() {
                let binding = record.binding(&scope, &id, backing_key);
                if let Some(anew) = kms.wrapper.rewrap(&wrapped, &binding, &*kms.random)? {
                    record.backing_keys.insert(backing_key, anew);
                    changed = true;
                }
            }
            if changed {
                record.encode().map(Some)
            } else {
                Ok(None)
            }
        };
        rewrapped().map_err(|_: crate::Error| store::Error::Corrupt {
            what: "the record of a key",
        })
    }
}
