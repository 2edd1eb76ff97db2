//! Simulation: many decisions at once, as IAM's `SimulateCustomPolicy` answers them.
//!
//! Source: [SimulateCustomPolicy](https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html).

use std::collections::BTreeMap;

use common_types::Principal;
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{
    compile::StatementRef,
    decide::{Decision, Outcome, decide},
    document::{Effect, Policy, PolicyKind, Statement},
    explain::in_question,
    keys::{ConditionKey, ConditionKeys},
    policies::Policies,
    request::{Request, Resource},
};

/// What one action on one resource came to. As JSON it is IAM's `EvaluationResult`.
#[derive(Clone, Debug)]
pub struct Evaluation<'a> {
    decision: Decision<'a>,
    matched: Vec<(PolicyKind, StatementRef<'a>)>,
    missing_context_keys: Vec<String>,
}

/// Decides each of the actions on each of the resources.
///
/// ```
/// use common_types::Caller;
/// use policy_eval::{CompiledPolicy, Context, Policies, Policy, PolicyKind, PolicySet, Resource, simulate};
///
/// let json = r#"{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*",
///     "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}}"#;
/// let policy = Policy::parse(json, PolicyKind::Identity)?;
/// let identity = PolicySet::from(CompiledPolicy::compile("PolicyInputList.1", &policy));
/// let caller = Caller::user("arn:aws:iam::111122223333:user/alice")?;
/// let keys = Context::new();
///
/// let policies = Policies::new().identity(&identity);
/// let actions = ["s3:GetObject"];
/// let results = simulate(&policies, caller.principal(), &actions, &[Resource::any()], &keys);
/// assert_eq!(
///     serde_json::to_string(&results)?,
///     r#"[{"EvalActionName":"s3:GetObject","EvalResourceName":"*","EvalDecision":"implicitDeny","MatchedStatements":[],"MissingContextValues":["aws:SourceIp"]}]"#
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn simulate<'a>(
    policies: &Policies<'a>,
    principal: &'a Principal,
    actions: &[&'a str],
    resources: &[Resource<'a>],
    keys: &'a dyn ConditionKeys,
) -> Vec<Evaluation<'a>> {
    actions
        .iter()
        .flat_map(|action| resources.iter().map(move |resource| (*action, *resource)))
        .map(|(action, resource)| {
            Evaluation::of(policies, &Request::new(principal, action, resource, keys))
        })
        .collect()
}

impl<'a> Evaluation<'a> {
    fn of(policies: &Policies<'a>, request: &Request<'a>) -> Self {
        let decision = decide(policies, request);
        let decisive = match decision.outcome() {
            Outcome::Allowed => Some(Effect::Allow),
            Outcome::ExplicitlyDenied => Some(Effect::Deny),
            Outcome::ImplicitlyDenied => None,
        };
        let explanation = decision.explain();
        let matched = explanation
            .statements()
            .iter()
            .filter(|statement| statement.matched() && Some(statement.effect()) == decisive)
            .map(|statement| (statement.kind(), statement.statement()))
            .collect();
        let statements = in_question(policies)
            .into_iter()
            .flat_map(|(_, program)| program.statements())
            .filter_map(|statement| statement.statement());
        let missing_context_keys = context_keys(statements)
            .into_values()
            .filter(|key| request.keys().lookup(key).is_none())
            .map(ToString::to_string)
            .collect();
        Self {
            decision,
            matched,
            missing_context_keys,
        }
    }

    /// The decision, with its grounds.
    pub fn decision(&self) -> &Decision<'a> {
        &self.decision
    }

    /// The statements that determine it: all that allow, or all that deny.
    pub fn matched_statements(&self) -> impl Iterator<Item = (PolicyKind, StatementRef<'a>)> {
        self.matched.iter().copied()
    }

    /// The keys that the policies ask for and the simulation did not give.
    pub fn missing_context_keys(&self) -> &[String] {
        &self.missing_context_keys
    }
}

impl Policy {
    /// The condition keys that the policy asks for, in conditions and as variables, each once: IAM's
    /// `GetContextKeysForCustomPolicy`.
    pub fn context_keys(&self) -> Vec<&ConditionKey> {
        context_keys(self.statements().iter().map(|statement| &**statement))
            .into_values()
            .collect()
    }
}

/// The keys by their folded names, as they were first written.
fn context_keys<'a>(
    statements: impl Iterator<Item = &'a Statement>,
) -> BTreeMap<&'a str, &'a ConditionKey> {
    let mut keys = BTreeMap::new();
    for statement in statements {
        let patterns = statement.resources().into_iter().flat_map(|r| r.patterns());
        let variables = patterns
            .flat_map(|pattern| pattern.template().variables())
            .chain(
                statement
                    .conditions()
                    .iter()
                    .flat_map(|condition| condition.variables()),
            )
            .map(|variable| variable.key());
        let conditions = statement
            .conditions()
            .iter()
            .map(|condition| condition.key());
        for key in conditions.chain(variables) {
            keys.entry(key.folded()).or_insert(key);
        }
    }
    keys
}

impl Serialize for Evaluation<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "PascalCase")]
        struct Matched<'a> {
            source_policy_id: &'a str,
            source_policy_type: &'a str,
        }

        let Self {
            decision,
            matched,
            missing_context_keys,
        } = self;
        let request = decision.request();
        let eval_decision = match decision.outcome() {
            Outcome::Allowed => "allowed",
            Outcome::ExplicitlyDenied => "explicitDeny",
            Outcome::ImplicitlyDenied => "implicitDeny",
        };
        let matched: Vec<_> = matched
            .iter()
            .map(|(kind, statement)| Matched {
                source_policy_id: statement.policy(),
                source_policy_type: match kind {
                    PolicyKind::Resource | PolicyKind::Trust => "resource",
                    _ => "none",
                },
            })
            .collect();
        let mut result = serializer.serialize_struct("EvaluationResult", 5)?;
        result.serialize_field("EvalActionName", request.action())?;
        result.serialize_field("EvalResourceName", request.resource().arn())?;
        result.serialize_field("EvalDecision", eval_decision)?;
        result.serialize_field("MatchedStatements", &matched)?;
        result.serialize_field("MissingContextValues", missing_context_keys)?;
        result.end()
    }
}
