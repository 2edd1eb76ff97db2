//! AWS STS: credentials for a while, for those whom a role trusts.
//!
//! ```
//! # use std::sync::Arc;
//! # use common_types::{Caller, SystemClock};
//! # use crypto::random::SystemRandom;
//! # use service_kit::{AuditLog, AuditMode, Guard};
//! # use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};
//! use directory::{Directory, sts::{AssumeRoleRequest, SessionTokens, Sts}};
//!
//! # store::conformance::block_on(async {
//! # let random = Arc::new(SystemRandom::new());
//! # let root = Arc::new(BytesRootKey::new([7; 32])?);
//! # let keys = StoreKeys::open(Arc::new(MemoryStore::new()), root, random.clone()).await?;
//! # let store: Arc<dyn Store> = Arc::new(SealedStore::new(keys.clone()));
//! # let audit = Arc::new(AuditLog::new(store.clone(), &*random, AuditMode::Buffered)?);
//! let directory = Directory::from_json(r#"{"RoleDetailList": [{
//!   "RoleName": "app", "RoleId": "AROAEXAMPLEID", "Arn": "arn:aws:iam::111122223333:role/app",
//!   "AssumeRolePolicyDocument": {"Statement": {
//!     "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:user/alice"}, "Action": "sts:AssumeRole"}}
//! }]}"#)?;
//! let guard = Guard::new(Arc::new(directory.clone()), audit, Arc::new(SystemClock::new()));
//! let tokens = SessionTokens::new(keys, random);
//! let sts = Sts::new(directory, guard, tokens);
//!
//! let alice = sts.caller(Caller::user("arn:aws:iam::111122223333:user/alice")?).region("eu-west-1")?;
//! let answer = alice.assume_role(AssumeRoleRequest::new("arn:aws:iam::111122223333:role/app", "work")).await?;
//! assert_eq!(answer.assumed_role_user.arn, "arn:aws:sts::111122223333:assumed-role/app/work");
//! assert!(answer.credentials.access_key_id.starts_with("ASIA"));
//!
//! let bob = sts.caller(Caller::user("arn:aws:iam::111122223333:user/bob")?).region("eu-west-1")?;
//! let denied = bob.assume_role(AssumeRoleRequest::new("arn:aws:iam::111122223333:role/app", "work")).await.unwrap_err();
//! assert!(denied.to_string().starts_with(
//!     "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: sts:AssumeRole on resource: \
//!      arn:aws:iam::111122223333:role/app"
//! ));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```

mod condition;
mod duration;
mod error;
mod handle;
mod op;
mod session_policy;
mod session_tags;
mod token;

pub use error::{Error, Result};
pub use handle::{CallerBound, Sts, StsHandle};
pub use op::{
    AssumeRoleRequest, AssumeRoleResponse, AssumedRoleUser, GetCallerIdentityRequest,
    GetCallerIdentityResponse, PolicyDescriptorType, ProvidedContext, SessionCredentials, Tag,
};
pub use token::SessionTokens;

service_kit::operations! {
    /// An operation of the STS API.
    pub enum Operation in "sts" {
        /// Makes credentials of a role.
        AssumeRole: reading,
        /// Tells who calls.
        GetCallerIdentity: unrestricted,
    }
}
