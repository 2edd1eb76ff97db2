//! A parameter in memory, ready for use: its resource policies compiled.

use common_types::Arn;
use store::{Key, Revision, Versioned};

use super::{ParameterRecord, Sharing};
use crate::{Result, record::Record, scope::Scope};

/// A parameter as it was read in one version of its record. Shared; replaced as a whole when the record changes.
#[derive(Debug)]
pub(crate) struct Loaded {
    pub(crate) scope: Scope,
    pub(crate) arn: Arn,
    /// Its record, and the version of it that was read.
    pub(crate) key: Key,
    pub(crate) revision: Revision,
    pub(crate) record: ParameterRecord,
    /// Who else may read it.
    pub(crate) sharing: Option<Sharing>,
}

impl Loaded {
    /// Makes a record ready for use.
    pub(crate) fn new(scope: Scope, key: Key, found: &Versioned) -> Result<Self> {
        let record = ParameterRecord::decode(&found.value)?;
        Ok(Self {
            arn: scope.parameter_arn(&record.name)?,
            sharing: Sharing::stored(&record.sharing)?,
            revision: found.version,
            scope,
            key,
            record,
        })
    }

    /// Its name, as it was made.
    pub(crate) fn name(&self) -> &str {
        self.record.name.as_str()
    }
}
