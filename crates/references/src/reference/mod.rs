//! One reference, and where references stand in a text.

mod find;
mod parse;

use std::fmt;

pub(crate) use find::{Found, find};

/// A dynamic reference: `{{resolve:ssm:/app/db/host}}` and its like.
///
/// ```
/// use references::Reference;
///
/// let reference: Reference = "{{resolve:secretsmanager:prod/db:SecretString:password}}".parse()?;
/// assert_eq!(
///     reference,
///     Reference::SecretsManager {
///         secret_id: "prod/db".to_owned(),
///         json_key: Some("password".to_owned()),
///         version_stage: None,
///         version_id: None,
///     }
/// );
///
/// let error = "{{resolve:s3:bucket}}".parse::<Reference>().unwrap_err();
/// assert_eq!(error.to_string(), "there is no service `s3`: it is `ssm`, `ssm-secure` or `secretsmanager`");
/// # Ok::<(), references::Problem>(())
/// ```
///
/// Source: [Dynamic references](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html).
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Reference {
    /// A `String` or `StringList` of Parameter Store.
    Ssm {
        /// Its name, or its ARN.
        name: String,
        /// A version; the newest if there is none.
        version: Option<u64>,
    },
    /// A `SecureString` of Parameter Store. It is resolved only where the document says that it may stand.
    SsmSecure {
        /// Its name, or its ARN.
        name: String,
        /// A version; the newest if there is none.
        version: Option<u64>,
    },
    /// A secret of Secrets Manager, or one member of it.
    SecretsManager {
        /// Its name or ARN.
        secret_id: String,
        /// A member of the secret, which is a JSON object then.
        json_key: Option<String>,
        /// The version that has this stage; `AWSCURRENT` if neither this nor an id is given.
        version_stage: Option<String>,
        /// The version with this id.
        version_id: Option<String>,
    },
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameter = |f: &mut fmt::Formatter<'_>, service, name, version: &Option<u64>| {
            write!(f, "{{{{resolve:{service}:{name}")?;
            version.map_or(Ok(()), |version| write!(f, ":{version}"))?;
            f.write_str("}}")
        };
        match self {
            Self::Ssm { name, version } => parameter(f, "ssm", name, version),
            Self::SsmSecure { name, version } => parameter(f, "ssm-secure", name, version),
            Self::SecretsManager {
                secret_id,
                json_key,
                version_stage,
                version_id,
            } => {
                write!(f, "{{{{resolve:secretsmanager:{secret_id}")?;
                let parts = [json_key, version_stage, version_id];
                let parts = parts.map(|part| part.as_deref().unwrap_or_default());
                if parts.iter().any(|part| !part.is_empty()) {
                    write!(f, ":SecretString:{}", parts.join(":"))?;
                }
                f.write_str("}}")
            }
        }
    }
}
