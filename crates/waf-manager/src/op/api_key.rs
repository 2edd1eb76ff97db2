//! API keys: `CreateAPIKey`, `GetDecryptedAPIKey`, `ListAPIKeys`, `DeleteAPIKey`.

use std::collections::BTreeMap;

use common_types::{
    Timestamp,
    constraint::{Check, Constrained, Size},
    setters, wire,
};
use serde::{Deserialize, Serialize};
use service_kit::Change;
use store::Revision;

use super::bounds;
use crate::{
    Error, Operation, Result, Scope, WafHandle,
    api_key::{Contents, VERSION},
    call::{Call, PageOf},
    format, limits,
};

/// Request of [`create_api_key`](WafHandle::create_api_key).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateApiKeyRequest {
    /// What the key is for.
    pub scope: Scope,
    /// The domains whose pages may use it.
    pub token_domains: Vec<String>,
}

/// Response of [`create_api_key`](WafHandle::create_api_key).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CreateApiKeyResponse {
    /// The key. Pages show it to everybody: it is no secret.
    #[serde(rename = "APIKey")]
    pub api_key: String,
}

/// Declares a request that names an API key.
macro_rules! of_key {
    ($request:ident, $method:ident) => {
        #[doc = concat!("Request of [`", stringify!($method), "`](WafHandle::", stringify!($method), ").")]
        #[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $request {
            /// What the key is for.
            #[serde(rename = "Scope")]
            pub scope: Scope,
            /// The key.
            #[serde(rename = "APIKey")]
            pub api_key: String,
        }

        impl $request {
            /// Names a key.
            pub fn new(scope: Scope, api_key: impl Into<String>) -> Self {
                Self { scope, api_key: api_key.into() }
            }
        }

        impl Constrained for $request {
            fn constraints(&self, check: &mut Check<'_>) {
                let Self { scope: _, api_key } = self;
                check.text("aPIKey", api_key, &bounds::API_KEY);
            }
        }
    };
}

of_key!(GetDecryptedApiKeyRequest, get_decrypted_api_key);
of_key!(DeleteApiKeyRequest, delete_api_key);

/// Response of [`get_decrypted_api_key`](WafHandle::get_decrypted_api_key).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetDecryptedApiKeyResponse {
    /// The domains whose pages may use it.
    pub token_domains: Vec<String>,
    /// When it was made.
    #[serde(with = "wire::epoch_seconds")]
    pub creation_timestamp: Timestamp,
}

/// Request of [`list_api_keys`](WafHandle::list_api_keys).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListApiKeysRequest {
    /// What they are for.
    pub scope: Scope,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// How many entries a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

/// Response of [`list_api_keys`](WafHandle::list_api_keys). There is no page here that shows a CAPTCHA, and so no `ApplicationIntegrationURL`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ListApiKeysResponse {
    /// Them, in the order in which they were made.
    #[serde(rename = "APIKeySummaries")]
    pub api_key_summaries: Vec<ApiKeySummary>,
    /// Give this with the next request to go on.
    #[serde(
        rename = "NextMarker",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub next_marker: Option<String>,
}

/// An API key in a listing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ApiKeySummary {
    /// The domains whose pages may use it.
    pub token_domains: Vec<String>,
    /// The key.
    #[serde(rename = "APIKey")]
    pub api_key: String,
    /// When it was made.
    #[serde(with = "wire::epoch_seconds")]
    pub creation_timestamp: Timestamp,
    /// The version of the key's format.
    pub version: u8,
}

/// The keys of an account for one scope, by their ids. One record: how many there are is bounded.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(transparent)]
struct Known(BTreeMap<String, ApiKeySummary>);

impl Known {
    /// A key by its text. One outlives the store key that it was sealed under: pages have it.
    fn find(&self, api_key: &str) -> Option<(&String, &ApiKeySummary)> {
        let mut all = self.0.iter();
        all.find(|(_, summary)| {
            crypto::constant_time_eq(summary.api_key.as_bytes(), api_key.as_bytes())
        })
    }
}

impl CreateApiKeyRequest {
    /// A key for pages of these domains.
    pub fn new(scope: Scope, token_domains: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            scope,
            token_domains: token_domains.into_iter().map(Into::into).collect(),
        }
    }
}

impl ListApiKeysRequest {
    /// The first page.
    pub fn new(scope: Scope) -> Self {
        Self {
            scope,
            next_marker: None,
            limit: None,
        }
    }
}

setters!(ListApiKeysRequest {
    /// Where to go on.
    next_marker: String,
    /// How many entries a page has at most.
    limit: u32,
});

impl Constrained for CreateApiKeyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            scope: _,
            token_domains,
        } = self;
        let domain = &bounds::API_KEY_DOMAIN;
        check.texts("tokenDomains", token_domains, &Size::at_least(1), domain);
    }
}

impl Constrained for ListApiKeysRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            scope: _,
            next_marker,
            limit,
        } = self;
        check.text("nextMarker", next_marker, &bounds::MARKER);
        check.number("limit", *limit, &bounds::LIMIT);
    }
}

impl WafHandle {
    /// Makes an API key, by which pages of these domains show a CAPTCHA. What it says is sealed in it.
    ///
    /// # Limits
    ///
    /// [`API_KEYS`](limits::API_KEYS); [`API_KEY_DOMAINS`](limits::API_KEY_DOMAINS) of a key. A domain has a dot. AWS refuses public suffixes
    /// too, such as `co.uk`: which they are is not known here.
    ///
    /// # Authorisation
    ///
    /// `wafv2:CreateAPIKey`.
    ///
    /// # Errors
    ///
    /// [`InvalidParameter`](Error::InvalidParameter), [`LimitsExceeded`](Error::LimitsExceeded), [`AccessDenied`](Error::AccessDenied),
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [CreateAPIKey](https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateAPIKey.html).
    pub async fn create_api_key(
        &self,
        request: CreateApiKeyRequest,
    ) -> Result<CreateApiKeyResponse> {
        let mut call = self.call(Operation::CreateAPIKey);
        let answer = create(&mut call, request).await;
        call.answer(answer).await
    }

    /// Reads what an API key says (`wafv2:GetDecryptedAPIKey`).
    ///
    /// # Errors
    ///
    /// [`InvalidResource`](Error::InvalidResource) for one that was changed, or is none of the account's; [`NonexistentItem`](Error::NonexistentItem)
    /// for one that was deleted; [`InvalidParameter`](Error::InvalidParameter), [`AccessDenied`](Error::AccessDenied),
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [GetDecryptedAPIKey](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetDecryptedAPIKey.html).
    pub async fn get_decrypted_api_key(
        &self,
        request: GetDecryptedApiKeyRequest,
    ) -> Result<GetDecryptedApiKeyResponse> {
        let mut call = self.call(Operation::GetDecryptedAPIKey);
        let answer = get(&mut call, request).await;
        call.answer(answer).await
    }

    /// Lists API keys (`wafv2:ListAPIKeys`).
    ///
    /// # Errors
    ///
    /// [`InvalidParameter`](Error::InvalidParameter), [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [ListAPIKeys](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListAPIKeys.html).
    pub async fn list_api_keys(&self, request: ListApiKeysRequest) -> Result<ListApiKeysResponse> {
        let mut call = self.call(Operation::ListAPIKeys);
        let answer = list(&mut call, request).await;
        call.answer(answer).await
    }

    /// Deletes an API key, at once (`wafv2:DeleteAPIKey`). AWS takes up to a day.
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem) also for what is no key of the account; [`InvalidParameter`](Error::InvalidParameter),
    /// [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [DeleteAPIKey](https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteAPIKey.html).
    pub async fn delete_api_key(&self, request: DeleteApiKeyRequest) -> Result<()> {
        let mut call = self.call(Operation::DeleteAPIKey);
        let answer = delete(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn create(call: &mut Call<'_>, request: CreateApiKeyRequest) -> Result<CreateApiKeyResponse> {
    request.validate()?;
    let CreateApiKeyRequest {
        scope,
        token_domains,
    } = request;
    call.home.check(scope)?;
    call.allow_anywhere()?;
    if token_domains.len() > limits::API_KEY_DOMAINS {
        return Err(Error::LimitsExceeded {
            what: format!("an API key has at most {} domains", limits::API_KEY_DOMAINS),
        });
    }
    if let Some(domain) = token_domains.iter().find(|domain| !is_domain(domain)) {
        let reason = "The domain isn't valid, or is a public suffix.";
        return Err(Error::invalid("TOKEN_DOMAIN", domain, reason));
    }
    let contents = Contents {
        // Ids grow with time, and so does the listing.
        id: format!(
            "{:014}-{}",
            call.now().timestamp_millis().max(0),
            call.waf.uuid()?
        ),
        token_domains,
        created: call.now(),
    };
    let api_key = call.waf.api_keys.seal(call.home, scope, &contents)?;
    let Contents {
        id,
        token_domains,
        created,
    } = contents;
    let summary = ApiKeySummary {
        token_domains,
        api_key: api_key.clone(),
        creation_timestamp: created,
        version: VERSION,
    };
    loop {
        let (mut known, version) = known(call, scope).await?;
        if known.0.len() >= limits::API_KEYS {
            return Err(Error::LimitsExceeded {
                what: format!("there are {} API keys already", limits::API_KEYS),
            });
        }
        known.0.insert(id.clone(), summary.clone());
        if put(call, scope, &known, version).await? {
            return Ok(CreateApiKeyResponse { api_key });
        }
    }
}

/// Whether a text is the name of a domain beneath another one.
fn is_domain(text: &str) -> bool {
    text.contains('.') && text.split('.').all(|label| !label.is_empty())
}

async fn get(
    call: &mut Call<'_>,
    request: GetDecryptedApiKeyRequest,
) -> Result<GetDecryptedApiKeyResponse> {
    request.validate()?;
    let GetDecryptedApiKeyRequest { scope, api_key } = request;
    call.home.check(scope)?;
    call.allow_anywhere()?;
    let (known, _) = known(call, scope).await?;
    match known.find(&api_key) {
        Some((_, summary)) => Ok(GetDecryptedApiKeyResponse {
            token_domains: summary.token_domains.clone(),
            creation_timestamp: summary.creation_timestamp,
        }),
        None => match call.waf.api_keys.open(call.home, scope, &api_key) {
            Some(_) => Err(Error::nonexistent("API key")),
            None => Err(Error::InvalidResource),
        },
    }
}

async fn list(call: &mut Call<'_>, request: ListApiKeysRequest) -> Result<ListApiKeysResponse> {
    request.validate()?;
    let ListApiKeysRequest {
        scope,
        next_marker,
        limit,
    } = request;
    call.home.check(scope)?;
    let page = PageOf::parse(limit, next_marker.as_deref())?;
    call.allow_anywhere()?;
    let (known, _) = known(call, scope).await?;
    let (api_key_summaries, next_marker) =
        call.page(&page, &[("Scope", scope.as_str())], known.0)?;
    Ok(ListApiKeysResponse {
        api_key_summaries,
        next_marker,
    })
}

async fn delete(call: &mut Call<'_>, request: DeleteApiKeyRequest) -> Result<()> {
    request.validate()?;
    let DeleteApiKeyRequest { scope, api_key } = request;
    call.home.check(scope)?;
    call.allow_anywhere()?;
    loop {
        let (mut known, version) = known(call, scope).await?;
        let id = known.find(&api_key).map(|(id, _)| id.clone());
        let id = id.ok_or_else(|| Error::nonexistent("API key"))?;
        known.0.remove(&id);
        if put(call, scope, &known, version).await? {
            return Ok(());
        }
    }
}

async fn known(call: &Call<'_>, scope: Scope) -> Result<(Known, Option<Revision>)> {
    match call.waf.read(call.home.api_keys(scope)?).await? {
        Some(found) => Ok((
            format::decode("the API keys", &found.value)?,
            Some(found.version),
        )),
        None => Ok((Known::default(), None)),
    }
}

async fn put(
    call: &mut Call<'_>,
    scope: Scope,
    known: &Known,
    version: Option<Revision>,
) -> Result<bool> {
    let (key, value) = (call.home.api_keys(scope)?, format::encode(known)?);
    let change = match version {
        Some(version) => Change::new().replace(key, value, version),
        None => Change::new().create(key, value),
    };
    call.commit(change).await
}
