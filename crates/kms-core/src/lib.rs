//! AWS KMS in process: keys, key policies, aliases, encryption under durable keys.
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `op` | the operations, one file each: request, response, decision |
//! | `kms`, `handle` | [`Kms`], shared by all; [`KmsHandle`], bound to a caller and a region |
//! | `call` | what every operation does the same way: find the key, ask the guard, commit |
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
mod wire_enum;

pub use alias::AliasName;
pub use blob::CiphertextBlob;
pub use due::DueReport;
pub use error::{Denial, Error, Missing, Quota, Result, StateProblem};
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
    ScheduleKeyDeletionRequest, ScheduleKeyDeletionResponse, Tag, TagResourceRequest,
    UntagResourceRequest, UpdateAliasRequest, UpdateKeyDescriptionRequest,
};
pub use operation::Operation;
