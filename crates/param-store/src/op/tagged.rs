//! The parameter that a request about tags names.

use common_types::wire_enum;

use crate::{Error, ParameterName, Result};

wire_enum! {
    /// What kind of resource is tagged. Parameter Store has parameters alone.
    pub enum ResourceTypeForTagging {
        /// A document.
        Document = "Document",
        /// A managed node.
        ManagedInstance = "ManagedInstance",
        /// A maintenance window.
        MaintenanceWindow = "MaintenanceWindow",
        /// A parameter.
        Parameter = "Parameter",
        /// A patch baseline.
        PatchBaseline = "PatchBaseline",
        /// An operational work item.
        OpsItem = "OpsItem",
        /// Operational metadata.
        OpsMetadata = "OpsMetadata",
        /// An automation.
        Automation = "Automation",
        /// An association.
        Association = "Association",
        /// A cloud connector.
        CloudConnector = "CloudConnector",
    }
}

/// Reads which parameter is meant.
///
/// # Errors
///
/// [`Error::InvalidResourceType`] for anything else than a parameter, [`Error::InvalidResourceId`] for what is no name.
pub(super) fn parse(kind: ResourceTypeForTagging, id: &str) -> Result<ParameterName> {
    if kind != ResourceTypeForTagging::Parameter {
        return Err(Error::InvalidResourceType {
            found: kind.as_str().to_owned(),
        });
    }
    id.parse().map_err(|_| invalid(id))
}

/// A parameter that is not there has its own error where tags are concerned.
pub(super) fn answer<T>(answer: Result<T>) -> Result<T> {
    answer.map_err(|error| match error {
        Error::ParameterNotFound { name } => Error::InvalidResourceId { id: name },
        other => other,
    })
}

fn invalid(id: &str) -> Error {
    Error::InvalidResourceId {
        id: id.chars().take(256).collect(),
    }
}
