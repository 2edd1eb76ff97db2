//! The condition keys of STS: what trust policies and identity policies may ask of a call.
//!
//! Source: [condition keys for STS](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-sts).

use common_types::Tags;
use policy_eval::{ConditionKey, ConditionKeys, Values};
use service_kit::RequestTags;

/// The members of a request that have a condition key.
pub(super) struct Conditions<'a> {
    pub(super) external_id: Option<&'a str>,
    pub(super) role_session_name: &'a str,
    pub(super) source_identity: Option<&'a str>,
    /// The tags that the request passes.
    pub(super) request_tags: &'a RequestTags,
    /// The keys of those that go on to the next session.
    pub(super) transitive_tag_keys: &'a Vec<String>,
    pub(super) role_tags: &'a Tags,
}

impl ConditionKeys for Conditions<'_> {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        match (key.name(), key.tail()) {
            ("sts:externalid", None) => self.external_id.map(Values::from),
            ("sts:rolesessionname", None) => Some(self.role_session_name.into()),
            ("sts:sourceidentity", None) => self.source_identity.map(Values::from),
            ("sts:transitivetagkeys", None) if !self.transitive_tag_keys.is_empty() => {
                Some(Values::Many(self.transitive_tag_keys))
            }
            ("iam:resourcetag", Some(tag)) => self.role_tags.get_ignore_case(tag).map(Values::from),
            ("aws:requesttag" | "aws:tagkeys", _) => self.request_tags.lookup(key),
            _ => None,
        }
    }
}
