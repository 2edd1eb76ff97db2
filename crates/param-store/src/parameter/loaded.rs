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
    sharing: Option<Sharing>,
    /// About how many bytes of memory it takes.
    pub(crate) bytes: usize,
}

impl Loaded {
    /// Makes a record ready for use.
    pub(crate) fn new(scope: Scope, key: Key, found: &Versioned) -> Result<Self> {
        let record = ParameterRecord::decode(&found.value)?;
        Ok(Self {
            bytes: bytes(&record, &key, found.value.len()),
            arn: scope.parameter_arn(&record.name)?,
            sharing: Sharing::stored(&record.sharing)?,
            revision: found.version,
            scope,
            key,
            record,
        })
    }

    /// Its resource policies, as they count for a caller from here. For other accounts they do only while it may be shared: it may have come
    /// under the default key since then.
    pub(crate) fn sharing_for(&self, here: &Scope) -> Option<&Sharing> {
        let counts = here.account == self.scope.account || self.record.may_be_shared().is_ok();
        self.sharing.as_ref().filter(|_| counts)
    }

    /// Its name, as it was made.
    pub(crate) fn name(&self) -> &str {
        self.record.name.as_str()
    }
}

/// A value is as long in memory as in its record. All else there is many short texts, which take a few times the room, and so do
/// policies that are compiled.
fn bytes(record: &ParameterRecord, key: &Key, record_bytes: usize) -> usize {
    const TIMES: usize = 4;
    let value = record.current.value.len();
    let other = record_bytes.saturating_sub(value).saturating_mul(TIMES);
    let keys = key.as_bytes().len().saturating_mul(TIMES);
    [size_of::<Loaded>(), value, other, keys]
        .into_iter()
        .fold(0, usize::saturating_add)
}
