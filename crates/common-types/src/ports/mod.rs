//! Ports: how services meet without naming each other.

mod key_bounds;
mod keys;
mod parameters;
mod secrets;

pub use keys::{
    DataKeySpec, DecryptRequest, DecryptResponse, EncryptRequest, EncryptResponse,
    EncryptionAlgorithmSpec, GenerateDataKeyRequest, GenerateDataKeyResponse, KeyService,
    KeyServices, RecipientInfo,
};
pub use parameters::{ParameterReader, ParameterType, ParameterValue};
pub use secrets::{SecretReader, SecretValue, SecretValueRequest};
