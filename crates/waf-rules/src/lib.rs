//! AWS WAFv2 web ACLs: parse, validate, compile, decide, explain. Pure: no I/O, no clock, no async.
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `transform` | text transformations, by AWS's words |
//! | `injection` | what looks like SQL injection or cross-site scripting |
//! | `managed` | rule groups of our own under AWS's names

mod address;
mod error;
mod geo;
pub mod injection;
mod inspect;
mod label;
pub mod limits;
pub mod managed;
pub mod model;
mod rate;
mod request;
pub mod transform;

pub use error::{Error, InvalidParameter, ParameterExceptionField};
pub use geo::{GeoLookup, Location};
pub use rate::RateTracker;
pub use request::{Header, Request};
