//! Parameters: what they are, how they are stored, and their form in memory.

mod kind;
mod loaded;
mod pattern;
mod record;
mod sharing;
mod tier;
mod value;
mod versions;

pub use common_types::ParameterType;
pub use kind::{DataType, ParameterTier};
pub(crate) use loaded::Loaded;
pub(crate) use pattern::AllowedPattern;
pub(crate) use record::{ParameterRecord, VersionRecord};
pub(crate) use sharing::{SharedRecord, Sharing, SharingRecord};
pub(crate) use tier::{Decided, Needs, decide};
pub(crate) use value::{Stored, check_value};
pub(crate) use versions::{Unlabelled, Versions};
