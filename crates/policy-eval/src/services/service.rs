//! One service.

use std::collections::BTreeMap;

use crate::{
    document::Version,
    keys::{ConditionKey, KeyKind},
    pattern::ResourcePattern,
};

/// A service: its prefix, and what may stand behind it.
#[derive(Clone, Debug)]
pub struct Service {
    prefix: String,
    /// By name in lower case.
    actions: BTreeMap<String, Action>,
    /// By name in lower case, up to the part that varies.
    keys: BTreeMap<String, Option<KeyKind>>,
    /// ARN formats by resource type: `arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}`.
    resources: BTreeMap<String, ResourceType>,
}

/// One action of a service.
#[derive(Clone, Debug, Default)]
pub(crate) struct Action {
    pub(crate) name: String,
    /// The condition keys that it fills, in lower case and up to the part that varies; none where that is not known.
    pub(crate) keys: Option<Vec<String>>,
    /// The types of the resources that it is about.
    pub(crate) resources: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct ResourceType {
    pub(super) arn_formats: Vec<String>,
    pub(super) keys: Vec<String>,
}

impl Service {
    /// A service without actions as yet.
    pub fn new(prefix: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into().to_ascii_lowercase(),
            actions: BTreeMap::new(),
            keys: BTreeMap::new(),
            resources: BTreeMap::new(),
        }
    }

    /// Adds an action, of which no more is known than its name.
    #[must_use]
    pub fn action(self, name: impl Into<String>) -> Self {
        self.with_action(Action {
            name: name.into(),
            ..Action::default()
        })
    }

    /// Adds a condition key of the service, such as `orders:Customer`. A part that varies is written as AWS writes it:
    /// `orders:Tag/${TagKey}`.
    #[must_use]
    pub fn condition_key(mut self, name: &str, kind: KeyKind) -> Self {
        self.keys.insert(fixed_part(name), Some(kind));
        self
    }

    /// Adds a resource type with the form of its ARNs, such as `arn:${Partition}:orders:${Region}:${Account}:order/${OrderId}`.
    #[must_use]
    pub fn resource(self, name: impl Into<String>, arn_format: impl Into<String>) -> Self {
        let resource = ResourceType {
            arn_formats: vec![arn_format.into()],
            keys: Vec::new(),
        };
        self.with_resource(name.into(), resource)
    }

    /// What actions and ARNs of the service begin with.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    pub(super) fn with_key(mut self, name: &str, kind: Option<KeyKind>) -> Self {
        self.keys.insert(fixed_part(name), kind);
        self
    }

    pub(super) fn with_action(mut self, action: Action) -> Self {
        self.actions
            .insert(action.name.to_ascii_lowercase(), action);
        self
    }

    pub(super) fn with_resource(mut self, name: String, resource: ResourceType) -> Self {
        self.resources.insert(name, resource);
        self
    }

    pub(crate) fn actions(&self) -> impl Iterator<Item = &Action> {
        self.actions.values()
    }

    /// The action of this name, in any case.
    pub(crate) fn find_action(&self, name: &str) -> Option<&Action> {
        self.actions.get(&name.to_ascii_lowercase())
    }

    /// Whether the service has a condition key of this name.
    pub(crate) fn has_key(&self, key: &ConditionKey) -> bool {
        self.find_key(key).is_some()
    }

    /// What a condition key of the service is; none where that is not known.
    pub(crate) fn key_kind(&self, key: &ConditionKey) -> Option<KeyKind> {
        self.find_key(key).flatten()
    }

    fn find_key(&self, key: &ConditionKey) -> Option<Option<KeyKind>> {
        let varying = || {
            let mut keys = self.keys.iter();
            keys.find(|(name, _)| names(name, key))
                .map(|(_, kind)| kind)
        };
        self.keys.get(key.folded()).or_else(varying).copied()
    }

    /// The forms of the ARNs of all its resources.
    pub(crate) fn arn_formats(&self) -> impl Iterator<Item = &str> {
        self.resources
            .values()
            .flat_map(|resource| &resource.arn_formats)
            .map(String::as_str)
    }

    /// The form of the ARNs that an action is about: of its resource types' the first that all these resources have, or else
    /// the first; none if it is about no resource.
    pub(crate) fn arn_format(&self, action: &Action, resources: &[String]) -> Option<&str> {
        let types = action
            .resources
            .iter()
            .filter_map(|name| self.resources.get(name));
        let formats = || types.clone().flat_map(|of_type| &of_type.arn_formats);
        let fits = |format: &&String| {
            let pattern = as_pattern(format);
            let all = |matches: &dyn Fn(&str) -> bool| resources.iter().all(|arn| matches(arn));
            ResourcePattern::parse(&pattern, Version::V2008)
                .is_ok_and(|pattern| all(&|arn| pattern.matches(arn, &())))
        };
        let format = formats().find(fits).or_else(|| formats().next());
        format.map(String::as_str)
    }

    /// Whether the action fills the condition key, by itself or for one of its resources; none where that is not known.
    pub(crate) fn fills(&self, action: &Action, key: &ConditionKey) -> Option<bool> {
        let of_action = action.keys.as_ref()?.iter();
        let of_resources = action
            .resources
            .iter()
            .filter_map(|name| self.resources.get(name))
            .flat_map(|resource| &resource.keys);
        Some(of_action.chain(of_resources).any(|name| names(name, key)))
    }
}

/// The form of an ARN with its placeholders as wildcards: `arn:*:kms:*:*:key/*`.
fn as_pattern(format: &str) -> String {
    let mut parts = format.split("${");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |pattern, part| {
        let rest = part.split_once('}').map_or(part, |(_, rest)| rest);
        pattern + "*" + rest
    })
}

/// Whether a name in lower case, up to the part that varies, is the key's.
fn names(name: &str, key: &ConditionKey) -> bool {
    match name.ends_with(['/', ':']) {
        true => key.folded().starts_with(name),
        false => key.folded() == name,
    }
}

/// The name of a key in lower case, up to the part that varies: `aws:requesttag/` of `aws:RequestTag/${TagKey}`. Some
/// services write it as a word.
pub(super) fn fixed_part(name: &str) -> String {
    let fixed = match name.split_once("${") {
        Some((fixed, _)) => fixed,
        None if name.ends_with("/tag-key") => name.trim_end_matches("tag-key"),
        None => name,
    };
    fixed.to_lowercase()
}
