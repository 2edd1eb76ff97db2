//! A store in a directory: where it is, who calls, and in which region. What the programs' options say of it.

use std::{error::Error, fs, path::PathBuf};

use lexopt::{Arg, Parser, ValueExt};
use strongroom::{Caller, FileRootKey, Principal, Strongroom, SystemRandom};

/// A store in a directory, and who calls it.
#[derive(Debug)]
pub struct Local {
    data: PathBuf,
    caller: String,
    region: String,
}

/// The options, for a program's help.
pub const LOCAL_OPTIONS: &str =
    "  --data DIR        the store, as `aws_endpoint --data DIR` has it (strongroom-data)
  --caller ARN      who is calling (arn:aws:iam::123456789012:root)
  --region REGION   where (eu-west-1)";

impl Default for Local {
    fn default() -> Self {
        Self {
            data: "strongroom-data".into(),
            caller: "arn:aws:iam::123456789012:root".to_owned(),
            region: "eu-west-1".to_owned(),
        }
    }
}

impl Local {
    /// Takes an option, if it is one of its own.
    ///
    /// # Errors
    ///
    /// If its value is missing or not text.
    pub fn take(&mut self, name: &str, parser: &mut Parser) -> Result<bool, lexopt::Error> {
        match name {
            "data" => self.data = parser.value()?.into(),
            "caller" => self.caller = parser.value()?.string()?,
            "region" => self.region = parser.value()?.string()?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The region.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// Who calls.
    ///
    /// # Errors
    ///
    /// If that is no principal's ARN.
    pub fn caller(&self) -> Result<Caller, Box<dyn Error>> {
        let arn = self.caller.parse()?;
        Ok(Caller::new(Principal::from_arn(arn, "strongroom")?))
    }

    /// Opens the store; it and its root key are made when they are missing.
    ///
    /// # Errors
    ///
    /// As [`Strongroom::open`].
    pub async fn open(&self) -> Result<Strongroom, Box<dyn Error>> {
        fs::create_dir_all(&self.data)?;
        let root_key = self.data.join("root.key");
        let root_key = match root_key.exists() {
            true => FileRootKey::open(root_key)?,
            false => FileRootKey::create(root_key, &SystemRandom::new())?,
        };
        Ok(Strongroom::open(self.data.join("store.redb"), root_key).await?)
    }
}

/// Whether a parser's next argument is an option, as the error for one that a program does not have.
///
/// # Errors
///
/// Always.
pub fn unexpected<T>(argument: Arg<'_>) -> Result<T, Box<dyn Error>> {
    Err(argument.unexpected().into())
}

/// Prints an error with all its causes.
pub fn report(program: &str, error: &(dyn Error + 'static)) {
    eprintln!("{program}: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because {error}");
        cause = error.source();
    }
}
