//! How they are kept: a record each, and a record of the names of all of one kind.

use std::collections::{BTreeMap, BTreeSet};

use common_types::Tags;
use serde::{Deserialize, Serialize};
use waf_rules::model::LoggingConfiguration;

use super::{Entity, PermissionPolicy};
use crate::{Error, Result, format};

/// One of them, with all that belongs to it. Drawn in `docs/formats.md`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(bound = "")]
pub(crate) struct Record<E: Entity> {
    pub(crate) entity: E,
    /// A new one with every change of what it holds.
    pub(crate) lock_token: String,
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub(crate) tags: Tags,
    /// The ARNs of the resources that it protects.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) protects: BTreeSet<String>,
    /// How a web ACL logs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) logging: Option<LoggingConfiguration>,
    /// With whom a rule group is shared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) permission_policy: Option<PermissionPolicy>,
}

/// The names of all of one kind, by which they are unique, counted and listed. One record: an invariant over a set lives in a record.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Index(pub(crate) BTreeMap<String, Summary>);

/// What a listing shows.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Summary {
    /// Its name.
    pub name: String,
    /// Its id.
    pub id: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Give this to change or delete it.
    pub lock_token: String,
    /// Its ARN.
    #[serde(rename = "ARN")]
    pub arn: String,
}

impl<E: Entity> Record<E> {
    /// # Errors
    ///
    /// [`Error::LimitsExceeded`] if it is larger than what the store keeps.
    pub(crate) fn encode(&self) -> Result<Vec<u8>> {
        let value = format::encode(self)?;
        if value.len() > store::limits::VALUE_BYTES - store::limits::WRAPPER_BYTES {
            return Err(Error::LimitsExceeded {
                what: format!("a {} with all that belongs to it is too large", E::KIND),
            });
        }
        Ok(value)
    }

    pub(crate) fn decode(value: &[u8]) -> Result<Self> {
        format::decode(E::KIND, value)
    }

    pub(crate) fn summary(&self) -> Summary {
        let identity = self.entity.identity();
        Summary {
            name: identity.name.to_owned(),
            id: identity.id.to_owned(),
            description: self.entity.description().map(str::to_owned),
            lock_token: self.lock_token.clone(),
            arn: identity.arn.to_owned(),
        }
    }
}

impl Index {
    pub(crate) fn decode(value: &[u8]) -> Result<Self> {
        format::decode("an index of names", value)
    }

    pub(crate) fn encode(&self) -> Result<Vec<u8>> {
        format::encode(self)
    }
}

/// Does something with one of the kinds that others may refer to, by its name in ARNs.
macro_rules! of_kind {
    ($kind:expr, $otherwise:expr, |$entity:ident| $do:expr) => {
        match $kind {
            "ipset" => {
                type $entity = waf_rules::model::IpSet;
                $do
            }
            "regexpatternset" => {
                type $entity = waf_rules::model::RegexPatternSet;
                $do
            }
            "rulegroup" => {
                type $entity = waf_rules::model::RuleGroup;
                $do
            }
            "webacl" => {
                type $entity = waf_rules::model::WebAcl;
                $do
            }
            _ => $otherwise,
        }
    };
}

pub(crate) use of_kind;
