//! Who refers to something: a record beside its own.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{Result, format};

/// The ARNs of the web ACLs and rule groups whose rules refer to a set or a rule group.
///
/// It is there as long as what it is about, so that whoever comes to refer to that finds out whether it still is; and by
/// itself, so that nobody writes a large set again to refer to it. It may name some that do not refer to it any more, where an
/// update was cut; never one too few.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct Referrers(pub(crate) BTreeSet<String>);

impl Referrers {
    pub(crate) fn decode(value: &[u8]) -> Result<Self> {
        format::decode("who refers to something", value)
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>> {
        format::encode(self)
    }
}
