//! What IAM requires of the members of its simulation requests.

use common_types::constraint::{Check, Constrained, Number, Pattern, Size, Text};

use super::{
    ContextEntry, GetContextKeysForCustomPolicyRequest, GetContextKeysForPrincipalPolicyRequest,
    OrderedOrganizationPolicy, Scenario, SimulateCustomPolicyRequest,
    SimulatePrincipalPolicyRequest,
};

const POLICY: Text = Text::new().length(1, 131_072).pattern(Pattern::new(
    r"[\u0009\u000A\u000D\u0020-\u00FF]+",
    |text| {
        text.chars()
            .all(|c| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{FF}'))
    },
));
const RESOURCE: Text = Text::new().length(1, 2048);
const MARKER: Text = Text::new()
    .length(1, 320)
    .pattern(Pattern::new(r"[\u0020-\u00FF]+", |text| {
        text.chars().all(|c| ('\u{20}'..='\u{FF}').contains(&c))
    }));

impl Constrained for SimulateCustomPolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            policy_input_list,
            permissions_boundary_policy_input_list,
            ordered_organization_policy_input_list,
            scenario,
        } = self;
        check.texts(
            "policyInputList",
            policy_input_list,
            &Size::at_least(1),
            &POLICY,
        );
        boundary(check, permissions_boundary_policy_input_list);
        check.list(
            "orderedOrganizationPolicyInputList",
            ordered_organization_policy_input_list,
            &Size::between(0, 7),
        );
        scenario.constraints(check);
    }
}

impl Constrained for SimulatePrincipalPolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            policy_source_arn,
            policy_input_list,
            permissions_boundary_policy_input_list,
            policy_exclusion_list,
            scenario,
        } = self;
        check.text(
            "policySourceArn",
            policy_source_arn,
            &Text::new().length(20, 2048),
        );
        check.texts(
            "policyInputList",
            policy_input_list,
            &Size::at_least(0),
            &POLICY,
        );
        boundary(check, permissions_boundary_policy_input_list);
        check.size(
            "policyExclusionList",
            policy_exclusion_list.len(),
            &Size::between(0, 256),
        );
        scenario.constraints(check);
    }
}

fn boundary(check: &mut Check<'_>, policies: &[String]) {
    // "You can input only one permissions boundary."
    let one = Size::between(0, 1);
    check.texts(
        "permissionsBoundaryPolicyInputList",
        policies,
        &one,
        &POLICY,
    );
}

impl Constrained for Scenario {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            action_names,
            resource_arns,
            resource_policy,
            resource_owner,
            caller_arn,
            context_entries,
            resource_handling_option,
            max_items,
            marker,
        } = self;
        let action = Text::new().length(3, 128);
        check.texts("actionNames", action_names, &Size::at_least(1), &action);
        check.texts("resourceArns", resource_arns, &Size::at_least(0), &RESOURCE);
        check.text("resourcePolicy", resource_policy, &POLICY);
        check.text("resourceOwner", resource_owner, &RESOURCE);
        check.text("callerArn", caller_arn, &RESOURCE);
        check.list("contextEntries", context_entries, &Size::at_least(0));
        let option = Text::new().length(1, 64);
        check.text("resourceHandlingOption", resource_handling_option, &option);
        check.number("maxItems", *max_items, &Number::between(1, 1000));
        check.text("marker", marker, &MARKER);
    }
}

impl Constrained for OrderedOrganizationPolicy {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            service_control_policy_input_list: policies,
        } = self;
        check.texts(
            "serviceControlPolicyInputList",
            policies,
            &Size::at_least(0),
            &POLICY,
        );
    }
}

impl Constrained for ContextEntry {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            context_key_name,
            context_key_values: _,
            context_key_type: _,
        } = self;
        check.text(
            "contextKeyName",
            context_key_name,
            &Text::new().length(5, 256),
        );
    }
}

impl Constrained for GetContextKeysForCustomPolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { policy_input_list } = self;
        check.texts(
            "policyInputList",
            policy_input_list,
            &Size::at_least(1),
            &POLICY,
        );
    }
}

impl Constrained for GetContextKeysForPrincipalPolicyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            policy_source_arn,
            policy_input_list,
        } = self;
        check.text(
            "policySourceArn",
            policy_source_arn,
            &Text::new().length(20, 2048),
        );
        check.texts(
            "policyInputList",
            policy_input_list,
            &Size::at_least(0),
            &POLICY,
        );
    }
}
