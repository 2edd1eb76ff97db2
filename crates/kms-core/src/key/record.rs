//! A key as it is stored: one record holds all of it, so that what was read, what is cached and its version are one
//! thing.

use std::collections::BTreeMap;

use common_types::{Tags, Timestamp};
use serde::{Deserialize, Serialize};

use super::{KeyId, KeyManager, KeySpec, KeyState, KeyUsage, Origin};
use crate::{
    AliasName, Error, Quota, Result,
    backing::{BackingKeyId, BackingSecret, Binding, WrappedKey},
    condition::NewKey,
    format,
    kms::Shared,
    limits,
    scope::Scope,
};

/// All of a key but its id and home, which are the record's name.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyRecord {
    pub(crate) created: Timestamp,
    pub(crate) description: String,
    pub(crate) manager: KeyManager,
    pub(crate) spec: KeySpec,
    pub(crate) usage: KeyUsage,
    pub(crate) origin: Origin,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) policy: String,
    pub(crate) tags: Tags,
    /// The aliases that point to it, in order. Each has a record of its own, changed in the same commits as this one.
    pub(crate) aliases: Vec<AliasName>,
    /// The backing key that encrypts now; all of them decrypt.
    pub(crate) current: BackingKeyId,
    pub(crate) backing_keys: BTreeMap<BackingKeyId, WrappedKey>,
}

/// How far a key is in its life.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) enum Lifecycle {
    Enabled,
    Disabled,
    /// It is deleted at this moment, `window_days` after that was asked for.
    PendingDeletion {
        at: Timestamp,
        window_days: u32,
    },
}

/// What is decided of a key before it is made.
#[derive(Debug)]
pub(crate) struct NewRecord {
    pub(crate) manager: KeyManager,
    pub(crate) kind: NewKey,
    pub(crate) description: String,
    pub(crate) tags: Tags,
    /// The text of a policy that parses.
    pub(crate) policy: String,
}

impl NewRecord {
    /// The record of a new key, with its first backing key.
    pub(crate) fn make(
        &self,
        kms: &Shared,
        scope: &Scope,
        id: &KeyId,
        now: Timestamp,
    ) -> Result<KeyRecord> {
        let Self {
            manager,
            kind,
            description,
            tags,
            policy,
        } = self;
        let backing_key = BackingKeyId::random(&*kms.random)?;
        let mut record = KeyRecord {
            created: now,
            description: description.clone(),
            manager: *manager,
            spec: kind.spec,
            usage: kind.usage,
            origin: kind.origin,
            lifecycle: Lifecycle::Enabled,
            policy: policy.clone(),
            tags: tags.clone(),
            aliases: Vec::new(),
            current: backing_key,
            backing_keys: BTreeMap::new(),
        };
        let secret = BackingSecret::random(&*kms.random)?;
        let wrapped = kms.wrapper.wrap(
            &secret,
            &record.binding(scope, id, backing_key),
            &*kms.random,
        )?;
        record.backing_keys.insert(backing_key, wrapped);
        Ok(record)
    }
}

impl KeyRecord {
    /// Reads a record.
    pub(crate) fn decode(value: &[u8]) -> Result<Self> {
        let record: Self = format::decode(WHAT, value)?;
        if !record.backing_keys.contains_key(&record.current) {
            return Err(Error::broken(
                "the record of a key names a backing key that it does not hold",
            ));
        }
        Ok(record)
    }

    /// The record's bytes.
    pub(crate) fn encode(&self) -> Result<Vec<u8>> {
        format::encode(self)
    }

    /// What the wrapped form of one of its backing keys is bound to.
    pub(crate) fn binding<'a>(
        &self,
        scope: &'a Scope,
        key: &'a KeyId,
        backing_key: BackingKeyId,
    ) -> Binding<'a> {
        let Scope {
            partition,
            account,
            region,
        } = scope;
        Binding {
            partition,
            region,
            account,
            key,
            backing_key,
            spec: self.spec,
            usage: self.usage,
            origin: self.origin,
        }
    }

    /// Notes an alias that points here from now on.
    ///
    /// # Errors
    ///
    /// [`Error::LimitExceeded`] if there are [`limits::ALIASES_PER_KEY`] already.
    pub(crate) fn add_alias(&mut self, name: AliasName) -> Result<()> {
        let Err(place) = self.aliases.binary_search(&name) else {
            return Ok(());
        };
        if self.aliases.len() >= limits::ALIASES_PER_KEY {
            return Err(Error::LimitExceeded(Quota::AliasesPerKey));
        }
        self.aliases.insert(place, name);
        Ok(())
    }

    /// Forgets an alias that does not point here any more.
    pub(crate) fn remove_alias(&mut self, name: &AliasName) {
        self.aliases.retain(|alias| alias != name);
    }
}

impl Lifecycle {
    /// The state that callers see.
    pub(crate) fn state(self) -> KeyState {
        match self {
            Self::Enabled => KeyState::Enabled,
            Self::Disabled => KeyState::Disabled,
            Self::PendingDeletion { .. } => KeyState::PendingDeletion,
        }
    }
}

const WHAT: &str = "the record of a key";
