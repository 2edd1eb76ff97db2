//! The file that a directory is read from: what the `aws` command line writes of one account, or of several with the
//! organisation over them.

mod stamp;

use std::{collections::BTreeMap, path::Path};

use policy_eval::directory::{Directory, Organization, OrganizationPolicy};
use serde_json::value::RawValue;

pub(crate) use stamp::Stamp;

use crate::{Error, Result, limits};

/// Reads a directory's text.
///
/// # Errors
///
/// [`Error::Shape`], [`Error::UnknownMember`], [`Error::Directory`].
pub(crate) fn parse(text: &str) -> Result<Directory> {
    let mut directory = Directory::new();
    let members = members(text)?;
    if members.keys().any(|name| ACCOUNT.contains(&name.as_str())) {
        load_account(&mut directory, text)?;
        return Ok(directory);
    }
    for (name, value) in &members {
        match name.as_str() {
            "Accounts" => {
                for account in elements(value)? {
                    load_account(&mut directory, account.get())?;
                }
            }
            "Organization" => {
                let organization: Organization = from_json(value)?;
                directory.set_organization(Some(organization));
            }
            "OrganizationPolicies" => {
                for policy in elements(value)? {
                    let policy: OrganizationPolicy = from_json(&policy)?;
                    directory.put_organization_policy(policy)?;
                }
            }
            _ => {
                return Err(Error::UnknownMember {
                    member: name.clone(),
                    of: "a directory",
                });
            }
        }
    }
    Ok(directory)
}

/// Reads a file, unless it is too large to be a directory.
///
/// # Errors
///
/// [`Error::File`], [`Error::TooLarge`].
pub(crate) fn read(path: &Path) -> Result<(String, Stamp)> {
    let failed = |source| Error::File {
        path: path.to_owned(),
        source,
    };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.len() > limits::FILE_BYTES {
        return Err(Error::TooLarge);
    }
    let text = std::fs::read_to_string(path).map_err(failed)?;
    let stamp = Stamp::of(&metadata);
    Ok((text, stamp))
}

/// One account, as `aws iam get-account-authorization-details` writes it. The command line's output has no other members, so
/// one that it has not is a mistake of who wrote the file by hand.
fn load_account(directory: &mut Directory, text: &str) -> Result<()> {
    for member in members(text)?.into_keys() {
        if !ACCOUNT.contains(&member.as_str()) {
            return Err(Error::UnknownMember {
                member,
                of: "an account",
            });
        }
    }
    Ok(directory.load_authorization_details([text])?)
}

fn members(text: &str) -> Result<BTreeMap<String, Box<RawValue>>> {
    serde_json::from_str(text).map_err(|source| Error::Shape { source })
}

fn elements(list: &RawValue) -> Result<Vec<Box<RawValue>>> {
    from_json(list)
}

fn from_json<T: serde::de::DeserializeOwned>(value: &RawValue) -> Result<T> {
    serde_json::from_str(value.get()).map_err(|source| Error::Shape { source })
}

/// The members of an account.
const ACCOUNT: [&str; 6] = [
    "UserDetailList",
    "GroupDetailList",
    "RoleDetailList",
    "Policies",
    "IsTruncated",
    "Marker",
];
