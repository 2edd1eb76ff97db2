//! How long a policy may be where it is put.

use crate::limits;

/// The bound on a policy's length in one place that policies are put.
///
/// ```
/// use policy_eval::SizeLimit;
///
/// let long = format!(r#"{{"Statement": [], "Id": "{}"}}"#, "x".repeat(2048));
/// let error = SizeLimit::USER_INLINE.check(&long).unwrap_err();
/// assert_eq!(error.to_string(), "the policy has 2072 characters, and 2048 are allowed");
/// assert_eq!(error.code(), "LimitExceeded");
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct SizeLimit {
    max: usize,
    counted: Counted,
    code: &'static str,
}

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Counted {
    /// Characters without white space.
    Visible,
    Characters,
    Bytes,
}

/// A policy that is longer than the place it was put takes.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the policy has {size} {unit}, and {max} are allowed")]
pub struct TooLarge {
    size: usize,
    max: usize,
    unit: &'static str,
    code: &'static str,
}

impl SizeLimit {
    /// A managed policy.
    pub const MANAGED: Self = Self::iam(limits::MANAGED_POLICY_CHARS);
    /// The inline policies of a user.
    pub const USER_INLINE: Self = Self::iam(limits::USER_INLINE_CHARS);
    /// The inline policies of a group.
    pub const GROUP_INLINE: Self = Self::iam(limits::GROUP_INLINE_CHARS);
    /// The inline policies of a role.
    pub const ROLE_INLINE: Self = Self::iam(limits::ROLE_INLINE_CHARS);
    /// A role's trust policy.
    pub const TRUST: Self = Self::iam(limits::TRUST_POLICY_CHARS);
    /// A policy for a session.
    pub const SESSION: Self = Self {
        max: limits::SESSION_POLICY_CHARS,
        counted: Counted::Characters,
        code: "PackedPolicyTooLarge",
    };
    /// A service control policy.
    pub const SERVICE_CONTROL: Self = Self::organisations(limits::SERVICE_CONTROL_CHARS);
    /// A resource control policy.
    pub const RESOURCE_CONTROL: Self = Self::organisations(limits::RESOURCE_CONTROL_CHARS);
    /// The policy of a KMS key.
    pub const KMS_KEY: Self = Self {
        max: limits::KEY_POLICY_BYTES,
        counted: Counted::Bytes,
        code: "LimitExceededException",
    };
    /// The policy of a secret.
    pub const SECRET: Self = Self {
        max: limits::SECRET_POLICY_CHARS,
        counted: Counted::Characters,
        code: "InvalidParameterException",
    };

    const fn iam(max: usize) -> Self {
        Self {
            max,
            counted: Counted::Visible,
            code: "LimitExceeded",
        }
    }

    const fn organisations(max: usize) -> Self {
        Self {
            max,
            counted: Counted::Characters,
            code: "ConstraintViolationException",
        }
    }

    /// Whether a document is short enough.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if it is not.
    pub fn check(&self, json: &str) -> Result<(), TooLarge> {
        let Self { max, counted, code } = *self;
        let (size, unit) = match counted {
            Counted::Visible => (
                json.chars().filter(|c| !c.is_whitespace()).count(),
                "characters",
            ),
            Counted::Characters => (json.chars().count(), "characters"),
            Counted::Bytes => (json.len(), "bytes"),
        };
        if size > max {
            Err(TooLarge {
                size,
                max,
                unit,
                code,
            })
        } else {
            Ok(())
        }
    }
}

impl TooLarge {
    /// AWS's code for it.
    pub fn code(&self) -> &'static str {
        self.code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iam_does_not_count_white_space_and_others_do() {
        let spaced = " \n".repeat(limits::SERVICE_CONTROL_CHARS);
        assert!(SizeLimit::MANAGED.check(&spaced).is_ok());
        assert!(SizeLimit::SERVICE_CONTROL.check(&spaced).is_err());
        let wide = "é".repeat(limits::KEY_POLICY_BYTES / 2);
        assert!(SizeLimit::KMS_KEY.check(&wide).is_ok());
        assert!(SizeLimit::KMS_KEY.check(&format!("{wide}x")).is_err());
    }
}
