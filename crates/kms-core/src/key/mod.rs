//! Keys: what they are, what is known of them, how they are named and kept.

mod id;
mod loaded;
mod metadata;
mod policy;
mod record;
mod reference;
mod spec;
mod state;

pub use id::KeyId;
pub(crate) use loaded::LoadedKey;
pub use metadata::KeyMetadata;
pub(crate) use policy::KeyPolicy;
pub(crate) use record::{KeyRecord, Lifecycle, NewRecord};
pub(crate) use reference::KeyReference;
pub use spec::{KeyManager, KeySpec, KeyUsage, Origin};
pub use state::KeyState;
