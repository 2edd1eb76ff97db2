//! AWS KMS, envelope encryption and IAM policies inside your own process: AWS's semantics, enforced, durable, fast.
//!
//! ```
//! use strongroom::{BytesRootKey, Caller, DecryptRequest, EncryptRequest, Strongroom, kms};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let directory = tempfile::tempdir()?;
//! # let path = directory.path().join("store.redb");
//! # let root_key_bytes = [7; 32];
//! let strongroom = Strongroom::open(path, BytesRootKey::new(root_key_bytes)?).await?;
//! let kms = strongroom.kms().caller(Caller::root("111122223333")?).region("eu-west-1")?;
//!
//! let key = kms.create_key(kms::CreateKeyRequest::new()).await?.key_metadata.key_id;
//! let request = EncryptRequest::new(key.as_str(), *b"attack at dawn").context([("tenant", "42")])?;
//! let ciphertext = kms.encrypt(request).await?.ciphertext_blob;
//!
//! let request = DecryptRequest::new(ciphertext.as_slice()).context([("tenant", "42")])?;
//! assert_eq!(kms.decrypt(request).await?.plaintext.expose(), b"attack at dawn");
//!
//! // The context is authenticated: without it, the ciphertext is not valid.
//! let error = kms.decrypt(DecryptRequest::new(ciphertext)).await.unwrap_err();
//! assert!(matches!(error, kms::Error::InvalidCiphertext));
//! # Ok(())
//! # }
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `service` | [`Strongroom`]: all services over one store |
//! | `builder` | [`Builder`]: store, root key, clock, policies, audit |
//! | `api` | `Strongroom::api`: what AWS's SDKs talk to; with the feature `api` |
//! | `due` | time-driven work: [`Strongroom::run_due`], [`Strongroom::drive`] |
//! | `front` | `Strongroom::front`: a web ACL in front of an HTTP service; with the feature `waf-layer` |
//! | `error` | [`Error`]: why it could not be opened or kept |
//!
//! What belongs to one service is in the service's own crate, under its short name here: [`kms`], [`param_store`],
//! [`waf`] over [`waf_rules`], [`shield`], [`fleet`], [`envelope`], [`events`], [`policy`],
//! [`references`].
//! What all of them share is at the root, so that one dependency is enough.

#[cfg(feature = "api")]
mod api;
mod builder;
mod due;
mod error;
#[cfg(feature = "waf-layer")]
mod front;
mod service;

pub use builder::{Builder, NoRootKey, NoStore, WithRootKey, WithStore};
pub use due::Report;
pub use error::{Error, Result};
#[cfg(feature = "waf-layer")]
pub use front::Front;
pub use service::Strongroom;

#[cfg(feature = "api")]
pub use aws_api;
pub use directory;
pub use envelope;
pub use events;
pub use fleet;
pub use kms_core as kms;
pub use param_store;
pub use policy_eval as policy;
pub use references;
pub use shield_manager as shield;
#[cfg(feature = "waf-layer")]
pub use waf_layer;
pub use waf_manager as waf;
pub use waf_rules;

pub use common_types::{
    AccountId, Arn, AuditOutcome, AuditRecord, BoxFuture, BoxedServiceError, Caller, Clock,
    DataKeySpec, DecryptRequest, DecryptResponse, EncryptRequest, EncryptResponse,
    EncryptionContext, Event, GenerateDataKeyRequest, GenerateDataKeyResponse, KeyService,
    KeyServices, ManualClock, PageToken, ParameterReader, ParameterType, ParameterValue,
    ParseError, Partition, Principal, Region, SecretBytes, SecretReader, SecretString, SecretValue,
    SecretValueRequest, ServiceError, ServiceName, SystemClock, Tag, Tags, Timestamp,
};
pub use crypto::random::{Random, SystemRandom};
pub use service_kit::{
    AuditChain, AuditLine, AuditMode, AuditSink, BoxedError, Delivered, Drained, EventSink,
    PolicySource, PrincipalPolicies, StaticPolicySource, Unavailable,
};
pub use store::{
    Anchor, BytesRootKey, FileRootKey, MemoryStore, PassphraseCost, PassphraseRootKey, RedbOptions,
    RedbStore, RootKey, Rotated, Store,
};

/// README and guide, so that their examples are compiled and run.
#[cfg(doctest)]
mod prose {
    #[doc = include_str!("../../../README.md")]
    struct Readme;

    #[cfg(feature = "tower")]
    #[doc = include_str!("../../../docs/endpoint.md")]
    struct Endpoint;

    #[doc = include_str!("../../../docs/concepts.md")]
    struct Concepts;

    #[doc = include_str!("../../../docs/envelope.md")]
    struct Envelope;

    #[doc = include_str!("../../../docs/events.md")]
    struct Events;

    #[cfg(feature = "waf-layer")]
    #[doc = include_str!("../../../docs/front.md")]
    struct Front;

    #[doc = include_str!("../../../docs/fleet.md")]
    struct Fleet;

    #[doc = include_str!("../../../docs/shield.md")]
    struct Shield;

    #[doc = include_str!("../../../docs/references.md")]
    struct References;

    #[doc = include_str!("../../../docs/waf-manager.md")]
    struct WafManager;
}
