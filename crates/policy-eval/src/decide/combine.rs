//! How policies combine: denials first, then what each type must allow.
//!
//! Source: [evaluation within an account](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html),
//! [across accounts](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html).

use super::{
    caller::Caller,
    decision::{Decision, Grounds},
};
use crate::{
    compile::{Findings, PolicySet, Program, StatementRef},
    document::{PolicyKind, Reach},
    policies::{Policies, ResourcePolicyMode},
    request::Request,
};

/// Decides a request. Nothing is allocated: the decision says which statement decided, and
/// [explains](Decision::explain) itself when it is asked to.
pub fn decide<'a>(policies: &Policies<'a>, request: &Request<'a>) -> Decision<'a> {
    let caller = Caller::of(request);
    let policies = caller.policies_that_apply(*policies, request);
    let evidence = Evidence::gather(&policies, request, caller);
    let grounds = evidence
        .denial()
        .or_else(|| evidence.uncontrolled())
        .unwrap_or_else(|| evidence.permission(request).or_granted(evidence.grant));
    Decision::new(policies, *request, grounds)
}

/// What the policies of each type say of a request.
struct Evidence<'a> {
    caller: Caller<'a>,
    identity: Option<Found<'a>>,
    resource: Option<(Found<'a>, ResourcePolicyMode, PolicyKind)>,
    boundary: Option<Found<'a>>,
    session: Option<Found<'a>>,
    service_control: Control<'a>,
    resource_control: Control<'a>,
    vpc_endpoint: Option<Found<'a>>,
    grant: Option<&'a str>,
}

/// What one set of policies says.
#[derive(Clone, Copy)]
struct Found<'a> {
    program: &'a Program,
    findings: Findings,
}

/// What the levels of an organisation say: one denial denies, and each level must allow.
#[derive(Clone, Copy)]
struct Control<'a> {
    deny: Option<StatementRef<'a>>,
    allowed: bool,
}

impl<'a> Found<'a> {
    fn deny(self) -> Option<StatementRef<'a>> {
        self.findings.deny.map(|at| self.program.statement(at))
    }

    fn allow(self) -> Option<StatementRef<'a>> {
        self.findings
            .allow
            .map(|(at, _)| self.program.statement(at))
    }

    fn is_silent(self) -> bool {
        self.findings.allow.is_none()
    }
}

impl<'a> Evidence<'a> {
    fn gather(policies: &Policies<'a>, request: &Request<'a>, caller: Caller<'a>) -> Self {
        let Policies {
            identity,
            resource,
            boundary,
            session,
            service_control,
            resource_control,
            vpc_endpoint,
            grant,
        } = *policies;
        let bounded = boundary.is_some();
        let find = |program: &'a Program| Found {
            program,
            findings: program.find(request, bounded),
        };
        let all = |set: &'a PolicySet| find(set.program());
        let control = |levels: &'a [PolicySet]| {
            let mut control = Control {
                deny: None,
                allowed: true,
            };
            for found in levels.iter().map(all) {
                control.deny = control.deny.or_else(|| found.deny());
                control.allowed &= !found.is_silent();
            }
            control
        };
        Self {
            caller,
            identity: identity.map(all),
            resource: resource.map(|(policy, mode)| (find(policy.program()), mode, policy.kind())),
            boundary: boundary.map(all),
            session: session.map(all),
            service_control: control(service_control),
            resource_control: control(resource_control),
            vpc_endpoint: vpc_endpoint.map(|policy| find(policy.program())),
            grant,
        }
    }

    /// The first denial, in AWS's order of policy types.
    fn denial(&self) -> Option<Grounds<'a>> {
        let by = |kind| move |statement| Grounds::DeniedBy(kind, statement);
        let deny = |found: Option<Found<'a>>, kind| found.and_then(Found::deny).map(by(kind));
        self.resource_control
            .deny
            .map(by(PolicyKind::ResourceControl))
            .or_else(|| {
                self.service_control
                    .deny
                    .map(by(PolicyKind::ServiceControl))
            })
            .or_else(|| deny(self.vpc_endpoint, PolicyKind::VpcEndpoint))
            .or_else(|| deny(self.resource.map(|(found, ..)| found), self.resource_kind()))
            .or_else(|| deny(self.identity, PolicyKind::Identity))
            .or_else(|| deny(self.boundary, PolicyKind::Boundary))
            .or_else(|| deny(self.session, PolicyKind::Session))
    }

    /// The type of policy, among those that every request must pass, that does not let it.
    fn uncontrolled(&self) -> Option<Grounds<'a>> {
        let kind = if !self.resource_control.allowed {
            PolicyKind::ResourceControl
        } else if !self.service_control.allowed {
            PolicyKind::ServiceControl
        } else if self.vpc_endpoint.is_some_and(Found::is_silent) {
            PolicyKind::VpcEndpoint
        } else {
            return None;
        };
        Some(Grounds::NotAllowedBy(kind))
    }

    /// Whether the resource's side and the caller's side permit, as far as each has to.
    fn permission(&self, request: &Request<'_>) -> Grounds<'a> {
        let by_resource = self.resource.and_then(|(found, ..)| found.allow());
        let reach = self.resource.and_then(|(found, ..)| found.findings.allow);
        let mandatory = matches!(self.resource, Some((_, ResourcePolicyMode::Mandatory, _)));
        let foreign = self.caller.is_foreign_to(request);
        match reach.map(|(_, reach)| reach) {
            Some(Reach::Caller) if !foreign => Grounds::AllowedBy([by_resource, None]),
            Some(Reach::Role) if !foreign => match self.limit() {
                None => Grounds::AllowedBy([by_resource, None]),
                Some(limit) => Grounds::NotAllowedBy(limit),
            },
            None if mandatory || foreign || !self.caller.has_account() => {
                Grounds::NotAllowedBy(self.resource_kind())
            }
            Some(_) | None => self.own_side(by_resource),
        }
    }

    /// Whether the caller's side permits, where the resource's side has or need not.
    fn own_side(&self, by_resource: Option<StatementRef<'a>>) -> Grounds<'a> {
        let by_identity = self.identity.and_then(Found::allow);
        if by_identity.is_none() && !self.caller.is_root() {
            return Grounds::NotAllowedBy(PolicyKind::Identity);
        }
        match (self.limit(), by_identity, by_resource) {
            (Some(limit), ..) => Grounds::NotAllowedBy(limit),
            (None, None, None) => Grounds::Root,
            (None, by_identity, by_resource) => Grounds::AllowedBy([by_identity, by_resource]),
        }
    }

    /// The type of policy that limits what the caller's side permits, if one does.
    fn limit(&self) -> Option<PolicyKind> {
        if self.boundary.is_some_and(Found::is_silent) {
            return Some(PolicyKind::Boundary);
        }
        // A federated user has what its session policy allows, and without one nothing.
        let unlimited = !self.caller.is_federated();
        let session = self.session.map_or(!unlimited, Found::is_silent);
        session.then_some(PolicyKind::Session)
    }

    fn resource_kind(&self) -> PolicyKind {
        self.resource
            .map_or(PolicyKind::Resource, |(_, _, kind)| kind)
    }
}
