//! Materials: what a message is encrypted or decrypted with, once a keyring has given the data key.

mod data_key;
mod decryption;
mod default_cmm;
mod encryption;

pub use data_key::DataKey;
pub(crate) use decryption::DecryptionKeys;
pub use decryption::DecryptionMaterials;
pub use encryption::EncryptionMaterials;
