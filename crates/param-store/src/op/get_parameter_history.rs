//! `GetParameterHistory`.

use std::sync::Arc;

use common_types::{
    SecretString, Timestamp,
    constraint::{Check, Constrained},
    setters, wire,
};
use serde::{Deserialize, Serialize};

use super::ParameterInlinePolicy;
use crate::{
    DataType, Error, Operation, ParamStoreHandle, ParameterTier, ParameterType, Result, bounds,
    call::{Call, PageOf, value},
    cipher::Cipher,
    condition::Asked,
    limits,
    name::Reference,
    parameter::{Loaded, VersionRecord},
    record::Record,
};

/// Request of [`get_parameter_history`](ParamStoreHandle::get_parameter_history).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetParameterHistoryRequest {
    /// Name or ARN.
    pub name: String,
    /// Whether a `SecureString` is decrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_decryption: Option<bool>,
    /// How many versions a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Response of [`get_parameter_history`](ParamStoreHandle::get_parameter_history).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetParameterHistoryResponse {
    /// The versions, the oldest first.
    pub parameters: Vec<ParameterHistory>,
    /// Give this with the next request to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// One version of a parameter.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ParameterHistory {
    /// The parameter's name.
    pub name: String,
    /// Its type.
    pub r#type: ParameterType,
    /// The KMS key of a `SecureString`, as it was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// When the version was made.
    #[serde(with = "wire::epoch_seconds")]
    pub last_modified_date: Timestamp,
    /// The ARN of whoever made it.
    pub last_modified_user: String,
    /// What was said about the parameter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The value: of a `SecureString` that was not decrypted, the ciphertext in base64.
    #[serde(with = "wire::secret_text")]
    pub value: SecretString,
    /// What values had to match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_pattern: Option<String>,
    /// The version.
    pub version: u64,
    /// Its labels.
    pub labels: Vec<String>,
    /// The parameter's tier.
    pub tier: ParameterTier,
    /// The parameter's policies.
    pub policies: Vec<ParameterInlinePolicy>,
    /// What the value is.
    pub data_type: DataType,
}

impl GetParameterHistoryRequest {
    /// For a parameter, by its name or ARN.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            with_decryption: None,
            max_results: None,
            next_token: None,
        }
    }
}

setters!(GetParameterHistoryRequest {
    /// Whether a `SecureString` is decrypted.
    with_decryption: bool,
    /// Sets how many versions a page has at most.
    max_results: u32,
    /// Goes on where the page ended that this token came with.
    next_token: String,
});

impl Constrained for GetParameterHistoryRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            with_decryption: _,
            max_results,
            next_token: _,
        } = self;
        check.text("name", name, &bounds::NAME);
        check.number("maxResults", *max_results, &bounds::PAGE);
    }
}

impl ParamStoreHandle {
    /// Reads all versions of a parameter that are kept, page by page.
    ///
    /// # Limits
    ///
    /// A page: [`PAGE`](limits::PAGE). Versions: [`VERSIONS`](limits::VERSIONS).
    ///
    /// # Authorisation
    ///
    /// `ssm:GetParameterHistory` on the parameter; also on another account's that is shared, by its ARN. Condition keys:
    /// `aws:ResourceTag/…`, `ssm:resourceTag/…`. With decryption, `kms:Decrypt` on each version's key, through Parameter Store.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied), [`ParameterNotFound`](Error::ParameterNotFound), [`InvalidNextToken`](Error::InvalidNextToken),
    /// [`InvalidKeyId`](Error::InvalidKeyId) if a key cannot decrypt, [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [GetParameterHistory](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html).
    pub async fn get_parameter_history(
        &self,
        request: GetParameterHistoryRequest,
    ) -> Result<GetParameterHistoryResponse> {
        let mut call = self.call(Operation::GetParameterHistory);
        let answer = get_parameter_history(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn get_parameter_history(
    call: &mut Call<'_>,
    request: &GetParameterHistoryRequest,
) -> Result<GetParameterHistoryResponse> {
    request.validate()?;
    let GetParameterHistoryRequest {
        name,
        with_decryption,
        max_results,
        next_token,
    } = request;
    let page = PageOf::parse(*max_results, next_token.as_deref(), limits::PAGE)?;
    let Reference::Parameter {
        home,
        name,
        selector: None,
    } = Reference::parse(name, call.here())?
    else {
        return Err(Error::validation(
            "The history is of a parameter, by its name or ARN without a version or label.",
        ));
    };
    let scope = call.here().at(home);
    let Some(parameter) = call.params().parameter(&scope, &name).await? else {
        return Err(call.missing(&scope, &name)?);
    };
    call.allow(&parameter, Asked::default())?;
    let (versions, next_token) = versions(call, &parameter, &page).await?;
    let cipher = (*with_decryption == Some(true)).then(|| call.cipher());
    let mut parameters = Vec::with_capacity(versions.len());
    for version in versions {
        parameters.push(ParameterHistory::of(&parameter, version, cipher.as_ref()).await?);
    }
    Ok(GetParameterHistoryResponse {
        parameters,
        next_token,
    })
}

/// A page of versions: those that were replaced have records of their own, the newest is in the parameter's.
async fn versions(
    call: &Call<'_>,
    parameter: &Arc<Loaded>,
    page: &PageOf,
) -> Result<(Vec<VersionRecord>, Option<String>)> {
    let Loaded { scope, record, .. } = &**parameter;
    let (name, incarnation) = (&record.name, record.incarnation);
    let listing = call.listing().filter("Name", parameter.arn.as_str());
    let mut range = scope.version_records(name, incarnation)?;
    if let Some(seen) = call.seen(&listing, page)? {
        range = range.after(&seen);
    }
    let limit = page.limit();
    let found = call
        .params()
        .store
        .scan(range, limit.saturating_add(1))
        .await?;
    let mut versions = found
        .iter()
        .map(|(_, found)| VersionRecord::decode(&found.value))
        // What was added or went since the parameter was read is not told of half.
        .filter(|version| {
            version
                .as_ref()
                .map_or(true, |version| record.versions.has(version.version))
        })
        .filter(|version| {
            version
                .as_ref()
                .map_or(true, |version| version.version != record.current.version)
        })
        .collect::<Result<Vec<_>>>()?;
    versions.push(record.current.clone());
    if versions.len() <= limit {
        return Ok((versions, None));
    }
    versions.truncate(limit);
    let last = versions.last().map(|version| version.version);
    let last = last.map(|last| scope.version_record(name, incarnation, last));
    let next = match last {
        Some(last) => Some(call.next(&listing, &last?)?),
        None => None,
    };
    Ok((versions, next))
}

impl ParameterHistory {
    async fn of(
        parameter: &Loaded,
        version: VersionRecord,
        cipher: Option<&Cipher>,
    ) -> Result<Self> {
        let record = &parameter.record;
        let policies = ParameterInlinePolicy::all_of(&version);
        let VersionRecord {
            version,
            value: stored,
            tier,
            data_type,
            modified,
            modified_by,
            key_id,
            description,
            allowed_pattern,
            policies: _,
        } = version;
        let labels = record.versions.labels_of(version);
        Ok(Self {
            name: parameter.name().to_owned(),
            r#type: record.kind,
            key_id,
            last_modified_date: modified,
            last_modified_user: modified_by,
            description,
            value: value(parameter, &stored, cipher).await?,
            allowed_pattern,
            version,
            labels: labels.map(str::to_owned).collect(),
            tier,
            policies,
            data_type,
        })
    }
}
