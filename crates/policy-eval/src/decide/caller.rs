//! What the kind of caller changes.

use common_types::{Arn, Principal};

use crate::request::Request;

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

    /// Whether it calls through a session that may have policies of its own.
    pub(super) fn is_session(self) -> bool {
        self.is_federated() || matches!(self.principal, Principal::AssumedRole { .. })
    }

    /// Identity policies and boundaries are those of users and roles.
    pub(super) fn has_identity_policies(self) -> bool {
        self.has_account() && !self.is_root()
    }

    /// Organisations bind neither side of what a service-linked role does.
    ///
    /// Source: [SCPs](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html), "tasks and
    /// entities not restricted".
    pub(super) fn is_service_linked(self) -> bool {
        let linked = |role: &Arn| role.resource().starts_with("role/aws-service-role/");
        matches!(self.principal, Principal::AssumedRole { role, .. } if linked(role))
    }

    /// Whether the resource is another account's.
    pub(super) fn is_foreign_to(self, request: &Request<'_>) -> bool {
        let foreign = |arn: &Arn| request.resource().is_foreign_to(arn.account());
        self.principal.arn().is_some_and(foreign)
    }
}
