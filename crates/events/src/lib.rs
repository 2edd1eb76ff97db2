//! EventBridge in process: event patterns, input transformers, targets, delivery with retries and dead letters.
//!
//! Services write an event in the same commit as the change that it tells of. This bus is where those events go: it is
//! an [`EventSink`](service_kit::EventSink) for the outbox.
//!
//! ```
//! use std::sync::Arc;
//!
//! use common_types::{Event, SystemClock, Timestamp};
//! use crypto::random::SystemRandom;
//! use events::{EventBus, Input, Rule, RuleTarget, target};
//! use serde_json::json;
//!
//! # store::conformance::block_on(async {
//! let store = Arc::new(store::MemoryStore::new());
//! let bus = EventBus::new(store, Arc::new(SystemRandom::new()), Arc::new(SystemClock::new()));
//!
//! // Whoever wants to know of changed parameters gets a sentence of each.
//! let pattern = r#"{"source": ["aws.ssm"], "detail": {"operation": [{"anything-but": "Delete"}]}}"#;
//! let (target, mut messages) = target::channel(16);
//! let input = Input::transformed([("name", "$.detail.name")], r#""<name> has changed""#)?;
//! bus.put_rule(Rule::new("changes", pattern.parse()?)?.target(RuleTarget::new("log", target)?.input(input))?)?;
//!
//! let event = |operation: &str| {
//!     let (account, region) = ("111122223333".parse()?, "eu-west-1".parse()?);
//!     let event = Event::new("1", "aws.ssm", "Parameter Store Change", account, region, Timestamp::UNIX_EPOCH);
//!     Ok::<_, common_types::ParseError>(event.detail(json!({"name": "/prod/db", "operation": operation})))
//! };
//! bus.put_event(&event("Update")?).await?;
//! bus.put_event(&event("Delete")?).await?;
//!
//! assert_eq!(messages.try_recv()?.input, r#""/prod/db has changed""#);
//! assert!(messages.try_recv().is_err());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `pattern` | [`EventPattern`]: which events a rule is for |
//! | `input` | [`Input`]: what a target gets to see of an event |
//! | [`target`] | [`Target`]: functions, channels, webhooks, an application's own |
//! | `rule` | [`Rule`], [`RetryPolicy`], [`DeadLetters`] |
//! | `bus` | [`EventBus`]: events in, deliveries out, retries in between |
//! | [`limits`] | the numbers, with their source |

mod bus;
mod error;
mod input;
pub mod limits;
mod pattern;
mod rule;
pub mod target;

pub use bus::{EventBus, Redelivered};
pub use error::{Error, InputError, PatternError, Result};
pub use input::Input;
pub use pattern::EventPattern;
pub use rule::{DeadLetter, DeadLetters, Exhausted, RetryPolicy, Rule, RuleTarget};
pub use target::{Delivery, Target, TargetError};
