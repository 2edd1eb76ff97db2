//! The errors of what Parameter Store stands on, as its own.

use common_types::{BoxedServiceError, ServiceError};
use service_kit::Denied;

use super::{Denial, Error};

impl Error {
    /// What KMS said, when a parameter was to be encrypted or decrypted.
    ///
    /// Source: [KMS key states](https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html#parameter-store-cmk-fail):
    /// a key that cannot be used is `InvalidKeyId`.
    pub(crate) fn of_kms(error: BoxedServiceError) -> Self {
        Self::refused_by_kms(&error).unwrap_or_else(|| Self::broken(error))
    }

    /// What went wrong with an advanced parameter's envelope.
    pub(crate) fn of_envelope(error: envelope::Error) -> Self {
        use envelope::Error as Envelope;

        match error {
            Envelope::KeyService(error) => Self::of_kms(error),
            Envelope::NotUnwrapped(attempts) => {
                let refused = attempts.iter().find_map(|attempt| match attempt {
                    Envelope::KeyService(error) => Self::refused_by_kms(error),
                    _ => None,
                });
                refused.unwrap_or_else(|| Self::broken(Envelope::NotUnwrapped(attempts)))
            }
            other => Self::broken(other),
        }
    }

    fn refused_by_kms(error: &BoxedServiceError) -> Option<Self> {
        let reason = error.message();
        match error.code() {
            "AccessDeniedException" => Some(Self::AccessDenied(Denial::Dependency { reason })),
            "ThrottlingException" => Some(Self::Throttling),
            _ if error.status() >= 500 => None,
            _ => Some(Self::InvalidKeyId { reason }),
        }
    }

    /// What Secrets Manager said, when a secret was referred to.
    pub(crate) fn of_secrets(name: &str, error: BoxedServiceError) -> Self {
        match error.code() {
            "AccessDeniedException" => Self::AccessDenied(Denial::Dependency {
                reason: error.message(),
            }),
            "ResourceNotFoundException" => Self::not_found(name),
            "ThrottlingException" => Self::Throttling,
            "DecryptionFailure" => Self::InvalidKeyId {
                reason: error.message(),
            },
            _ if error.status() >= 500 => Self::broken(error),
            _ => Self::Validation(error.message()),
        }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::OutcomeUnknown { .. } => Self::OutcomeUnknown { cause: error },
            store::Error::Overloaded => Self::Throttling,
            cause => Self::broken(cause),
        }
    }
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::AccessDenied(Denial::Policies(denied))
    }
}

impl From<service_kit::Error> for Error {
    fn from(error: service_kit::Error) -> Self {
        use service_kit::Error as Kit;

        match error {
            Kit::AccessDenied(denied) => denied.into(),
            Kit::InvalidPageToken => Self::InvalidNextToken,
            Kit::ReservedTagKey { .. } | Kit::DuplicateTagKey { .. } => {
                Self::Validation(error.to_string())
            }
            Kit::TooManyTags => Self::TooManyTags,
            Kit::Contention { .. } => Self::TooManyUpdates,
            Kit::Store(error) => error.into(),
            other => Self::broken(other),
        }
    }
}

impl From<crypto::Error> for Error {
    fn from(error: crypto::Error) -> Self {
        Self::broken(error)
    }
}
