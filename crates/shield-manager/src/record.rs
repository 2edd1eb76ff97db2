//! What is kept: which resources have automatic mitigation, and for each of their web ACLs which rules are in force.

use std::collections::{BTreeMap, BTreeSet};

use common_types::{AccountId, Arn, Partition, Region, Timestamp, wire_enum};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use shield::{Mitigation, Response};
use store::{Key, KeyBuilder};
use waf_rules::model::{IpAddressVersion, Rule};

use crate::{Error, Result, limits};

wire_enum! {
    /// What the rules do with requests that carry an attack's signature.
    ///
    /// Source: [ResponseAction](https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_ResponseAction.html).
    pub enum ResponseAction {
        /// They are blocked.
        Block = "Block",
        /// They are counted, to see what would be blocked.
        Count = "Count",
    }
}

/// One account in one region of one partition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Home {
    pub(crate) partition: Partition,
    pub(crate) account: AccountId,
    pub(crate) region: Region,
}

/// A resource with automatic mitigation.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Protection {
    /// The ARN of the web ACL whose rule group has its rules.
    pub(crate) web_acl: String,
}

/// The rule group of a web ACL, as it is to be: AWS has one for all resources that the web ACL protects.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Installation {
    /// The rule group's name.
    pub(crate) name: String,
    /// The resources that have automatic mitigation, and what their rules do. If there are none, the rule group goes.
    pub(crate) resources: BTreeMap<String, ResponseAction>,
    /// Rules, by the process and the resource that they are of.
    pub(crate) sections: BTreeMap<String, Section>,
    /// The names of all IP sets that were made, or were about to.
    pub(crate) sets: BTreeSet<String>,
    /// Counts what was changed here.
    pub(crate) generation: u64,
    /// How much of that is in WAF.
    pub(crate) applied: u64,
    /// When there is something to be done: WAF is behind, or rules expire.
    pub(crate) due: Option<Timestamp>,
}

/// The rules that one process has made for one resource.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Section {
    pub(crate) resource: String,
    pub(crate) expires: Timestamp,
    pub(crate) entries: Vec<Entry>,
}

/// One rule.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Entry {
    pub(crate) id: u64,
    pub(crate) capacity: u64,
    /// The rule. It refers to sets by their names: their ARNs come with their making.
    pub(crate) rule: Rule,
    pub(crate) sets: Vec<Set>,
}

/// A set of addresses.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Set {
    pub(crate) name: String,
    pub(crate) version: IpAddressVersion,
    pub(crate) addresses: Vec<String>,
}

impl Home {
    /// Where a resource of AWS lives that has an account and a region in its ARN.
    pub(crate) fn of(arn: &Arn) -> Result<Self> {
        let refused = || Error::InvalidParameter {
            reason: format!("`{arn}` names no account or no region"),
        };
        Ok(Self {
            partition: arn.partition().parse().map_err(|_| refused())?,
            account: arn.account().parse().map_err(|_| refused())?,
            region: arn.region().parse().map_err(|_| refused())?,
        })
    }

    pub(crate) fn protection(&self, resource: &Arn) -> Result<Key> {
        Ok(self.key("protection").str(resource.as_str()).build()?)
    }

    pub(crate) fn installation(&self, web_acl: &str) -> Result<Key> {
        Ok(self.key("installation").str(web_acl).build()?)
    }

    fn key(&self, kind: &str) -> KeyBuilder {
        let Self {
            partition,
            account,
            region,
        } = self;
        Key::scope(partition, account, region, SERVICE).str(kind)
    }
}

impl Installation {
    /// A rule group for a web ACL, with a name as AWS gives.
    pub(crate) fn new(web_acl: &Arn, uuid: &str) -> Self {
        let id = web_acl.resource().rsplit('/').next().unwrap_or_default();
        Self {
            name: format!(
                "ShieldMitigationRuleGroup_{}_{id}_{uuid}",
                web_acl.account()
            ),
            resources: BTreeMap::new(),
            sections: BTreeMap::new(),
            sets: BTreeSet::new(),
            generation: 0,
            applied: 0,
            due: None,
        }
    }

    /// Takes a resource out, with its rules.
    pub(crate) fn remove(&mut self, resource: &str) {
        self.resources.remove(resource);
        self.sections
            .retain(|_, section| section.resource != resource);
    }

    /// Takes out the rules whose time is over; whether there were any.
    pub(crate) fn expire(&mut self, now: Timestamp) -> bool {
        let before = self.sections.len();
        self.sections.retain(|_, section| section.expires > now);
        self.sections.len() < before
    }

    /// Notes a change, to be put into WAF at once.
    pub(crate) fn changed(&mut self, now: Timestamp) {
        self.generation = self.generation.saturating_add(1);
        for section in self.sections.values() {
            for entry in &section.entries {
                self.sets
                    .extend(entry.sets.iter().map(|set| set.name.clone()));
            }
        }
        self.due = Some(now);
    }

    /// When something has to be done next, if WAF is not behind.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.sections.values().map(|section| section.expires).min()
    }

    /// The entries that are in force: as many as the group has capacity for, with what their resources' rules do.
    pub(crate) fn entries(&self) -> Vec<(&Entry, ResponseAction)> {
        let mut left = shield::limits::CAPACITY;
        let mut entries = Vec::new();
        for section in self.sections.values() {
            let Some(action) = self.resources.get(&section.resource) else {
                continue;
            };
            for entry in &section.entries {
                if let Some(rest) = left.checked_sub(entry.capacity) {
                    left = rest;
                    entries.push((entry, *action));
                }
            }
        }
        entries
    }
}

impl Entry {
    /// What a process has found, under names of its own.
    pub(crate) fn of(mitigation: &Mitigation, process: &str) -> Option<Self> {
        let mut sets = mitigation.ip_sets("");
        let addresses: usize = sets.iter().map(|set| set.addresses.len()).sum();
        if addresses > limits::ADDRESSES {
            return None;
        }
        for set in &mut sets {
            set.name = format!("ShieldMitigation_{process}_{}", set.name);
            set.arn.clone_from(&set.name);
        }
        let mut rule = mitigation.rule(0, Response::Count, &sets);
        rule.name = format!("{}-{process}", rule.name);
        rule.visibility_config.metric_name.clone_from(&rule.name);
        Some(Self {
            id: mitigation.id,
            capacity: mitigation.capacity(),
            rule,
            sets: sets
                .into_iter()
                .map(|set| Set {
                    name: set.name,
                    version: set.ip_address_version,
                    addresses: set.addresses,
                })
                .collect(),
        })
    }
}

/// Records: a byte for the format, then JSON. A newer format is refused, never guessed.
pub(crate) fn encode(record: &impl Serialize) -> Result<Vec<u8>> {
    let mut value = vec![FORMAT];
    serde_json::to_writer(&mut value, record).map_err(Error::broken)?;
    Ok(value)
}

pub(crate) fn decode<T: DeserializeOwned>(value: &[u8]) -> Result<T> {
    match value.split_first() {
        Some((&FORMAT, json)) => serde_json::from_slice(json).map_err(Error::broken),
        Some((&found, _)) if found > FORMAT => Err(Error::broken(store::Error::NewerFormat {
            what: WHAT,
            found: found.into(),
            supported: FORMAT.into(),
        })),
        _ => Err(Error::broken(store::Error::Corrupt { what: WHAT })),
    }
}

/// Shield's prefix, in actions and records.
pub(crate) const SERVICE: &str = "shield";
const WHAT: &str = "a record of Shield";
const FORMAT: u8 = 1;
