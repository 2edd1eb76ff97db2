//! The records of a parameter.

use common_types::{Tags, Timestamp};

use super::{DataType, ParameterTier, ParameterType, SharingRecord, Stored, Versions};
use crate::{
    name::ParameterName,
    policy::Attached,
    record::{Record, members},
};

/// A parameter as it is: one record, so that reading its newest version is one read.
#[derive(Clone, Debug)]
pub(crate) struct ParameterRecord {
    /// The name that it was made with.
    pub(crate) name: ParameterName,
    /// Tells it from earlier parameters of the same name: random.
    pub(crate) incarnation: u64,
    pub(crate) kind: ParameterType,
    pub(crate) versions: Versions,
    /// The newest version.
    pub(crate) current: VersionRecord,
    pub(crate) tags: Tags,
    /// The part of the account's count that it is counted in.
    pub(crate) shard: Option<u16>,
    /// Its resource policies.
    pub(crate) sharing: Vec<SharingRecord>,
}

impl ParameterRecord {
    /// Whether other accounts may read it at all.
    ///
    /// # Errors
    ///
    /// What is in the way: that it is a standard parameter, or a `SecureString` under a key of AWS's, which no other account can use.
    ///
    /// Source: [PutResourcePolicy](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutResourcePolicy.html).
    pub(crate) fn may_be_shared(&self) -> Result<(), &'static str> {
        let is_managed = |key: &String| key.contains("alias/aws/");
        let VersionRecord { tier, key_id, .. } = &self.current;
        if *tier != ParameterTier::Advanced {
            Err("To share a parameter, it must be in the advanced parameter tier.")
        } else if self.kind == ParameterType::SecureString && key_id.as_ref().is_none_or(is_managed)
        {
            Err(
                "To share a SecureString parameter, it must be encrypted with a customer managed key.",
            )
        } else {
            Ok(())
        }
    }
}

/// One version of a parameter.
#[derive(Clone, Debug)]
pub(crate) struct VersionRecord {
    pub(crate) version: u64,
    pub(crate) value: Stored,
    pub(crate) tier: ParameterTier,
    pub(crate) data_type: DataType,
    pub(crate) modified: Timestamp,
    /// The ARN of whoever made it.
    pub(crate) modified_by: String,
    /// The KMS key, as it was named.
    pub(crate) key_id: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) allowed_pattern: Option<String>,
    pub(crate) policies: Vec<Attached>,
}

members!(ParameterRecord {
    name,
    incarnation,
    kind,
    versions,
    current,
    tags,
    shard,
    sharing,
});

impl Record for ParameterRecord {
    const WHAT: &'static str = "the record of a parameter";
}

members!(VersionRecord {
    version,
    value,
    tier,
    data_type,
    modified,
    modified_by,
    key_id,
    description,
    allowed_pattern,
    policies,
});

impl Record for VersionRecord {
    const WHAT: &'static str = "the record of a parameter's version";
}
