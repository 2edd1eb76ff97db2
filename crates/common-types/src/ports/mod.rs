//! Ports: how services meet without naming each other.

mod keys;
mod secrets;

pub use keys::{
    DataKeySpec, DecryptRequest, DecryptResponse, EncryptRequest, EncryptResponse,
    EncryptionAlgorithmSpec, GenerateDataKeyRequest, GenerateDataKeyResponse, KeyService,
    KeyServices, RecipientInfo,
};
pub use secrets::{SecretReader, SecretValue, SecretValueRequest};
