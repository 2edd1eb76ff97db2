//! The request of `AssumeRole`, and what AWS requires of its members.

use common_types::{
    ParseError,
    constraint::{Check, Constrained, Number, Pattern, Size, Text},
};
use serde::{Deserialize, Serialize};

use crate::limits;

/// Request of [`assume_role`](crate::sts::StsHandle::assume_role).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AssumeRoleRequest {
    /// The role's ARN.
    pub role_arn: String,
    /// What the session is called: in its ARN, in records, and in `aws:userid`.
    pub role_session_name: String,
    /// Managed policies that limit the session, by their ARNs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_arns: Vec<PolicyDescriptorType>,
    /// A policy that limits the session, as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// How long the session lasts, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u32>,
    /// Tags of the session.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// The keys of those tags that go on to sessions that this one makes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transitive_tag_keys: Vec<String>,
    /// What the role's owner has told whom it trusts: `sts:ExternalId`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// A device for a second factor: there are none here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    /// What such a device shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_code: Option<String>,
    /// Who stands behind the session: it stays through a chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// Assertions of an identity provider: not supported.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provided_contexts: Vec<ProvidedContext>,
}

/// A managed policy, by its ARN.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct PolicyDescriptorType {
    /// The policy's ARN.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
}

/// A tag of a session.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Tag {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// An assertion of an identity provider.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ProvidedContext {
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider_arn: Option<String>,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context_assertion: Option<String>,
}

impl AssumeRoleRequest {
    /// For a session of this name.
    pub fn new(role_arn: impl Into<String>, role_session_name: impl Into<String>) -> Self {
        Self {
            role_arn: role_arn.into(),
            role_session_name: role_session_name.into(),
            ..Self::default()
        }
    }

    /// Adds a tag.
    #[must_use]
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push(Tag {
            key: key.into(),
            value: value.into(),
        });
        self
    }

    /// Adds the key of a tag that goes on.
    #[must_use]
    pub fn transitive_tag_key(mut self, key: impl Into<String>) -> Self {
        self.transitive_tag_keys.push(key.into());
        self
    }

    /// Adds a managed policy.
    #[must_use]
    pub fn policy_arn(mut self, arn: impl Into<String>) -> Self {
        self.policy_arns.push(PolicyDescriptorType {
            arn: Some(arn.into()),
        });
        self
    }
}

common_types::setters!(AssumeRoleRequest {
    /// Limits the session by a policy.
    policy: String,
    /// Sets how long it lasts, in seconds.
    duration_seconds: u32,
    /// Sets what the role's owner has told.
    external_id: String,
    /// Sets who stands behind it.
    source_identity: String,
});

impl Tag {
    /// The tag, if it is one.
    pub(super) fn parse(self) -> Result<common_types::Tag, ParseError> {
        Ok(common_types::Tag::new(
            self.key.parse()?,
            self.value.parse()?,
        ))
    }
}

impl Constrained for AssumeRoleRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            role_arn,
            role_session_name,
            policy_arns,
            policy,
            duration_seconds,
            tags,
            transitive_tag_keys,
            external_id,
            serial_number,
            token_code,
            source_identity,
            provided_contexts,
        } = self;
        check.text("roleArn", role_arn, &ARN);
        check.text("roleSessionName", role_session_name, &SESSION_NAME);
        check.list(
            "policyArns",
            policy_arns,
            &Size::between(0, limits::SESSION_POLICY_ARNS),
        );
        check.text("policy", policy, &POLICY);
        check.number("durationSeconds", *duration_seconds, &DURATION);
        check.list("tags", tags, &Size::between(0, limits::SESSION_TAGS));
        let keys = Size::between(0, limits::SESSION_TAGS);
        check.texts("transitiveTagKeys", transitive_tag_keys, &keys, &TAG_KEY);
        check.text("externalId", external_id, &EXTERNAL_ID);
        check.text("serialNumber", serial_number, &SERIAL_NUMBER);
        check.text("tokenCode", token_code, &TOKEN_CODE);
        check.text("sourceIdentity", source_identity, &SESSION_NAME);
        check.list("providedContexts", provided_contexts, &Size::between(0, 5));
    }
}

impl Constrained for PolicyDescriptorType {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { arn } = self;
        check.text("arn", arn, &ARN);
    }
}

impl Constrained for Tag {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { key, value } = self;
        check.text("key", key, &TAG_KEY);
        check.text("value", value, &TAG_VALUE);
    }
}

impl Constrained for ProvidedContext {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            provider_arn,
            context_assertion,
        } = self;
        check.text("providerArn", provider_arn, &ARN);
        check.text(
            "contextAssertion",
            context_assertion,
            &Text::new().length(4, 2048),
        );
    }
}

/// All of a text's characters are letters, digits, `_` or one of these.
macro_rules! word_and {
    ($pattern:literal, $more:literal) => {
        Pattern::new($pattern, |text| {
            text.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || $more.contains(&byte))
        })
    };
}

const ARN: Text = Text::new().length(20, 2048).pattern(Pattern::new(
    "[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+",
    |text| {
        !text.is_empty()
            && text.chars().all(|c| {
                matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}'
                    | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
            })
    },
));
const SESSION_NAME: Text = Text::new()
    .length(2, 64)
    .pattern(word_and!("[\\w+=,.@-]*", b"+=,.@-"));
const POLICY: Text = Text::new().at_least(1).pattern(Pattern::new(
    "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+",
    |text| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{ff}'))
    },
));
const DURATION: Number = Number::between(
    limits::MIN_SESSION_SECONDS as i64,
    limits::MAX_SESSION_SECONDS as i64,
);
const EXTERNAL_ID: Text = Text::new()
    .length(2, 1224)
    .pattern(word_and!("[\\w+=,.@:\\/-]*", b"+=,.@:/-"));
const SERIAL_NUMBER: Text = Text::new()
    .length(9, 256)
    .pattern(word_and!("[\\w+=/:,.@-]*", b"+=/:,.@-"));
const TOKEN_CODE: Text = Text::new()
    .length(6, 6)
    .pattern(Pattern::new("[\\d]*", |text| {
        text.bytes().all(|byte| byte.is_ascii_digit())
    }));
const TAG_KEY: Text = Text::new()
    .length(1, 128)
    .pattern(Pattern::new("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+", |text| {
        !text.is_empty() && has_tag_chars(text)
    }));
const TAG_VALUE: Text = Text::new().length(0, 256).pattern(Pattern::new(
    "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*",
    has_tag_chars,
));

/// Whether a tag may have these characters, however many.
fn has_tag_chars(text: &str) -> bool {
    text.chars().all(|c| {
        c.encode_utf8(&mut [0; 4])
            .parse::<common_types::TagValue>()
            .is_ok()
    })
}
