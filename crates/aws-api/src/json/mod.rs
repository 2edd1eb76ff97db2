//! AWS JSON 1.1: the target names the operation, the body is the request, the answer is the response or the error.
//!
//! Source: [AWS JSON 1.1 protocol](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).

mod body;
mod read;
mod service;

pub(crate) use body::{answer, error_body};
pub(crate) use service::json_service;
pub use service::{Answer, Call, JsonService};

/// The form of every body of this protocol.
pub(crate) const CONTENT_TYPE: &str = "application/x-amz-json-1.1";
