//! Why a sender is not known.

/// Why it is not known who sent a request. The texts are AWS's.
///
/// Source: [Common error types](https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html),
/// [troubleshooting signatures](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html).
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// There is no such access key, it is not active, or the session token is none of ours.
    #[error("The security token included in the request is invalid.")]
    UnrecognizedClient,
    /// The signature is not that of the request, is too old or too new, or is for another service or region.
    #[error("{reason}")]
    InvalidSignature {
        /// What is wrong with it.
        reason: String,
    },
    /// The request is not signed.
    #[error("Request is missing Authentication Token")]
    MissingAuthenticationToken,
    /// Parts of the signature are missing or not well formed.
    #[error("{reason}")]
    IncompleteSignature {
        /// Which parts.
        reason: String,
    },
    /// The session is over.
    #[error("The security token included in the request is expired")]
    ExpiredToken,
}

impl AuthError {
    /// The signature is not that of the request.
    ///
    /// As Systems Manager and STS do, this does not repeat the canonical request: the session token is a part of it, and
    /// clients log errors.
    pub fn mismatch() -> Self {
        Self::invalid(
            "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key \
             and signing method. Consult the service documentation for details.",
        )
    }

    /// [`InvalidSignature`](Self::InvalidSignature), in AWS's words.
    pub fn invalid(reason: impl Into<String>) -> Self {
        Self::InvalidSignature {
            reason: reason.into(),
        }
    }

    /// [`IncompleteSignature`](Self::IncompleteSignature), in AWS's words.
    pub fn incomplete(reason: impl Into<String>) -> Self {
        Self::IncompleteSignature {
            reason: reason.into(),
        }
    }

    /// Its code in the JSON protocol, where its status is always 400.
    pub fn json_code(&self) -> &'static str {
        match self {
            Self::UnrecognizedClient => "UnrecognizedClientException",
            Self::InvalidSignature { .. } => "InvalidSignatureException",
            Self::MissingAuthenticationToken => "MissingAuthenticationTokenException",
            Self::IncompleteSignature { .. } => "IncompleteSignatureException",
            Self::ExpiredToken => "ExpiredTokenException",
        }
    }

    /// Its code and HTTP status in the query protocol.
    pub fn query_code(&self) -> (&'static str, u16) {
        match self {
            Self::UnrecognizedClient => ("InvalidClientTokenId", 403),
            Self::InvalidSignature { .. } => ("SignatureDoesNotMatch", 403),
            Self::MissingAuthenticationToken => ("MissingAuthenticationToken", 403),
            Self::IncompleteSignature { .. } => ("IncompleteSignature", 400),
            Self::ExpiredToken => ("ExpiredToken", 403),
        }
    }
}
