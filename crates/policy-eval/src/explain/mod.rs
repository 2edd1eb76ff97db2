//! Why a decision came out as it did: of every statement, whether it matched, and if not, what kept it.

mod mismatch;

use std::fmt;

pub use mismatch::Mismatch;

use crate::{
    compile::{Program, StatementRef},
    decide::Decision,
    document::{Effect, PolicyKind},
    policies::Policies,
};

/// A decision with all statements that were in question. It prints as a text of one line a statement.
///
/// ```
/// use common_types::Caller;
/// use policy_eval::{CompiledPolicy, Policies, Policy, PolicyKind, PolicySet, Request, Resource, decide};
///
/// let json = r#"{"Version": "2012-10-17", "Statement": [{
///     "Sid": "ReadAtHome", "Effect": "Allow", "Action": "ssm:Get*", "Resource": "*",
///     "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
/// }]}"#;
/// let policy = Policy::parse(json, PolicyKind::Identity)?;
/// let identity = PolicySet::from(CompiledPolicy::compile("reader", &policy));
/// let caller = Caller::user("arn:aws:iam::111122223333:user/alice")?;
/// let request = Request::new(caller.principal(), "ssm:PutParameter", Resource::any(), &());
///
/// let decision = decide(&Policies::new().identity(&identity), &request);
/// assert_eq!(
///     decision.explain().to_string(),
///     "arn:aws:iam::111122223333:user/alice may not ssm:PutParameter *: no identity-based policy allows it\n\
///      identity-based policy: statement `ReadAtHome` of policy `reader` would allow, but\n  \
///        action `ssm:PutParameter` is none of `ssm:Get*`\n  \
///        condition `IpAddress` wants `aws:SourceIp` to be `192.0.2.0/24`, and it is absent\n"
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    decision: Decision<'a>,
    statements: Vec<StatementExplanation<'a>>,
}

/// What became of one statement.
#[derive(Clone, Debug)]
pub struct StatementExplanation<'a> {
    kind: PolicyKind,
    statement: StatementRef<'a>,
    effect: Effect,
    mismatches: Vec<Mismatch>,
}

impl<'a> Explanation<'a> {
    pub(crate) fn of(decision: &Decision<'a>, policies: &Policies<'a>) -> Self {
        let request = decision.request();
        let explain = |(kind, program): (PolicyKind, &'a Program)| {
            program.statements().filter_map(move |statement| {
                let source = statement.statement()?;
                let mismatches = mismatch::find(source, request, policies.boundary.is_some());
                Some(StatementExplanation {
                    kind,
                    statement,
                    effect: source.effect(),
                    mismatches,
                })
            })
        };
        let statements = in_question(policies)
            .into_iter()
            .flat_map(explain)
            .collect();
        Self {
            decision: *decision,
            statements,
        }
    }

    /// What was decided.
    pub fn decision(&self) -> &Decision<'a> {
        &self.decision
    }

    /// Every statement of every policy that was in question, by AWS's order of policy types.
    pub fn statements(&self) -> &[StatementExplanation<'a>] {
        &self.statements
    }
}

impl<'a> StatementExplanation<'a> {
    /// The kind of policy that it stands in.
    pub fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// Which statement it is.
    pub fn statement(&self) -> StatementRef<'a> {
        self.statement
    }

    /// Whether it allows or denies what it matches.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Whether it matched the request.
    pub fn matched(&self) -> bool {
        self.mismatches.is_empty()
    }

    /// All that kept it from matching.
    pub fn mismatches(&self) -> &[Mismatch] {
        &self.mismatches
    }
}

/// The compiled policies in AWS's order of their types.
pub(crate) fn in_question<'a>(policies: &Policies<'a>) -> Vec<(PolicyKind, &'a Program)> {
    let Policies {
        identity,
        resource,
        boundary,
        session,
        service_control,
        resource_control,
        vpc_endpoint,
        grant: _,
    } = policies;
    let of_kind = |kind| move |set: &'a crate::PolicySet| (kind, set.program());
    resource_control
        .iter()
        .map(of_kind(PolicyKind::ResourceControl))
        .chain(
            service_control
                .iter()
                .map(of_kind(PolicyKind::ServiceControl)),
        )
        .chain(vpc_endpoint.map(|policy| (PolicyKind::VpcEndpoint, policy.program())))
        .chain(resource.map(|(policy, _)| (policy.kind(), policy.program())))
        .chain(identity.map(of_kind(PolicyKind::Identity)))
        .chain(boundary.map(of_kind(PolicyKind::Boundary)))
        .chain(session.map(of_kind(PolicyKind::Session)))
        .collect()
}

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.decision)?;
        for statement in &self.statements {
            writeln!(f, "{statement}")?;
        }
        Ok(())
    }
}

impl fmt::Display for StatementExplanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, statement) = (self.kind.aws_name(), self.statement);
        let (does, would) = match self.effect {
            Effect::Allow => ("allows", "allow"),
            Effect::Deny => ("denies", "deny"),
        };
        if self.matched() {
            return write!(f, "{kind}: {statement} {does}");
        }
        write!(f, "{kind}: {statement} would {would}, but")?;
        self.mismatches
            .iter()
            .try_for_each(|mismatch| write!(f, "\n  {mismatch}"))
    }
}
