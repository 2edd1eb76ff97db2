//! SSM Parameter Store in process: versioned, labelled, tiered parameters, encrypted under KMS keys.
//!
//! Requests, responses, limits, errors and decisions are AWS's. Every call is authorised and audited; what a call has answered `Ok` to is
//! durable.
//!
//! ```
//! use std::sync::Arc;
//!
//! use common_types::{Caller, ServiceError, SystemClock};
//! use crypto::random::SystemRandom;
//! use kms_core::Kms;
//! use param_store::{GetParameterRequest, ParamStore, ParameterType, PutParameterRequest};
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
//! let kms = Kms::new(store.clone(), keys.clone(), guard.clone(), random.clone());
//! let service = ParamStore::new(store, keys, guard, random, Arc::new(kms));
//!
//! let params = service.caller(Caller::root("111122223333")?).region("eu-west-1")?;
//! let password = PutParameterRequest::of_type("/orders/prod/password", ParameterType::SecureString, "hunter2");
//! assert_eq!(params.put_parameter(password).await?.version, 1);
//!
//! let request = GetParameterRequest::new("/orders/prod/password").with_decryption(true);
//! let parameter = params.get_parameter(request.clone()).await?.parameter;
//! assert_eq!(parameter.value.expose(), "hunter2");
//!
//! // Others need to be allowed, and are told why they are not.
//! let app = service.caller(Caller::role("arn:aws:iam::111122223333:role/app")?).region("eu-west-1")?;
//! let denied = app.get_parameter(request).await.unwrap_err();
//! assert_eq!(denied.code(), "AccessDeniedException");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `op` | the operations, one file each: request, response, decision |
//! | `param_store`, `handle` | [`ParamStore`], shared by all; [`ParamStoreHandle`], bound to a caller and a region |
//! | `call` | what every operation does the same way: find a parameter, ask the guard, read a version, list, commit |
//! | `operation` | [`Operation`]: all of them, declared once |
//! | `name` | [`ParameterName`], paths, how a request refers to a parameter, labels |
//! | `parameter` | types, tiers, versions and labels, allowed patterns, resource policies; the records, and their form in memory |
//! | `policy` | parameter policies: expiration and notifications |
//! | `filter` | filters of listings |
//! | `cipher` | `SecureString` under KMS keys |
//! | `count` | how many parameters an account has, without a record that every call waits for |
//! | `setting`, `throughput` | service settings; [`ThroughputQuotas`]: how many calls a second an account may make |
//! | `public` | [`PublicParameter`]: what is published under `/aws/service/` |
//! | `ports`, `watch` | how others read parameters, and follow what changes |
//! | `event` | what is told of parameters |
//! | `due` | [`ParamStore::run_due`]: policies whose time has come |
//! | `condition` | the `ssm:` condition keys |
//! | `scope`, `record` | what records and resources are called; how records are written |
//! | `bounds`, [`limits`] | what AWS requires of members; the numbers, with their source |

mod bounds;
mod call;
mod cipher;
mod condition;
mod count;
mod due;
mod error;
mod event;
mod filter;
mod handle;
pub mod limits;
mod name;
mod op;
mod operation;
mod param_store;
mod parameter;
mod policy;
mod ports;
mod public;
mod record;
mod scope;
mod setting;
mod throughput;
mod watch;

pub use due::DueReport;
pub use error::{Denial, Error, InvalidFilter, Quota, Result};
pub use filter::{ParameterStringFilter, ParametersFilter, ParametersFilterKey};
pub use handle::ParamStoreHandle;
pub use name::ParameterName;
pub use op::{
    AddTagsToResourceRequest, AddTagsToResourceResponse, DeleteParameterRequest,
    DeleteParameterResponse, DeleteParametersRequest, DeleteParametersResponse,
    DeleteResourcePolicyRequest, DeleteResourcePolicyResponse, DeletionMode,
    DescribeParametersRequest, DescribeParametersResponse, GetParameterHistoryRequest,
    GetParameterHistoryResponse, GetParameterRequest, GetParameterResponse,
    GetParametersByPathRequest, GetParametersByPathResponse, GetParametersRequest,
    GetParametersResponse, GetResourcePoliciesRequest, GetResourcePoliciesResponse,
    GetResourcePoliciesResponseEntry, GetServiceSettingRequest, GetServiceSettingResponse,
    LabelParameterVersionRequest, LabelParameterVersionResponse, ListTagsForResourceRequest,
    ListTagsForResourceResponse, Parameter, ParameterHistory, ParameterInlinePolicy,
    ParameterMetadata, PutParameterRequest, PutParameterResponse, PutResourcePolicyRequest,
    PutResourcePolicyResponse, RemoveTagsFromResourceRequest, RemoveTagsFromResourceResponse,
    ResetServiceSettingRequest, ResetServiceSettingResponse, ResourceTypeForTagging,
    ServiceSetting, ServiceSettingStatus, Tag, UnlabelParameterVersionRequest,
    UnlabelParameterVersionResponse, UpdateServiceSettingRequest, UpdateServiceSettingResponse,
};
pub use operation::Operation;
pub use param_store::{CallerBound, ParamStore};
pub use parameter::{DataType, ParameterTier, ParameterType};
pub use policy::{PolicyStatus, PolicyType};
pub use public::PublicParameter;
pub use throughput::ThroughputQuotas;
pub use watch::{Changed, Watch};

/// The guide's page, whose examples are tested with the crate.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/param-store.md")]
mod guide {}
