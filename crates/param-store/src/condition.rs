//! The condition keys of Parameter Store: what policies may ask of a call, looked up when they ask.
//!
//! Source: [condition keys of Systems Manager](https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html#awssystemsmanager-policy-keys).

use common_types::Tags;
use policy_eval::{ConditionKey, ConditionKeys, Values};
use service_kit::{RequestTagKeys, RequestTags};

/// The members of a request that have a condition key.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    /// `ssm:Overwrite`: whether an existing parameter may be overwritten.
    pub(crate) overwrite: Option<bool>,
    /// `ssm:Policies`: whether the request sets policies of the parameter.
    pub(crate) policies: Option<bool>,
    /// `ssm:Recursive`: whether all of a hierarchy is read.
    pub(crate) recursive: Option<bool>,
    /// The tags that are to be set.
    pub(crate) tags: Option<&'a RequestTags>,
    /// The keys of the tags that are to be removed.
    pub(crate) tag_keys: Option<&'a RequestTagKeys>,
}

/// What one decision can be asked: the tags of the parameter, and the members of the request.
#[derive(Clone, Copy)]
pub(crate) struct Conditions<'a> {
    pub(crate) resource_tags: Option<&'a Tags>,
    pub(crate) asked: Asked<'a>,
}

impl ConditionKeys for Conditions<'_> {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        let Self {
            resource_tags,
            asked:
                Asked {
                    overwrite,
                    policies,
                    recursive,
                    tags,
                    tag_keys,
                },
        } = self;
        match (key.name(), key.tail()) {
            ("ssm:overwrite", None) => overwrite.map(Values::from),
            ("ssm:policies", None) => policies.map(Values::from),
            ("ssm:recursive", None) => recursive.map(Values::from),
            // The older name of `aws:ResourceTag`.
            ("ssm:resourcetag", Some(tag)) => resource_tags
                .and_then(|tags| tags.get_ignore_case(tag))
                .map(Values::from),
            ("aws:requesttag" | "aws:tagkeys", _) => match (tags, tag_keys) {
                (Some(tags), _) => tags.lookup(key),
                (None, Some(keys)) => keys.lookup(key),
                (None, None) => None,
            },
            _ => None,
        }
    }
}
