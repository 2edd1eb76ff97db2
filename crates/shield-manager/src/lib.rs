//! Automatic mitigation of layer-7 floods as AWS Shield Advanced does it: durable, on the web ACLs that protect the resources.
//!
//! What a flood is, and which rules stop it, is `shield`'s. This crate says who may enable that for a resource, feeds it with the requests that are served
//! here, and keeps its rules in a rule group of 150 capacity units (`ShieldMitigationRuleGroup_…`), behind all other rules of the resource's web ACL.
//!
//! Rules are noted with an expiry before they are put into force, and renewed while the flood goes on: what a process leaves behind that ends in the middle
//! of one is taken off by any other, or by the next that starts.
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `op` | the operations: automatic mitigation of a resource begun, changed, ended, described |
//! | `manager`, `handle` | [`ShieldManager`], shared by all; [`ShieldHandle`], bound to a caller and a region |
//! | `watch` | [`Watch`]: where requests are shown |
//! | `run` | [`ShieldManager::run_due`]: what is seen becomes rules, and rules that nobody renews go |
//! | `record` | what is kept |
//! | [`limits`] | the numbers, with their source |
//!
//! # Why this crate names `waf-manager`
//!
//! As on AWS, Shield is no service beside WAF but puts its rules on WAF's web ACLs: by WAF's public operations, as a service-linked role of the account. A port
//! between the two would only repeat those.
//!
//! Source: [Automatic application layer DDoS mitigation](https://docs.aws.amazon.com/waf/latest/developerguide/ddos-automatic-app-layer-response.html).

mod error;
mod handle;
pub mod limits;
mod manager;
mod op;
mod operation;
mod record;
mod run;
mod watch;

pub use error::{Error, Result};
pub use handle::ShieldHandle;
pub use manager::{CallerBound, ShieldManager};
pub use op::{
    ApplicationLayerAutomaticResponse, DescribeProtectionRequest, DescribeProtectionResponse,
    DisableApplicationLayerAutomaticResponseRequest,
    EnableApplicationLayerAutomaticResponseRequest, UpdateApplicationLayerAutomaticResponseRequest,
};
pub use operation::Operation;
pub use record::ResponseAction;
pub use run::Report;
pub use shield::{Condition, Settings};
pub use watch::Watch;
