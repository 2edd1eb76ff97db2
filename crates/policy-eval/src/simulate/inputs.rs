//! All that a simulation decides by, compiled.

use common_types::{AccountId, Arn, Principal};

use super::{Scenario, SimulateError, context::SimulatedKeys, ec2, source::Source};
use crate::{
    compile::{CompiledPolicy, PolicySet},
    directory::PrincipalKeys,
    document::PolicyKind,
    policies::{Policies, ResourcePolicyMode},
    request::Resource,
};

/// Who calls in a simulation.
pub(super) struct SimulatedCaller {
    pub(super) principal: Principal,
    /// Whether it was named; if not, every resource is its own.
    is_named: bool,
}

/// The policies, the caller and the keys of a simulation.
pub(super) struct Inputs {
    pub(super) identity: Vec<Source>,
    pub(super) resource: Option<Source>,
    pub(super) caller: SimulatedCaller,
    pub(super) keys: SimulatedKeys,
    pub(super) boundary: Option<PolicySet>,
    /// Level by level; empty: there is no organisation.
    pub(super) service_control: Vec<PolicySet>,
    owner: Option<AccountId>,
    compiled_identity: PolicySet,
    compiled_resource: Option<CompiledPolicy>,
}

impl SimulatedCaller {
    /// A user, a role (as a session of it), or a group (as a user in it).
    pub(super) fn named(arn: &str) -> Result<Self, SimulateError> {
        let refuse = || {
            SimulateError::invalid(format!(
                "CallerArn `{arn}` is not that of a user, group or role"
            ))
        };
        let parsed: Arn = arn.parse().map_err(|_| refuse())?;
        let principal = match (parsed.service(), parsed.resource_type()) {
            ("iam", "user" | "role") => {
                Principal::from_arn(parsed, "simulated").map_err(|_| refuse())?
            }
            ("iam", "group") => Principal::User {
                arn: arn
                    .replacen(":group/", ":user/", 1)
                    .parse()
                    .map_err(|_| refuse())?,
                id: None,
            },
            _ => return Err(refuse()),
        };
        Ok(Self {
            principal,
            is_named: true,
        })
    }

    pub(super) fn known(principal: Principal) -> Self {
        Self {
            principal,
            is_named: true,
        }
    }

    /// Somebody, where no policy can tell who.
    pub(super) fn somebody() -> Result<Self, SimulateError> {
        let somebody = Self::named("arn:aws:iam::000000000000:user/simulated")?;
        Ok(Self {
            is_named: false,
            ..somebody
        })
    }
}

impl Inputs {
    pub(super) fn new(
        identity: Vec<Source>,
        caller: SimulatedCaller,
        known: Option<PrincipalKeys>,
        scenario: &Scenario,
    ) -> Result<Self, SimulateError> {
        let resource = scenario
            .resource_policy
            .as_deref()
            .map(Source::of_resource)
            .transpose()?;
        if resource.is_some() && !caller.is_named {
            let reason = "a ResourcePolicy needs a CallerArn: its Principal is compared with it";
            return Err(SimulateError::invalid(reason));
        }
        if let Some(bad) = scenario
            .action_names
            .iter()
            .find(|action| !is_action(action))
        {
            let reason =
                format!("`{bad}` is no action: it looks like `iam:CreateUser`, without wildcards");
            return Err(SimulateError::invalid(reason));
        }
        if let Some(bad) = scenario.resource_arns.iter().find(|arn| !is_resource(arn)) {
            return Err(SimulateError::invalid(format!("`{bad}` is no ARN")));
        }
        if let Some(option) = &scenario.resource_handling_option {
            ec2::check(option, &scenario.resource_arns)?;
        }
        Ok(Self {
            compiled_identity: identity.iter().map(Source::compile).collect(),
            compiled_resource: resource.as_ref().map(Source::compile),
            identity,
            resource,
            keys: SimulatedKeys::new(&scenario.context_entries, known)?,
            owner: scenario.resource_owner.as_deref().map(owner).transpose()?,
            caller,
            boundary: None,
            service_control: Vec::new(),
        })
    }

    /// The permissions boundary, if one was given.
    pub(super) fn boundary_of(texts: &[String]) -> Result<Option<PolicySet>, SimulateError> {
        let Some(text) = texts.first() else {
            return Ok(None);
        };
        let id = "PermissionsBoundaryPolicyInputList.1";
        let policy = super::source::parse(id, text, PolicyKind::Boundary)?;
        Ok(Some(CompiledPolicy::compile(id, &policy).into()))
    }

    /// The policies over a request for a resource.
    pub(super) fn policies(&self, action: &str, resource: &str) -> Policies<'_> {
        let mut policies = Policies::new()
            .identity(&self.compiled_identity)
            .service_control(&self.service_control);
        if let Some(policy) = &self.compiled_resource {
            policies = policies.resource(policy, ResourcePolicyMode::of(action, resource));
        }
        if let Some(boundary) = &self.boundary {
            policies = policies.boundary(boundary);
        }
        policies
    }

    /// A resource with its owner: whom its ARN names, else the given one, else the caller's account.
    pub(super) fn resource_at<'a>(&self, arn: &'a str) -> Resource<'a> {
        let resource = if arn == "*" {
            Resource::any()
        } else {
            Resource::new(arn)
        };
        let own = self.caller.principal.account();
        let owner = match self.caller.is_named {
            true => resource.owner().or(self.owner).or(own),
            false => own,
        };
        owner.map_or(resource, |owner| resource.owned_by(owner))
    }
}

/// `111122223333`, or `arn:aws:iam::111122223333:root`.
fn owner(text: &str) -> Result<AccountId, SimulateError> {
    let of_arn = || {
        text.parse::<Arn>()
            .ok()
            .filter(|arn| arn.resource() == "root")?
            .account_id()
    };
    text.parse()
        .ok()
        .or_else(of_arn)
        .ok_or_else(|| SimulateError::invalid(format!("ResourceOwner `{text}` is no account")))
}

fn is_action(text: &str) -> bool {
    text.split_once(':')
        .is_some_and(|(service, name)| !service.is_empty() && !name.is_empty())
        && !text.contains(['*', '?'])
}

fn is_resource(text: &str) -> bool {
    text == "*" || (text.starts_with("arn:") && text.splitn(6, ':').count() == 6)
}
