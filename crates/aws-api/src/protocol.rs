//! The protocols that services speak: where the operation stands, and how answers and errors are written.

use crate::{AuthError, Fault, WireRequest, WireResponse, json, query};

/// The protocol of a service, with its names there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Protocol {
    /// AWS JSON 1.1.
    Json {
        /// What its targets begin with, such as `TrentService`.
        target_prefix: &'static str,
        /// The member that the message of its errors is in.
        message_member: MessageMember,
        /// What an operation is answered with that answers nothing.
        nothing: Nothing,
    },
    /// AWS Query: a form goes in, XML comes out.
    Query {
        /// The version that requests name.
        version: &'static str,
        /// The namespace of its XML.
        namespace: &'static str,
    },
}

/// What stands for no answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Nothing {
    /// No body: the service's model has no answer.
    NoBody,
    /// An empty object: it has one without members.
    Object,
}

/// How the model of a service spells the member that an error's message is in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum MessageMember {
    /// `message`.
    Lower,
    /// `message` for the errors of these names, `Message` for the others.
    LowerFor(&'static [&'static str]),
    /// `Message` for the errors of these names, `message` for the others.
    UpperFor(&'static [&'static str]),
}

impl MessageMember {
    pub(crate) fn of(self, code: &str) -> &'static str {
        let upper = match self {
            Self::Lower => false,
            Self::LowerFor(codes) => !codes.contains(&code),
            Self::UpperFor(codes) => codes.contains(&code),
        };
        if upper { "Message" } else { "message" }
    }
}

impl Protocol {
    /// The protocol of an answer where no service was found.
    pub(crate) fn of_nobody(request: &WireRequest<'_>) -> Self {
        match query::action(request) {
            Some(_) => query::protocol("", ""),
            None => json::protocol("", MessageMember::Lower, Nothing::NoBody),
        }
    }

    /// The operation that a request asks a service of this protocol for.
    pub(crate) fn operation<'a>(&self, request: &WireRequest<'a>) -> Option<Asked<'a>> {
        match self {
            Self::Json { target_prefix, .. } => {
                let target = request.header_text("x-amz-target")?;
                let (prefix, name) = target.split_once('.').unwrap_or((target, ""));
                (prefix == *target_prefix).then_some(Asked::Json { target, name })
            }
            Self::Query { .. } => query::action(request).map(Asked::Query),
        }
    }

    /// Where a request has its parameters.
    pub(crate) fn body<'a>(&self, request: &WireRequest<'a>) -> &'a [u8] {
        match self {
            Self::Query { .. } if request.body.is_empty() => request.query.as_bytes(),
            Self::Json { .. } | Self::Query { .. } => request.body,
        }
    }

    /// The error where it is not known who sent a request.
    pub(crate) fn unknown_sender(&self, error: &AuthError) -> Fault {
        let (code, status) = match self {
            Self::Json { .. } => (error.json_code(), 400),
            Self::Query { .. } => error.query_code(),
        };
        Fault::new(status, code, error.to_string())
    }

    /// Whether a request means the version that is spoken.
    pub(crate) fn is_of_version(&self, asked: &Asked<'_>) -> bool {
        match (self, asked) {
            (Self::Query { version, .. }, Asked::Query(action)) => {
                action.version.as_deref() == Some(version)
            }
            (Self::Json { .. } | Self::Query { .. }, Asked::Json { .. } | Asked::Query(_)) => true,
        }
    }

    /// Writes an answer.
    pub(crate) fn write(
        &self,
        operation: Option<(&'static str, &'static str)>,
        answer: Result<Vec<u8>, Fault>,
        request_id: String,
    ) -> WireResponse {
        let (status, error) = match &answer {
            Ok(_) => (200, None),
            Err(fault) => (fault.status, Some(fault.code.clone())),
        };
        let (content_type, body) = match (self, answer) {
            (
                Self::Json {
                    nothing: Nothing::Object,
                    ..
                },
                Ok(body),
            ) if body.is_empty() => (json::CONTENT_TYPE, b"{}".to_vec()),
            (Self::Json { .. }, Ok(body)) => (json::CONTENT_TYPE, body),
            (Self::Json { message_member, .. }, Err(fault)) => (
                json::CONTENT_TYPE,
                json::error_body(&fault, message_member.of(&fault.code)),
            ),
            (Self::Query { namespace, .. }, Ok(result)) => {
                let name = operation.map_or("", |(_, name)| name);
                (
                    query::CONTENT_TYPE,
                    query::body(name, namespace, &result, &request_id),
                )
            }
            (Self::Query { namespace, .. }, Err(fault)) => (
                query::CONTENT_TYPE,
                query::error_body(&fault, namespace, &request_id),
            ),
        };
        WireResponse {
            status,
            request_id,
            operation,
            content_type,
            error,
            body,
        }
    }
}

/// The operation that a request asks for.
#[derive(Debug)]
pub(crate) enum Asked<'a> {
    /// The target, and the operation in it.
    Json {
        target: &'a str,
        name: &'a str,
    },
    Query(query::Action),
}

impl Asked<'_> {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Json { name, .. } => name,
            Self::Query(action) => &action.name,
        }
    }

    /// The error where a service has no such operation.
    pub(crate) fn unknown(&self) -> Fault {
        match self {
            Self::Json { target, .. } => Fault::unknown_operation(target),
            Self::Query(action) => query::unknown_action(action),
        }
    }
}
