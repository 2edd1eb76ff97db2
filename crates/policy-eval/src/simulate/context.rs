//! The condition keys of a simulation, by the types that they are given with.

use std::net::IpAddr;

use super::{ContextEntry, ContextKeyType, SimulateError};
use crate::{
    directory::PrincipalKeys,
    document::Scalar,
    document::Version,
    keys::{ConditionKey, ConditionKeys, Context, Values},
    operator::{Operands, Operator},
};

/// What was given; and behind it, what is known of who calls.
#[derive(Clone, Debug, Default)]
pub(super) struct SimulatedKeys {
    given: Context,
    known: Option<PrincipalKeys>,
}

impl SimulatedKeys {
    pub(super) fn new(
        entries: &[ContextEntry],
        known: Option<PrincipalKeys>,
    ) -> Result<Self, SimulateError> {
        let given = entries.iter().try_fold(Context::new(), add)?;
        Ok(Self { given, known })
    }
}

impl ConditionKeys for SimulatedKeys {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        let given = self.given.lookup(key);
        given.or_else(|| self.known.as_ref()?.lookup(key))
    }
}

fn add(context: Context, entry: &ContextEntry) -> Result<Context, SimulateError> {
    let ContextEntry {
        context_key_name: name,
        context_key_values: values,
        context_key_type,
    } = entry;
    let key_type = context_key_type.unwrap_or(match values.len() {
        1 => ContextKeyType::String,
        _ => ContextKeyType::StringList,
    });
    if let Some(bad) = values.iter().find(|value| !is_of(key_type, value)) {
        let reason = format!("value `{bad}` of context key `{name}` is not of type {key_type}");
        return Err(SimulateError::invalid(reason));
    }
    let added = match (is_list(key_type), values.as_slice()) {
        (true, values) => context.with_list(name, values.iter().cloned()),
        (false, [value]) => context.with(name, value.clone()),
        (false, _) => {
            let reason = format!("context key `{name}` of type {key_type} takes one value");
            return Err(SimulateError::invalid(reason));
        }
    };
    added.map_err(|error| SimulateError::invalid(format!("`{name}`: {error}")))
}

fn is_list(key_type: ContextKeyType) -> bool {
    use ContextKeyType as T;

    match key_type {
        T::String | T::Numeric | T::Boolean | T::Ip | T::Binary | T::Date => false,
        T::StringList
        | T::NumericList
        | T::BooleanList
        | T::IpList
        | T::BinaryList
        | T::DateList => true,
    }
}

/// Whether the operators of a type could read the value.
fn is_of(key_type: ContextKeyType, value: &str) -> bool {
    use ContextKeyType as T;

    let reads =
        |operator| Operands::parse(operator, &[Scalar::from(value)], Version::V2008).is_ok();
    match key_type {
        T::String | T::StringList => true,
        T::Numeric | T::NumericList => reads(Operator::NumericEquals),
        T::Boolean | T::BooleanList => reads(Operator::Bool),
        T::Ip | T::IpList => value.parse::<IpAddr>().is_ok(),
        T::Binary | T::BinaryList => reads(Operator::BinaryEquals),
        T::Date | T::DateList => reads(Operator::DateEquals),
    }
}
