//! What a service needs from a secrets manager: to read one secret.

use std::{fmt, sync::Arc};

use crate::{Arn, BoxFuture, BoxedServiceError, Caller, Region, SecretBytes, Timestamp};

/// Reads secrets for a caller, who is decided against the secret's own policy.
pub trait SecretReader: fmt::Debug + Send + Sync + 'static {
    /// Reads one version of one secret.
    fn secret_value<'a>(
        &'a self,
        caller: &'a Arc<Caller>,
        region: &'a Region,
        request: SecretValueRequest,
    ) -> BoxFuture<'a, Result<SecretValue, BoxedServiceError>>;
}

/// Which version of which secret: `GetSecretValue`'s request.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SecretValueRequest {
    /// The secret's name or ARN.
    pub secret_id: String,
    /// One version by its id.
    pub version_id: Option<String>,
    /// One version by its stage; `AWSCURRENT` if neither is given.
    pub version_stage: Option<String>,
}

impl SecretValueRequest {
    /// The current version of a secret, by its name or ARN.
    pub fn new(secret_id: impl Into<String>) -> Self {
        Self {
            secret_id: secret_id.into(),
            version_id: None,
            version_stage: None,
        }
    }
}

/// One version of a secret.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SecretValue {
    /// The secret.
    pub arn: Arn,
    /// Its name.
    pub name: String,
    /// The version.
    pub version_id: String,
    /// The stages that the version has.
    pub version_stages: Vec<String>,
    /// When the version was made.
    pub created_date: Timestamp,
    /// What is kept secret: the text or the bytes.
    pub value: SecretBytes,
    /// Whether the value is text, and not bytes.
    pub is_text: bool,
}

impl SecretValue {
    /// A version of a secret that has no stages yet.
    pub fn new(
        arn: Arn,
        name: impl Into<String>,
        version_id: impl Into<String>,
        created_date: Timestamp,
        value: SecretBytes,
        is_text: bool,
    ) -> Self {
        Self {
            arn,
            name: name.into(),
            version_id: version_id.into(),
            version_stages: Vec::new(),
            created_date,
            value,
            is_text,
        }
    }
}
