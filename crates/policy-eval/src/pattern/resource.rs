//! Resources: ARNs with wildcards and variables, or `*`.

use std::fmt;

use super::{
    matcher::Piece,
    template::{self, Template, Wildcards},
};
use crate::{document::Version, error::Problem, keys::ConditionKeys};

/// One resource, or a pattern over several.
///
/// Case matters. A `*` stays within its colon-separated segment, unless it is the segment's last character.
///
/// Source: [Resource](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ResourcePattern {
    written: Box<str>,
    template: Template,
}

impl ResourcePattern {
    pub(crate) fn parse(text: &str, version: Version) -> Result<Self, Problem> {
        let refuse = |expected: &'static str| Err(Problem::invalid(text, expected));
        let Some(pieces) = template::split(text, Wildcards::Segments, version) else {
            return refuse("a resource: `${` begins no policy variable");
        };
        if text != "*"
            && let Some(fault) = fault(&pieces)
        {
            return refuse(fault);
        }
        Ok(Self {
            written: Box::from(text),
            template: Template::of(pieces),
        })
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// Whether the pattern covers this resource, with the variables' values of this request.
    pub fn matches(&self, resource: &str, keys: &dyn ConditionKeys) -> bool {
        self.template.matches(resource, keys)
    }

    pub(crate) fn template(&self) -> &Template {
        &self.template
    }
}

/// What keeps the pieces from being the pattern of an ARN.
fn fault(pieces: &[Piece]) -> Option<&'static str> {
    const NO_ARN: &str = "a resource: it is `*` or an ARN";

    if !matches!(pieces.first(), Some(Piece::Literal(text)) if text.starts_with("arn:")) {
        return Some(NO_ARN);
    }
    let (mut colons, mut service_is_named, mut reaches_on) = (0, false, false);
    for piece in pieces {
        match piece {
            Piece::Literal(text) => {
                for byte in text.bytes() {
                    if byte == b':' {
                        colons += 1;
                    } else if colons == 2 {
                        service_is_named = true;
                    }
                }
            }
            Piece::Star { .. } | Piece::One { .. } if colons == 2 => {
                return Some("a resource: the service of an ARN takes no wildcard");
            }
            Piece::Variable(_) if colons < 5 => {
                return Some("a resource: variables stand after the fifth colon of an ARN alone");
            }
            Piece::Star { over_colons } => reaches_on |= *over_colons && colons >= 3,
            Piece::One { .. } | Piece::Variable(_) => {}
        }
    }
    let named = !matches!(pieces.last(), Some(Piece::Literal(text)) if text.ends_with(':'));
    let complete = (colons >= 5 && named) || reaches_on;
    (!complete || !service_is_named).then_some(NO_ARN)
}

impl fmt::Display for ResourcePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written)
    }
}

impl serde::Serialize for ResourcePattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<ResourcePattern, Problem> {
        ResourcePattern::parse(text, Version::V2012)
    }

    #[test]
    fn what_is_a_resource() {
        for good in [
            "*",
            "arn:aws:s3:::bucket/*",
            "arn:*:s3:::bucket",
            "arn:aws:logs:*:*:*",
            "arn:aws:execute-api:*",
            "arn:aws:iam::111122223333:user/${aws:username}",
            "arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'none'}/${*}",
        ] {
            assert!(parse(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "bucket",
            "**",
            "arn:*",
            "arn:aws:*:::x",
            "arn:aws:s?:::x",
            "arn:aws:s3",
            "arn:aws::::x",
            "arn:aws:s3:::",
            "arn:aws:iam::${aws:PrincipalAccount}:user/x",
            "arn:aws:s3:::${}",
            "arn:aws:s3:::${aws:username",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn case_matters() {
        let bucket = parse("arn:aws:s3:::Bucket/*").unwrap();
        assert!(bucket.matches("arn:aws:s3:::Bucket/a/b", &()));
        assert!(!bucket.matches("arn:aws:s3:::bucket/a/b", &()));
    }
}
