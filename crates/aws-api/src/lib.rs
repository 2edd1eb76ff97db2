//! AWS's wire protocol over Strongroom's services: what an AWS SDK sends goes in as bytes, what it expects comes out.
//!
//! ```
//! use std::sync::Arc;
//!
//! use aws_api::{Api, DevAuthenticator, WireRequest};
//! use common_types::SystemClock;
//! use crypto::random::SystemRandom;
//! # use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
//! # use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};
//!
//! # store::conformance::block_on(async {
//! # let random = Arc::new(SystemRandom::new());
//! # let root = Arc::new(BytesRootKey::new([7; 32])?);
//! # let keys = StoreKeys::open(Arc::new(MemoryStore::new()), root, random.clone()).await?;
//! # let store: Arc<dyn Store> = Arc::new(SealedStore::new(keys.clone()));
//! # let audit = Arc::new(AuditLog::new(store.clone(), &*random, AuditMode::Buffered)?);
//! # let clock = Arc::new(SystemClock::new());
//! # let guard = Guard::new(Arc::new(StaticPolicySource::new()), audit, clock.clone());
//! # let kms = kms_core::Kms::new(store, keys, guard, random.clone());
//! let authenticator = DevAuthenticator::dangerous_accept_any_signature("123456789012".parse()?);
//! let api = Api::new(Arc::new(authenticator), clock, random, vec![Arc::new(kms)]);
//!
//! let authorization = b"AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/kms/aws4_request, SignedHeaders=host, Signature=0";
//! let headers: [(&str, &[u8]); 2] = [("x-amz-target", b"TrentService.CreateKey"), ("authorization", authorization)];
//! let answer = api.respond(WireRequest::post(&headers, b"{}")).await;
//! assert_eq!(answer.status, 200);
//! assert!(answer.body.starts_with(br#"{"KeyMetadata":{"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `api` | [`Api`]: all services behind one door |
//! | `request`, `response` | [`WireRequest`], [`WireResponse`]: no transport's types |
//! | `auth` | [`Authenticator`]: who sent a request; [`SigV4`] verifies, [`DevAuthenticator`] believes everybody |
//! | `protocol`, `json`, `query` | [`Protocol`]: AWS JSON 1.1, and AWS Query for STS |
//! | `read` | how requests are read, with AWS's words for what is wrong |
//! | `service` | [`WireService`]: the services, one line an operation |
//! | `tower` | `HttpService`: the same over HTTP, for hyper, axum and tower; with the feature `tower` |
//! | `sdk` (feature `sdk`) | `InProcessClient`: the AWS SDK for Rust without a socket |
//! | `fault` | [`Fault`]: what a call that fails is answered with |

mod api;
mod auth;
mod fault;
mod json;
mod protocol;
mod query;
mod read;
mod request;
mod response;
#[cfg(feature = "sdk")]
mod sdk;
mod service;
#[cfg(feature = "tower")]
mod tower;

pub use api::Api;
pub use auth::{
    AccessKey, AccessKeys, AuthError, Authenticated, Authenticator, Credential, DevAuthenticator,
    SigV4,
};
pub use fault::Fault;
pub use protocol::{MessageMember, Nothing, Protocol};
pub use request::WireRequest;
pub use response::WireResponse;
#[cfg(feature = "sdk")]
pub use sdk::InProcessClient;
pub use service::{Answer, Call, WireService};
#[cfg(feature = "tower")]
pub use tower::{Connection, HttpOptions, HttpService};
