//! Who may do something to a resource?

mod report;

use common_types::{AccountId, Arn, Principal};
use serde::Serialize;

use super::{ExampleRequest, callers, space::Contexts, values};
use crate::{
    compile::{CompiledPolicy, PolicySet},
    decide::decide,
    directory::{CompiledDirectory, DirectoryError, GatheredPolicies, PrincipalKeys},
    document::{Policy, PolicyKind, Statement, Version},
    explain::in_question,
    keys::{ConditionKeys, Context},
    policies::{Policies, ResourcePolicyMode},
    request::{Request, Resource},
};

/// Who may do an action on a resource.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct WhoCan {
    /// They may, by all policies that have a say.
    pub can: Vec<Access>,
    /// Principals of other accounts whom the resource's side lets in, if their own account's policies do, too.
    pub from_outside: Vec<Access>,
    /// Of them no request was found that is allowed, but the search was not exhaustive.
    #[serde(serialize_with = "report::names")]
    pub unsure: Vec<Principal>,
}

/// One who may.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Access {
    /// A request that is allowed: verified. Its context has what is needed beside what was given.
    pub request: ExampleRequest,
    /// What allows it: the policies' names, and the statements' `Sid`s or places.
    pub by: Vec<String>,
}

/// Contexts that are tried at most for one principal.
const MAX_CONTEXTS: usize = 20_000;

impl CompiledDirectory {
    /// Everybody in the directory who may do `action` on `resource`, in this context or in one that adds condition keys to it;
    /// with them services and the anonymous, and whom the resource's policy names of other accounts. Condition keys that follow
    /// from the principal (`aws:PrincipalTag/…`) are known. Whatever is reported is verified by a decision.
    ///
    /// The resource's owner is the account that its ARN names; `owner` says it where the ARN does not.
    ///
    /// # Errors
    ///
    /// [`DirectoryError::NoSuchPolicy`] if the resource must have a policy, and it is not in the directory: of a KMS key, or of
    /// a role that is to be assumed.
    pub fn who_can(
        &self,
        action: &str,
        resource: &str,
        owner: Option<AccountId>,
        context: &Context,
    ) -> Result<WhoCan, DirectoryError> {
        let arn: Option<Arn> = resource.parse().ok();
        let target = match (resource, owner) {
            ("*", _) => Resource::any(),
            (_, None) => Resource::new(resource),
            (_, Some(owner)) => Resource::new(resource).owned_by(owner),
        };
        let rcps = target
            .owner()
            .map_or(&[][..], |owner| self.resource_control_of(owner));
        let mode = ResourcePolicyMode::of(action, resource);
        let policy = arn.as_ref().and_then(|arn| self.resource_policy(arn));
        // A role's trust policy is about who may assume it, and about nothing else.
        let policy = policy.map(|(policy, _)| policy).filter(|policy| {
            policy.kind() != PolicyKind::Trust || mode == ResourcePolicyMode::Mandatory
        });
        if policy.is_none() && mode == ResourcePolicyMode::Mandatory {
            return Err(DirectoryError::NoSuchPolicy {
                policy: "its own policy".to_owned(),
                to: resource.to_owned(),
            });
        }
        let question = Question {
            action,
            target,
            policy: policy.map(|policy| (policy, mode)),
            rcps,
            context,
        };
        let mut answer = WhoCan {
            can: Vec::new(),
            from_outside: Vec::new(),
            unsure: Vec::new(),
        };
        for member in self.members() {
            match question.ask(&member.principal, &member.policies, Some(&member.keys)) {
                Answer::Yes(access) => answer.can.push(access),
                Answer::No => {}
                Answer::Unsure => answer.unsure.push(member.principal.clone()),
            }
        }
        let Some(policy) = policy else {
            return Ok(answer);
        };
        for caller in callers::of_statements(&question.relevant(policy.program().statements())) {
            let own = caller
                .account()
                .is_some_and(|account| Some(account) == target.owner());
            if own || self.policies_of(&caller).is_some() {
                continue;
            }
            let question = question.of_another_account();
            let outside = caller.account().is_some();
            let policies = match outside {
                true => everything(),
                false => GatheredPolicies::new(),
            };
            match (question.ask(&caller, &policies, None), outside) {
                (Answer::Yes(access), true) => answer.from_outside.push(access),
                (Answer::Yes(access), false) => answer.can.push(access),
                (Answer::No, _) => {}
                (Answer::Unsure, _) => answer.unsure.push(caller),
            }
        }
        Ok(answer)
    }
}

/// What is asked of every principal.
#[derive(Clone, Copy)]
struct Question<'a> {
    action: &'a str,
    target: Resource<'a>,
    policy: Option<(&'a CompiledPolicy, ResourcePolicyMode)>,
    rcps: &'a [PolicySet],
    context: &'a Context,
}

enum Answer {
    Yes(Access),
    No,
    Unsure,
}

impl<'a> Question<'a> {
    /// The same about a resource that is surely not the caller's own, where its ARN does not say whose it is.
    fn of_another_account(self) -> Self {
        let nobodys = "999999999999"
            .parse()
            .ok()
            .filter(|_| self.target.owner().is_none());
        let target = nobodys.map_or(self.target, |account| self.target.owned_by(account));
        Self { target, ..self }
    }

    fn ask(
        &self,
        who: &Principal,
        own: &GatheredPolicies,
        known: Option<&PrincipalKeys>,
    ) -> Answer {
        let keys: &dyn ConditionKeys = known.map_or(&(), |known| known);
        let mut policies = own.policies().resource_control(self.rcps);
        if let Some((policy, mode)) = self.policy {
            policies = policies.resource(policy, mode);
        }
        let none = Context::new();
        if let Some(by) = self.allowed_by(&policies, who, &none, keys) {
            return Answer::Yes(self.access(who, none, by));
        }
        let programs = in_question(&policies);
        let statements = programs
            .iter()
            .flat_map(|(_, program)| program.statements());
        let relevant = self.relevant(statements);
        // Of either version: a text that looks like a variable may be one.
        let mut free = values::of_statements(&relevant, Version::V2012);
        free.retain(|of| {
            let settled = known.is_some_and(|known| known.settles(of.key));
            !settled && self.context.lookup(of.key).is_none()
        });
        if free.is_empty() {
            return Answer::No;
        }
        let contexts = Contexts::of(&free);
        let exhaustive = contexts.are_complete() && contexts.size() <= MAX_CONTEXTS;
        for more in contexts.take(MAX_CONTEXTS) {
            if self.allowed_by(&policies, who, &more, keys).is_some() {
                let least = self.least(&policies, who, more, keys);
                let by = self
                    .allowed_by(&policies, who, &least, keys)
                    .unwrap_or_default();
                return Answer::Yes(self.access(who, least, by));
            }
        }
        if exhaustive {
            Answer::No
        } else {
            Answer::Unsure
        }
    }

    /// What allows the request, if it is allowed.
    fn allowed_by(
        &self,
        policies: &Policies<'_>,
        who: &Principal,
        more: &Context,
        keys: &dyn ConditionKeys,
    ) -> Option<Vec<String>> {
        let keys = (self.context, (more, keys));
        let decision = decide(
            policies,
            &Request::new(who, self.action, self.target, &keys),
        );
        let by = decision
            .statements()
            .map(|statement| statement.to_string())
            .collect();
        decision.is_allowed().then_some(by)
    }

    /// The context without the keys that are not needed.
    fn least(
        &self,
        policies: &Policies<'_>,
        who: &Principal,
        context: Context,
        keys: &dyn ConditionKeys,
    ) -> Context {
        let names: Vec<String> = context.names().map(str::to_owned).collect();
        names.into_iter().fold(context, |context, name| {
            let without = context.without(&name);
            match self.allowed_by(policies, who, &without, keys) {
                Some(_) => without,
                None => context,
            }
        })
    }

    fn access(&self, who: &Principal, context: Context, by: Vec<String>) -> Access {
        let request = ExampleRequest {
            principal: who.clone(),
            action: self.action.to_owned(),
            resource: self.target.arn().to_owned(),
            context,
        };
        Access { request, by }
    }

    /// Statements about the action and the resource.
    fn relevant<'b>(
        &self,
        statements: impl Iterator<Item = crate::StatementRef<'b>>,
    ) -> Vec<&'b Statement> {
        let about = |statement: &&Statement| {
            statement.actions().matches(self.action)
                && statement
                    .resources()
                    .is_none_or(|r| r.may_match(self.target.arn()))
        };
        statements
            .filter_map(|statement| statement.statement())
            .filter(about)
            .collect()
    }
}

/// The policies of somebody of whom nothing is known.
fn everything() -> GatheredPolicies {
    let json = r#"{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;
    match Policy::parse(json, PolicyKind::Identity) {
        Ok(policy) => GatheredPolicies::new()
            .with_identity(CompiledPolicy::compile("policies of its own account", &policy).into()),
        Err(_) => GatheredPolicies::new(),
    }
}
