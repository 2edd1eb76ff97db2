//! What every stateful service of Strongroom does the same way, written once: authorise, audit, commit, deliver, cache, list.
//!
//! A service in miniature. Each operation is one straight line: begin, authorise, act, commit, finish.
//!
//! ```
//! use std::sync::Arc;
//!
//! use common_types::{Arn, Caller, SystemClock};
//! use crypto::random::SystemRandom;
//! use service_kit::{
//!     AuditLog, AuditMode, Call, Change, Error, Guard, Identity, Operation, StaticPolicySource, Target,
//! };
//! use store::{Key, MemoryStore, Store};
//!
//! const APPEND: Operation = Operation::writing("notes", "AppendNote", "notes:AppendNote");
//!
//! /// The handle of one caller.
//! struct Notes {
//!     caller: Identity,
//!     guard: Guard,
//!     store: Arc<dyn Store>,
//! }
//!
//! impl Notes {
//!     async fn append(&self, note: &Arn, text: &str) -> Result<(), Error> {
//!         let mut call = self.guard.begin(&self.caller, &APPEND);
//!         let outcome = self.append_in(&mut call, note, text).await;
//!         call.finish(outcome).await
//!     }
//!
//!     async fn append_in(&self, call: &mut Call<'_>, note: &Arn, text: &str) -> Result<(), Error> {
//!         call.authorise(&Target::new(note))?;
//!         let key = Key::global("notes").str(note.resource_id()).build()?;
//!         loop {
//!             let found = self.store.read(std::slice::from_ref(&key)).await?.remove(0);
//!             let change = match found {
//!                 None => Change::new().create(key.clone(), text.into()),
//!                 Some(note) => {
//!                     let text = [&note.value, text.as_bytes()].concat();
//!                     Change::new().replace(key.clone(), text, note.version)
//!                 }
//!             };
//!             // The note and the audit record are one commit. If somebody else was faster, decide again.
//!             if call.commit(change).await?.is_some() {
//!                 return Ok(());
//!             }
//!         }
//!     }
//! }
//!
//! # store::conformance::block_on(async {
//! let store = Arc::new(MemoryStore::new());
//! let audit = Arc::new(AuditLog::new(store.clone(), &SystemRandom::new(), AuditMode::Buffered)?);
//! let guard = Guard::new(Arc::new(StaticPolicySource::new()), audit, Arc::new(SystemClock::new()));
//! let handle = |caller: Caller| Notes {
//!     caller: Identity::new(Arc::new(caller), "eu-west-1".parse().unwrap()),
//!     guard: guard.clone(),
//!     store: store.clone(),
//! };
//!
//! // The root user may do everything in its own account, and others what their policies allow: here, nothing.
//! let note: Arn = "arn:aws:notes:eu-west-1:111122223333:note/1".parse()?;
//! handle(Caller::root("111122223333")?).append(&note, "milk").await?;
//!
//! let app = handle(Caller::role("arn:aws:iam::111122223333:role/app")?);
//! let denied = app.append(&note, "eggs").await.unwrap_err();
//! assert_eq!(
//!     denied.to_string(),
//!     "User: arn:aws:sts::111122223333:assumed-role/app/strongroom is not authorized to perform: notes:AppendNote on \
//!      resource: arn:aws:notes:eu-west-1:111122223333:note/1 because no identity-based policy allows the \
//!      notes:AppendNote action",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `guard` | [`Guard`], [`Call`]: the one door for authorisation and audit; [`PolicySource`] |
//! | | [`operations!`]: a service's operations, declared once each |
//! | `change` | [`Change`]: state, events and audit record in one commit, decided again when others are faster |
//! | `audit` | [`AuditLog`]: from memory to the store, and from there to an [`AuditSink`] |
//! | `outbox` | [`Outbox`]: events, at least once and in order per resource |
//! | `cache` | [`Cache`]: never answers with what a commit has replaced |
//! | `paging` | [`Paginator`], [`PageTokens`]: listings, bound to who asked for what |
//! | `tagging` | [`RequestTags`], [`RequestTagKeys`]: tags within AWS's limits, and their condition keys |
//! | `due` | [`DueIndex`]: work by the time that it falls due |
//! | [`limits`] | the numbers, with their reasons |
//!
//! # Why there are no closures
//!
//! A guard that runs `async |call| …` would be shorter. But that a future is `Send` cannot be said of a closure that borrows (as of
//! Rust 1.95), and the ports need futures that are. So a call is a value: [`Call::finish`] takes it, and what is
//! not finished is recorded as unfinished and does not answer.

mod audit;
mod cache;
mod change;
mod due;
mod error;
mod format;
mod guard;
pub mod limits;
mod outbox;
mod paging;
mod sync;
mod tagging;

pub use audit::{AuditChain, AuditLine, AuditLog, AuditMode, AuditSink, Drained};
pub use cache::{Cache, Lookup, Reading, Ticket};
pub use change::Change;
pub use due::{Due, DueIndex};
pub use error::{BoxedError, Error, Result};
pub use guard::{
    Call, DecidingStatement, Denied, Guard, Identity, Membership, Operation, PolicySource,
    PrincipalPolicies, StaticPolicySource, Target, Unavailable,
};
pub use outbox::{Delivered, EventSink, Outbox};
pub use paging::{Listing, Page, PageTokens, Paginator};
pub use tagging::{RequestTagKeys, RequestTags};
