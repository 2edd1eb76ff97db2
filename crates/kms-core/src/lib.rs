//! AWS KMS in process: keys, key policies, aliases, encryption under durable keys.
//!
//! Requests, responses, limits, states, errors and decisions are AWS's. Every call is authorised and audited; what a call has
//! answered `Ok` to is durable.
//!
//! ```
//! use std::sync::Arc;
//!
//! use common_types::{Caller, DecryptRequest, EncryptRequest, SystemClock};
//! use crypto::random::SystemRandom;
//! use kms_core::{CreateAliasRequest, CreateKeyRequest, Kms};
//! use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
//! use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};
//!
//! # store::conformance::block_on(async {
//! let random = Arc::new(SystemRandom::new());
//! let root = Arc::new(BytesRootKey::new([7; 32])?);
//! let keys = StoreKeys::open(Arc::new(MemoryStore::new()), root, random.clone()).await?;
//! let store: Arc<dyn Store> = Arc::new(SealedStore::new(keys.clone()));
//! let audit = Arc::new(AuditLog::new(store.clone(), &*random, AuditMode::Buffered)?);
//! let guard = Guard::new(Arc::new(StaticPolicySource::new()), audit, Arc::new(SystemClock::new()));
//! let service = Kms::new(store, keys, guard, random);
//!
//! // The root user of an account may use its keys without a policy having been written.
//! let kms = service.caller(Caller::root("111122223333")?).region("eu-west-1")?;
//! let key = kms.create_key(CreateKeyRequest::new().description("orders")).await?.key_metadata;
//! kms.create_alias(CreateAliasRequest::new("alias/orders", &key.key_id)).await?;
//!
//! let request = EncryptRequest::new("alias/orders", *b"secret").context([("tenant", "42")])?;
//! let encrypted = kms.encrypt(request).await?;
//! let request = DecryptRequest::new(encrypted.ciphertext_blob).context([("tenant", "42")])?;
//! assert_eq!(kms.decrypt(request.clone()).await?.plaintext.expose(), b"secret");
//!
//! // Others need to be allowed, and are told why they are not.
//! let app = service.caller(Caller::role("arn:aws:iam::111122223333:role/app")?).region("eu-west-1")?;
//! let denied = app.decrypt(request).await.unwrap_err();
//! assert_eq!(
//!     denied.to_string(),
//!     format!(
//!         "User: arn:aws:sts::111122223333:assumed-role/app/strongroom is not authorized to perform: kms:Decrypt on \
//!          resource: {} because no identity-based policy allows the kms:Decrypt action",
//!         key.arn
//!     )
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `op` | the operations, one file each: request, response, decision |
//! | `kms`, `handle` | [`Kms`], shared by all; [`KmsHandle`], bound to a caller and a region |
//! | `call` | what every operation does the same way: find the key, ask the guard, commit a key as it is to be |
//! | `operation` | [`Operation`]: all of them, declared once |
//! | `key` | keys: id, kind, state table, metadata, policy; their one record, and its form in memory |
//! | `alias` | [`AliasName`] |
//! | `condition` | the `kms:` condition keys |
//! | `backing` | backing keys: derivation, and how they are wrapped at rest |
//! | `blob` | [`CiphertextBlob`]: what Encrypt gives out and Decrypt takes |
//! | `ports`, `managed` | how other services use keys; AWS managed keys |
//! | `due` | [`Kms::run_due`]: deletion when its time has come |
//! | `rewrap` | the part of keys in a rotation of the store key |
//! | `scope`, `format` | what records and resources are called; how records are written |
//! | [`limits`] | the numbers, with their source |

mod alias;
mod backing;
mod blob;
mod call;
mod condition;
mod due;
mod error;
mod format;
mod handle;
mod key;
mod kms;
pub mod limits;
mod managed;
mod op;
mod operation;
mod ports;
mod rewrap;
mod scope;

pub use alias::AliasName;
pub use blob::CiphertextBlob;
pub use due::DueReport;
pub use error::{Denial, Error, Invalid, Missing, Quota, Result, StateProblem};
pub use handle::KmsHandle;
pub use key::{KeyId, KeyManager, KeyMetadata, KeySpec, KeyState, KeyUsage, Origin};
pub use kms::{CallerBound, Kms};
pub use op::{
    AliasListEntry, CancelKeyDeletionRequest, CancelKeyDeletionResponse, CreateAliasRequest,
    CreateKeyRequest, CreateKeyResponse, DeleteAliasRequest, DescribeKeyRequest,
    DescribeKeyResponse, DisableKeyRequest, EnableKeyRequest,
    GenerateDataKeyWithoutPlaintextRequest, GenerateDataKeyWithoutPlaintextResponse,
    GenerateRandomRequest, GenerateRandomResponse, GetKeyPolicyRequest, GetKeyPolicyResponse,
    KeyListEntry, ListAliasesRequest, ListAliasesResponse, ListKeyPoliciesRequest,
    ListKeyPoliciesResponse, ListKeysRequest, ListKeysResponse, ListResourceTagsRequest,
    ListResourceTagsResponse, NextPage, PutKeyPolicyRequest, ReEncryptRequest, ReEncryptResponse,
    ResourceOwner, ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse, Tag,
    TagResourceRequest, UntagResourceRequest, UpdateAliasRequest, UpdateKeyDescriptionRequest,
};
pub use operation::Operation;

/// The guide's page, whose examples are tested with the crate.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/kms.md")]
mod guide {}
