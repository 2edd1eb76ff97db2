//! `PutParameter`.

use common_types::{
    SecretString,
    constraint::{Check, Constrained, Text},
    setters, wire,
};
use serde::{Deserialize, Serialize};

use super::{
    put::{self, Put},
    tag::WireTag,
};
use crate::{
    Operation, ParamStoreHandle, ParameterTier, ParameterType, Result, bounds, call::Call, limits,
    throughput::Metered,
};

/// Request of [`put_parameter`](ParamStoreHandle::put_parameter).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PutParameterRequest {
    /// The parameter's name.
    pub name: String,
    /// What is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its value.
    #[serde(with = "wire::secret_text")]
    pub value: SecretString,
    /// Its type. Must be given where it is made, and cannot be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<ParameterType>,
    /// The KMS key of a `SecureString`: key id, key ARN, alias or alias ARN. `alias/aws/ssm` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// Whether it may be there already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overwrite: Option<bool>,
    /// A regular expression that all of the value has to match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_pattern: Option<String>,
    /// Its tags, where it is made.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<WireTag>,
    /// Its tier; by default what the account's setting says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<ParameterTier>,
    /// Its policies: a JSON array. An empty one removes them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policies: Option<String>,
    /// What its value is: `text` by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data_type: Option<String>,
}

/// Response of [`put_parameter`](ParamStoreHandle::put_parameter).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PutParameterResponse {
    /// The version that was made.
    pub version: u64,
    /// Its tier.
    pub tier: ParameterTier,
}

impl PutParameterRequest {
    /// A value for a parameter.
    pub fn new(name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        Self {
            name: name.into(),
            description: None,
            value: value.into(),
            r#type: None,
            key_id: None,
            overwrite: None,
            allowed_pattern: None,
            tags: Vec::new(),
            tier: None,
            policies: None,
            data_type: None,
        }
    }

    /// A value for a parameter of a type.
    pub fn of_type(
        name: impl Into<String>,
        r#type: ParameterType,
        value: impl Into<SecretString>,
    ) -> Self {
        Self::new(name, value).r#type(r#type)
    }

    /// Adds a tag.
    #[must_use]
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push(WireTag::new(key, value));
        self
    }
}

setters!(PutParameterRequest {
    /// Sets what is said about it.
    description: String,
    /// Sets its type.
    r#type: ParameterType,
    /// Sets the KMS key of a `SecureString`.
    key_id: String,
    /// Says whether it may be there already.
    overwrite: bool,
    /// Sets a regular expression that all of the value has to match.
    allowed_pattern: String,
    /// Sets its tier.
    tier: ParameterTier,
    /// Sets its policies: a JSON array.
    policies: String,
    /// Sets what its value is.
    data_type: String,
});

impl Constrained for PutParameterRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            description,
            value,
            r#type: _,
            key_id,
            overwrite: _,
            allowed_pattern,
            tags,
            tier: _,
            policies,
            data_type,
        } = self;
        check.text("name", name, &bounds::NAME);
        check.text("description", description, &DESCRIPTION);
        check.secret("value", value, &Text::new().at_least(1));
        check.text("keyId", key_id, &bounds::KEY_ID);
        check.text("allowedPattern", allowed_pattern, &ALLOWED_PATTERN);
        check.list("tags", tags, &bounds::TAGS);
        check.text("policies", policies, &POLICIES);
        check.text("dataType", data_type, &Text::new().length(0, 128));
    }
}

impl ParamStoreHandle {
    /// Makes a parameter, or, with `overwrite`, a new version of one.
    ///
    /// On `Ok` it is durable, and the next call on any thread reads it. Of an existing parameter, what the request leaves out stays:
    /// description, allowed pattern, data type, policies; but a `SecureString` without a key comes under `alias/aws/ssm`, as AWS has it. The
    /// [`limits::VERSIONS`] newest versions are kept.
    ///
    /// # Limits
    ///
    /// The value: [`STANDARD_VALUE_BYTES`](limits::STANDARD_VALUE_BYTES) or [`ADVANCED_VALUE_BYTES`](limits::ADVANCED_VALUE_BYTES), by its tier. The name:
    /// [`ARN_CHARS`](limits::ARN_CHARS) with its ARN, [`LEVELS`](limits::LEVELS). Parameters of an account in a region:
    /// [`STANDARD_PARAMETERS`](limits::STANDARD_PARAMETERS), [`ADVANCED_PARAMETERS`](limits::ADVANCED_PARAMETERS).
    ///
    /// # Authorisation
    ///
    /// `ssm:PutParameter` on the parameter, and `ssm:AddTagsToResource` if it has tags. Condition keys: `ssm:Overwrite`, `ssm:Policies`,
    /// `aws:RequestTag/…`, `aws:TagKeys`, `aws:ResourceTag/…`. For a `SecureString`, `kms:Encrypt` (standard) or `kms:GenerateDataKey`
    /// (advanced) on its key, through Parameter Store.
    ///
    /// # Errors
    ///
    /// [`ParameterAlreadyExists`](crate::Error::ParameterAlreadyExists) without `overwrite`;
    /// [`HierarchyTypeMismatch`](crate::Error::HierarchyTypeMismatch), [`HierarchyLevelLimitExceeded`](crate::Error::HierarchyLevelLimitExceeded);
    /// [`ParameterLimitExceeded`](crate::Error::ParameterLimitExceeded), [`ParameterMaxVersionLimitExceeded`](crate::Error::ParameterMaxVersionLimitExceeded);
    /// [`InvalidAllowedPattern`](crate::Error::InvalidAllowedPattern), [`ParameterPatternMismatch`](crate::Error::ParameterPatternMismatch);
    /// [`InvalidPolicyType`](crate::Error::InvalidPolicyType), [`InvalidPolicyAttribute`](crate::Error::InvalidPolicyAttribute),
    /// [`IncompatiblePolicy`](crate::Error::IncompatiblePolicy), [`PoliciesLimitExceeded`](crate::Error::PoliciesLimitExceeded);
    /// [`InvalidKeyId`](crate::Error::InvalidKeyId), [`UnsupportedParameterType`](crate::Error::UnsupportedParameterType),
    /// [`AccessDenied`](crate::Error::AccessDenied), [`TooManyUpdates`](crate::Error::TooManyUpdates), [`Throttling`](crate::Error::Throttling),
    /// [`TooManyTags`](crate::Error::TooManyTags) for more than 50 (AWS's model has it for `AddTagsToResource` alone, and nothing else for this),
    /// [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [PutParameter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html). Patterns are those that can be
    /// matched in linear time: no look-around, no back-references. That an image of data type `aws:ec2:image` exists is not checked.
    pub async fn put_parameter(
        &self,
        request: PutParameterRequest,
    ) -> Result<PutParameterResponse> {
        let mut call = self.call(Operation::PutParameter);
        let answer = put_parameter(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn put_parameter(
    call: &mut Call<'_>,
    request: PutParameterRequest,
) -> Result<PutParameterResponse> {
    call.admit(Metered::PutParameter).await?;
    request.validate()?;
    let put = Put::parse(request, call)?;
    put::put(call, &put).await
}

const DESCRIPTION: Text = Text::new().length(0, limits::DESCRIPTION_CHARS);
const ALLOWED_PATTERN: Text = Text::new().length(0, limits::ALLOWED_PATTERN_CHARS);
const POLICIES: Text = Text::new().length(1, limits::POLICIES_CHARS);
