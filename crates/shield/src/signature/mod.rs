//! What the requests of an attack have in common.

mod learn;
mod sources;

use std::{collections::BTreeSet, fmt, sync::Arc};

use crate::feature::{Dimension, Features, Observation};

pub(crate) use learn::learn;

/// What the requests of an attack have in common: values that all of them have, or networks that all of them come from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Signature(Kind);

#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// All of these.
    Values(Vec<(Dimension, Arc<str>)>),
    /// One of these networks.
    Sources(BTreeSet<Arc<str>>),
}

impl Signature {
    /// Whether a request carries it.
    pub fn matches_observation(&self, observation: &Observation<'_>) -> bool {
        self.matches(&Features::of(observation))
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0
    }

    pub(crate) fn matches(&self, features: &Features) -> bool {
        match &self.0 {
            Kind::Values(values) => values
                .iter()
                .all(|(dimension, value)| features.get(*dimension) == Some(value)),
            Kind::Sources(networks) => features
                .get(Dimension::Source)
                .is_some_and(|source| networks.contains(source)),
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Values(values) => {
                for (index, (dimension, value)) in values.iter().enumerate() {
                    let and = if index == 0 { "" } else { " and " };
                    write!(f, "{and}{dimension} `{value}`")?;
                }
                Ok(())
            }
            Kind::Sources(networks) => write!(f, "any of {} networks", networks.len()),
        }
    }
}
