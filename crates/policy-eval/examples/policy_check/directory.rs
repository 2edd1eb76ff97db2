//! Accounts and organisations from what the `aws` command line wrote into files.

use std::{error::Error, fs, path::PathBuf};

use common_types::Arn;
use lexopt::{Parser, ValueExt};
use policy_eval::directory::{Directory, Document};

/// The files that a directory is made of.
#[derive(Default)]
pub(crate) struct DirectoryFiles {
    /// Pages of one account or of several, in their order.
    details: Vec<PathBuf>,
    organization: Option<PathBuf>,
    organization_policies: Vec<PathBuf>,
    key_policies: Vec<(Arn, PathBuf)>,
    resource_policies: Vec<(Arn, PathBuf)>,
}

impl DirectoryFiles {
    /// Takes an option that names a file of the directory, or refuses it.
    pub(crate) fn take(
        &mut self,
        option: &str,
        arguments: &mut Parser,
    ) -> Result<(), Box<dyn Error>> {
        match option {
            "details" => self.details.push(arguments.value()?.into()),
            "organization" => self.organization = Some(arguments.value()?.into()),
            "organization-policy" => {
                self.organization_policies.push(arguments.value()?.into());
            }
            "key-policy" => self.key_policies.push(of_resource(arguments)?),
            "policy-of" => self.resource_policies.push(of_resource(arguments)?),
            other => return Err(format!("unknown option `--{other}`: try --help").into()),
        }
        Ok(())
    }

    /// Reads all of it.
    pub(crate) fn load(&self) -> Result<Directory, Box<dyn Error>> {
        let mut directory = Directory::new();
        let pages = self
            .details
            .iter()
            .map(read)
            .collect::<Result<Vec<_>, _>>()?;
        directory
            .load_authorization_details(pages.iter().map(String::as_str))
            .map_err(said)?;
        for path in &self.organization_policies {
            directory
                .load_organization_policy(&read(path)?)
                .map_err(said)?;
        }
        for (key, path) in &self.key_policies {
            directory
                .load_key_policy(key.clone(), &read(path)?)
                .map_err(said)?;
        }
        for (resource, path) in &self.resource_policies {
            let policy = Document::new(read(path)?);
            directory
                .resource_policies_mut()
                .put(resource.clone(), policy)
                .map_err(said)?;
        }
        if let Some(path) = &self.organization {
            directory.set_organization(Some(serde_json::from_str(&read(path)?)?));
        }
        Ok(directory)
    }
}

/// `ARN=FILE`
fn of_resource(arguments: &mut Parser) -> Result<(Arn, PathBuf), Box<dyn Error>> {
    let value = arguments.value()?.string()?;
    let (arn, path) = value.rsplit_once('=').ok_or("expected ARN=FILE")?;
    Ok((arn.parse()?, path.into()))
}

fn read(path: &PathBuf) -> Result<String, Box<dyn Error>> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// An error with what is behind it, in one line.
pub(crate) fn said(error: impl Error) -> String {
    match error.source() {
        None => error.to_string(),
        Some(source) => format!("{error}: {source}"),
    }
}
