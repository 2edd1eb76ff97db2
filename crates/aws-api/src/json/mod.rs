//! AWS JSON 1.1: the target names the operation, the body is the request, the answer is the response or the error.
//!
//! Source: [AWS JSON 1.1 protocol](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).

mod body;

pub(crate) use body::{answer, error_body};

use crate::{MessageMember, Nothing, Protocol};

/// The form of every body of this protocol.
pub(crate) const CONTENT_TYPE: &str = "application/x-amz-json-1.1";

/// The protocol of a service whose targets begin with a prefix.
pub(crate) const fn protocol(
    target_prefix: &'static str,
    message_member: MessageMember,
    nothing: Nothing,
) -> Protocol {
    Protocol::Json {
        target_prefix,
        message_member,
        nothing,
    }
}
