//! What a new policy changes, and who may.

use std::{
    error::Error,
    fs,
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

use common_types::AccountId;
use lexopt::{Arg, Parser, ValueExt};
use policy_eval::{Context, Policy, PolicyDiff, PolicyKind, ServiceReference};

use crate::{
    directory::{DirectoryFiles, said},
    services::more,
};

/// The exit code of a diff that found something.
const FOUND: u8 = 2;

pub(crate) fn diff(mut arguments: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let (mut files, mut kind, mut json) = (Vec::new(), PolicyKind::Identity, false);
    let mut services = ServiceReference::built_in();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Value(path) => files.push(PathBuf::from(path)),
            Arg::Long("kind") => kind = kind_of(&arguments.value()?.string()?)?,
            Arg::Long("service-reference") => services = more(services, &mut arguments)?,
            Arg::Long("json") => json = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let [old, new] = files.as_slice() else {
        return Err("`diff` takes two files: the old policy and the new one".into());
    };
    let found = PolicyDiff::between(&policy(old, kind)?, &policy(new, kind)?, &services);
    match json {
        true => writeln!(stdout(), "{}", serde_json::to_string_pretty(&found)?)?,
        false => write!(stdout(), "{found}")?,
    }
    Ok(match found.changes() {
        [] => ExitCode::SUCCESS,
        _ => ExitCode::from(FOUND),
    })
}

pub(crate) fn who_can(mut arguments: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let (mut files, mut json, mut context) = (DirectoryFiles::default(), false, Context::new());
    let (mut action, mut resource, mut owner) = (None, "*".to_owned(), None::<AccountId>);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("action") => action = Some(arguments.value()?.string()?),
            Arg::Long("resource") => resource = arguments.value()?.string()?,
            Arg::Long("account") => owner = Some(arguments.value()?.string()?.parse()?),
            Arg::Long("context") => {
                context = serde_json::from_slice(&fs::read(PathBuf::from(arguments.value()?))?)?;
            }
            Arg::Long("json") => json = true,
            Arg::Long(option) => {
                let option = option.to_owned();
                files.take(&option, &mut arguments)?;
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let action = action.ok_or("--action is missing")?;
    let directory = files.load()?.compile().map_err(said)?;
    let found = directory
        .who_can(&action, &resource, owner, &context)
        .map_err(said)?;
    match json {
        true => writeln!(stdout(), "{}", serde_json::to_string_pretty(&found)?)?,
        false => write!(stdout(), "{found}")?,
    }
    Ok(ExitCode::SUCCESS)
}

fn policy(path: &PathBuf, kind: PolicyKind) -> Result<Policy, Box<dyn Error>> {
    let told = |error: &dyn Error| format!("{}: {error}", path.display());
    let json = fs::read(path).map_err(|error| told(&error))?;
    Ok(Policy::from_slice(&json, kind).map_err(|error| told(&error))?)
}

fn kind_of(text: &str) -> Result<PolicyKind, Box<dyn Error>> {
    Ok(match text {
        "identity" => PolicyKind::Identity,
        "resource" => PolicyKind::Resource,
        "trust" => PolicyKind::Trust,
        "boundary" => PolicyKind::Boundary,
        "session" => PolicyKind::Session,
        "scp" => PolicyKind::ServiceControl,
        "rcp" => PolicyKind::ResourceControl,
        "vpc-endpoint" => PolicyKind::VpcEndpoint,
        other => return Err(format!("`{other}` is no kind of policy: try --help").into()),
    })
}
