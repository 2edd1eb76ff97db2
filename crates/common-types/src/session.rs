//! What temporary credentials carry beside the identity.

use crate::{Arn, TagKey};

/// What was passed when a session was made and still holds for it: the policies that limit it, and the tags that go on to
/// the next session of a chain.
///
/// The policies are text: whoever knows policies compiles them. A [`Caller`](crate::Caller) with policies in its session is
/// denied everything by a policy source that does not apply them.
///
/// Source: [session policies](https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session),
/// [session tags](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Session {
    /// The inline session policy, as JSON.
    pub policy: Option<String>,
    /// The managed policies that are session policies too.
    pub policy_arns: Vec<Arn>,
    /// The keys of those session tags that go on to the next session of a chain.
    pub transitive_tag_keys: Vec<TagKey>,
}

impl Session {
    /// One that nothing was passed for.
    pub fn new() -> Self {
        Self::default()
    }

    /// Limits it by a policy, as JSON.
    #[must_use]
    pub fn with_policy(mut self, policy: impl Into<String>) -> Self {
        self.policy = Some(policy.into());
        self
    }

    /// Limits it by managed policies.
    #[must_use]
    pub fn with_policy_arns(mut self, arns: Vec<Arn>) -> Self {
        self.policy_arns = arns;
        self
    }

    /// Says which tags go on to the next session of a chain.
    #[must_use]
    pub fn with_transitive_tag_keys(mut self, keys: Vec<TagKey>) -> Self {
        self.transitive_tag_keys = keys;
        self
    }

    /// Whether session policies limit it.
    pub fn is_limited(&self) -> bool {
        let Self {
            policy,
            policy_arns,
            transitive_tag_keys: _,
        } = self;
        policy.is_some() || !policy_arns.is_empty()
    }
}
