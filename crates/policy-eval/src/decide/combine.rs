//! How policies combine: denials first, then what each type must allow.
//!
//! Source: [evaluation within an account](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html),
//! [across accounts](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html).

use common_types::Principal;

use super::decision::{Decision, Grounds};
use crate::{
    compile::{Findings, Program},
    document::{PolicyKind, Reach},
    policies::{Policies, ResourcePolicyMode},
    request::Request,
};

/// Decides a request. Nothing is allocated: the decision says which statement decided, and
/// [explains](Decision::explain) itself when it is asked to.
pub fn decide<'a>(policies: &Policies<'a>, request: &Request<'a>) -> Decision<'a> {
    let grounds = Evidence::gather(policies, request).weigh(request);
    Decision::new(*policies, *request, grounds)
}

/// What the policies of each type say of a request.
struct Evidence<'a> {
    identity: Findings<'a>,
    resource: Option<(Findings<'a>, ResourcePolicyMode, PolicyKind)>,
    boundary: Option<Findings<'a>>,
    session: Option<Findings<'a>>,
    service_control: Control<'a>,
    resource_control: Control<'a>,
    vpc_endpoint: Option<Findings<'a>>,
    grant: Option<&'a str>,
}

/// What the levels of an organisation say: one denial denies, and each level must allow.
struct Control<'a> {
    findings: Findings<'a>,
    allowed: bool,
}

impl<'a> Evidence<'a> {
    fn gather(policies: &Policies<'a>, request: &Request<'a>) -> Self {
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
        let caller = Caller::of(request.principal());
        // Boundaries and identity policies are those of users and roles; others have none, whatever is given.
        let (identity, boundary) = if caller.has_identity_policies() {
            (identity, boundary)
        } else {
            (None, None)
        };
        let find = |program: &'a Program| program.find(request, boundary.is_some());
        let control = |levels: &'a [crate::PolicySet], applies: bool| {
            let levels = if applies { levels } else { &[] };
            let mut control = Control {
                findings: Findings::default(),
                allowed: true,
            };
            for level in levels {
                let found = find(level.program());
                control.findings.deny = control.findings.deny.or(found.deny);
                control.allowed &= found.allow.is_some();
            }
            control
        };
        Self {
            identity: identity.map(|set| find(set.program())).unwrap_or_default(),
            resource: resource.map(|(policy, mode)| (find(policy.program()), mode, policy.kind())),
            boundary: boundary.map(|set| find(set.program())),
            session: session
                .filter(|_| caller.is_session())
                .map(|set| find(set.program())),
            service_control: control(service_control, caller.is_under_service_control()),
            resource_control: control(
                resource_control,
                !caller.is_service_linked && !request.action().eq_ignore_ascii_case(RETIRE_GRANT),
            ),
            vpc_endpoint: vpc_endpoint.map(|policy| find(policy.program())),
            grant,
        }
    }

    fn weigh(&self, request: &Request<'_>) -> Grounds<'a> {
        if let Some(denied) = self.denial() {
            return denied;
        }
        if !self.resource_control.allowed {
            return Grounds::NotAllowedBy(PolicyKind::ResourceControl);
        }
        if !self.service_control.allowed {
            return Grounds::NotAllowedBy(PolicyKind::ServiceControl);
        }
        if self.vpc_endpoint.is_some_and(|found| found.allow.is_none()) {
            return Grounds::NotAllowedBy(PolicyKind::VpcEndpoint);
        }
        self.permission(request)
    }

    /// The first denial, in AWS's order of policy types.
    fn denial(&self) -> Option<Grounds<'a>> {
        let resource_kind = self
            .resource
            .map_or(PolicyKind::Resource, |(_, _, kind)| kind);
        [
            (
                self.resource_control.findings.deny,
                PolicyKind::ResourceControl,
            ),
            (
                self.service_control.findings.deny,
                PolicyKind::ServiceControl,
            ),
            (
                self.vpc_endpoint.and_then(|found| found.deny),
                PolicyKind::VpcEndpoint,
            ),
            (
                self.resource.and_then(|(found, _, _)| found.deny),
                resource_kind,
            ),
            (self.identity.deny, PolicyKind::Identity),
            (
                self.boundary.and_then(|found| found.deny),
                PolicyKind::Boundary,
            ),
            (
                self.session.and_then(|found| found.deny),
                PolicyKind::Session,
            ),
        ]
        .into_iter()
        .find_map(|(deny, kind)| deny.map(|statement| Grounds::DeniedBy(kind, statement)))
    }

    /// Whether the resource's side and the caller's side permit, as far as each has to.
    fn permission(&self, request: &Request<'_>) -> Grounds<'a> {
        if let Some(name) = self.grant {
            return Grounds::Granted(name);
        }
        let caller = Caller::of(request.principal());
        let resource = self.resource.and_then(|(found, _, _)| found.allow);
        let mandatory = self
            .resource
            .is_some_and(|(_, mode, _)| mode == ResourcePolicyMode::Mandatory);
        let resource_kind = self
            .resource
            .map_or(PolicyKind::Resource, |(_, _, kind)| kind);
        let foreign = match (request.principal().account(), request.resource().owner()) {
            (Some(caller), Some(owner)) => caller != owner,
            // A caller without an account has nobody on its side, and a resource without one is the caller's.
            (None, _) | (Some(_), None) => false,
        };
        let by_resource = resource.map(|allowed| allowed.statement);

        match resource.map(|allowed| allowed.reach) {
            Some(Reach::Caller) if !foreign => Grounds::AllowedBy([by_resource, None]),
            Some(Reach::Role) if !foreign => match self.limit(caller) {
                None => Grounds::AllowedBy([by_resource, None]),
                Some(limit) => Grounds::NotAllowedBy(limit),
            },
            None if mandatory || foreign || !caller.has_account => {
                Grounds::NotAllowedBy(resource_kind)
            }
            Some(_) | None => {
                let by_identity = self.identity.allow.map(|allowed| allowed.statement);
                if by_identity.is_none() && !caller.is_root {
                    return Grounds::NotAllowedBy(PolicyKind::Identity);
                }
                match self.limit(caller) {
                    Some(limit) => Grounds::NotAllowedBy(limit),
                    None if by_identity.is_none() && by_resource.is_none() => Grounds::Root,
                    None => Grounds::AllowedBy([by_identity, by_resource]),
                }
            }
        }
    }

    /// The type of policy that limits what the caller's side permits, if one does.
    fn limit(&self, caller: Caller) -> Option<PolicyKind> {
        let silent =
            |found: &Option<Findings<'_>>| found.is_some_and(|found| found.allow.is_none());
        if silent(&self.boundary) {
            return Some(PolicyKind::Boundary);
        }
        // A federated user has what its session policy allows, and without one nothing.
        if silent(&self.session) || (caller.is_federated && self.session.is_none()) {
            return Some(PolicyKind::Session);
        }
        None
    }
}

/// What the kind of caller changes.
#[derive(Clone, Copy)]
struct Caller {
    has_account: bool,
    is_root: bool,
    is_federated: bool,
    is_role: bool,
    is_service_linked: bool,
}

impl Caller {
    fn of(principal: &Principal) -> Self {
        let is_role = matches!(principal, Principal::AssumedRole { .. });
        let linked = |arn: &common_types::Arn| arn.resource().starts_with("role/aws-service-role/");
        Self {
            has_account: principal.account().is_some(),
            is_root: matches!(principal, Principal::Root { .. }),
            is_federated: matches!(principal, Principal::FederatedUser { .. }),
            is_role,
            is_service_linked: is_role && principal.principal_arn().is_some_and(linked),
        }
    }

    fn has_identity_policies(self) -> bool {
        self.has_account && !self.is_root
    }

    fn is_session(self) -> bool {
        self.is_role || self.is_federated
    }

    fn is_under_service_control(self) -> bool {
        self.has_account && !self.is_service_linked
    }
}

/// Source: [RCPs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html), "resources and
/// entities not restricted".
const RETIRE_GRANT: &str = "kms:RetireGrant";
