//! The answer as a text, and as JSON.

use std::fmt;

use common_types::Principal;
use serde::{Serialize, Serializer, ser::SerializeStruct};

use super::{Access, WhoCan};

impl fmt::Display for WhoCan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            can,
            from_outside,
            unsure,
        } = self;
        if can.is_empty() && from_outside.is_empty() && unsure.is_empty() {
            return writeln!(f, "nobody");
        }
        for access in can {
            writeln!(f, "{access}")?;
        }
        for access in from_outside {
            writeln!(f, "{access}; if its own account's policies allow")?;
        }
        for principal in unsure {
            writeln!(f, "{principal}: perhaps, the search was not exhaustive")?;
        }
        Ok(())
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { request, by } = self;
        write!(f, "{}", request.principal)?;
        for (at, (key, values)) in request.context.iter().enumerate() {
            let word = if at == 0 { ", with" } else { " and" };
            write!(f, "{word} {key} = {}", values.join(", "))?;
        }
        match by.as_slice() {
            [] => f.write_str(": the root user of the account"),
            by => write!(f, ": by {}", by.join(" and ")),
        }
    }
}

impl Serialize for Access {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { request, by } = self;
        let mut access = serializer.serialize_struct("Access", 3)?;
        access.serialize_field("principal", &request.principal.to_string())?;
        access.serialize_field("context", &request.context)?;
        access.serialize_field("by", by)?;
        access.end()
    }
}

pub(super) fn names<S: Serializer>(
    principals: &[Principal],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(principals.iter().map(ToString::to_string))
}
