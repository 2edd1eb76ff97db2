//! What goes back over the wire.

/// An answer, without a transport's types.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct WireResponse {
    /// The HTTP status.
    pub status: u16,
    /// What identifies this call in logs on both sides: a UUID.
    pub request_id: String,
    /// The service and the operation that were called, if they are known here.
    pub operation: Option<(&'static str, &'static str)>,
    /// The form of the body.
    pub content_type: &'static str,
    /// The code of the error, if it is one.
    pub error: Option<String>,
    /// The body, whole.
    pub body: Vec<u8>,
}

impl WireResponse {
    /// The headers to send, all of them but the transport's own.
    pub fn headers(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let error = self.error.as_deref();
        [
            ("x-amzn-requestid", self.request_id.as_str()),
            ("content-type", self.content_type),
        ]
        .into_iter()
        .chain(error.map(|code| ("x-amzn-errortype", code)))
    }
}
