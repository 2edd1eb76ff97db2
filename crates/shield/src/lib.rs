//! Automatic mitigation of layer-7 floods as Shield Advanced does it: a baseline, a surge, a signature, a rule that goes again.
//!
//! A [`Shield`] watches the requests of one resource. While all is usual it learns what that is. When suddenly much more arrives, it looks for
//! what the surge has and the baseline has not: countries, paths, user agents, fingerprints, networks. For each it makes a rule of AWS WAF, in
//! Count or Block, that matches at most one in two thousand usual requests, and goes when the attack has gone. Pure: no clock, no thread, no I/O.
//!
//! ```
//! use std::time::Duration;
//! use common_types::Timestamp;
//! use shield::{Condition, Observation, Response, Settings, Shield};
//!
//! let shield = Shield::new(Settings::new().response(Response::Block).learning(Duration::from_secs(600))?);
//! let start = Timestamp::UNIX_EPOCH;
//!
//! // Ten minutes of customers, ten a second.
//! for n in 0..6000_u32 {
//!     let agent = format!("Browser/{}", n % 7);
//!     let path = ["/", "/search", "/basket"][n as usize % 3];
//!     let customer = Observation::new([198, 51, (n % 97) as u8, 7], "GET", path).user_agent(&agent);
//!     shield.observe(start + Duration::from_millis(100) * n, &customer);
//! }
//! let now = start + Duration::from_secs(601);
//! assert_eq!(shield.evaluate(now).condition, Condition::Normal);
//!
//! // Then something asks for the same path a thousand times a second.
//! for n in 0..20_000_u32 {
//!     let flood = Observation::new([203, 0, (n % 113) as u8, 9], "GET", "/search").user_agent("flooder/1.0");
//!     shield.observe(now + Duration::from_millis(1) * n, &flood);
//! }
//! let evaluation = shield.evaluate(now + Duration::from_secs(20));
//! assert_eq!(evaluation.condition, Condition::UnderAttack);
//! assert_eq!(evaluation.mitigations[0].signature.to_string(), "user agent `flooder/1.0`");
//! # Ok::<(), shield::Error>(())
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `shield` | [`Shield`]: watching one resource |
//! | `settings` | [`Settings`], [`Response`] |
//! | `feature` | [`Observation`], [`Dimension`]: what an attack may have in common |
//! | `sample` | all requests are counted, some are kept |
//! | `baseline` | how many requests are usual, and which |
//! | `signature` | [`Signature`]: what tells a surge from the baseline |
//! | `mitigation` | [`Mitigation`]: a signature as a rule |
//! | [`limits`] | the numbers, with their source or reason |
//!
//! Source: [Automatic application layer DDoS mitigation](https://docs.aws.amazon.com/waf/latest/developerguide/ddos-automatic-app-layer-response.html).

mod baseline;
mod feature;
pub mod limits;
mod mitigation;
mod sample;
mod settings;
mod shield;
mod signature;

pub use feature::{Dimension, Observation};
pub use mitigation::Mitigation;
pub use settings::{Error, Response, Settings};
pub use shield::{Condition, Evaluation, Shield};
pub use signature::Signature;
