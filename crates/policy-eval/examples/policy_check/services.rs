//! Services that the built-in tables do not have.

use std::{error::Error, fs, path::PathBuf};

use lexopt::Parser;
use policy_eval::ServiceReference;

/// Adds those of the file that the next argument names.
pub(crate) fn more(
    services: ServiceReference,
    arguments: &mut Parser,
) -> Result<ServiceReference, Box<dyn Error>> {
    let path = PathBuf::from(arguments.value()?);
    let told = |error: &dyn Error| format!("{}: {error}", path.display());
    let text = fs::read_to_string(&path).map_err(|error| told(&error))?;
    Ok(services.load(&text).map_err(|error| told(&error))?)
}
