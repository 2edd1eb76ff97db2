//! `CreateKey`.

use common_types::{
    Tags,
    constraint::{Check, Constrained, Size},
    setters,
};
use serde::{Deserialize, Serialize};
use service_kit::Change;

use super::{bounds, tag::WireTag};
use crate::{
    Error, KeyId, KeyManager, KeyMetadata, KeySpec, KeyUsage, KmsHandle, Operation, Origin, Result,
    call::Call,
    condition::{Asked, NewKey},
    key::{KeyPolicy, NewRecord},
    op::{lockout, tag},
};

/// Request of [`create_key`](KmsHandle::create_key).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct CreateKeyRequest {
    /// The key policy; AWS's default one if there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// What its owner says of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it is for: `ENCRYPT_DECRYPT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_usage: Option<KeyUsage>,
    /// The former name of `key_spec`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_master_key_spec: Option<KeySpec>,
    /// What kind of key it is: `SYMMETRIC_DEFAULT`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_spec: Option<KeySpec>,
    /// Where its material comes from: `AWS_KMS`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// A custom key store: there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_key_store_id: Option<String>,
    /// Accepts a policy under which the caller cannot change it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bypass_policy_lockout_safety_check: Option<bool>,
    /// Its first tags.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<WireTag>,
    /// Whether it is to have copies in other regions: not supported yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multi_region: Option<bool>,
    /// A key in an external key store: there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xks_key_id: Option<String>,
}

/// Response of [`create_key`](KmsHandle::create_key).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CreateKeyResponse {
    /// All about the new key.
    pub key_metadata: KeyMetadata,
}

impl CreateKeyRequest {
    /// A symmetric key under AWS's default policy.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a tag.
    #[must_use]
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push(WireTag::new(key, value));
        self
    }
}

setters!(CreateKeyRequest {
    /// Sets the key policy.
    policy: String,
    /// Sets what its owner says of it.
    description: String,
    /// Sets what it is for.
    key_usage: KeyUsage,
    /// Sets what kind of key it is.
    key_spec: KeySpec,
    /// Sets where its material comes from.
    origin: Origin,
    /// Accepts a policy under which the caller cannot change it again.
    bypass_policy_lockout_safety_check: bool,
    /// Sets whether it is to have copies in other regions.
    multi_region: bool,
});

impl Constrained for CreateKeyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            policy,
            description,
            custom_key_store_id,
            tags,
            xks_key_id,
            key_usage: _,
            customer_master_key_spec: _,
            key_spec: _,
            origin: _,
            bypass_policy_lockout_safety_check: _,
            multi_region: _,
        } = self;
        check.text("policy", policy, &bounds::POLICY);
        check.text("description", description, &bounds::DESCRIPTION);
        check.text(
            "customKeyStoreId",
            custom_key_store_id,
            &bounds::CUSTOM_KEY_STORE_ID,
        );
        check.list("tags", tags, &Size::at_least(0));
        check.text("xksKeyId", xks_key_id, &bounds::XKS_KEY_ID);
    }
}

impl KmsHandle {
    /// Makes a symmetric key in the caller's account and region. It is enabled at once.
    ///
    /// On `Ok` the key, its policy and its tags are durable, in one commit.
    ///
    /// # Limits
    ///
    /// The policy: [`KEY_POLICY_BYTES`](crate::limits::KEY_POLICY_BYTES). The description:
    /// [`DESCRIPTION_CHARS`](crate::limits::DESCRIPTION_CHARS). Tags: [`TAGS_PER_RESOURCE`](common_types::limits::TAGS_PER_RESOURCE).
    ///
    /// # Authorisation
    ///
    /// `kms:CreateKey`, and with tags `kms:TagResource`, on no key in particular: by identity policies alone. Condition keys:
    /// `kms:KeySpec`, `kms:KeyUsage`, `kms:KeyOrigin`, `kms:MultiRegion`, `kms:BypassPolicyLockoutSafetyCheck`,
    /// `aws:RequestTag/…`, `aws:TagKeys`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied). [`MalformedPolicyDocument`](Error::MalformedPolicyDocument), also if the caller could not
    /// change the policy again. [`LimitExceeded`](Error::LimitExceeded) if the policy is too long. [`Tag`](Error::Tag).
    /// [`UnsupportedOperation`](Error::UnsupportedOperation) for another spec, usage or origin, and for multi-Region keys.
    /// [`CustomKeyStoreNotFound`](Error::CustomKeyStoreNotFound). [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [CreateKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html). The quota of 100,000 keys is AWS's care for
    /// its own machines and not enforced.
    pub async fn create_key(&self, request: CreateKeyRequest) -> Result<CreateKeyResponse> {
        let mut call = self.call(Operation::CreateKey);
        call.record_request(&request);
        let answer = create_key(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn create_key(call: &mut Call<'_>, request: CreateKeyRequest) -> Result<CreateKeyResponse> {
    request.validate()?;
    let CreateKeyRequest {
        policy,
        description,
        key_usage,
        customer_master_key_spec,
        key_spec,
        origin,
        custom_key_store_id,
        bypass_policy_lockout_safety_check,
        tags,
        multi_region,
        xks_key_id,
    } = request;
    if let Some(id) = custom_key_store_id {
        return Err(Error::CustomKeyStoreNotFound { id });
    }
    if xks_key_id.is_some() {
        return Err(Error::unsupported("`XksKeyId`"));
    }
    if multi_region == Some(true) {
        return Err(Error::unsupported("`MultiRegion`"));
    }
    let kind = kind(key_usage, key_spec, customer_master_key_spec, origin)?;
    let description = description.unwrap_or_default();
    let tags = tag::parse(tags)?;
    let bypass = bypass_policy_lockout_safety_check.unwrap_or(false);
    let policy = match policy {
        Some(text) => Some(KeyPolicy::parse(text)?),
        None => None,
    };

    let asked = Asked {
        bypass_policy_lockout_safety_check: Some(bypass),
        new_key: Some(kind),
        tags: Some(&tags),
        ..Asked::default()
    };
    call.allow_anywhere(asked)?;
    if !tags.is_empty() {
        call.allow_anywhere_as(Operation::TagResource, asked)?;
    }
    let id = KeyId::random(call.random())?;
    let arn = call.here().key_arn(&id)?;
    let policy = match policy {
        Some(policy) => {
            if !bypass {
                lockout::check(call, &policy, &arn, None, asked)?;
            }
            policy.text().to_owned()
        }
        None => KeyPolicy::by_default(call.here())?,
    };
    let tags = tags.applied_to(&Tags::new())?;
    let new = NewRecord {
        manager: KeyManager::Customer,
        kind,
        description,
        tags,
        policy,
    };
    call.record_resource(&arn);
    loop {
        let generation = call.kms().wrapper.generation();
        let record = new.make(call.kms(), call.here(), &id, call.now())?;
        let metadata = KeyMetadata::new(call.here(), &id, &arn, &record);
        let change = Change::new()
            .create(call.here().key_record(&id)?, record.encode()?)
            .require_generation(generation);
        // Not committed: the store key was rotated since the backing key was wrapped. It is wrapped anew.
        if call.commit(change).await? {
            return Ok(CreateKeyResponse {
                key_metadata: metadata,
            });
        }
    }
}

/// The one kind of key that there is so far.
fn kind(
    usage: Option<KeyUsage>,
    spec: Option<KeySpec>,
    former_spec: Option<KeySpec>,
    origin: Option<Origin>,
) -> Result<NewKey> {
    let spec = match (spec, former_spec) {
        (Some(spec), Some(former)) if spec != former => {
            return Err(Error::validation(
                "CustomerMasterKeySpec",
                "contradicts `KeySpec`",
            ));
        }
        (spec, former) => spec.or(former).unwrap_or(KeySpec::SymmetricDefault),
    };
    let usage = usage.unwrap_or(KeyUsage::EncryptDecrypt);
    let origin = origin.unwrap_or(Origin::AwsKms);
    if spec != KeySpec::SymmetricDefault {
        return Err(Error::unsupported(format!("`KeySpec` {spec}")));
    }
    if usage != KeyUsage::EncryptDecrypt {
        return Err(Error::validation(
            "KeyUsage",
            format!("{usage} does not go with `KeySpec` {spec}"),
        ));
    }
    if origin != Origin::AwsKms {
        return Err(Error::unsupported(format!("`Origin` {origin}")));
    }
    Ok(NewKey {
        spec,
        usage,
        origin,
    })
}
