//! The records of a parameter.

use common_types::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::{DataType, ParameterTier, ParameterType, SharingRecord, Stored, Versions};
use crate::{Result, format, name::ParameterName, policy::Attached};

/// A parameter as it is: one record, so that reading its newest version is one read.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ParameterRecord {
    /// The name that it was made with.
    pub(crate) name: ParameterName,
    /// Tells it from earlier parameters of the same name: random.
    pub(crate) incarnation: u64,
    pub(crate) kind: ParameterType,
    pub(crate) versions: Versions,
    /// The newest version.
    pub(crate) current: VersionRecord,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(crate) tags: Tags,
    /// The part of the account's count that it is counted in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) shard: Option<u16>,
    /// Its resource policies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sharing: Vec<SharingRecord>,
}

/// One version of a parameter.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VersionRecord {
    pub(crate) version: u64,
    pub(crate) value: Stored,
    pub(crate) tier: ParameterTier,
    pub(crate) data_type: DataType,
    pub(crate) modified: Timestamp,
    /// The ARN of whoever made it.
    pub(crate) modified_by: String,
    /// The KMS key, as it was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) key_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) allowed_pattern: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) policies: Vec<Attached>,
}

impl ParameterRecord {
    /// Reads a record.
    pub(crate) fn decode(value: &[u8]) -> Result<Self> {
        format::decode("the record of a parameter", value)
    }

    /// The record's bytes.
    pub(crate) fn encode(&self) -> Result<Vec<u8>> {
        format::encode(self)
    }
}

impl VersionRecord {
    /// Reads a record.
    pub(crate) fn decode(value: &[u8]) -> Result<Self> {
        format::decode("the record of a parameter's version", value)
    }

    /// The record's bytes.
    pub(crate) fn encode(&self) -> Result<Vec<u8>> {
        format::encode(self)
    }
}
