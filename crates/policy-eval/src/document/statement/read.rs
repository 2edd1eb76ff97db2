//! Reading statements, and what each kind of policy wants of them.

use std::{collections::HashSet, sync::Arc};

use smol_str::SmolStr;

use super::{Actions, Effect, Resources, Statement, WhichPrincipals};
use crate::{
    compile::hash::{START, hash},
    document::{
        Condition, Context, OneOrMany, PolicyKind, Principals,
        condition::Conditions,
        reader::{Reader, Result},
    },
    error::{Problem, shown},
    pattern::{ActionPattern, ResourcePattern},
};

/// Reads `Statement`: one, or a list of them.
pub(in crate::document) fn read_all(
    reader: &mut Reader<'_>,
    context: Context,
) -> Result<OneOrMany<Arc<Statement>>> {
    let start = reader.offset();
    let mut before = Before::default();
    let statements = OneOrMany::read(reader, "a statement or a list of statements", |reader| {
        Statement::read(reader, context, &mut before).map(Arc::new)
    })?;
    match duplicate_sid(statements.as_slice(), context.kind) {
        None => Ok(statements),
        Some((statement, problem)) => {
            let at = OneOrMany::place(reader, start, statement);
            Err(reader.error_at(at, problem))
        }
    }
}

/// The statement whose `Sid` another one has before it, where that matters.
pub(in crate::document) fn duplicate_sid(
    statements: &[Arc<Statement>],
    kind: PolicyKind,
) -> Option<(usize, Problem)> {
    if !kind.is_iam() {
        return None;
    }
    let sids = || statements.iter().filter_map(|statement| statement.sid());
    let mut hashes: Vec<u64> = sids().map(|sid| hash(START, sid.as_bytes())).collect();
    hashes.sort_unstable();
    if hashes.array_windows().all(|[one, other]| one != other) {
        return None;
    }
    // Perhaps: different ones may have one hash, and empty ones do not count.
    let mut sids = HashSet::with_capacity(statements.len());
    statements.iter().enumerate().find_map(|(at, statement)| {
        let sid = statement.sid().filter(|sid| !sid.is_empty())?;
        (!sids.insert(sid)).then(|| (at, Problem::DuplicateSid(shown(sid))))
    })
}

/// What an earlier statement has, as it was written and as it was read. Policies say the same actions and conditions of many
/// resources: they are read once and shared.
#[derive(Default)]
struct Before<'a> {
    actions: Option<(&'a str, Arc<Actions>)>,
    conditions: Option<(&'a str, Arc<Conditions>)>,
}

/// Reads an element, unless it is the same as before.
fn read_or_share<'a, T>(
    reader: &mut Reader<'a>,
    before: &mut Option<(&'a str, Arc<T>)>,
    read: impl FnOnce(&mut Reader<'a>) -> Result<T>,
) -> Result<Arc<T>> {
    if let Some((written, element)) = before
        && reader.skip_same(written)
    {
        return Ok(Arc::clone(element));
    }
    let start = reader.offset();
    let element = Arc::new(read(reader)?);
    *before = Some((reader.read_since(start), Arc::clone(&element)));
    Ok(element)
}

impl Statement {
    fn read<'a>(
        reader: &mut Reader<'a>,
        context: Context,
        before: &mut Before<'a>,
    ) -> Result<Self> {
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
                "Action" => {
                    let read = |reader: &mut _| read_actions(reader).map(Actions::Matching);
                    actions = Some(read_or_share(reader, &mut before.actions, read)?);
                }
                "NotAction" => {
                    actions = Some(Arc::new(Actions::Except(read_actions(reader)?)));
                }
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
                "Condition" => {
                    let read = |reader: &mut _| Condition::read_all(reader, context);
                    conditions = Some(read_or_share(reader, &mut before.conditions, read)?);
                }
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

    /// The statement, if it is one of this kind of policy.
    pub(in crate::document) fn checked(self, kind: PolicyKind) -> Result<Self, Problem> {
        let sid = self.sid().and_then(|sid| sid_fault(sid, kind));
        match sid.or_else(|| self.fault(kind)) {
            None => Ok(self),
            Some(problem) => Err(problem),
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
        let Actions::Matching(actions) = &*self.actions else {
            return false;
        };
        let full_access = actions.iter().all(ActionPattern::is_any)
            && self.conditions().is_empty()
            && matches!(&self.resources, Some(Resources::Matching(r)) if r.iter().all(ResourcePattern::is_any));
        everybody && (self.effect == Effect::Deny || full_access)
    }
}

impl Effect {
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
fn read_sid(reader: &mut Reader<'_>, kind: PolicyKind) -> Result<SmolStr> {
    let at = reader.offset();
    let sid = reader.text("a statement's id as text")?;
    match sid_fault(&sid, kind) {
        None => Ok(SmolStr::from(sid)),
        Some(problem) => Err(reader.error_at(at, problem)),
    }
}

fn sid_fault(sid: &str, kind: PolicyKind) -> Option<Problem> {
    let well_formed = match kind.is_iam() {
        true => sid.bytes().all(|b| b.is_ascii_alphanumeric()),
        false => !sid.chars().any(char::is_control),
    };
    let expected = "a statement's id: it has letters and digits alone";
    (!well_formed).then(|| Problem::invalid(sid, expected))
}

fn read_actions(reader: &mut Reader<'_>) -> Result<OneOrMany<ActionPattern>> {
    OneOrMany::read(reader, "an action or a list of actions", |reader| {
        let at = reader.offset();
        let text = reader.text("an action as text")?;
        ActionPattern::checked(&text).map_err(|problem| reader.error_at(at, problem))
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
