//! Statements: whom, what, where, under which conditions, and whether that is allowed or denied.

mod read;

use std::sync::Arc;

use serde::{Serialize, Serializer, ser::SerializeMap};
use smol_str::SmolStr;

pub(super) use read::{duplicate_sid, read_all};

use super::{Condition, OneOrMany, PrincipalName, Principals, Reach, condition::Conditions};
use crate::{
    keys::ConditionKeys,
    pattern::{ActionPattern, ResourcePattern},
    request::Request,
};

/// One statement of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    pub(in crate::document) sid: Option<SmolStr>,
    pub(in crate::document) effect: Effect,
    pub(in crate::document) principals: Option<WhichPrincipals>,
    pub(in crate::document) actions: Arc<Actions>,
    pub(in crate::document) resources: Option<Resources>,
    pub(in crate::document) conditions: Option<Arc<Conditions>>,
}

/// What a statement does to the requests that it matches.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// They are allowed, unless another statement denies them.
    Allow,
    /// They are denied, whatever others say.
    Deny,
}

/// `Principal` or `NotPrincipal`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum WhichPrincipals {
    /// Those that are named.
    Named(Principals),
    /// All but those that are named.
    Except(Principals),
}

/// `Action` or `NotAction`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Actions {
    /// Those that a pattern covers.
    Matching(OneOrMany<ActionPattern>),
    /// Those that no pattern covers.
    Except(OneOrMany<ActionPattern>),
}

/// `Resource` or `NotResource`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Resources {
    /// Those that a pattern covers.
    Matching(OneOrMany<ResourcePattern>),
    /// Those that no pattern covers.
    Except(OneOrMany<ResourcePattern>),
}

impl Statement {
    /// Its `Sid`.
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// Whether it allows or denies.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Whom it is about; none where that follows from what the policy is attached to.
    pub fn principals(&self) -> Option<&WhichPrincipals> {
        self.principals.as_ref()
    }

    /// Which actions it is about.
    pub fn actions(&self) -> &Actions {
        &self.actions
    }

    /// Which resources it is about; none in a role's trust policy, which is about the role.
    pub fn resources(&self) -> Option<&Resources> {
        self.resources.as_ref()
    }

    /// What else must hold: all of it.
    pub fn conditions(&self) -> &[Condition] {
        self.conditions.as_deref().map_or(&[], Conditions::as_slice)
    }
}

impl Statement {
    /// The statement with other names for its principals, where there are others.
    pub(in crate::document) fn renamed(
        &self,
        rename: &dyn Fn(&PrincipalName) -> Option<String>,
    ) -> Self {
        let principals = self.principals.as_ref().map(|which| match which {
            WhichPrincipals::Named(named) => WhichPrincipals::Named(named.renamed(rename)),
            WhichPrincipals::Except(except) => WhichPrincipals::Except(except.renamed(rename)),
        });
        Self {
            principals,
            ..self.clone()
        }
    }

    /// Whether it is about the same requests, with the same effect, as another one.
    pub(crate) fn means_the_same(&self, other: &Self) -> bool {
        let Self {
            sid: _,
            effect,
            principals,
            actions,
            resources,
            conditions: _,
        } = self;
        *effect == other.effect
            && *principals == other.principals
            && *actions == other.actions
            && *resources == other.resources
            && self.conditions() == other.conditions()
    }

    /// Whether it is about any action on any resource, whatever the request's variables are.
    pub(crate) fn is_about_anything(&self) -> bool {
        let any_action =
            matches!(&*self.actions, Actions::Matching(a) if a.iter().any(ActionPattern::is_any));
        let fixed = |pattern: &ResourcePattern| pattern.template().variables().next().is_none();
        let any_resource = match &self.resources {
            None => true,
            Some(Resources::Matching(patterns)) => {
                patterns.iter().any(ResourcePattern::is_any) && patterns.iter().all(fixed)
            }
            Some(Resources::Except(_)) => false,
        };
        any_action && any_resource
    }

    /// A trust policy, which names no resource, is about the one that it is attached to.
    pub(crate) fn matches_resource(&self, resource: &str, keys: &dyn ConditionKeys) -> bool {
        self.resources
            .as_ref()
            .is_none_or(|resources| resources.matches(resource, keys))
    }
}

impl Effect {
    /// The effect as a policy writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

impl WhichPrincipals {
    /// How closely the caller is meant; `None` if not at all. `bounded`: the caller has a permissions boundary.
    pub(crate) fn reach(&self, request: &Request<'_>, bounded: bool) -> Option<Reach> {
        match self {
            Self::Named(principals) => principals.reach(request),
            // "Will always deny any IAM principal that has a permissions boundary policy attached."
            Self::Except(principals) => {
                (bounded || !principals.excepts(request)).then_some(Reach::Caller)
            }
        }
    }
}

impl Actions {
    /// The patterns, whichever way they are meant.
    pub fn patterns(&self) -> &[ActionPattern] {
        match self {
            Self::Matching(patterns) | Self::Except(patterns) => patterns.as_slice(),
        }
    }

    #[inline]
    pub(crate) fn matches(&self, action: &str) -> bool {
        let is_covered = self.patterns().iter().any(|p| p.matches(action));
        match self {
            Self::Matching(_) => is_covered,
            Self::Except(_) => !is_covered,
        }
    }
}

impl Resources {
    /// The patterns, whichever way they are meant.
    pub fn patterns(&self) -> &[ResourcePattern] {
        match self {
            Self::Matching(patterns) | Self::Except(patterns) => patterns.as_slice(),
        }
    }

    /// Whether some request for this resource is meant, whatever its variables are.
    pub(crate) fn may_match(&self, resource: &str) -> bool {
        match self {
            Self::Matching(patterns) => patterns.iter().any(|p| p.may_match(resource)),
            Self::Except(patterns) => {
                let surely = |p: &ResourcePattern| {
                    p.template().variables().next().is_none() && p.matches(resource, &())
                };
                !patterns.iter().any(surely)
            }
        }
    }

    /// Where a variable has no value, the statement matches nothing.
    pub(crate) fn matches(&self, resource: &str, keys: &dyn ConditionKeys) -> bool {
        let patterns = self.patterns();
        let is_covered = patterns.iter().any(|p| p.matches(resource, keys));
        let covers = match self {
            Self::Matching(_) => is_covered,
            Self::Except(_) => !is_covered,
        };
        let resolved = |p: &ResourcePattern| p.template().unresolved(keys).is_none();
        covers && patterns.iter().all(resolved)
    }
}

impl Serialize for Statement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            sid,
            effect,
            principals,
            actions,
            resources,
            conditions,
        } = self;
        let mut map = serializer.serialize_map(None)?;
        if let Some(sid) = sid {
            map.serialize_entry("Sid", sid)?;
        }
        map.serialize_entry("Effect", effect.as_str())?;
        match principals {
            None => {}
            Some(WhichPrincipals::Named(named)) => map.serialize_entry("Principal", named)?,
            Some(WhichPrincipals::Except(except)) => map.serialize_entry("NotPrincipal", except)?,
        }
        match &**actions {
            Actions::Matching(patterns) => map.serialize_entry("Action", patterns)?,
            Actions::Except(patterns) => map.serialize_entry("NotAction", patterns)?,
        }
        match resources {
            None => {}
            Some(Resources::Matching(patterns)) => map.serialize_entry("Resource", patterns)?,
            Some(Resources::Except(patterns)) => map.serialize_entry("NotResource", patterns)?,
        }
        if let Some(conditions) = conditions.as_deref() {
            map.serialize_entry("Condition", conditions)?;
        }
        map.end()
    }
}
