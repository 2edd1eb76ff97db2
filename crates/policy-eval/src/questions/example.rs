//! Concrete requests: what questions are answered with.

use std::fmt;

use common_types::Principal;
use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{
    keys::Context,
    request::{Request, Resource},
};

/// A request with all that it is decided by. As JSON it is the `request` of a recorded case.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ExampleRequest {
    /// Who asks.
    #[serde(serialize_with = "who")]
    pub principal: Principal,
    /// What is to be done.
    pub action: String,
    /// The ARN of the resource, or `*`.
    #[serde(serialize_with = "to_what")]
    pub resource: String,
    /// Condition keys. Those that are not there are absent.
    pub context: Context,
}

impl ExampleRequest {
    /// It as a request. The resource's owner is the account that its ARN names.
    pub fn request(&self) -> Request<'_> {
        let resource = match self.resource.as_str() {
            "*" => Resource::any(),
            arn => Resource::new(arn),
        };
        Request::new(&self.principal, &self.action, resource, &self.context)
    }
}

impl fmt::Display for ExampleRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            principal,
            action,
            resource,
            context,
        } = self;
        write!(f, "{principal}: {action} on {resource}")?;
        for (at, (key, values)) in context.iter().enumerate() {
            let word = if at == 0 { " with" } else { " and" };
            write!(f, "{word} {key} = {}", values.join(", "))?;
        }
        Ok(())
    }
}

fn who<S: Serializer>(principal: &Principal, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    match (principal.arn(), principal) {
        (Some(arn), _) => map.serialize_entry("arn", arn)?,
        (None, Principal::Service { name }) => map.serialize_entry("service", name)?,
        (None, _) => map.serialize_entry("anonymous", &true)?,
    }
    map.end()
}

fn to_what<S: Serializer>(resource: &str, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry("arn", resource)?;
    map.end()
}
