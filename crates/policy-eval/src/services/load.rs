//! AWS's own form of the reference, and what is built in.

use serde::Deserialize;

use super::service::{Action, ResourceType, Service, fixed_part};
use crate::keys::KeyKind;

/// A text that is no Service Authorization Reference.
#[derive(Debug, thiserror::Error)]
#[error("not a service of AWS's Service Authorization Reference")]
pub struct InvalidServiceReference(#[from] serde_json::Error);

/// What AWS says of the services that Strongroom has.
pub(super) const BUILT_IN: &[&str] = &[
    include_str!("../../data/services/acm.json"),
    include_str!("../../data/services/acm-pca.json"),
    include_str!("../../data/services/iam.json"),
    include_str!("../../data/services/kms.json"),
    include_str!("../../data/services/secretsmanager.json"),
    include_str!("../../data/services/ssm.json"),
    include_str!("../../data/services/sts.json"),
    include_str!("../../data/services/wafv2.json"),
];

/// The prefixes of all of AWS's services, in November 2026.
pub(super) const PREFIXES: &str = include_str!("../../data/services/prefixes.txt");

/// Members that AWS may add are not looked at.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Document {
    name: String,
    #[serde(default)]
    actions: Vec<ActionEntry>,
    #[serde(default)]
    condition_keys: Vec<KeyEntry>,
    #[serde(default)]
    resources: Vec<ResourceEntry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ActionEntry {
    name: String,
    action_condition_keys: Option<Vec<String>>,
    #[serde(default)]
    resources: Vec<Named>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct KeyEntry {
    name: String,
    #[serde(default)]
    types: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ResourceEntry {
    name: String,
    #[serde(default, rename = "ARNFormats")]
    arn_formats: Vec<String>,
    #[serde(default)]
    condition_keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(Document),
    Many(Vec<Document>),
}

impl Service {
    pub(super) fn parse(json: &str) -> Result<Self, InvalidServiceReference> {
        Ok(serde_json::from_str::<Document>(json)?.into())
    }

    pub(super) fn parse_all(json: &str) -> Result<Vec<Self>, InvalidServiceReference> {
        Ok(match serde_json::from_str(json)? {
            OneOrMany::One(document) => vec![document.into()],
            OneOrMany::Many(documents) => documents.into_iter().map(Self::from).collect(),
        })
    }
}

impl From<Document> for Service {
    fn from(document: Document) -> Self {
        let Document {
            name,
            actions,
            condition_keys,
            resources,
        } = document;
        let mut service = Self::new(name);
        for ActionEntry {
            name,
            action_condition_keys,
            resources,
        } in actions
        {
            let keys =
                action_condition_keys.map(|keys| keys.iter().map(|key| fixed_part(key)).collect());
            service = service.with_action(Action {
                name,
                keys,
                resources: resources.into_iter().map(|named| named.name).collect(),
            });
        }
        for KeyEntry { name, types } in condition_keys {
            // A type that is new to us says as little as none.
            let kind = types.iter().find_map(|name| KeyKind::parse(name));
            service = service.with_key(&name, kind);
        }
        for ResourceEntry {
            name,
            arn_formats,
            condition_keys,
        } in resources
        {
            let keys = condition_keys.iter().map(|key| fixed_part(key)).collect();
            service = service.with_resource(name, ResourceType { arn_formats, keys });
        }
        service
    }
}
