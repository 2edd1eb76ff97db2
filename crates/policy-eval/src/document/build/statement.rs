//! One statement, part by part.

use std::sync::Arc;

use smol_str::SmolStr;

use crate::{
    document::{
        Actions, Condition, Effect, OneOrMany, PolicyKind, PrincipalKey, Principals, Resources,
        Scalar, Statement, Version, WhichPrincipals, condition::Conditions,
    },
    error::Problem,
    limits,
    operator::ConditionOperator,
    pattern::{ActionPattern, ResourcePattern},
};

/// Makes a statement, part by part.
#[derive(Clone, Debug)]
#[must_use]
pub struct StatementBuilder {
    sid: Option<SmolStr>,
    effect: Effect,
    principals: Option<Whom>,
    actions: Option<Listed>,
    resources: Option<Listed>,
    conditions: Vec<(ConditionOperator, String, Vec<Scalar>)>,
}

#[derive(Clone, Debug)]
enum Whom {
    Everybody,
    Named {
        except: bool,
        names: Vec<(PrincipalKey, Vec<String>)>,
    },
}

#[derive(Clone, Debug)]
struct Listed {
    except: bool,
    patterns: Vec<String>,
}

impl StatementBuilder {
    /// Begins a statement that allows.
    pub fn allow() -> Self {
        Self::new(Effect::Allow)
    }

    /// Begins a statement that denies.
    pub fn deny() -> Self {
        Self::new(Effect::Deny)
    }

    fn new(effect: Effect) -> Self {
        Self {
            sid: None,
            effect,
            principals: None,
            actions: None,
            resources: None,
            conditions: Vec::new(),
        }
    }

    /// Sets its `Sid`.
    pub fn sid(self, sid: impl Into<String>) -> Self {
        Self {
            sid: Some(SmolStr::from(sid.into())),
            ..self
        }
    }

    /// `"Principal": "*"`
    pub fn everybody(self) -> Self {
        Self {
            principals: Some(Whom::Everybody),
            ..self
        }
    }

    /// Adds to `Principal`. A `NotPrincipal` that was set is replaced.
    pub fn principals<T: Into<String>>(
        self,
        key: PrincipalKey,
        names: impl IntoIterator<Item = T>,
    ) -> Self {
        self.whom(false, key, names.into_iter().map(Into::into).collect())
    }

    /// Adds to `NotPrincipal`. A `Principal` that was set is replaced.
    pub fn not_principals<T: Into<String>>(
        self,
        key: PrincipalKey,
        names: impl IntoIterator<Item = T>,
    ) -> Self {
        self.whom(true, key, names.into_iter().map(Into::into).collect())
    }

    fn whom(self, except: bool, key: PrincipalKey, names: Vec<String>) -> Self {
        let mut all = match self.principals {
            Some(Whom::Named { except: had, names }) if had == except => names,
            Some(_) | None => Vec::new(),
        };
        match all.iter_mut().find(|(had, _)| *had == key) {
            Some((_, had)) => had.extend(names),
            None => all.push((key, names)),
        }
        let principals = Some(Whom::Named { except, names: all });
        Self { principals, ..self }
    }

    /// Sets `Action`.
    pub fn actions<T: Into<String>>(self, patterns: impl IntoIterator<Item = T>) -> Self {
        let actions = Some(Listed::new(false, patterns));
        Self { actions, ..self }
    }

    /// Sets `NotAction`.
    pub fn not_actions<T: Into<String>>(self, patterns: impl IntoIterator<Item = T>) -> Self {
        let actions = Some(Listed::new(true, patterns));
        Self { actions, ..self }
    }

    /// Sets `Resource`.
    pub fn resources<T: Into<String>>(self, patterns: impl IntoIterator<Item = T>) -> Self {
        let resources = Some(Listed::new(false, patterns));
        Self { resources, ..self }
    }

    /// Sets `NotResource`.
    pub fn not_resources<T: Into<String>>(self, patterns: impl IntoIterator<Item = T>) -> Self {
        let resources = Some(Listed::new(true, patterns));
        Self { resources, ..self }
    }

    /// Adds a condition: what the operator compares, by which key, with which values.
    pub fn condition<T: Into<Scalar>>(
        mut self,
        operator: impl Into<ConditionOperator>,
        key: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> Self {
        let operator = operator.into();
        let values = values.into_iter().map(Into::into).collect();
        // Conditions of one operator stand together, as they will in the document.
        let same = self
            .conditions
            .iter()
            .rposition(|(had, ..)| *had == operator);
        let at = same.map_or(self.conditions.len(), |at| at + 1);
        self.conditions.insert(at, (operator, key.into(), values));
        self
    }

    pub(super) fn build(self, kind: PolicyKind, version: Version) -> Result<Statement, Problem> {
        let Self {
            sid,
            effect,
            principals,
            actions,
            resources,
            conditions,
        } = self;
        let action = |text: &str| ActionPattern::checked(text);
        let resource = |text: &str| ResourcePattern::parse(text, version);
        let actions = match actions.ok_or(Problem::Missing("Action"))? {
            Listed {
                except: false,
                patterns,
            } => Actions::Matching(each(&patterns, action)?),
            Listed {
                except: true,
                patterns,
            } => Actions::Except(each(&patterns, action)?),
        };
        let resources = match resources {
            None => None,
            Some(Listed {
                except: false,
                patterns,
            }) => Some(Resources::Matching(each(&patterns, resource)?)),
            Some(Listed {
                except: true,
                patterns,
            }) => Some(Resources::Except(each(&patterns, resource)?)),
        };
        let built = conditions
            .into_iter()
            .map(|(operator, key, values)| Condition::build(operator, &key, values, version))
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(key) = Condition::named_twice_under_one_operator(&built) {
            return Err(Problem::Duplicate(key.to_string()));
        }
        Statement {
            sid,
            effect,
            principals: principals.map(Whom::build).transpose()?,
            actions: Arc::new(actions),
            resources,
            conditions: (!built.is_empty()).then(|| Arc::new(Conditions::new(built))),
        }
        .checked(kind)
    }
}

impl Listed {
    fn new<T: Into<String>>(except: bool, patterns: impl IntoIterator<Item = T>) -> Self {
        let patterns = patterns.into_iter().map(Into::into).collect();
        Self { except, patterns }
    }
}

impl Whom {
    fn build(self) -> Result<WhichPrincipals, Problem> {
        match self {
            Self::Everybody => Ok(WhichPrincipals::Named(Principals::Everybody)),
            Self::Named { except, names } => {
                let named = names
                    .into_iter()
                    .map(|(key, names)| Ok((key, each(&names, |name| key.name(name))?)))
                    .collect::<Result<_, Problem>>()?;
                let named = Principals::Named(named);
                Ok(match except {
                    false => WhichPrincipals::Named(named),
                    true => WhichPrincipals::Except(named),
                })
            }
        }
    }
}

/// One as itself, several as a list.
fn each<T>(
    texts: &[String],
    parse: impl Fn(&str) -> Result<T, Problem>,
) -> Result<OneOrMany<T>, Problem> {
    let parse = |text: &String| match text.len() > limits::ELEMENT_BYTES {
        true => Err(Problem::TooLong),
        false => parse(text),
    };
    if let [only] = texts {
        return parse(only).map(OneOrMany::One);
    }
    texts
        .iter()
        .map(parse)
        .collect::<Result<_, _>>()
        .map(OneOrMany::Many)
}
