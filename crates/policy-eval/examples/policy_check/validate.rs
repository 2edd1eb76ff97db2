//! Says of a policy in a file what AWS would say of it.

use std::{
    error::Error,
    fs,
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

use lexopt::{Arg, Parser, ValueExt};
use policy_eval::{
    Finding, FindingType, Policy, PolicyKind, PolicyType, ResourceType, ServiceReference, Validator,
};

use crate::services::more;

/// A policy with errors.
const FAULTY: u8 = 2;

pub(crate) fn validate(mut arguments: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let mut policy_type = None;
    let mut resource_type = None;
    let mut services = ServiceReference::built_in();
    let mut json = false;
    let mut file = None;
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("type") => match arguments.value()?.string()?.as_str() {
                "trust" => {
                    policy_type = Some(PolicyType::Resource);
                    resource_type = Some(ResourceType::AssumeRolePolicyDocument);
                }
                name => policy_type = Some(policy_type_of(name)?),
            },
            Arg::Long("resource-type") => {
                resource_type = Some(resource_type_of(&arguments.value()?.string()?)?);
            }
            Arg::Long("service-reference") => services = more(services, &mut arguments)?,
            // The texts are in English.
            Arg::Long("locale") => match arguments.value()?.string()?.as_str() {
                "EN" => {}
                other => return Err(format!("no texts in `{other}`, but in EN").into()),
            },
            Arg::Long("json") => json = true,
            Arg::Value(path) if file.is_none() => file = Some(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let policy_type = policy_type.ok_or("--type is missing")?;
    let file = file.ok_or("the policy's file is missing")?;
    let mut validator = Validator::new(policy_type).services(services);
    if let Some(resource_type) = resource_type {
        validator = validator.resource_type(resource_type)?;
    }
    let document = fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let findings = validator
        .validate(&document)
        .map_err(|error| format!("{}: {error}", file.display()))?;
    let faulty = findings.iter().any(is_error);
    // Access Analyzer has no code for all that is refused when a policy is put.
    let refused = Policy::from_slice(&document, kind_of(policy_type, resource_type))
        .err()
        .filter(|_| !faulty);
    if json {
        let answer = match &refused {
            None => serde_json::json!({ "findings": findings }),
            Some(error) => serde_json::json!({
                "findings": findings,
                "malformedPolicyDocument": error.to_string(),
            }),
        };
        writeln!(stdout(), "{}", serde_json::to_string_pretty(&answer)?)?;
    } else {
        for finding in &findings {
            writeln!(stdout(), "{}:{finding}", file.display())?;
        }
        match &refused {
            Some(error) => writeln!(
                stdout(),
                "{}: refused when it is put: {error}",
                file.display()
            )?,
            None if findings.is_empty() => writeln!(stdout(), "{}: no findings", file.display())?,
            None => {}
        }
    }
    Ok(match faulty || refused.is_some() {
        true => ExitCode::from(FAULTY),
        false => ExitCode::SUCCESS,
    })
}

fn kind_of(policy_type: PolicyType, resource_type: Option<ResourceType>) -> PolicyKind {
    match (policy_type, resource_type) {
        (PolicyType::Resource, Some(ResourceType::AssumeRolePolicyDocument)) => PolicyKind::Trust,
        (PolicyType::Resource, _) => PolicyKind::Resource,
        (PolicyType::ServiceControl, _) => PolicyKind::ServiceControl,
        (PolicyType::ResourceControl, _) => PolicyKind::ResourceControl,
        _ => PolicyKind::Identity,
    }
}

fn is_error(finding: &Finding) -> bool {
    finding.finding_type() == FindingType::Error
}

/// AWS's name, or a short one.
pub(crate) fn policy_type_of(name: &str) -> Result<PolicyType, Box<dyn Error>> {
    Ok(match name {
        "identity" | "IDENTITY_POLICY" => PolicyType::Identity,
        "resource" | "RESOURCE_POLICY" => PolicyType::Resource,
        "scp" | "SERVICE_CONTROL_POLICY" => PolicyType::ServiceControl,
        "rcp" | "RESOURCE_CONTROL_POLICY" => PolicyType::ResourceControl,
        other => return Err(format!("`{other}` is no policy type: see --help").into()),
    })
}

fn resource_type_of(name: &str) -> Result<ResourceType, Box<dyn Error>> {
    ResourceType::ALL
        .iter()
        .copied()
        .find(|resource| resource.as_str() == name)
        .ok_or_else(|| {
            let known: Vec<&str> = ResourceType::ALL.iter().map(|r| r.as_str()).collect();
            format!(
                "AWS takes no resource type `{name}`, but {}",
                known.join(", ")
            )
            .into()
        })
}
