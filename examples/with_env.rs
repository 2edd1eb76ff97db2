//! Starts a program with the references in its environment resolved: the program sees values, and nobody else does.
//!
//! ```text
//! DB_PASSWORD='{{resolve:ssm-secure:/app/prod/password}}' with_env --secure DB_PASSWORD -- ./server
//! with_env --buildspec buildspec.yml -- make deploy
//! ```
//!
//! Values are never on disk and never among arguments: they go from the store into the environment of the program, which takes
//! this one's place.

use std::{
    collections::BTreeMap,
    error::Error,
    ffi::OsString,
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    sync::Arc,
};

use lexopt::prelude::*;
use serde::Deserialize;
use strongroom::{
    ParameterReader,
    references::{self, Document, Problem, Reference, Resolver, SecureFields},
};
use support::{LOCAL_OPTIONS, Local, report, unexpected};

const USAGE: &str = "\
with_env [OPTIONS] -- COMMAND [ARGUMENT…]

Resolves {{resolve:ssm:…}}, {{resolve:ssm-secure:…}} and {{resolve:secretsmanager:…}} in the environment, and starts COMMAND.

OPTIONS
  --secure NAME     NAME may have an `ssm-secure` reference; any number of times
  --buildspec FILE  adds what a buildspec's `env:` says: variables, parameter-store, secrets-manager";

/// What of a buildspec is about the environment.
#[derive(Debug, Default, Deserialize)]
struct Buildspec {
    #[serde(default)]
    env: Option<BuildEnvironment>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct BuildEnvironment {
    #[serde(default)]
    variables: Option<BTreeMap<String, String>>,
    /// A variable's name to a parameter's.
    #[serde(default)]
    parameter_store: Option<BTreeMap<String, String>>,
    /// A variable's name to `secret-id:json-key:version-stage:version-id`.
    #[serde(default)]
    secrets_manager: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Default)]
struct Arguments {
    local: Local,
    secure: Vec<String>,
    buildspec: Option<PathBuf>,
    command: Vec<OsString>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report("with_env", &*error);
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let Some(arguments) = Arguments::parse()? else {
        println!("{USAGE}\n{LOCAL_OPTIONS}");
        return Ok(());
    };
    let (program, rest) = arguments
        .command
        .split_first()
        .ok_or("no COMMAND after `--`")?;
    let environment = environment(&arguments).await?;
    // It takes the place of this process, so this comes back only if it could not be started.
    let error = Command::new(program).args(rest).envs(environment).exec();
    Err(format!("`{}` could not be started: {error}", program.display()).into())
}

/// The variables that are to be set or to be others than now.
async fn environment(arguments: &Arguments) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let build = match &arguments.buildspec {
        Some(file) => {
            build_environment(file).map_err(|error| format!("{}: {error}", file.display()))?
        }
        None => BuildEnvironment::default(),
    };
    let mut secure = arguments
        .secure
        .iter()
        .fold(SecureFields::none(), |secure, name| secure.field(name));
    // What is no text cannot have a reference, and stays as it is.
    let texts = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let mut variables: Vec<(String, String)> = texts
        .filter(|(_, value)| value.contains("{{resolve:"))
        .collect();
    variables.extend(build.variables.unwrap_or_default());
    let parameter_store = build.parameter_store.unwrap_or_default();
    for (name, secret) in build.secrets_manager.unwrap_or_default() {
        let reference = Reference::of_secret_in_buildspec(&secret)
            .map_err(|problem| format!("`{secret}` in `{name}`: {problem}"))?;
        variables.push((name.clone(), reference.to_string()));
        secure = secure.field(name);
    }
    let needs_store = !parameter_store.is_empty() || has_reference(&mut variables);
    if !needs_store {
        return Ok(variables);
    }
    let strongroom = arguments.local.open().await?;
    let params = strongroom
        .param_store()
        .caller(arguments.local.caller()?)
        .region(arguments.local.region())?;
    let params: Arc<dyn ParameterReader> = Arc::new(params);
    Resolver::new(Arc::clone(&params))
        .resolve(&mut variables, &secure)
        .await
        .map_err(unresolved)?;
    // A buildspec names a parameter whatever its type is.
    let (names, parameters): (Vec<_>, Vec<_>) = parameter_store.into_iter().unzip();
    let values = params
        .parameters(&parameters, true)
        .await
        .map_err(|error| format!("`parameter-store`: {error}"))?;
    for ((name, parameter), value) in names.into_iter().zip(parameters).zip(values) {
        let value =
            value.ok_or_else(|| format!("`{name}`: there is no parameter `{parameter}`"))?;
        variables.push((name, value.value.expose().to_owned()));
    }
    strongroom.close().await?;
    Ok(variables)
}

/// What a buildspec says of the environment.
fn build_environment(file: &Path) -> Result<BuildEnvironment, Box<dyn Error>> {
    let text = fs::read_to_string(file)?;
    // Not with the lines around the place: variables may be secret.
    let buildspec: Buildspec =
        serde_saphyr::from_str(&text).map_err(|error| error.without_snippet().to_string())?;
    Ok(buildspec.env.unwrap_or_default())
}

/// Says of a secret where it could be kept instead, since a store on disk has parameters alone.
fn unresolved(error: references::Error) -> Box<dyn Error> {
    match error.problem() {
        Problem::NoSecrets => format!(
            "`{}` refers to {}, a secret of Secrets Manager, and there is none here: put it into a SecureString, and name that under \
             `parameter-store`",
            error.place(),
            error.reference()
        )
        .into(),
        _ => error.into(),
    }
}

fn has_reference(variables: &mut Vec<(String, String)>) -> bool {
    let mut found = false;
    variables.texts(&mut |_, text| found |= text.contains("{{resolve:"));
    found
}

impl Arguments {
    /// Nothing if help was asked for.
    fn parse() -> Result<Option<Self>, Box<dyn Error>> {
        let mut arguments = Self::default();
        let mut parser = lexopt::Parser::from_env();
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("secure") => arguments.secure.push(parser.value()?.string()?),
                Long("buildspec") => arguments.buildspec = Some(parser.value()?.into()),
                Long(name) => {
                    let name = name.to_owned();
                    if !arguments.local.take(&name, &mut parser)? {
                        return unexpected(Long(&name));
                    }
                }
                Value(program) => {
                    arguments.command.push(program);
                    arguments.command.extend(parser.raw_args()?);
                }
                other => return unexpected(other),
            }
        }
        Ok(Some(arguments))
    }
}
