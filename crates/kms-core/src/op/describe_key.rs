//! `DescribeKey`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::{bounds, request::no_grant_tokens};
use crate::{KeyMetadata, KmsHandle, Operation, Result, call::Call, condition::Asked};

/// Request of [`describe_key`](KmsHandle::describe_key).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DescribeKeyRequest {
    /// Key id, key ARN, alias name or alias ARN.
    pub key_id: String,
    /// Grants that may not be in force everywhere yet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant_tokens: Vec<String>,
}

/// Response of [`describe_key`](KmsHandle::describe_key).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DescribeKeyResponse {
    /// All about the key.
    pub key_metadata: KeyMetadata,
}

impl DescribeKeyRequest {
    /// For a key, by its id, ARN, alias or alias ARN.
    pub fn new(key_id: impl Into<String>) -> Self {
        Self {
            key_id: key_id.into(),
            grant_tokens: Vec::new(),
        }
    }
}

impl Constrained for DescribeKeyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            key_id,
            grant_tokens,
        } = self;
        check.text("keyId", key_id, &bounds::KEY_ID);
        bounds::grant_tokens(check, grant_tokens);
    }
}

impl KmsHandle {
    /// Tells all about a key, but its policy, aliases and tags.
    ///
    /// # Authorisation
    ///
    /// `kms:DescribeKey` on the key; also on another account's. Condition keys: those of every key, and
    /// `kms:RequestAlias`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`NotFound`](crate::Error::NotFound), [`InvalidArn`](crate::Error::InvalidArn),
    /// [`InvalidGrantToken`](crate::Error::InvalidGrantToken).
    ///
    /// # Source
    ///
    /// [DescribeKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html). AWS makes an AWS managed key when its
    /// alias is described for the first time; here it is made when its service first uses it.
    pub async fn describe_key(&self, request: DescribeKeyRequest) -> Result<DescribeKeyResponse> {
        let mut call = self.call(Operation::DescribeKey);
        call.record_request(&request);
        let answer = describe_key(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn describe_key(
    call: &mut Call<'_>,
    request: DescribeKeyRequest,
) -> Result<DescribeKeyResponse> {
    request.validate()?;
    let DescribeKeyRequest {
        key_id,
        grant_tokens,
    } = request;
    no_grant_tokens(&grant_tokens)?;
    let found = call.find("KeyId", &key_id).await?;
    call.allow(
        &found.key,
        Asked {
            alias: found.alias(),
            ..Asked::default()
        },
    )?;
    Ok(DescribeKeyResponse {
        key_metadata: KeyMetadata::new(
            &found.key.scope,
            &found.key.id,
            &found.key.arn,
            &found.key.record,
        ),
    })
}
