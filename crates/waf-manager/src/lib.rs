//! AWS WAFv2's management in process: web ACLs, rule groups and sets as durable, authorised, audited resources.
//!
//! What rules mean is `waf-rules`'; this crate keeps them, says who may change them, and serves them compiled.
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `op` | the operations: one file a kind, and one for each other subject |
//! | `manager`, `handle` | [`WafManager`], shared by all; [`WafHandle`], bound to a caller and a region |
//! | `call` | what every operation does the same way: find, make, change, delete, page |
//! | `entity` | the four kinds of one life, and their records |
//! | `serve` | [`Protection`]: the web ACL of a resource, compiled and always the newest, with samples and logs of what it decides |
//! | `api_key` | API keys as texts |
//! | `operation` | [`Operation`]: all of them, declared once |
//! | `scope`, `format` | what records and ARNs are called; how records are written |
//! | [`limits`] | the numbers, with their source |

mod api_key;
mod call;
mod entity;
mod error;
mod format;
mod handle;
pub mod limits;
mod manager;
mod op;
mod operation;
mod scope;
mod serve;

pub use entity::Summary;
pub use error::{Error, Result};
pub use handle::WafHandle;
pub use manager::{CallerBound, WafManager};
pub use op::*;
pub use operation::Operation;
pub use scope::Scope;
pub use serve::{DeliveredLogs, LogSink, LogSource, LoggedRequest, Protection};
