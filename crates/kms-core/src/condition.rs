//! The condition keys of KMS: what policies may ask of a call, looked up when they ask.
//!
//! Source: [KMS condition keys](https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html),
//! [AWS global condition keys](https://docs.aws.amazon.com/kms/latest/developerguide/conditions-aws.html).

use common_types::{EncryptionAlgorithmSpec, EncryptionContext};
use policy_eval::{ConditionKey, ConditionKeys, Value, ValueList, Values};
use service_kit::{Identity, RequestTagKeys, RequestTags};

use crate::{AliasName, KeySpec, KeyUsage, Origin, key::KeyRecord};

/// What one decision can be asked: who calls through whom, the key, and the members of the request.
#[derive(Clone, Copy)]
pub(crate) struct Conditions<'a> {
    pub(crate) identity: &'a Identity,
    /// The key, where the call is decided for one.
    pub(crate) key: Option<KeyFacts<'a>>,
    pub(crate) asked: Asked<'a>,
}

/// What can be asked of a key.
#[derive(Clone, Copy)]
pub(crate) struct KeyFacts<'a> {
    pub(crate) multi_region: bool,
    pub(crate) record: &'a KeyRecord,
}

/// The members of a request that have a condition key.
#[derive(Clone, Copy, Default)]
pub(crate) struct Asked<'a> {
    /// The alias by which the request names its key.
    pub(crate) alias: Option<&'a AliasName>,
    pub(crate) bypass_policy_lockout_safety_check: Option<bool>,
    pub(crate) encryption_algorithm: Option<EncryptionAlgorithmSpec>,
    pub(crate) encryption_context: Option<ContextKeys<'a>>,
    pub(crate) new_key: Option<NewKey>,
    pub(crate) pending_window_in_days: Option<u32>,
    pub(crate) re_encrypt_on_same_key: Option<bool>,
    /// The tags that are to be set.
    pub(crate) tags: Option<&'a RequestTags>,
    /// The keys of the tags that are to be removed.
    pub(crate) tag_keys: Option<&'a RequestTagKeys>,
}

/// What kind of key is to be made.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewKey {
    pub(crate) spec: KeySpec,
    pub(crate) usage: KeyUsage,
    pub(crate) origin: Origin,
}

/// An encryption context, and the list of its keys.
#[derive(Clone, Copy)]
pub(crate) struct ContextKeys<'a>(&'a EncryptionContext);

impl<'a> Asked<'a> {
    /// What every cryptographic call with a symmetric key can be asked.
    pub(crate) fn cryptographic(
        alias: Option<&'a AliasName>,
        context: &'a EncryptionContext,
    ) -> Self {
        Self {
            alias,
            encryption_algorithm: Some(EncryptionAlgorithmSpec::SymmetricDefault),
            encryption_context: (!context.is_empty()).then_some(ContextKeys(context)),
            ..Self::default()
        }
    }
}

impl ConditionKeys for Conditions<'_> {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        let Self {
            identity,
            key: facts,
            asked,
        } = self;
        match (key.name(), key.tail()) {
            // Of the call, where it is for a key.
            ("kms:calleraccount", None) => facts
                .and(identity.account())
                .map(|account| account.as_str().into()),
            ("kms:viaservice", None) => facts.and(identity.via_endpoint()).map(Values::from),
            // Of the key, or of the one that is to be made.
            ("kms:keyorigin", None) => self.kind().map(|kind| kind.origin.as_str().into()),
            ("kms:keyspec" | "kms:customermasterkeyspec", None) => {
                self.kind().map(|kind| kind.spec.as_str().into())
            }
            ("kms:keyusage" | "kms:customermasterkeyusage", None) => {
                self.kind().map(|kind| kind.usage.as_str().into())
            }
            ("kms:multiregion", None) => self
                .kind()
                .map(|_| facts.is_some_and(|facts| facts.multi_region).into()),
            // `kms:MultiRegionKeyType` is a multi-Region key's; there are none yet.
            ("kms:resourcealiases", None) => facts
                .as_ref()
                .map(|facts| Values::Many(&facts.record.aliases)),
            // Of the request.
            ("kms:requestalias", None) => asked.alias.map(|alias| alias.as_str().into()),
            ("kms:bypasspolicylockoutsafetycheck", None) => {
                asked.bypass_policy_lockout_safety_check.map(Values::from)
            }
            ("kms:encryptionalgorithm", None) => asked
                .encryption_algorithm
                .map(|algorithm| algorithm.as_str().into()),
            ("kms:encryptioncontext", Some(wanted)) => asked
                .encryption_context
                .and_then(|context| context.get(wanted))
                .map(Values::from),
            ("kms:encryptioncontextkeys", None) => asked
                .encryption_context
                .as_ref()
                .map(|context| Values::Many(context)),
            ("kms:schedulekeydeletionpendingwindowindays", None) => asked
                .pending_window_in_days
                .map(|days| Value::Integer(days.into()).into()),
            ("kms:reencryptonsamekey", None) => asked.re_encrypt_on_same_key.map(Values::from),
            ("aws:requesttag" | "aws:tagkeys", _) => match (asked.tags, asked.tag_keys) {
                (Some(tags), _) => tags.lookup(key),
                (None, Some(keys)) => keys.lookup(key),
                (None, None) => None,
            },
            _ => None,
        }
    }
}

impl Conditions<'_> {
    /// What kind of key the call is about, or is to make.
    fn kind(&self) -> Option<NewKey> {
        let of_key = |facts: KeyFacts<'_>| {
            let KeyRecord {
                spec,
                usage,
                origin,
                ..
            } = *facts.record;
            NewKey {
                spec,
                usage,
                origin,
            }
        };
        self.key.map(of_key).or(self.asked.new_key)
    }
}

impl<'a> ContextKeys<'a> {
    /// The value of a key in any case: as it is in the condition, that is lower case.
    fn get(&self, wanted: &str) -> Option<&'a str> {
        let same = |key: &str| {
            key.eq_ignore_ascii_case(wanted) || (!key.is_ascii() && key.to_lowercase() == wanted)
        };
        self.0
            .iter()
            .find(|(key, _)| same(key))
            .map(|(_, value)| value)
    }
}

impl ValueList for ContextKeys<'_> {
    fn any(&self, test: &mut dyn FnMut(Value<'_>) -> bool) -> bool {
        self.0.keys().any(|key| test(Value::Text(key)))
    }
}
