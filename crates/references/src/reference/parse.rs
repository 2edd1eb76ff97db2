//! Reading one reference.

use std::str::FromStr;

use common_types::Arn;

use super::Reference;
use crate::{Problem, limits};

impl FromStr for Reference {
    type Err = Problem;

    /// From all of a text, its braces included.
    fn from_str(text: &str) -> Result<Self, Problem> {
        let inner = text
            .strip_prefix("{{resolve:")
            .and_then(|rest| rest.strip_suffix("}}"));
        inner
            .ok_or(Problem::Malformed("it is not `{{resolve:service:key}}`"))
            .and_then(inside)
    }
}

impl Reference {
    /// From what a buildspec says in `env: secrets-manager:`, `secret-id[:json-key[:stage[:version]]]`.
    ///
    /// ```
    /// # use references::Reference;
    /// let reference = Reference::of_secret_in_buildspec("prod/db:password")?;
    /// assert_eq!(reference.to_string(), "{{resolve:secretsmanager:prod/db:SecretString:password::}}");
    /// # Ok::<(), references::Problem>(())
    /// ```
    ///
    /// Source: [`env/secrets-manager`](https://docs.aws.amazon.com/codebuild/latest/userguide/build-spec-ref.html#build-spec.env.secrets-manager).
    ///
    /// # Errors
    ///
    /// [`Problem::Malformed`].
    pub fn of_secret_in_buildspec(text: &str) -> Result<Self, Problem> {
        let (id, rest) = after_id(text, Kind::Secret)?;
        let rest = rest.unwrap_or_default();
        inside(&format!("secretsmanager:{id}:SecretString:{rest}"))
    }
}

/// From what stands between `{{resolve:` and `}}`.
pub(super) fn inside(text: &str) -> Result<Reference, Problem> {
    if text.len() > limits::REFERENCE_BYTES {
        return Err(Problem::Malformed("it is too long"));
    }
    if text.contains(['{', '}', '\n']) {
        return Err(Problem::Malformed("it has a brace or a line break in it"));
    }
    let (service, key) = text.split_once(':').unwrap_or((text, ""));
    match service {
        "ssm" => parameter(key).map(|(name, version)| Reference::Ssm { name, version }),
        "ssm-secure" => {
            parameter(key).map(|(name, version)| Reference::SsmSecure { name, version })
        }
        "secretsmanager" => secret(key),
        service => Err(Problem::NoSuchService(service.to_owned())),
    }
}

/// `name[:version]`; the name may be an ARN.
fn parameter(key: &str) -> Result<(String, Option<u64>), Problem> {
    let (name, version) = after_id(key, Kind::Parameter)?;
    if name.is_empty() {
        return Err(Problem::Malformed("it names no parameter"));
    }
    let is_named_well = |char: char| char.is_ascii_alphanumeric() || "_.-/:".contains(char);
    if !name.chars().all(is_named_well) {
        return Err(Problem::Malformed(
            "the name of a parameter has letters, digits, `.`, `-`, `_` and `/`",
        ));
    }
    match version {
        None | Some("") => Ok((name.to_owned(), None)),
        Some(version) => match version.parse() {
            Ok(version @ 1..) if version_is_plain(name, key) => {
                Ok((name.to_owned(), Some(version)))
            }
            _ => Err(Problem::Malformed(
                "the version of a parameter is a number from 1",
            )),
        },
    }
}

/// A version is digits alone: a number with a sign would be read too.
fn version_is_plain(name: &str, key: &str) -> bool {
    let version = key
        .strip_prefix(name)
        .and_then(|rest| rest.strip_prefix(':'));
    version.is_some_and(|version| version.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `secret-id[:SecretString[:json-key[:stage[:version]]]]`; each part may be empty.
fn secret(key: &str) -> Result<Reference, Problem> {
    let (secret_id, rest) = after_id(key, Kind::Secret)?;
    if secret_id.is_empty() {
        return Err(Problem::Malformed("it names no secret"));
    }
    let mut parts = rest.unwrap_or_default().split(':');
    if !matches!(parts.next(), None | Some("" | "SecretString")) {
        return Err(Problem::Malformed(
            "of a secret, only `SecretString` can be referred to",
        ));
    }
    let mut part = || {
        parts
            .next()
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
    };
    let (json_key, version_stage, version_id) = (part(), part(), part());
    if parts.next().is_some() {
        return Err(Problem::Malformed("it has too many parts"));
    }
    if version_stage.is_some() && version_id.is_some() {
        return Err(Problem::Malformed(
            "a version's stage and its id exclude each other",
        ));
    }
    Ok(Reference::SecretsManager {
        secret_id: secret_id.to_owned(),
        json_key,
        version_stage,
        version_id,
    })
}

/// What an id is the id of.
#[derive(Clone, Copy)]
enum Kind {
    Parameter,
    Secret,
}

/// The id that a key begins with, which may be an ARN, and what follows the colon behind it.
fn after_id(key: &str, kind: Kind) -> Result<(&str, Option<&str>), Problem> {
    let is_arn = key.starts_with("arn:");
    let (service, resource, example) = match kind {
        Kind::Parameter => (
            "ssm",
            "parameter",
            "arn:aws:ssm:region:account:parameter/name",
        ),
        Kind::Secret => (
            "secretsmanager",
            "secret",
            "arn:aws:secretsmanager:region:account:secret:name",
        ),
    };
    let colons = if is_arn {
        example.matches(':').count()
    } else {
        0
    };
    let mut ends = key.match_indices(':').map(|(at, _)| at).skip(colons);
    let (id, rest) = match ends.next().and_then(|end| key.split_at_checked(end)) {
        Some((id, rest)) => (id, rest.strip_prefix(':')),
        None => (key, None),
    };
    let is_of_kind = |arn: Arn| {
        arn.service() == service && arn.resource_type() == resource && !arn.resource_id().is_empty()
    };
    if is_arn && !id.parse().is_ok_and(is_of_kind) {
        return Err(Problem::Malformed(
            "it begins like an ARN, and is not one of that service",
        ));
    }
    Ok((id, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parsed(text: &str) -> Result<Reference, Problem> {
        format!("{{{{resolve:{text}}}}}").parse()
    }

    fn secret(
        id: &str,
        key: Option<&str>,
        stage: Option<&str>,
        version: Option<&str>,
    ) -> Reference {
        Reference::SecretsManager {
            secret_id: id.to_owned(),
            json_key: key.map(str::to_owned),
            version_stage: stage.map(str::to_owned),
            version_id: version.map(str::to_owned),
        }
    }

    #[test]
    fn parameters_have_a_version_or_none() {
        let ssm = |name: &str, version| Reference::Ssm {
            name: name.to_owned(),
            version,
        };
        assert_eq!(parsed("ssm:/app/db:3"), Ok(ssm("/app/db", Some(3))));
        assert_eq!(
            parsed("ssm:S3AccessControl"),
            Ok(ssm("S3AccessControl", None))
        );
        let arn = "arn:aws:ssm:eu-west-1:111122223333:parameter/app/db";
        assert_eq!(parsed(&format!("ssm:{arn}:7")), Ok(ssm(arn, Some(7))));
        for bad in [
            "ssm",
            "ssm:",
            "ssm:a:0",
            "ssm:a:+1",
            "ssm:a:label",
            "ssm:a:1:2",
            "ssm:a b",
            "ssm-secure:",
        ] {
            assert!(parsed(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn secrets_have_up_to_five_parts_which_may_be_empty() {
        let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3";
        assert_eq!(
            parsed("secretsmanager:db"),
            Ok(secret("db", None, None, None))
        );
        assert_eq!(
            parsed("secretsmanager:db::::"),
            Ok(secret("db", None, None, None))
        );
        assert_eq!(
            parsed("secretsmanager:db:SecretString:user"),
            Ok(secret("db", Some("user"), None, None))
        );
        assert_eq!(
            parsed(&format!("secretsmanager:{arn}")),
            Ok(secret(arn, None, None, None))
        );
        assert_eq!(
            parsed(&format!(
                "secretsmanager:{arn}:SecretString:user:AWSPREVIOUS"
            )),
            Ok(secret(arn, Some("user"), Some("AWSPREVIOUS"), None))
        );
        assert_eq!(
            parsed("secretsmanager:db::::v1"),
            Ok(secret("db", None, None, Some("v1")))
        );
        for bad in [
            "secretsmanager:",
            "secretsmanager:db:SecretBinary",
            "secretsmanager:db:::a:b",
            "secretsmanager:db:::::x",
            "secretsmanager:arn:awswsef:SecretString:::",
            "secretsmanager:arn:aws:secretsmanager:eu-west-1:111122223333:secret",
            "secretsmanager:arn:aws:s3:eu-west-1:111122223333:secret:db-a1b2c3",
        ] {
            assert!(parsed(bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_so_that_it_reads_the_same(text in "(ssm|ssm-secure|secretsmanager):(arn:aws:(ssm|secretsmanager):[a-z0-9]{0,3}:[0-9]{0,3}:)?(parameter/|secret:)?[a-z/]{1,9}(:[a-zA-Z0-9]{0,3}){0,4}") {
            if let Ok(reference) = parsed(&text) {
                prop_assert_eq!(reference.to_string().parse(), Ok(reference));
            }
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = parsed(&text);
        }
    }
}
