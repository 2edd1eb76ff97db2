//! AWS's custom checks over policies in files.

use std::{
    error::Error,
    fs,
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

use lexopt::{Arg, Parser, ValueExt};
use policy_eval::{
    AccessCheck, AccessToCheck, Policy, PolicyKind, PolicyType, check_access_not_granted,
    check_no_new_access, check_no_public_access,
};

use crate::validate::policy_type_of;

/// The check failed.
const FAILED: u8 = 2;

/// The resources whose policies AWS checks, beside trust policies.
const RESOURCE_TYPES: &[&str] = &[
    "AWS::ApiGateway::RestApi",
    "AWS::Backup::BackupVault",
    "AWS::CloudTrail::Dashboard",
    "AWS::CloudTrail::EventDataStore",
    "AWS::CodeArtifact::Domain",
    "AWS::DynamoDB::Stream",
    "AWS::DynamoDB::Table",
    "AWS::EFS::FileSystem",
    "AWS::KMS::Key",
    "AWS::Kinesis::Stream",
    "AWS::Kinesis::StreamConsumer",
    "AWS::Lambda::Function",
    "AWS::OpenSearchService::Domain",
    "AWS::S3::AccessPoint",
    "AWS::S3::Bucket",
    "AWS::S3::Glacier",
    "AWS::S3Express::AccessPoint",
    "AWS::S3Express::DirectoryBucket",
    "AWS::S3Outposts::AccessPoint",
    "AWS::S3Outposts::Bucket",
    "AWS::S3Tables::Table",
    "AWS::S3Tables::TableBucket",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::SecretsManager::Secret",
];

pub(crate) fn no_new_access(mut arguments: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let (mut kind, mut existing, mut new, mut json) = (None, None, None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("type") => kind = Some(kind_of(&arguments.value()?.string()?)?),
            Arg::Long("existing") => existing = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("new") => new = Some(PathBuf::from(arguments.value()?)),
            Arg::Long("json") => json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let kind = kind.ok_or("--type is missing")?;
    let existing = policy(&existing.ok_or("--existing is missing")?, kind)?;
    let new = policy(&new.ok_or("--new is missing")?, kind)?;
    answer(&check_no_new_access(&new, &existing), json)
}

pub(crate) fn access_not_granted(mut arguments: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let (mut kind, mut file, mut json) = (None, None, false);
    let (mut actions, mut resources) = (Vec::new(), Vec::new());
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("type") => kind = Some(kind_of(&arguments.value()?.string()?)?),
            Arg::Long("action") => actions.push(arguments.value()?.string()?),
            Arg::Long("resource") => resources.push(arguments.value()?.string()?),
            Arg::Long("json") => json = true,
            Arg::Value(path) if file.is_none() => file = Some(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let kind = kind.ok_or("--type is missing")?;
    let policy = policy(&file.ok_or("the policy's file is missing")?, kind)?;
    let access = AccessToCheck::new(actions, resources)?;
    answer(&check_access_not_granted(&policy, &access), json)
}

pub(crate) fn public(mut arguments: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let (mut kind, mut file, mut json) = (PolicyKind::Resource, None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("resource-type") => {
                kind = match arguments.value()?.string()?.as_str() {
                    "AWS::IAM::AssumeRolePolicyDocument" => PolicyKind::Trust,
                    name if RESOURCE_TYPES.contains(&name) => PolicyKind::Resource,
                    name => return Err(format!("AWS does not check policies of `{name}`").into()),
                };
            }
            Arg::Long("json") => json = true,
            Arg::Value(path) if file.is_none() => file = Some(PathBuf::from(path)),
            other => return Err(other.unexpected().into()),
        }
    }
    let policy = policy(&file.ok_or("the policy's file is missing")?, kind)?;
    answer(&check_no_public_access(&policy), json)
}

fn kind_of(name: &str) -> Result<PolicyKind, Box<dyn Error>> {
    if name == "trust" {
        return Ok(PolicyKind::Trust);
    }
    match policy_type_of(name)? {
        PolicyType::Identity => Ok(PolicyKind::Identity),
        PolicyType::Resource => Ok(PolicyKind::Resource),
        _ => {
            Err(format!("`{name}` cannot be checked: only identity, resource and trust can").into())
        }
    }
}

fn policy(path: &PathBuf, kind: PolicyKind) -> Result<Policy, Box<dyn Error>> {
    let name = path.display();
    let document = fs::read(path).map_err(|error| format!("{name}: {error}"))?;
    Policy::from_slice(&document, kind).map_err(|error| format!("{name}: {error}").into())
}

fn answer(check: &AccessCheck, json: bool) -> Result<ExitCode, Box<dyn Error>> {
    if json {
        writeln!(stdout(), "{}", serde_json::to_string_pretty(check)?)?;
    } else {
        let result = if check.passed() { "PASS" } else { "FAIL" };
        writeln!(stdout(), "{result}: {}", check.message)?;
        for reason in &check.reasons {
            writeln!(stdout(), "  {}", reason.description)?;
        }
    }
    Ok(match check.passed() {
        true => ExitCode::SUCCESS,
        false => ExitCode::from(FAILED),
    })
}
