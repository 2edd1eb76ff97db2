//! Decides one request under policies in files.

use std::{
    error::Error,
    fs,
    io::{self, Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

use common_types::{AccountId, Caller, Principal};
use lexopt::{Arg, Parser, ValueExt};
use policy_eval::{
    CompiledPolicy, Context, Decision, Policies, Policy, PolicyKind, PolicySet, Request, Resource,
    ResourcePolicyMode, StatementExplanation,
};
use serde_json::{Value, json};

use crate::case;

const DENIED: u8 = 2;

pub(crate) fn decide(arguments: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let options = Options::read(arguments)?;
    let action = options.action.as_deref().ok_or("--action is missing")?;
    let principal = options.principal.as_ref();
    let principal = principal.ok_or("--principal is missing")?;
    let (mode, kind) = case::of_resource(action, &options.arn);
    let resource_policy = match (&options.resource_policy, mode) {
        (Some(path), _) => Some(policy(path, kind)?),
        // What must allow does not, where it is not there.
        (None, ResourcePolicyMode::Mandatory) => Some(case::nothing(kind)?),
        (None, _) => None,
    };
    let mode = match options.mandatory {
        true => ResourcePolicyMode::Mandatory,
        false => mode,
    };
    let policies = options.policies(resource_policy.as_ref().map(|policy| (policy, mode)));
    let mut request = Request::new(principal, action, options.resource(), &options.context);
    if let Some(id) = &options.canonical_user {
        request = request.canonical_user_id(id);
    }
    let decision = policy_eval::decide(&policies, &request);
    match options.json {
        true => writeln!(
            stdout(),
            "{}",
            serde_json::to_string_pretty(&as_json(&decision))?
        )?,
        false => print(&decision)?,
    }
    Ok(match decision.is_allowed() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(DENIED),
    })
}

fn print(decision: &Decision<'_>) -> io::Result<()> {
    write!(stdout(), "{}", decision.explain())?;
    if let Some(message) = decision.message() {
        writeln!(stdout(), "\n{message}")?;
    }
    Ok(())
}

fn as_json(decision: &Decision<'_>) -> Value {
    let explanation = decision.explain();
    let statement = |of: &StatementExplanation<'_>| {
        let (kind, statement) = (of.kind(), of.statement());
        json!({
            "policy_type": kind.to_string(),
            "policy": statement.policy(),
            "sid": statement.sid(),
            "index": statement.index(),
            "effect": of.effect().as_str(),
            "matched": of.matched(),
            "but": of.mismatches().iter().map(ToString::to_string).collect::<Vec<_>>(),
        })
    };
    json!({
        "decision": decision.outcome().as_str(),
        "because": decision.to_string(),
        "message": decision.message(),
        "statements": explanation.statements().iter().map(statement).collect::<Vec<_>>(),
    })
}

struct Options {
    principal: Option<Principal>,
    canonical_user: Option<String>,
    action: Option<String>,
    arn: String,
    owner: Option<AccountId>,
    identity: PolicySet,
    resource_policy: Option<PathBuf>,
    mandatory: bool,
    boundary: Option<PolicySet>,
    session: Option<PolicySet>,
    scps: Vec<PolicySet>,
    rcps: Vec<PolicySet>,
    vpc_endpoint: Option<CompiledPolicy>,
    context: Context,
    json: bool,
}

impl Options {
    fn read(mut arguments: Parser) -> Result<Self, Box<dyn Error>> {
        let mut identity = Vec::new();
        let mut options = Self {
            principal: None,
            canonical_user: None,
            action: None,
            arn: "*".to_owned(),
            owner: None,
            identity: PolicySet::new(),
            resource_policy: None,
            mandatory: false,
            boundary: None,
            session: None,
            scps: Vec::new(),
            rcps: Vec::new(),
            vpc_endpoint: None,
            context: Context::new(),
            json: false,
        };
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("identity") => identity.push(file(&mut arguments, PolicyKind::Identity)?),
                Arg::Long("boundary") => {
                    options.boundary = Some(file(&mut arguments, PolicyKind::Boundary)?.into());
                }
                Arg::Long("session") => {
                    options.session = Some(file(&mut arguments, PolicyKind::Session)?.into())
                }
                Arg::Long("scp") => options
                    .scps
                    .push(file(&mut arguments, PolicyKind::ServiceControl)?.into()),
                Arg::Long("rcp") => options
                    .rcps
                    .push(file(&mut arguments, PolicyKind::ResourceControl)?.into()),
                Arg::Long("vpc-endpoint") => {
                    options.vpc_endpoint = Some(file(&mut arguments, PolicyKind::VpcEndpoint)?);
                }
                Arg::Long("resource-policy") => {
                    options.resource_policy = Some(arguments.value()?.into());
                }
                Arg::Long("principal") => {
                    options.principal = Some(principal(&arguments.value()?.string()?)?);
                }
                Arg::Long("canonical-user") => {
                    options.canonical_user = Some(arguments.value()?.string()?);
                }
                Arg::Long("action") => options.action = Some(arguments.value()?.string()?),
                Arg::Long("resource") => options.arn = arguments.value()?.string()?,
                Arg::Long("account") => options.owner = Some(arguments.value()?.string()?.parse()?),
                Arg::Long("mandatory") => options.mandatory = true,
                Arg::Long("context") => {
                    let path = PathBuf::from(arguments.value()?);
                    options.context = serde_json::from_slice(&read(&path)?)
                        .map_err(|error| format!("{}: {error}", path.display()))?;
                }
                Arg::Long("json") => options.json = true,
                other => return Err(other.unexpected().into()),
            }
        }
        options.identity = identity.into_iter().collect();
        Ok(options)
    }

    fn resource(&self) -> Resource<'_> {
        let resource = match self.arn.as_str() {
            "*" => Resource::any(),
            arn => Resource::new(arn),
        };
        match self.owner {
            None => resource,
            Some(owner) => resource.owned_by(owner),
        }
    }

    fn policies<'a>(
        &'a self,
        resource: Option<(&'a CompiledPolicy, ResourcePolicyMode)>,
    ) -> Policies<'a> {
        let mut policies = Policies::new()
            .identity(&self.identity)
            .service_control(&self.scps)
            .resource_control(&self.rcps);
        if let Some((policy, mode)) = resource {
            policies = policies.resource(policy, mode);
        }
        if let Some(boundary) = &self.boundary {
            policies = policies.boundary(boundary);
        }
        if let Some(session) = &self.session {
            policies = policies.session(session);
        }
        if let Some(endpoint) = &self.vpc_endpoint {
            policies = policies.vpc_endpoint(endpoint);
        }
        policies
    }
}

/// A policy in the file that the next argument names.
fn file(arguments: &mut Parser, kind: PolicyKind) -> Result<CompiledPolicy, Box<dyn Error>> {
    policy(&PathBuf::from(arguments.value()?), kind)
}

/// An ARN, a service such as `ssm.amazonaws.com`, an identity provider, or `anonymous`.
fn principal(text: &str) -> Result<Principal, Box<dyn Error>> {
    if text == "anonymous" {
        return Ok(Principal::Anonymous);
    }
    if let Ok(provider) = text.parse() {
        return Ok(Principal::Federated { provider });
    }
    match text.strip_suffix(".amazonaws.com") {
        Some(service) => Ok(Caller::service(service.parse()?).principal().clone()),
        None => Ok(Principal::from_arn(text.parse()?, "policy_check")?),
    }
}

/// A policy in a file, called by the file's name.
fn policy(path: &PathBuf, kind: PolicyKind) -> Result<CompiledPolicy, Box<dyn Error>> {
    let name = path.display().to_string();
    let policy =
        Policy::from_slice(&read(path)?, kind).map_err(|error| format!("{name}: {error}"))?;
    Ok(CompiledPolicy::compile(name, &policy))
}

fn read(path: &PathBuf) -> Result<Vec<u8>, Box<dyn Error>> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()).into())
}
