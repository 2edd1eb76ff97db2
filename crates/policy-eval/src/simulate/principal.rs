//! `SimulatePrincipalPolicy`.

use common_types::constraint::Constrained as _;

use super::{
    PolicyIdentifierType, SimulateError, SimulatePolicyResponse, SimulatePrincipalPolicyRequest,
    Simulator,
    attached::Attached,
    exclude::Exclusions,
    inputs::{Inputs, SimulatedCaller},
    source::Source,
};
use crate::directory::Directory;

impl Simulator {
    /// Simulates actions under the policies of a user, group or role, as IAM's `SimulatePrincipalPolicy` does: the organisation's
    /// service control policies and the permissions boundary among them. Resource control policies take no part.
    ///
    /// Condition keys that follow from the caller (`aws:username`, `aws:PrincipalTag/…`) need not be given.
    ///
    /// # Errors
    ///
    /// [`SimulateError::NoSuchEntity`] if it is not in the directory; [`SimulateError::Validation`] if a member breaks AWS's
    /// bounds; [`SimulateError::InvalidInput`] if a policy is malformed, or the parameters do not go together;
    /// [`SimulateError::PolicyEvaluation`] if a policy that is attached is not in the directory.
    pub fn principal_policy(
        &self,
        directory: &Directory,
        request: &SimulatePrincipalPolicyRequest,
    ) -> Result<SimulatePolicyResponse, SimulateError> {
        request.validate()?;
        let SimulatePrincipalPolicyRequest {
            policy_source_arn,
            policy_input_list,
            permissions_boundary_policy_input_list,
            policy_exclusion_list,
            scenario,
        } = request;
        let attached = Attached::find(directory, policy_source_arn)?;
        let exclusions = Exclusions::new(policy_exclusion_list)?;
        let mut sources = attached.sources(directory, &exclusions)?;
        sources.extend(Source::given(policy_input_list)?);

        let caller = SimulatedCaller::named(
            scenario
                .caller_arn
                .as_deref()
                .unwrap_or_else(|| attached.arn().as_str()),
        )?;
        // As the directory knows the caller: by its unique id, too.
        let known = caller
            .principal
            .principal_arn()
            .and_then(|arn| directory.principal(arn).ok());
        let caller = known.map_or(caller, SimulatedCaller::known);
        let keys = directory.keys_of(&caller.principal);
        let account = attached.arn().account_id();
        let mut inputs = Inputs::new(sources, caller, Some(keys), scenario)?;

        inputs.boundary = Inputs::boundary_of(permissions_boundary_policy_input_list)?;
        let excluded = |policy_type| exclusions.has_type(policy_type);
        if inputs.boundary.is_none()
            && !excluded(PolicyIdentifierType::PermissionBoundary)
            && let Some(boundary) = attached.boundary()
        {
            inputs.boundary = Some(directory.boundary_of(attached.arn(), boundary)?);
        }
        if let Some(account) = account.filter(|_| !excluded(PolicyIdentifierType::Scp)) {
            inputs.service_control = directory.service_control_of(account)?;
        }
        inputs.run(scenario, self)
    }
}

impl Directory {
    /// Simulates actions under the policies of a user, group or role, as IAM's `SimulatePrincipalPolicy` does: a [`Simulator`]
    /// that knows the built-in services.
    ///
    /// # Errors
    ///
    /// As those of [`Simulator::principal_policy`].
    pub fn simulate_principal_policy(
        &self,
        request: &SimulatePrincipalPolicyRequest,
    ) -> Result<SimulatePolicyResponse, SimulateError> {
        Simulator::new().principal_policy(self, request)
    }
}
