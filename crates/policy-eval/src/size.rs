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
    words: Words,
}

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Counted {
    /// Characters without white space.
    Visible,
    Characters,
    Bytes,
}

/// How AWS says that a policy is too long.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Words {
    /// By the name of the quota.
    Quota(&'static str),
    /// By what kind of identity all its inline policies are too long for.
    Inline(&'static str),
    Organizations,
    /// Not known: in ours.
    Own,
}

/// A policy that is longer than the place it was put takes.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the policy has {size} {unit}, and {max} are allowed")]
pub struct TooLarge {
    size: usize,
    max: usize,
    unit: &'static str,
    code: &'static str,
    words: Words,
}

impl SizeLimit {
    /// A managed policy.
    pub const MANAGED: Self = Self::iam(limits::MANAGED_POLICY_CHARS, Words::Quota("PolicySize"));
    /// The inline policies of a user: all of them together.
    pub const USER_INLINE: Self = Self::iam(limits::USER_INLINE_CHARS, Words::Inline("user"));
    /// The inline policies of a group: all of them together.
    pub const GROUP_INLINE: Self = Self::iam(limits::GROUP_INLINE_CHARS, Words::Inline("group"));
    /// The inline policies of a role: all of them together.
    pub const ROLE_INLINE: Self = Self::iam(limits::ROLE_INLINE_CHARS, Words::Inline("role"));
    /// A role's trust policy.
    pub const TRUST: Self = Self::iam(limits::TRUST_POLICY_CHARS, Words::Quota("ACLSizePerRole"));
    /// A policy for a session.
    pub const SESSION: Self = Self {
        max: limits::SESSION_POLICY_CHARS,
        counted: Counted::Characters,
        code: "PackedPolicyTooLarge",
        words: Words::Own,
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
        words: Words::Own,
    };
    /// The policy of a secret.
    pub const SECRET: Self = Self {
        max: limits::SECRET_POLICY_CHARS,
        counted: Counted::Characters,
        code: "InvalidParameterException",
        words: Words::Own,
    };

    const fn iam(max: usize, words: Words) -> Self {
        Self {
            max,
            counted: Counted::Visible,
            code: "LimitExceeded",
            words,
        }
    }

    const fn organisations(max: usize) -> Self {
        Self {
            max,
            counted: Counted::Characters,
            code: "ConstraintViolationException",
            words: Words::Organizations,
        }
    }

    /// Whether a document is short enough.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if it is not.
    pub fn check(&self, json: &str) -> Result<(), TooLarge> {
        self.check_all([json])
    }

    /// Whether several documents are short enough together, as the inline policies of one identity must be.
    ///
    /// # Errors
    ///
    /// [`TooLarge`] if they are not.
    pub fn check_all<'a>(
        &self,
        documents: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), TooLarge> {
        let Self {
            max,
            counted,
            code,
            words,
        } = *self;
        let length = |json: &str| match counted {
            Counted::Visible => json.chars().filter(|c| !c.is_whitespace()).count(),
            Counted::Characters => json.chars().count(),
            Counted::Bytes => json.len(),
        };
        let size: usize = documents.into_iter().map(length).sum();
        let unit = match counted {
            Counted::Visible | Counted::Characters => "characters",
            Counted::Bytes => "bytes",
        };
        if size > max {
            Err(TooLarge {
                size,
                max,
                unit,
                code,
                words,
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

    /// AWS's message, where it is known; else ours. `name` is the user, group or role whose inline policies are too long.
    ///
    /// ```
    /// use policy_eval::SizeLimit;
    ///
    /// let long = "x".repeat(2049);
    /// let error = SizeLimit::USER_INLINE.check_all([long.as_str()]).unwrap_err();
    /// assert_eq!(error.message("alice"), "Maximum policy size of 2048 bytes exceeded for user alice");
    /// ```
    pub fn message(&self, name: &str) -> String {
        let max = self.max;
        match self.words {
            Words::Quota(quota) => format!("Cannot exceed quota for {quota}: {max}"),
            Words::Inline(identity) => {
                format!("Maximum policy size of {max} bytes exceeded for {identity} {name}")
            }
            Words::Organizations => "You have exceeded the maximum policy size.".to_owned(),
            Words::Own => self.to_string(),
        }
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

    #[test]
    fn awss_messages() {
        let long = "x".repeat(limits::KEY_POLICY_BYTES + 1);
        for (limit, message) in [
            (
                SizeLimit::MANAGED,
                "Cannot exceed quota for PolicySize: 6144",
            ),
            (
                SizeLimit::TRUST,
                "Cannot exceed quota for ACLSizePerRole: 2048",
            ),
            (
                SizeLimit::ROLE_INLINE,
                "Maximum policy size of 10240 bytes exceeded for role app",
            ),
            (
                SizeLimit::SERVICE_CONTROL,
                "You have exceeded the maximum policy size.",
            ),
            (
                SizeLimit::KMS_KEY,
                "the policy has 32769 bytes, and 32768 are allowed",
            ),
        ] {
            assert_eq!(limit.check(&long).unwrap_err().message("app"), message);
        }
    }

    #[test]
    fn inline_policies_are_counted_together() {
        let half = "x".repeat(limits::USER_INLINE_CHARS / 2);
        assert!(SizeLimit::USER_INLINE.check_all([&*half, &*half]).is_ok());
        assert!(
            SizeLimit::USER_INLINE
                .check_all([&*half, &*half, "x"])
                .is_err()
        );
    }
}
