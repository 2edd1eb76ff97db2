//! The tags of a session: those that were passed, and those that go on from the session before.
//!
//! Source: [session tags](https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html).

use common_types::{Caller, Tag, TagKey, Tags};

use super::{Error, Result};

/// The tags of a session that is to be made, each key once in any case.
#[derive(Clone, Debug, Default)]
pub(super) struct SessionTags {
    /// Those of the request.
    pub(super) passed: Vec<Tag>,
    /// Those that the caller's session hands on.
    pub(super) inherited: Vec<Tag>,
    /// The keys of those that go on to the next session: of the request, then inherited.
    pub(super) transitive: Vec<TagKey>,
}

impl SessionTags {
    /// Checks the tags of a request against one another and those that the caller's session hands on.
    ///
    /// # Errors
    ///
    /// [`Error::InvalidParameterValue`].
    pub(super) fn new(passed: Vec<Tag>, transitive: Vec<TagKey>, caller: &Caller) -> Result<Self> {
        for (number, tag) in passed.iter().enumerate() {
            let others = passed.iter().skip(number + 1);
            if others.map(Tag::key).any(|key| same(key, tag.key())) {
                return Err(Error::invalid(
                    "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
                ));
            }
            if tag.key().is_reserved() {
                return Err(Error::invalid(
                    "Tag keys beginning with \"aws:\" are reserved for system use.",
                ));
            }
        }
        let named = |key: &TagKey| passed.iter().any(|tag| same(tag.key(), key));
        if !transitive.iter().all(named) {
            return Err(Error::invalid(
                "The specified transitive tag key must be included in the requested tags.",
            ));
        }
        let inherited = inherited(caller);
        if inherited.iter().any(|tag| named(tag.key())) {
            return Err(Error::invalid(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from \
                 the calling session.",
            ));
        }
        let mut keys: Vec<TagKey> = Vec::new();
        let all = transitive.into_iter();
        for key in all.chain(inherited.iter().map(|tag| tag.key().clone())) {
            if !keys.iter().any(|kept| same(kept, &key)) {
                keys.push(key);
            }
        }
        Ok(Self {
            passed,
            inherited,
            transitive: keys,
        })
    }

    /// Whether the session has tags of its own.
    pub(super) fn is_empty(&self) -> bool {
        self.passed.is_empty() && self.inherited.is_empty()
    }

    /// All of them.
    pub(super) fn into_tags(self) -> Vec<Tag> {
        let mut tags = self.passed;
        tags.extend(self.inherited);
        tags
    }
}

/// The tags of a principal with those of its session, which take their place whatever the case of the key.
pub(super) fn over(principal: &Tags, session: &[Tag]) -> Tags {
    let mut tags = Tags::new();
    let replaced = |key: &TagKey| session.iter().any(|tag| same(tag.key(), key));
    let kept = principal.iter().filter(|(key, _)| !replaced(key));
    let kept = kept.map(|(key, value)| Tag::new(key.clone(), value.clone()));
    // A principal has at most 50 and a session at most 50: those of the session come first, so that none of them is lost.
    for tag in session.iter().cloned().chain(kept) {
        let _ = tags.set(tag);
    }
    tags
}

fn inherited(caller: &Caller) -> Vec<Tag> {
    let keys = caller
        .session()
        .map(|session| session.transitive_tag_keys.as_slice())
        .unwrap_or_default();
    let tags = caller.principal_tags();
    keys.iter()
        .filter_map(|key| {
            let mut tags = tags.iter();
            let (key, value) = tags.find(|(have, _)| same(have, key))?;
            Some(Tag::new(key.clone(), value.clone()))
        })
        .collect()
}

fn same(a: &TagKey, b: &TagKey) -> bool {
    a == b || a.as_str().to_lowercase() == b.as_str().to_lowercase()
}
