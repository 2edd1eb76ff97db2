//! What was decided, and by what.

use std::fmt;

use common_types::Principal;

use crate::{
    compile::StatementRef, document::PolicyKind, explain::Explanation, policies::Policies,
    request::Request,
};

/// The answer to a request, with its grounds.
///
/// It prints as one line that a person understands; [`Decision::message`] is AWS's own text.
#[derive(Clone, Copy, Debug)]
pub struct Decision<'a> {
    policies: Policies<'a>,
    request: Request<'a>,
    grounds: Grounds<'a>,
}

/// The three answers.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Outcome {
    /// The request may go on.
    Allowed,
    /// A statement denies it.
    ExplicitlyDenied,
    /// No statement that would be needed allows it.
    ImplicitlyDenied,
}

/// What a decision rests on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Grounds<'a> {
    /// These statements: of the caller's side, of the resource's side, or of both.
    AllowedBy([Option<StatementRef<'a>>; 2]),
    /// Something beside policies, such as a KMS grant.
    Granted(&'a str),
    /// The root user of the account that owns the resource.
    Root,
    /// This statement, of a policy of this kind.
    DeniedBy(PolicyKind, StatementRef<'a>),
    /// No policy of this kind allows it.
    NotAllowedBy(PolicyKind),
}

impl<'a> Grounds<'a> {
    /// A grant allows what policies merely do not.
    pub(super) fn or_granted(self, grant: Option<&'a str>) -> Self {
        match grant {
            Some(name) if matches!(self, Self::NotAllowedBy(_)) => Self::Granted(name),
            Some(_) | None => self,
        }
    }
}

impl<'a> Decision<'a> {
    pub(crate) fn new(policies: Policies<'a>, request: Request<'a>, grounds: Grounds<'a>) -> Self {
        Self {
            policies,
            request,
            grounds,
        }
    }

    /// The answer.
    pub fn outcome(&self) -> Outcome {
        match self.grounds {
            Grounds::AllowedBy(_) | Grounds::Granted(_) | Grounds::Root => Outcome::Allowed,
            Grounds::DeniedBy(..) => Outcome::ExplicitlyDenied,
            Grounds::NotAllowedBy(_) => Outcome::ImplicitlyDenied,
        }
    }

    /// Whether the request may go on.
    pub fn is_allowed(&self) -> bool {
        self.outcome() == Outcome::Allowed
    }

    /// The statements that decided: those that allow, or the one that denies. None when nothing allows.
    pub fn statements(&self) -> impl Iterator<Item = StatementRef<'a>> + use<'a> {
        let statements = match self.grounds {
            Grounds::AllowedBy(statements) => statements,
            Grounds::DeniedBy(_, statement) => [Some(statement), None],
            Grounds::Granted(_) | Grounds::Root | Grounds::NotAllowedBy(_) => [None, None],
        };
        statements.into_iter().flatten()
    }

    /// The kind of policy that denies: by a statement, or by none that allows.
    pub fn denied_by(&self) -> Option<PolicyKind> {
        match self.grounds {
            Grounds::DeniedBy(kind, _) | Grounds::NotAllowedBy(kind) => Some(kind),
            Grounds::AllowedBy(_) | Grounds::Granted(_) | Grounds::Root => None,
        }
    }

    /// The name of the grant that allows, where one does.
    pub fn grant(&self) -> Option<&'a str> {
        match self.grounds {
            Grounds::Granted(name) => Some(name),
            Grounds::AllowedBy(_)
            | Grounds::Root
            | Grounds::DeniedBy(..)
            | Grounds::NotAllowedBy(_) => None,
        }
    }

    /// The request that was decided.
    pub fn request(&self) -> &Request<'a> {
        &self.request
    }

    /// Why every statement that was in question matched or did not. Costs a look at all of them.
    pub fn explain(&self) -> Explanation<'a> {
        Explanation::of(self, &self.policies)
    }

    /// The text that AWS answers a denied request with; `None` for an allowed one.
    ///
    /// Source: [access denied messages](https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
    pub fn message(&self) -> Option<String> {
        let action = self.request.action();
        let because = match self.grounds {
            Grounds::AllowedBy(_) | Grounds::Granted(_) | Grounds::Root => return None,
            Grounds::DeniedBy(PolicyKind::Trust, _) => {
                "with an explicit deny in the role trust policy".to_owned()
            }
            Grounds::DeniedBy(kind, _) => {
                let article = match kind == PolicyKind::Identity {
                    true => "an",
                    false => "a",
                };
                format!("with an explicit deny in {article} {}", kind.aws_name())
            }
            Grounds::NotAllowedBy(kind) => {
                format!("because no {} allows the {action} action", kind.aws_name())
            }
        };
        let resource = self.request.resource().arn();
        Some(match self.request.principal() {
            // Who has no identity of AWS's is told no more.
            Principal::Federated { .. } => format!("Not authorized to perform {action}"),
            Principal::Anonymous => format!(
                "User: anonymous is not authorized to perform: {action} on resource: {resource} {because}"
            ),
            principal => format!(
                "User: {principal} is not authorized to perform: {action} on resource: {resource} {because}"
            ),
        })
    }
}

impl fmt::Display for Decision<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (principal, action) = (self.request.principal(), self.request.action());
        let resource = self.request.resource().arn();
        let verb = if self.is_allowed() { "may" } else { "may not" };
        write!(f, "{principal} {verb} {action} {resource}: ")?;
        match self.grounds {
            Grounds::AllowedBy([Some(statement), None] | [None, Some(statement)]) => {
                write!(f, "{statement} allows it")
            }
            Grounds::AllowedBy([Some(one), Some(other)]) => {
                write!(f, "{one} and {other} allow it")
            }
            Grounds::Granted(name) => write!(f, "grant `{name}` allows it"),
            Grounds::AllowedBy([None, None]) | Grounds::Root => {
                f.write_str("the root user has full access in its own account")
            }
            Grounds::DeniedBy(_, statement) => write!(f, "{statement} denies it"),
            Grounds::NotAllowedBy(kind) => write!(f, "no {} allows it", kind.aws_name()),
        }
    }
}

impl Outcome {
    /// The outcome's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "Allowed",
            Self::ExplicitlyDenied => "ExplicitlyDenied",
            Self::ImplicitlyDenied => "ImplicitlyDenied",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
