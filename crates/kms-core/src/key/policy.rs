//! Key policies: parsed when they are put, compiled when their key is loaded.

use common_types::ServiceName;
use policy_eval::{CompiledPolicy, Policy, PolicyKind};
use serde_json::json;

use crate::{Error, Quota, Result, limits, scope::Scope};

/// A key policy that parsed, with its text as it was given.
#[derive(Clone, Debug)]
pub(crate) struct KeyPolicy {
    text: String,
    compiled: CompiledPolicy,
}

impl KeyPolicy {
    /// The policy's only name.
    pub(crate) const NAME: &str = "default";

    /// Reads a policy that a request carries.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`] if it is too long, [`Error::MalformedPolicyDocument`] if it does not parse.
    pub(crate) fn parse(text: String) -> Result<Self> {
        let malformed = |reason: String| Error::MalformedPolicyDocument { reason };
        if text.len() > limits::KEY_POLICY_BYTES {
            return Err(Error::LimitExceeded(Quota::KeyPolicyBytes));
        }
        // Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html#key-policy-format
        if let Some(bad) = text
            .chars()
            .find(|c| !matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}'))
        {
            return Err(malformed(format!(
                "it has the character `{}`",
                bad.escape_debug()
            )));
        }
        let policy = Policy::parse(&text, PolicyKind::Resource)
            .map_err(|error| malformed(error.to_string()))?;
        Ok(Self {
            compiled: compile(&policy),
            text,
        })
    }

    /// Reads a policy that is stored, and so was read before.
    pub(crate) fn stored(text: &str) -> Result<CompiledPolicy> {
        let policy = Policy::parse(text, PolicyKind::Resource).map_err(Error::broken)?;
        Ok(compile(&policy))
    }

    /// The text of the policy of a key that was made without one: the account's root user, and whomever identity policies
    /// allow.
    ///
    /// Source: [Default key policy](https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html).
    pub(crate) fn by_default(scope: &Scope) -> Result<String> {
        pretty(&json!({
            "Version": "2012-10-17",
            "Id": "key-default-1",
            "Statement": [{
                "Sid": "Enable IAM User Permissions",
                "Effect": "Allow",
                "Principal": {"AWS": scope.root_arn()?},
                "Action": "kms:*",
                "Resource": "*"
            }]
        }))
    }

    /// The text of the policy of an AWS managed key: all of the account may use it through its service, and the account may
    /// look at it. Nobody may change it.
    ///
    /// Source: [AWS managed keys](https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk); the
    /// statements are those of `alias/aws/ssm`.
    pub(crate) fn of_service(service: &ServiceName, scope: &Scope) -> Result<String> {
        pretty(&json!({
            "Version": "2012-10-17",
            "Id": format!("auto-{service}-1"),
            "Statement": [
                {
                    "Sid": format!(
                        "Allow access through {service} for all principals in the account that are authorized to use {service}"
                    ),
                    "Effect": "Allow",
                    "Principal": {"AWS": "*"},
                    "Action": [
                        "kms:Encrypt",
                        "kms:Decrypt",
                        "kms:ReEncrypt*",
                        "kms:GenerateDataKey*",
                        "kms:CreateGrant",
                        "kms:DescribeKey"
                    ],
                    "Resource": "*",
                    "Condition": {"StringEquals": {
                        "kms:ViaService": service.endpoint(&scope.partition, &scope.region),
                        "kms:CallerAccount": scope.account
                    }}
                },
                {
                    "Sid": "Allow direct access to key metadata to the account",
                    "Effect": "Allow",
                    "Principal": {"AWS": scope.root_arn()?},
                    "Action": ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
                    "Resource": "*"
                }
            ]
        }))
    }

    /// The policy as it was given.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The policy, ready to decide by.
    pub(crate) fn compiled(&self) -> &CompiledPolicy {
        &self.compiled
    }
}

fn compile(policy: &Policy) -> CompiledPolicy {
    CompiledPolicy::compile("key policy", policy)
}

fn pretty(document: &serde_json::Value) -> Result<String> {
    serde_json::to_string_pretty(document).map_err(Error::broken)
}

#[cfg(test)]
mod tests {
    use common_types::Partition;

    use super::*;

    fn scope() -> Scope {
        Scope {
            partition: Partition::aws(),
            account: "111122223333".parse().unwrap(),
            region: "eu-west-1".parse().unwrap(),
        }
    }

    #[test]
    fn our_own_policies_parse() {
        let text = KeyPolicy::by_default(&scope()).unwrap();
        assert!(text.contains("arn:aws:iam::111122223333:root"));
        KeyPolicy::parse(text).unwrap();
        let text = KeyPolicy::of_service(&"ssm".parse().unwrap(), &scope()).unwrap();
        assert!(text.contains("ssm.eu-west-1.amazonaws.com"));
        KeyPolicy::parse(text).unwrap();
    }

    #[test]
    fn what_is_no_policy_says_where() {
        let error = KeyPolicy::parse("{\n  \"Statment\": []\n}".to_owned()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the key policy is not valid: unknown element `Statment` at line 2 column 3"
        );
        let error = KeyPolicy::parse("{\"Version\": \"\u{20ac}\"}".to_owned()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the key policy is not valid: it has the character `€`"
        );
        let long = " ".repeat(limits::KEY_POLICY_BYTES + 1);
        assert!(matches!(
            KeyPolicy::parse(long),
            Err(Error::LimitExceeded(Quota::KeyPolicyBytes))
        ));
    }
}
