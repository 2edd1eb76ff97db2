//! A recorded case: policies, a request, and what they come to.

use std::error::Error;

use common_types::{Arn, Caller, Principal};
use policy_eval::{
    CompiledPolicy, ConditionKeys, Context, Outcome, Policies, Policy, PolicyKind, PolicySet,
    Request, Resource, ResourcePolicyMode, Values, decide,
};
use serde::Deserialize;
use serde_json::value::RawValue;

/// Members beside these are the recorder's own (what it expects, where it has the case from), and not read.
#[derive(Deserialize)]
pub(crate) struct Case<'a> {
    #[serde(borrow)]
    identity_policies: Vec<&'a RawValue>,
    resource_policy: Option<&'a RawValue>,
    #[serde(default)]
    scps: Vec<Vec<&'a RawValue>>,
    #[serde(default)]
    rcps: Vec<Vec<&'a RawValue>>,
    permission_boundaries: Option<Vec<&'a RawValue>>,
    session_policies: Option<Vec<&'a RawValue>>,
    request: Recorded,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Recorded {
    principal: Who,
    action: String,
    resource: Target,
    #[serde(default)]
    context: Context,
    canonical_user: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Who {
    Arn(String),
    Service(String),
    Federated(String),
    Anonymous(bool),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Target {
    arn: String,
    account: Option<String>,
}

impl Case<'_> {
    pub(crate) fn outcome(&self) -> Result<Outcome, Box<dyn Error>> {
        let Recorded {
            principal,
            action,
            resource: target,
            context,
            canonical_user,
        } = &self.request;
        let principal = principal.with(context)?;
        let mut resource = Resource::new(&target.arn);
        if let Some(account) = &target.account {
            resource = resource.owned_by(account.parse()?);
        }

        let identity = set(PolicyKind::Identity, &self.identity_policies)?;
        let boundary = set(
            PolicyKind::Boundary,
            self.permission_boundaries.as_deref().unwrap_or_default(),
        )?;
        let session = set(
            PolicyKind::Session,
            self.session_policies.as_deref().unwrap_or_default(),
        )?;
        let scps = levels(PolicyKind::ServiceControl, &self.scps)?;
        let rcps = levels(PolicyKind::ResourceControl, &self.rcps)?;
        let (mode, kind) = of_resource(action, &target.arn);
        let resource_policy = match (self.resource_policy, mode) {
            (Some(json), _) => Some(compile(kind, json)?),
            // What must allow does not, where it is not there.
            (None, ResourcePolicyMode::Mandatory) => Some(nothing(kind)?),
            (None, _) => None,
        };

        let mut policies = Policies::new()
            .identity(&identity)
            .service_control(&scps)
            .resource_control(&rcps);
        if let Some(policy) = &resource_policy {
            policies = policies.resource(policy, mode);
        }
        if !boundary.is_empty() {
            policies = policies.boundary(&boundary);
        }
        if !session.is_empty() {
            policies = policies.session(&session);
        }
        let mut request = Request::new(&principal, action, resource, context);
        if let Some(id) = canonical_user {
            request = request.canonical_user_id(id);
        }
        Ok(decide(&policies, &request).outcome())
    }
}

/// What the policy of a resource is to an action on it, and of which kind.
pub(crate) fn of_resource(action: &str, arn: &str) -> (ResourcePolicyMode, PolicyKind) {
    let mode = ResourcePolicyMode::of(action, arn);
    let is_trust = mode == ResourcePolicyMode::Mandatory && arn.contains(":role/");
    let kind = match is_trust {
        true => PolicyKind::Trust,
        false => PolicyKind::Resource,
    };
    (mode, kind)
}

/// The policy of a resource that has none.
pub(crate) fn nothing(kind: PolicyKind) -> Result<CompiledPolicy, Box<dyn Error>> {
    let policy = Policy::parse(r#"{"Statement": []}"#, kind)?;
    Ok(CompiledPolicy::compile("none", &policy))
}

impl Who {
    /// The principal; what the record's ARN does not say, its context may.
    fn with(&self, context: &Context) -> Result<Principal, Box<dyn Error>> {
        let arn = match self {
            Self::Service(name) => return Ok(Caller::service(name.parse()?).principal().clone()),
            Self::Federated(provider) => {
                return Ok(Caller::federated(provider.parse()?).principal().clone());
            }
            Self::Anonymous(true) => return Ok(Principal::Anonymous),
            Self::Anonymous(false) => return Err("`anonymous` is true or not there".into()),
            Self::Arn(arn) => arn.parse()?,
        };
        let unique_id = single(context, "aws:userid")?
            .and_then(|id| id.split(':').next().map(str::to_owned))
            .filter(|id| ["AIDA", "AROA"].iter().any(|prefix| id.starts_with(prefix)));
        Ok(match Principal::from_arn(arn, "session")? {
            Principal::User { arn, .. } => Principal::User { arn, id: unique_id },
            Principal::AssumedRole { role, session, .. } => {
                let named =
                    single(context, "aws:PrincipalArn")?.and_then(|arn| arn.parse::<Arn>().ok());
                let role = named
                    .filter(|arn| arn.resource_type() == "role")
                    .unwrap_or(role);
                Principal::AssumedRole {
                    role,
                    session,
                    id: unique_id,
                }
            }
            other => other,
        })
    }
}

/// The value of a single-valued key.
fn single(context: &Context, key: &str) -> Result<Option<String>, Box<dyn Error>> {
    Ok(match context.lookup(&key.parse()?) {
        Some(Values::One(policy_eval::Value::Text(text))) => Some(text.to_owned()),
        _ => None,
    })
}

fn levels(kind: PolicyKind, levels: &[Vec<&RawValue>]) -> Result<Vec<PolicySet>, Box<dyn Error>> {
    levels.iter().map(|level| set(kind, level)).collect()
}

fn set(kind: PolicyKind, documents: &[&RawValue]) -> Result<PolicySet, Box<dyn Error>> {
    documents.iter().map(|json| compile(kind, json)).collect()
}

fn compile(kind: PolicyKind, json: &RawValue) -> Result<CompiledPolicy, Box<dyn Error>> {
    Ok(CompiledPolicy::compile(
        "recorded",
        &Policy::parse(json.get(), kind)?,
    ))
}
