//! Resources: ARNs with wildcards and variables, or `*`.

use std::fmt;

use super::template::{Template, Wildcards};
use crate::{document::Version, error::Problem, keys::ConditionKeys};

/// One resource, or a pattern over several.
///
/// Case matters. A `*` stays within its colon-separated segment, unless it is the segment's last character.
///
/// Source: [Resource](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ResourcePattern(Template);

impl ResourcePattern {
    pub(crate) fn parse(text: &str, version: Version) -> Result<Self, Problem> {
        let refuse = |expected: &'static str| Err(Problem::invalid(text, expected));
        if text != "*"
            && let Some(fault) = fault(text, version)
        {
            return refuse(fault);
        }
        match Template::parse(text, Wildcards::Segments, version) {
            Some(template) => Ok(Self(template)),
            None => refuse("a resource: `${` begins no policy variable"),
        }
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Whether the pattern covers this resource, with the variables' values of this request.
    pub fn matches(&self, resource: &str, keys: &dyn ConditionKeys) -> bool {
        self.0.matches(resource, keys)
    }

    /// Whether the pattern covers this resource in some request.
    pub(crate) fn may_match(&self, resource: &str) -> bool {
        self.0.variables().next().is_some() || self.matches(resource, &())
    }

    /// Whether it is `*`.
    pub(crate) fn is_any(&self) -> bool {
        self.0.is_any()
    }

    pub(crate) fn template(&self) -> &Template {
        &self.0
    }
}

/// What keeps a text from being the pattern of an ARN.
fn fault(text: &str, version: Version) -> Option<&'static str> {
    const NO_ARN: &str = "a resource: it is `*` or an ARN";
    const SERVICE: usize = 2;
    const REGION: usize = 3;
    const ACCOUNT: usize = 4;
    const RESOURCE: usize = 5;

    if !text.starts_with("arn:") {
        return Some(NO_ARN);
    }
    let may_have_variables =
        version.has_variables() && memchr::memchr(b'$', text.as_bytes()).is_some();
    let (mut has_service, mut reaches_on) = (false, false);
    let parts = text.as_bytes().splitn(RESOURCE + 1, |b| *b == b':');
    for (at, part) in parts.enumerate() {
        if may_have_variables && at < RESOURCE && part.windows(2).any(|b| b == b"${") {
            return Some("a resource: variables stand after the fifth colon of an ARN alone");
        }
        match at {
            SERVICE if part.iter().any(|b| b"*?".contains(b)) => {
                return Some("a resource: the service of an ARN takes no wildcard");
            }
            SERVICE => has_service = !part.is_empty(),
            // A `*` that ends its part reaches over the parts behind it.
            REGION | ACCOUNT => reaches_on |= part.ends_with(b"*"),
            RESOURCE if part.is_empty() => {}
            // The resource is there, and may be anything.
            RESOURCE => return (!has_service).then_some(NO_ARN),
            _ => {}
        }
    }
    (!reaches_on || !has_service).then_some(NO_ARN)
}

impl fmt::Display for ResourcePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl serde::Serialize for ResourcePattern {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
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
            "arn:aws:${*}:::x",
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
