//! `SimulateCustomPolicy`.

use common_types::constraint::Constrained as _;

use super::{
    OrderedOrganizationPolicy, SimulateCustomPolicyRequest, SimulateError, SimulatePolicyResponse,
    Simulator,
    inputs::{Inputs, SimulatedCaller},
    source::{self, Source},
};
use crate::{
    compile::{CompiledPolicy, PolicySet},
    document::PolicyKind,
};

impl Simulator {
    /// Simulates actions under policies that are given, as IAM's `SimulateCustomPolicy` does.
    ///
    /// # Errors
    ///
    /// [`SimulateError::Validation`] if a member breaks AWS's bounds; [`SimulateError::InvalidInput`] if a policy is malformed, or
    /// the parameters do not go together.
    pub fn custom_policy(
        &self,
        request: &SimulateCustomPolicyRequest,
    ) -> Result<SimulatePolicyResponse, SimulateError> {
        request.validate()?;
        let SimulateCustomPolicyRequest {
            policy_input_list,
            permissions_boundary_policy_input_list,
            ordered_organization_policy_input_list,
            scenario,
        } = request;
        let caller = match &scenario.caller_arn {
            Some(arn) => SimulatedCaller::named(arn)?,
            None => SimulatedCaller::somebody()?,
        };
        let mut inputs = Inputs::new(Source::given(policy_input_list)?, caller, None, scenario)?;
        inputs.boundary = Inputs::boundary_of(permissions_boundary_policy_input_list)?;
        let levels = ordered_organization_policy_input_list.iter().enumerate();
        inputs.service_control = levels.map(level).collect::<Result<_, _>>()?;
        inputs.run(scenario, self)
    }
}

fn level((at, level): (usize, &OrderedOrganizationPolicy)) -> Result<PolicySet, SimulateError> {
    let compile = |(place, text): (usize, &String)| {
        let id = format!(
            "OrderedOrganizationPolicyInputList.{}.{}",
            at + 1,
            place + 1
        );
        let policy = source::parse(&id, text, PolicyKind::ServiceControl)?;
        Ok(CompiledPolicy::compile(id, &policy))
    };
    level
        .service_control_policy_input_list
        .iter()
        .enumerate()
        .map(compile)
        .collect()
}
