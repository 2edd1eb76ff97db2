//! One action on one resource; and the results of all, page by page.

use std::collections::BTreeMap;

use super::{
    EvalDecision, EvaluationResult, MatchedStatement, OrganizationsDecisionDetail,
    PermissionsBoundaryDecisionDetail, ResourceSpecificResult, Scenario, SimulateError,
    SimulatePolicyResponse, Simulator, context_keys::context_keys, inputs::Inputs, source::Source,
};
use crate::{
    compile::Program,
    decide::{Outcome, decide},
    document::{Effect, PolicyKind},
    explain::Explanation,
    keys::ConditionKeys,
    request::Request,
};

/// Items a page, if nothing is said.
const MAX_ITEMS: usize = 100;

/// What one action on one resource comes to.
struct Judged {
    decision: EvalDecision,
    matched: Vec<MatchedStatement>,
    missing: Vec<String>,
    /// By type of policy, where the resource is another account's.
    details: Option<BTreeMap<String, EvalDecision>>,
    by_boundary: Option<bool>,
    by_organization: Option<bool>,
}

impl Inputs {
    /// All actions on all resources, from the marker on.
    pub(super) fn run(
        &self,
        scenario: &Scenario,
        simulator: &Simulator,
    ) -> Result<SimulatePolicyResponse, SimulateError> {
        let start = match scenario.marker.as_deref() {
            None => 0,
            Some(marker) => marker
                .parse()
                .ok()
                .filter(|at| (1..scenario.action_names.len()).contains(at))
                .ok_or_else(|| SimulateError::invalid("the Marker is none that was given out"))?,
        };
        let most = scenario
            .max_items
            .and_then(|most| usize::try_from(most).ok());
        let (page, missing) = (most.unwrap_or(MAX_ITEMS), self.missing());
        let actions = scenario.action_names.iter().skip(start).take(page);
        let results: Vec<_> = actions
            .map(|action| self.result(simulator, action, &scenario.resource_arns, &missing))
            .collect();
        let next = start + results.len();
        let is_truncated = next < scenario.action_names.len();
        Ok(SimulatePolicyResponse {
            evaluation_results: results,
            is_truncated,
            marker: is_truncated.then(|| next.to_string()),
        })
    }

    fn result(
        &self,
        simulator: &Simulator,
        action: &str,
        resources: &[String],
        missing: &[String],
    ) -> EvaluationResult {
        let any = ["*".to_owned()];
        let (resources, named) = match resources {
            [] => (&any[..], false),
            [one] if one == "*" => (&any[..], false),
            several => (several, true),
        };
        let of_form = if named { resources } else { &[] };
        let mut result = EvaluationResult {
            eval_action_name: action.to_owned(),
            eval_resource_name: simulator.resource_form(action, of_form).to_owned(),
            eval_decision: EvalDecision::Allowed,
            matched_statements: Vec::new(),
            missing_context_values: Vec::new(),
            organizations_decision_detail: None,
            permissions_boundary_decision_detail: None,
            eval_decision_details: None,
            resource_specific_results: Vec::new(),
        };
        let judged: Vec<_> = resources
            .iter()
            .map(|arn| (arn, self.judge(action, arn, named, missing)))
            .collect();
        for (_, judged) in &judged {
            result.eval_decision = result.eval_decision.most_restrictive(judged.decision);
        }
        for (arn, judged) in judged {
            result.add(&judged);
            if named {
                result
                    .resource_specific_results
                    .push(judged.of_resource(arn));
            }
        }
        result
    }

    fn judge(&self, action: &str, arn: &str, named: bool, missing: &[String]) -> Judged {
        let (policies, resource) = (self.policies(action, arn), self.resource_at(arn));
        let principal = &self.caller.principal;
        let request = Request::new(principal, action, resource, &self.keys);
        let decision = decide(&policies, &request);
        let by_organization = (!self.service_control.is_empty()).then(|| {
            let level = |set: &crate::PolicySet| is_allowed(set.program(), &request);
            self.service_control.iter().all(level)
        });
        let foreign = principal
            .arn()
            .is_some_and(|arn| resource.is_foreign_to(arn.account()));
        let details = (named && by_organization != Some(false)).then(|| match foreign {
            true => self.by_type(&request),
            false => BTreeMap::new(),
        });
        let by_boundary = self
            .boundary
            .as_ref()
            .map(|set| is_allowed(set.program(), &request));
        Judged {
            decision: decision.outcome().into(),
            matched: self.matched(&decision.explain(), decision.outcome()),
            missing: missing.to_vec(),
            details,
            by_boundary,
            by_organization,
        }
    }

    /// All statements that allow, or all that deny, of identity-based and resource-based policies.
    fn matched(&self, explanation: &Explanation<'_>, outcome: Outcome) -> Vec<MatchedStatement> {
        let decisive = match outcome {
            Outcome::Allowed => Effect::Allow,
            Outcome::ExplicitlyDenied => Effect::Deny,
            Outcome::ImplicitlyDenied => return Vec::new(),
        };
        explanation
            .statements()
            .iter()
            .filter(|statement| statement.matched() && statement.effect() == decisive)
            .filter(|statement| {
                matches!(
                    statement.kind(),
                    PolicyKind::Identity | PolicyKind::Resource
                )
            })
            .filter_map(|statement| {
                self.sources()
                    .find_map(|source| source.matched(statement.statement()))
            })
            .collect()
    }

    /// The keys that identity-based and resource-based policies ask for and nobody gave.
    fn missing(&self) -> Vec<String> {
        let statements = self.sources().flat_map(|source| source.policy.statements());
        let boundary = self
            .boundary
            .iter()
            .flat_map(|set| set.program().statements());
        let statements = statements
            .map(|statement| &**statement)
            .chain(boundary.filter_map(|statement| statement.statement()));
        context_keys(statements)
            .into_iter()
            .filter(|key| self.keys.lookup(key).is_none())
            .map(ToString::to_string)
            .collect()
    }

    fn by_type(&self, request: &Request<'_>) -> BTreeMap<String, EvalDecision> {
        let policies = self.policies(request.action(), request.resource().arn());
        let identity = policies.identity.map(|set| ("IAM Policy", set.program()));
        let resource = policies
            .resource
            .map(|(policy, _)| ("Resource Policy", policy.program()));
        let boundary = policies
            .boundary
            .map(|set| ("Permissions Boundary Policy", set.program()));
        // Without a policy of its own, another account's resource is closed.
        let none = Program::default();
        let resource = resource.unwrap_or(("Resource Policy", &none));
        identity
            .into_iter()
            .chain([resource])
            .chain(boundary)
            .map(|(name, program)| (name.to_owned(), decision_of(program, request)))
            .collect()
    }

    fn sources(&self) -> impl Iterator<Item = &Source> {
        self.identity.iter().chain(&self.resource)
    }
}

fn decision_of(program: &Program, request: &Request<'_>) -> EvalDecision {
    let findings = program.find(request, false);
    match (findings.deny, findings.allow) {
        (Some(_), _) => EvalDecision::ExplicitDeny,
        (None, Some(_)) => EvalDecision::Allowed,
        (None, None) => EvalDecision::ImplicitDeny,
    }
}

fn is_allowed(program: &Program, request: &Request<'_>) -> bool {
    decision_of(program, request) == EvalDecision::Allowed
}

impl Judged {
    fn of_resource(self, arn: &str) -> ResourceSpecificResult {
        ResourceSpecificResult {
            eval_resource_name: arn.to_owned(),
            eval_resource_decision: self.decision,
            matched_statements: self.matched,
            missing_context_values: self.missing,
            // "Returned only for cross-account simulations."
            eval_decision_details: self.details.filter(|details| !details.is_empty()),
            permissions_boundary_decision_detail: self.by_boundary.map(bounded),
        }
    }
}

impl EvaluationResult {
    /// Adds what one resource came to, where it has a part in the whole.
    fn add(&mut self, judged: &Judged) {
        if judged.decision == self.eval_decision {
            for matched in &judged.matched {
                if !self.matched_statements.contains(matched) {
                    self.matched_statements.push(matched.clone());
                }
            }
        }
        for key in &judged.missing {
            if !self.missing_context_values.contains(key) {
                self.missing_context_values.push(key.clone());
            }
        }
        if let Some(allowed) = judged.by_organization {
            let detail =
                self.organizations_decision_detail
                    .get_or_insert(OrganizationsDecisionDetail {
                        allowed_by_organizations: true,
                    });
            detail.allowed_by_organizations &= allowed;
        }
        if let Some(allowed) = judged.by_boundary {
            let detail = self
                .permissions_boundary_decision_detail
                .get_or_insert_with(|| bounded(true));
            detail.allowed_by_permissions_boundary &= allowed;
        }
        if let Some(details) = &judged.details {
            let whole = self.eval_decision_details.get_or_insert_default();
            for (policy_type, decision) in details {
                let most = whole.entry(policy_type.clone()).or_insert(*decision);
                *most = most.most_restrictive(*decision);
            }
        }
    }
}

fn bounded(allowed_by_permissions_boundary: bool) -> PermissionsBoundaryDecisionDetail {
    PermissionsBoundaryDecisionDetail {
        allowed_by_permissions_boundary,
    }
}
