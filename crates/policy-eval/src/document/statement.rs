//! Statements: whom, what, where, under which conditions, and whether that is allowed or denied.

use std::{collections::HashSet, sync::Arc};

use common_types::Principal;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::{
    Condition, Context, OneOrMany, PolicyKind, PrincipalName, Principals, Reach,
    condition::Grouped,
    reader::{Reader, Result},
};
use crate::{
    error::{Problem, shown},
    keys::ConditionKeys,
    pattern::{ActionPattern, ResourcePattern},
};

/// One statement of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    sid: Option<String>,
    effect: Effect,
    principals: Option<WhichPrincipals>,
    actions: Actions,
    resources: Option<Resources>,
    conditions: Option<Vec<Condition>>,
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
        self.conditions.as_deref().unwrap_or_default()
    }
}

impl Statement {
    /// The statement with other names for its principals, where there are others.
    pub(super) fn renamed(&self, rename: &dyn Fn(&PrincipalName) -> Option<String>) -> Self {
        let principals = self.principals.as_ref().map(|which| match which {
            WhichPrincipals::Named(named) => WhichPrincipals::Named(named.renamed(rename)),
            WhichPrincipals::Except(except) => WhichPrincipals::Except(except.renamed(rename)),
        });
        Self {
            principals,
            ..self.clone()
        }
    }

    /// Whether it is about any action on any resource, whatever the request's variables are.
    pub(crate) fn is_about_anything(&self) -> bool {
        let any_action =
            matches!(&self.actions, Actions::Matching(a) if a.iter().any(ActionPattern::is_any));
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

impl WhichPrincipals {
    /// How closely the caller is meant; `None` if not at all. `bounded`: the caller has a permissions boundary.
    pub(crate) fn reach(&self, caller: &Principal, bounded: bool) -> Option<Reach> {
        match self {
            Self::Named(principals) => principals.reach(caller),
            // "Will always deny any IAM principal that has a permissions boundary policy attached."
            Self::Except(principals) => {
                (bounded || !principals.excepts(caller)).then_some(Reach::Caller)
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

    pub(crate) fn matches(&self, action: &str) -> bool {
        let covered = || {
            self.patterns()
                .iter()
                .any(|pattern| pattern.matches(action))
        };
        match self {
            Self::Matching(_) => covered(),
            Self::Except(_) => !covered(),
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

    /// Where a variable has no value, the statement matches nothing.
    pub(crate) fn matches(&self, resource: &str, keys: &dyn ConditionKeys) -> bool {
        let covered = || {
            self.patterns()
                .iter()
                .any(|pattern| pattern.matches(resource, keys))
        };
        let resolved = |p: &ResourcePattern| p.template().unresolved(keys).is_none();
        let covers = match self {
            Self::Matching(_) => covered(),
            Self::Except(_) => !covered(),
        };
        covers && self.patterns().iter().all(resolved)
    }
}

/// Reads `Statement`: one, or a list of them.
pub(super) fn read_all(
    reader: &mut Reader<'_>,
    context: Context,
) -> Result<OneOrMany<Arc<Statement>>> {
    let mut places = Vec::new();
    let statements = OneOrMany::read(reader, "a statement or a list of statements", |reader| {
        places.push(reader.offset());
        Statement::read(reader, context).map(Arc::new)
    })?;
    if !context.kind.is_iam() {
        return Ok(statements);
    }
    let mut sids = HashSet::with_capacity(places.len());
    for (statement, at) in statements.iter().zip(places) {
        if let Some(sid) = statement.sid().filter(|sid| !sid.is_empty())
            && !sids.insert(sid)
        {
            return Err(reader.error_at(at, Problem::DuplicateSid(shown(sid))));
        }
    }
    Ok(statements)
}

impl Statement {
    fn read(reader: &mut Reader<'_>, context: Context) -> Result<Self> {
        let (mut sid, mut effect, mut conditions) = (None, None, None);
        let (mut principals, mut actions, mut resources) = (None, None, None);
        let start = reader.offset();
        reader.object("a statement: an object", |reader, name, at| {
            let twice = |reader: &Reader<'_>, problem: &'static str| {
                Err(reader.error_at(at, Problem::Forbidden(problem)))
            };
            match name {
                "Sid" => sid = Some(read_sid(reader, context.kind)?),
                "Effect" => effect = Some(Effect::read(reader)?),
                "Principal" | "NotPrincipal" if principals.is_some() => {
                    return twice(
                        reader,
                        "a statement has `Principal` or `NotPrincipal`, not both",
                    );
                }
                "Principal" => principals = Some(WhichPrincipals::Named(Principals::read(reader)?)),
                "NotPrincipal" => {
                    principals = Some(WhichPrincipals::Except(Principals::read(reader)?));
                }
                "Action" | "NotAction" if actions.is_some() => {
                    return twice(reader, "a statement has `Action` or `NotAction`, not both");
                }
                "Action" => actions = Some(Actions::Matching(read_actions(reader)?)),
                "NotAction" => actions = Some(Actions::Except(read_actions(reader)?)),
                "Resource" | "NotResource" if resources.is_some() => {
                    return twice(
                        reader,
                        "a statement has `Resource` or `NotResource`, not both",
                    );
                }
                "Resource" => {
                    resources = Some(Resources::Matching(read_resources(reader, context)?));
                }
                "NotResource" => {
                    resources = Some(Resources::Except(read_resources(reader, context)?));
                }
                "Condition" => conditions = Some(Condition::read_all(reader, context)?),
                _ => return Err(reader.error_at(at, Problem::UnknownElement(shown(name)))),
            }
            Ok(())
        })?;
        let missing = |element| reader.error_at(start, Problem::Missing(element));
        let statement = Self {
            sid,
            effect: effect.ok_or_else(|| missing("Effect"))?,
            principals,
            actions: actions.ok_or_else(|| missing("Action"))?,
            resources,
            conditions,
        };
        match statement.fault(context.kind) {
            None => Ok(statement),
            Some(problem) => Err(reader.error_at(start, problem)),
        }
    }

    /// What keeps the statement from being one of this kind of policy.
    fn fault(&self, kind: PolicyKind) -> Option<Problem> {
        let excepts = matches!(self.principals, Some(WhichPrincipals::Except(_)));
        match &self.principals {
            None if kind.names_principals() => return Some(Problem::Missing("Principal")),
            Some(_) if !kind.names_principals() => {
                return Some(Problem::Forbidden(
                    "this kind of policy takes no principals",
                ));
            }
            Some(WhichPrincipals::Except(_)) if self.effect == Effect::Allow => {
                return Some(Problem::Forbidden(
                    "`NotPrincipal` goes with the effect `Deny` alone",
                ));
            }
            None | Some(_) => {}
        }
        match (&self.resources, kind) {
            (Some(_), PolicyKind::Trust) => Some(Problem::Forbidden(
                "a trust policy takes no resources: it is about its role",
            )),
            (None, PolicyKind::Trust) if excepts => {
                Some(Problem::Forbidden("a trust policy takes no `NotPrincipal`"))
            }
            (None, PolicyKind::Trust) => None,
            (None, _) => Some(Problem::Missing("Resource")),
            (Some(_), PolicyKind::ResourceControl) if !self.is_resource_control() => {
                Some(Problem::Forbidden(
                    "a resource control policy denies actions to the principal `*`, and names no exceptions",
                ))
            }
            (Some(_), _) => None,
        }
    }

    /// Customers' resource control policies only deny. The one that AWS attaches everywhere allows everything.
    ///
    /// Source: [RCP syntax](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html).
    fn is_resource_control(&self) -> bool {
        let everybody = matches!(
            &self.principals,
            Some(WhichPrincipals::Named(principals)) if principals.is_everybody()
        );
        let Actions::Matching(actions) = &self.actions else {
            return false;
        };
        let full_access = actions.iter().all(ActionPattern::is_any)
            && self.conditions().is_empty()
            && matches!(&self.resources, Some(Resources::Matching(r)) if r.iter().all(ResourcePattern::is_any));
        everybody && (self.effect == Effect::Deny || full_access)
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

    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        let at = reader.offset();
        let text = reader.text("an effect as text")?;
        match &*text {
            "Allow" => Ok(Self::Allow),
            "Deny" => Ok(Self::Deny),
            _ => {
                let expected = "an effect: it is `Allow` or `Deny`";
                Err(reader.error_at(at, Problem::invalid(&text, expected)))
            }
        }
    }
}

/// IAM takes letters and digits, each `Sid` once; services take more, KMS spaces for one.
fn read_sid(reader: &mut Reader<'_>, kind: PolicyKind) -> Result<String> {
    let at = reader.offset();
    let sid = reader.text("a statement's id as text")?;
    let well_formed = match kind.is_iam() {
        true => sid.bytes().all(|b| b.is_ascii_alphanumeric()),
        false => !sid.chars().any(char::is_control),
    };
    if !well_formed {
        let problem = Problem::invalid(&sid, "a statement's id: it has letters and digits alone");
        return Err(reader.error_at(at, problem));
    }
    Ok(sid.into_owned())
}

fn read_actions(reader: &mut Reader<'_>) -> Result<OneOrMany<ActionPattern>> {
    OneOrMany::read(reader, "an action or a list of actions", |reader| {
        let at = reader.offset();
        let text = reader.text("an action as text")?;
        let expected = "an action: it is `*` or looks like `kms:Encrypt`";
        ActionPattern::parse(&text)
            .ok_or_else(|| reader.error_at(at, Problem::invalid(&text, expected)))
    })
}

fn read_resources(reader: &mut Reader<'_>, context: Context) -> Result<OneOrMany<ResourcePattern>> {
    OneOrMany::read(reader, "a resource or a list of resources", |reader| {
        let at = reader.offset();
        let text = reader.text("a resource as text")?;
        ResourcePattern::parse(&text, context.version)
            .map_err(|problem| reader.error_at(at, problem))
    })
}

impl Serialize for Statement {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
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
        match actions {
            Actions::Matching(patterns) => map.serialize_entry("Action", patterns)?,
            Actions::Except(patterns) => map.serialize_entry("NotAction", patterns)?,
        }
        match resources {
            None => {}
            Some(Resources::Matching(patterns)) => map.serialize_entry("Resource", patterns)?,
            Some(Resources::Except(patterns)) => map.serialize_entry("NotResource", patterns)?,
        }
        if let Some(conditions) = conditions {
            map.serialize_entry("Condition", &Grouped(conditions))?;
        }
        map.end()
    }
}
