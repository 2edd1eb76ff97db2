//! What the kind of caller changes.

use common_types::{Arn, Principal};

use crate::{policies::Policies, request::Request};

/// Which policies a caller is under, and on which side of an account's border it stands.
#[derive(Clone, Copy)]
pub(super) struct Caller<'a> {
    principal: &'a Principal,
}

impl<'a> Caller<'a> {
    pub(super) fn of(request: &Request<'a>) -> Self {
        Self {
            principal: request.principal(),
        }
    }

    /// Services and the anonymous have no account, and so nobody on their side.
    pub(super) fn has_account(self) -> bool {
        self.principal.arn().is_some()
    }

    pub(super) fn is_root(self) -> bool {
        matches!(self.principal, Principal::Root { .. })
    }

    pub(super) fn is_federated(self) -> bool {
        matches!(self.principal, Principal::FederatedUser { .. })
    }

    /// The policies without those that do not bind this caller in this request, whatever was given.
    #[inline]
    pub(super) fn policies_that_apply(
        self,
        mut policies: Policies<'a>,
        request: &Request<'_>,
    ) -> Policies<'a> {
        let Policies {
            identity,
            resource: _,
            boundary,
            session,
            service_control,
            resource_control,
            vpc_endpoint: _,
            grant: _,
        } = &mut policies;
        // Identity policies and boundaries are those of users and roles.
        if self.is_root() || !self.has_account() {
            (*identity, *boundary) = (None, None);
        }
        if session.is_some() && !self.is_session() {
            *session = None;
        }
        if !service_control.is_empty() && (!self.has_account() || self.is_service_linked()) {
            *service_control = &[];
        }
        if !resource_control.is_empty()
            && (self.is_service_linked() || request.action().eq_ignore_ascii_case(RETIRE_GRANT))
        {
            *resource_control = &[];
        }
        policies
    }

    /// Whether it calls through a session, which may have policies of its own.
    fn is_session(self) -> bool {
        self.is_federated() || matches!(self.principal, Principal::AssumedRole { .. })
    }

    /// Organisations do not bind what a service-linked role does.
    ///
    /// Source: [SCPs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html), "tasks and
    /// entities not restricted".
    fn is_service_linked(self) -> bool {
        let linked = |role: &Arn| role.resource().starts_with("role/aws-service-role/");
        matches!(self.principal, Principal::AssumedRole { role, .. } if linked(role))
    }

    /// Whether the resource is another account's.
    pub(super) fn is_foreign_to(self, request: &Request<'_>) -> bool {
        let foreign = |arn: &Arn| request.resource().is_foreign_to(arn.account());
        self.principal.arn().is_some_and(foreign)
    }
}

/// Source: [RCPs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html), "resources and
/// entities not restricted".
const RETIRE_GRANT: &str = "kms:RetireGrant";
