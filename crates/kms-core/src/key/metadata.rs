//! What callers are told of a key.

use common_types::{AccountId, Arn, EncryptionAlgorithmSpec, Timestamp, wire};
use serde::{Deserialize, Serialize};

use super::{
    KeyId, KeyManager, KeySpec, KeyState, KeyUsage, Origin,
    record::{KeyRecord, Lifecycle},
};
use crate::{backing, scope::Scope};

/// All about a key, but its policy, aliases and tags.
///
/// Source: [KeyMetadata](https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct KeyMetadata {
    /// The account that owns it.
    #[serde(rename = "AWSAccountId")]
    pub aws_account_id: AccountId,
    /// Its id.
    pub key_id: String,
    /// Its ARN.
    pub arn: String,
    /// When it was made.
    #[serde(with = "wire::epoch_seconds")]
    pub creation_date: Timestamp,
    /// Whether its state is `Enabled`.
    pub enabled: bool,
    /// What its owner says of it.
    pub description: String,
    /// What it is for.
    pub key_usage: KeyUsage,
    /// Its state.
    pub key_state: KeyState,
    /// When it will be deleted, if it waits for that.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "wire::epoch_seconds_option"
    )]
    pub deletion_date: Option<Timestamp>,
    /// Where its material comes from.
    pub origin: Origin,
    /// Who manages it.
    pub key_manager: KeyManager,
    /// The former name of `key_spec`.
    pub customer_master_key_spec: KeySpec,
    /// What kind of key it is.
    pub key_spec: KeySpec,
    /// How it encrypts.
    pub encryption_algorithms: Vec<EncryptionAlgorithmSpec>,
    /// Whether it has copies in other regions.
    pub multi_region: bool,
    /// Which of its key materials encrypts now.
    pub current_key_material_id: String,
}

impl KeyMetadata {
    pub(crate) fn new(scope: &Scope, id: &KeyId, arn: &Arn, record: &KeyRecord) -> Self {
        Self {
            aws_account_id: scope.account,
            key_id: id.to_string(),
            arn: arn.to_string(),
            creation_date: record.created,
            enabled: record.lifecycle.state() == KeyState::Enabled,
            description: record.description.clone(),
            key_usage: record.usage,
            key_state: record.lifecycle.state(),
            deletion_date: match record.lifecycle {
                Lifecycle::PendingDeletion { at, .. } => Some(at),
                Lifecycle::Enabled | Lifecycle::Disabled => None,
            },
            origin: record.origin,
            key_manager: record.manager,
            customer_master_key_spec: record.spec,
            key_spec: record.spec,
            encryption_algorithms: vec![EncryptionAlgorithmSpec::SymmetricDefault],
            multi_region: id.is_multi_region(),
            current_key_material_id: backing::material_id(record.current).into(),
        }
    }
}
