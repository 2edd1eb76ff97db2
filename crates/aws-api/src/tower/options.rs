//! What an HTTP service does not take, and whom it believes.

use std::{sync::Arc, time::Duration};

use ipnet::IpNet;

/// The bounds of an [`HttpService`](super::HttpService), each with a default.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct HttpOptions {
    pub(super) body_bytes: usize,
    pub(super) bodies_bytes: usize,
    pub(super) body_timeout: Duration,
    pub(super) proxies: Arc<[IpNet]>,
}

impl HttpOptions {
    /// The default of [`body_bytes`](Self::body_bytes): 1 MiB. The largest request of AWS that is served here is a web ACL, whose rules
    /// take far less.
    pub const DEFAULT_BODY_BYTES: usize = 1024 * 1024;

    /// The default of [`bodies_bytes`](Self::bodies_bytes): 32 MiB.
    pub const DEFAULT_BODIES_BYTES: usize = 32 * 1024 * 1024;

    /// The default of [`body_timeout`](Self::body_timeout): 20 seconds.
    pub const DEFAULT_BODY_TIMEOUT: Duration = Duration::from_secs(20);

    /// The defaults; no proxies.
    pub fn new() -> Self {
        Self {
            body_bytes: Self::DEFAULT_BODY_BYTES,
            bodies_bytes: Self::DEFAULT_BODIES_BYTES,
            body_timeout: Self::DEFAULT_BODY_TIMEOUT,
            proxies: Arc::new([]),
        }
    }

    /// How many bytes the body of a request may have: with more, it is answered 413, `RequestEntityTooLargeException`.
    #[must_use]
    pub fn body_bytes(self, body_bytes: usize) -> Self {
        Self { body_bytes, ..self }
    }

    /// How many bytes the bodies of all requests may have together, as long as they are answered: a request that finds no room is answered
    /// 503, `ServiceUnavailable`, which SDKs try again.
    #[must_use]
    pub fn bodies_bytes(self, bodies_bytes: usize) -> Self {
        Self {
            bodies_bytes,
            ..self
        }
    }

    /// How long the body of a request may take to arrive: after that it is answered 408, `RequestTimeoutException`.
    #[must_use]
    pub fn body_timeout(self, body_timeout: Duration) -> Self {
        Self {
            body_timeout,
            ..self
        }
    }

    /// The proxies that are believed: what they say in `X-Forwarded-For` and `X-Forwarded-Proto` becomes `aws:SourceIp` and
    /// `aws:SecureTransport`. Of all others these headers are ignored.
    #[must_use]
    pub fn trusted_proxies(self, proxies: impl IntoIterator<Item = IpNet>) -> Self {
        Self {
            proxies: proxies.into_iter().collect(),
            ..self
        }
    }
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self::new()
    }
}
