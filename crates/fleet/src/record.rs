//! What is kept: policies, an index of them, and for each account what a policy has to do with it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use common_types::{AccountId, Arn, Partition, Region, Timestamp};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use store::{Key, KeyBuilder, KeyRange};

use crate::{ComplianceViolator, Error, Policy, Result};

/// The administrator in one region: where policies live.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Home {
    pub(crate) partition: Partition,
    pub(crate) administrator: AccountId,
    pub(crate) region: Region,
}

/// A policy.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct PolicyRecord {
    pub(crate) policy: Policy,
    pub(crate) stamp: Stamp,
    pub(crate) state: State,
    /// When it is held against its resources next.
    pub(crate) due: Timestamp,
}

/// Whether a policy is in force.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) enum State {
    Active,
    /// It was deleted, and what it did is being taken back.
    CleaningUp,
    /// It was deleted, and what it did is being handed over to the accounts.
    LettingGo,
}

/// What the names of all that a policy makes have in common: its name when it was made, and when that was.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Stamp {
    name: String,
    /// Milliseconds since 1970. No other policy of the home has the same.
    pub(crate) made: i64,
}

/// The policies of a home, by their ids. One record: an invariant over a set lives in a record.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Index(pub(crate) BTreeMap<String, Entry>);

/// A policy in the index.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Entry {
    pub(crate) made: i64,
    pub(crate) state: State,
}

/// What a policy has to do with an account.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct AccountRecord {
    /// Web ACLs that it has put rule groups on, or was about to.
    pub(crate) retrofitted: BTreeSet<String>,
    /// What came of holding it against the policy; nothing while it is not in scope.
    pub(crate) evaluation: Option<Evaluation>,
}

/// What came of holding an account against a policy.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Evaluation {
    pub(crate) at: Timestamp,
    pub(crate) violators: Vec<ComplianceViolator>,
    pub(crate) violator_count: u64,
    pub(crate) issue: Option<String>,
}

impl Home {
    /// The ARN of a policy.
    pub(crate) fn arn(&self, id: &str) -> Result<Arn> {
        let Self {
            partition,
            administrator,
            region,
        } = self;
        let resource = format!("policy/{id}");
        Arn::new(
            partition,
            SERVICE,
            Some(region),
            Some(administrator),
            &resource,
        )
        .map_err(Error::broken)
    }

    /// The policy that an ARN names.
    pub(crate) fn of_arn(arn: &str) -> Result<(Self, String)> {
        let arn: Arn = arn.parse().map_err(Error::broken)?;
        let home = Self {
            partition: arn.partition().parse().map_err(Error::broken)?,
            administrator: arn.account().parse().map_err(Error::broken)?,
            region: arn.region().parse().map_err(Error::broken)?,
        };
        Ok((home, arn.resource_id().to_owned()))
    }

    pub(crate) fn index(&self) -> Result<Key> {
        Ok(self.key("index").build()?)
    }

    pub(crate) fn policy(&self, id: &str) -> Result<Key> {
        Ok(self.key("policy").str(id).build()?)
    }

    pub(crate) fn account(&self, id: &str, account: AccountId) -> Result<Key> {
        Ok(self.key("account").str(id).str(account.as_str()).build()?)
    }

    /// The records of all accounts that a policy has to do with.
    pub(crate) fn accounts(&self, id: &str) -> Result<KeyRange> {
        Ok(self.key("account").str(id).range()?)
    }

    /// The account that a record of [`accounts`](Self::accounts) is about.
    pub(crate) fn account_of(key: &Key) -> Result<AccountId> {
        let elements = key.elements()?;
        let last = elements.last().and_then(|element| element.as_str());
        last.unwrap_or_default().parse().map_err(Error::broken)
    }

    fn key(&self, kind: &str) -> KeyBuilder {
        let Self {
            partition,
            administrator,
            region,
        } = self;
        Key::scope(partition, administrator, region, SERVICE).str(kind)
    }
}

impl Stamp {
    /// For a policy of this name that is made now, beside others. Whoever was made in the same millisecond goes before.
    pub(crate) fn new(name: &str, now: Timestamp, index: &Index) -> Self {
        let is_taken = |made: i64| index.0.values().any(|entry| entry.made == made);
        let mut made = now.timestamp_millis();
        while is_taken(made) {
            made = made.saturating_add(1);
        }
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        Self {
            name: name.chars().map(plain).take(NAME).collect(),
            made,
        }
    }

    /// The name of something of the policy's, told from its others by a number.
    pub(crate) fn name(&self, prefix: &str, number: u32) -> String {
        let Self { name, made } = self;
        match number {
            0 => format!("{prefix}-{name}-{made}"),
            number => format!("{prefix}-{name}-{made}-{number}"),
        }
    }

    /// Whether a name is one that [`name`](Self::name) gives.
    pub(crate) fn is_named(&self, prefix: &str, name: &str) -> bool {
        let first = self.name(prefix, 0);
        let rest = name.strip_prefix(first.as_str());
        rest.is_some_and(|rest| {
            rest.is_empty()
                || rest
                    .strip_prefix('-')
                    .is_some_and(|number| number.parse::<u32>().is_ok())
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

/// The moment that a store can tell from others: due work is kept in microseconds.
pub(crate) fn to_the_microsecond(at: Timestamp) -> Timestamp {
    DateTime::from_timestamp_micros(at.timestamp_micros()).unwrap_or(at)
}

/// Firewall Manager's prefix, in ARNs, actions and records.
pub(crate) const SERVICE: &str = "fms";
const WHAT: &str = "a record of Firewall Manager";
const FORMAT: u8 = 1;
/// As much of a policy's name as leaves room for prefix and numbers in the 128 characters of a web ACL's name.
const NAME: usize = 80;
