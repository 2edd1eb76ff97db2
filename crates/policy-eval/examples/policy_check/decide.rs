//! Decides one request under policies in files.

use std::{error::Error, fs, path::PathBuf, process::ExitCode};

use common_types::{AccountId, Principal};
use lexopt::{Arg, Parser, ValueExt};
use policy_eval::{
    CompiledPolicy, Context, Policies, Policy, PolicyKind, PolicySet, Request, Resource,
    ResourcePolicyMode,
};

const DENIED: u8 = 2;

pub(crate) fn decide(arguments: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let options = Options::read(arguments)?;
    let ([action], resources) = (options.actions.as_slice(), options.resources()) else {
        return Err("`decide` takes one --action".into());
    };
    let [resource] = resources.as_slice() else {
        return Err("`decide` takes one --resource".into());
    };
    let policies = options.policies();
    let request = Request::new(options.principal()?, action, *resource, &options.context);
    let decision = policy_eval::decide(&policies, &request);
    print!("{}", decision.explain());
    if let Some(message) = decision.message() {
        println!("\n{message}");
        return Ok(ExitCode::from(DENIED));
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Default)]
struct Options {
    principal: Option<Principal>,
    actions: Vec<String>,
    arns: Vec<String>,
    owner: Option<AccountId>,
    identity: Vec<CompiledPolicy>,
    resource: Option<CompiledPolicy>,
    mandatory: bool,
    boundary: Option<PolicySet>,
    session: Option<PolicySet>,
    scps: Vec<PolicySet>,
    rcps: Vec<PolicySet>,
    context: Context,
    /// Of `identity`, once all of it is read.
    own: PolicySet,
}

impl Options {
    fn read(mut arguments: Parser) -> Result<Self, Box<dyn Error>> {
        let mut options = Self::default();
        while let Some(argument) = arguments.next()? {
            match argument {
                Arg::Long("principal") => {
                    let arn = arguments.value()?.string()?.parse()?;
                    options.principal = Some(Principal::from_arn(arn, "policy_check")?);
                }
                Arg::Long("action") => options.actions.push(arguments.value()?.string()?),
                Arg::Long("resource") => options.arns.push(arguments.value()?.string()?),
                Arg::Long("account") => options.owner = Some(arguments.value()?.string()?.parse()?),
                Arg::Long("identity") => options
                    .identity
                    .push(policy(&mut arguments, PolicyKind::Identity)?),
                Arg::Long("resource-policy") => {
                    options.resource = Some(policy(&mut arguments, PolicyKind::Resource)?);
                }
                Arg::Long("mandatory") => options.mandatory = true,
                Arg::Long("boundary") => {
                    options.boundary = Some(policy(&mut arguments, PolicyKind::Boundary)?.into());
                }
                Arg::Long("session") => {
                    options.session = Some(policy(&mut arguments, PolicyKind::Session)?.into());
                }
                Arg::Long("scp") => {
                    options
                        .scps
                        .push(policy(&mut arguments, PolicyKind::ServiceControl)?.into());
                }
                Arg::Long("rcp") => {
                    options
                        .rcps
                        .push(policy(&mut arguments, PolicyKind::ResourceControl)?.into());
                }
                Arg::Long("context") => {
                    let path = PathBuf::from(arguments.value()?);
                    options.context = serde_json::from_slice(&fs::read(path)?)?;
                }
                other => return Err(other.unexpected().into()),
            }
        }
        options.own = options.identity.iter().cloned().collect();
        Ok(options)
    }

    fn principal(&self) -> Result<&Principal, Box<dyn Error>> {
        self.principal
            .as_ref()
            .ok_or_else(|| "--principal is missing".into())
    }

    fn resources(&self) -> Vec<Resource<'_>> {
        if self.arns.is_empty() {
            return vec![Resource::any()];
        }
        let resources = self.arns.iter().map(|arn| Resource::new(arn));
        match self.owner {
            None => resources.collect(),
            Some(owner) => resources.map(|resource| resource.owned_by(owner)).collect(),
        }
    }

    fn policies(&self) -> Policies<'_> {
        let mode = match self.mandatory {
            true => ResourcePolicyMode::Mandatory,
            false => ResourcePolicyMode::Standard,
        };
        let mut policies = Policies::new()
            .identity(&self.own)
            .service_control(&self.scps)
            .resource_control(&self.rcps);
        if let Some(resource) = &self.resource {
            policies = policies.resource(resource, mode);
        }
        if let Some(boundary) = &self.boundary {
            policies = policies.boundary(boundary);
        }
        if let Some(session) = &self.session {
            policies = policies.session(session);
        }
        policies
    }
}

/// A policy in the file that the next argument names, called by that name.
fn policy(arguments: &mut Parser, kind: PolicyKind) -> Result<CompiledPolicy, Box<dyn Error>> {
    let path = PathBuf::from(arguments.value()?);
    let name = path.display().to_string();
    let policy =
        Policy::from_slice(&fs::read(&path)?, kind).map_err(|error| format!("{name}: {error}"))?;
    Ok(CompiledPolicy::compile(name, &policy))
}
