//! Why a call was not allowed.

use std::fmt;

use policy_eval::{Decision, StatementRef};

/// A refusal, with its grounds. It prints AWS's own text.
#[derive(Clone, Eq, PartialEq)]
pub struct Denied(Box<Inner>);

#[derive(Clone, Debug, Eq, PartialEq)]
struct Inner {
    message: String,
    explanation: String,
    statement: Option<DecidingStatement>,
}

/// The statement of a policy that denied a call.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct DecidingStatement {
    /// The policy's name.
    pub policy: String,
    /// The statement's `Sid`, if it has one.
    pub sid: Option<String>,
    /// Where it stands in the policy, from 0.
    pub index: usize,
}

impl Denied {
    pub(super) fn by(decision: &Decision<'_>) -> Self {
        Self(Box::new(Inner {
            message: decision.message().unwrap_or_default(),
            explanation: decision.to_string(),
            statement: decision.statements().next().map(DecidingStatement::of),
        }))
    }

    /// Because a policy source is not available: then nothing is allowed.
    pub(super) fn for_want_of_policies(request: &policy_eval::Request<'_>) -> Self {
        let (principal, action) = (request.principal(), request.action());
        let resource = request.resource().arn();
        Self(Box::new(Inner {
            message: format!(
                "User: {principal} is not authorized to perform: {action} on resource: {resource} because the \
                 policies that apply are not available"
            ),
            explanation: format!(
                "{principal} may not {action} {resource}: the policy source is not available"
            ),
            statement: None,
        }))
    }

    /// AWS's text, for the caller.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What decided, for the people who keep the policies: it names policies that the caller may not see.
    pub fn explanation(&self) -> &str {
        &self.0.explanation
    }

    /// The statement that denied; none if no statement allowed.
    pub fn statement(&self) -> Option<&DecidingStatement> {
        self.0.statement.as_ref()
    }
}

impl DecidingStatement {
    fn of(statement: StatementRef<'_>) -> Self {
        Self {
            policy: statement.policy().to_owned(),
            sid: statement.sid().map(str::to_owned),
            index: statement.index(),
        }
    }
}

impl fmt::Debug for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Denied").field(&self.0.explanation).finish()
    }
}

impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.message())
    }
}

impl std::error::Error for Denied {}

impl From<Denied> for crate::Error {
    fn from(denied: Denied) -> Self {
        Self::AccessDenied(denied)
    }
}
