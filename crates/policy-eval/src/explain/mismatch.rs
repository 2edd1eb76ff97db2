//! What keeps a statement from matching a request.

use std::fmt;

use crate::{
    document::{Actions, Condition, Resources, Statement, WhichPrincipals},
    keys::Values,
    operator::ConditionOperator,
    request::Request,
};

/// One element of a statement that a request fails, with the values on both sides.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Mismatch {
    /// `Action` or `NotAction`.
    Action {
        /// What was to be done.
        action: String,
        /// The patterns.
        patterns: Vec<String>,
        /// Whether they say what is excepted.
        except: bool,
    },
    /// `Resource` or `NotResource`.
    Resource {
        /// What it was to be done to.
        resource: String,
        /// The patterns.
        patterns: Vec<String>,
        /// Whether they say what is excepted.
        except: bool,
    },
    /// A policy variable in `Resource` or `NotResource` that has no value in the request.
    Variable {
        /// The condition key that it stands for.
        key: String,
    },
    /// `Principal` or `NotPrincipal`.
    Principal {
        /// Who asked.
        principal: String,
        /// The names.
        names: Vec<String>,
        /// Whether they say who is excepted.
        except: bool,
    },
    /// One comparison of `Condition`.
    Condition {
        /// How it compares.
        operator: ConditionOperator,
        /// The key whose values it compares.
        key: String,
        /// What the policy wants.
        wanted: Vec<String>,
        /// What the request has; `None` if the key is absent.
        have: Option<Vec<String>>,
        /// The variables among what the policy wants that have no value.
        unresolved: Vec<String>,
    },
}

/// All that keeps a statement from matching: nothing, if it does match.
pub(super) fn find(statement: &Statement, request: &Request<'_>, bounded: bool) -> Vec<Mismatch> {
    let principal = statement
        .principals()
        .and_then(|which| principal(which, request, bounded));
    let resource = statement
        .resources()
        .and_then(|resources| resource(resources, request));
    action(statement.actions(), request)
        .into_iter()
        .chain(resource)
        .chain(principal)
        .chain(
            statement
                .conditions()
                .iter()
                .filter_map(|c| condition(c, request)),
        )
        .collect()
}

fn action(actions: &Actions, request: &Request<'_>) -> Option<Mismatch> {
    (!actions.matches(request.action())).then(|| Mismatch::Action {
        action: request.action().to_owned(),
        patterns: actions.patterns().iter().map(ToString::to_string).collect(),
        except: matches!(actions, Actions::Except(_)),
    })
}

fn resource(resources: &Resources, request: &Request<'_>) -> Option<Mismatch> {
    let (target, keys) = (request.resource().arn(), request.keys());
    if resources.matches(target, keys) {
        return None;
    }
    let unresolved = resources
        .patterns()
        .iter()
        .find_map(|p| p.template().unresolved(keys));
    Some(match unresolved {
        Some(variable) => Mismatch::Variable {
            key: variable.key().to_string(),
        },
        None => Mismatch::Resource {
            resource: target.to_owned(),
            patterns: resources
                .patterns()
                .iter()
                .map(ToString::to_string)
                .collect(),
            except: matches!(resources, Resources::Except(_)),
        },
    })
}

fn principal(which: &WhichPrincipals, request: &Request<'_>, bounded: bool) -> Option<Mismatch> {
    if which.reach(request, bounded).is_some() {
        return None;
    }
    let (principals, except) = match which {
        WhichPrincipals::Named(principals) => (principals, false),
        WhichPrincipals::Except(principals) => (principals, true),
    };
    Some(Mismatch::Principal {
        principal: request.principal().to_string(),
        names: principals
            .names()
            .map(|(_, name)| name.as_str().to_owned())
            .collect(),
        except,
    })
}

fn condition(condition: &Condition, request: &Request<'_>) -> Option<Mismatch> {
    let keys = request.keys();
    (!condition.holds(keys)).then(|| Mismatch::Condition {
        operator: condition.operator(),
        key: condition.key().to_string(),
        wanted: condition.values().iter().map(ToString::to_string).collect(),
        have: keys.lookup(condition.key()).map(texts),
        unresolved: condition
            .variables()
            .filter(|variable| variable.value(keys).is_none())
            .map(|variable| variable.key().to_string())
            .collect(),
    })
}

fn texts(values: Values<'_>) -> Vec<String> {
    let mut texts = Vec::new();
    values.any(|value| {
        texts.push(value.with_text(str::to_owned));
        false
    });
    texts
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Action {
                action,
                patterns,
                except,
            } => element(f, "action", action, patterns, *except),
            Self::Resource {
                resource,
                patterns,
                except,
            } => element(f, "resource", resource, patterns, *except),
            Self::Principal {
                principal,
                names,
                except,
            } => element(f, "principal", principal, names, *except),
            Self::Variable { key } => write!(f, "variable `{key}` has no value"),
            Self::Condition {
                operator,
                key,
                wanted,
                have,
                unresolved,
            } => {
                write!(
                    f,
                    "condition `{operator}` wants `{key}` to be {}",
                    Listed(wanted)
                )?;
                match have {
                    None => f.write_str(", and it is absent")?,
                    Some(have) => write!(f, ", and it is {}", Listed(have))?,
                }
                match unresolved.as_slice() {
                    [] => Ok(()),
                    unresolved => write!(f, "; without a value: {}", Listed(unresolved)),
                }
            }
        }
    }
}

fn element(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    value: &str,
    patterns: &[String],
    except: bool,
) -> fmt::Result {
    let is = if except {
        "is excepted by"
    } else {
        "is none of"
    };
    write!(f, "{what} `{value}` {is} {}", Listed(patterns))
}

/// Values in backticks, as many as a person reads.
struct Listed<'a>(&'a [String]);

impl fmt::Display for Listed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 8;

        if self.0.is_empty() {
            return f.write_str("nothing");
        }
        for (at, value) in self.0.iter().take(SHOWN).enumerate() {
            write!(f, "{}`{value}`", if at == 0 { "" } else { ", " })?;
        }
        match self.0.len().checked_sub(SHOWN) {
            None | Some(0) => Ok(()),
            Some(more) => write!(f, " and {more} more"),
        }
    }
}
