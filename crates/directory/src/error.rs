//! Why a directory cannot be read, or an access key not be made.

use std::path::PathBuf;

use common_types::{Arn, ServiceError};
use policy_eval::directory::DirectoryError;

/// What the directory and its access keys return. STS has [errors of its own](crate::sts::Error).
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a directory cannot be read, or an access key not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be read.
    #[error("the directory `{}` cannot be read", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is larger than a directory may be.
    #[error("the directory has more than {} bytes", crate::limits::FILE_BYTES)]
    TooLarge,
    /// The file is no directory.
    #[error("the directory is not in the form that it must have")]
    Shape {
        /// What is wrong, and where.
        source: serde_json::Error,
    },
    /// The file has a member that means nothing.
    #[error("`{member}` is no member of {of}")]
    UnknownMember {
        /// The member.
        member: String,
        /// Of what.
        of: &'static str,
    },
    /// What the file says does not hold together.
    #[error("the directory does not hold together")]
    Directory(#[from] DirectoryError),
    /// A role's `MaxSessionDuration` is none.
    #[error("`MaxSessionDuration` of `{role}` is no number of seconds from 3600 to 43200")]
    MaxSessionDuration {
        /// Which role.
        role: Arn,
    },
    /// The directory was not read from a file.
    #[error("the directory was not read from a file")]
    NoFile,
    /// There is no such user, or no such access key.
    #[error("{what} with id {id} cannot be found.")]
    NoSuchEntity {
        /// `The Access Key` or `The user`.
        what: &'static str,
        /// Its id or ARN.
        id: String,
    },
    /// The user has as many access keys as one may have.
    #[error(
        "Cannot exceed quota for AccessKeysPerUser: {}",
        crate::limits::ACCESS_KEYS_PER_USER
    )]
    LimitExceeded,
    /// Somebody else changed the same keys again and again, or the store failed. Nothing was changed.
    #[error("the access keys could not be read or changed")]
    Internal {
        /// Why.
        #[source]
        cause: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// A bug of ours or a damaged record: please report it.
    pub(crate) fn broken(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal {
            cause: cause.into(),
        }
    }
}

/// The codes and statuses are IAM's.
impl ServiceError for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::NoSuchEntity { .. } => "NoSuchEntity",
            Self::LimitExceeded => "LimitExceeded",
            Self::File { .. }
            | Self::TooLarge
            | Self::Shape { .. }
            | Self::UnknownMember { .. }
            | Self::Directory(_)
            | Self::MaxSessionDuration { .. }
            | Self::NoFile => "InvalidInput",
            Self::Internal { .. } => "ServiceFailure",
        }
    }

    fn status(&self) -> u16 {
        match self {
            Self::NoSuchEntity { .. } => 404,
            Self::LimitExceeded => 409,
            Self::File { .. }
            | Self::TooLarge
            | Self::Shape { .. }
            | Self::UnknownMember { .. }
            | Self::Directory(_)
            | Self::MaxSessionDuration { .. }
            | Self::NoFile => 400,
            Self::Internal { .. } => 500,
        }
    }

    fn retryable(&self) -> bool {
        matches!(self, Self::Internal { .. })
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Self::broken(error)
    }
}

impl From<service_kit::Error> for Error {
    fn from(error: service_kit::Error) -> Self {
        Self::broken(error)
    }
}

impl From<crypto::Error> for Error {
    fn from(error: crypto::Error) -> Self {
        Self::broken(error)
    }
}
