//! What WAF manages: four kinds of one life. Each has a name, an id, a lock token, tags, and knows who refers to it.

mod kind;
mod labels;
mod permission;
mod record;
mod references;
mod referrers;

pub(crate) use kind::Entity;
pub(crate) use labels::Labels;
pub(crate) use permission::PermissionPolicy;
pub use record::Summary;
pub(crate) use record::{Index, Record, of_kind};
pub(crate) use references::references;
pub(crate) use referrers::Referrers;
