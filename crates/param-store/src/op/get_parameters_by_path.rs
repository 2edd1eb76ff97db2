//! `GetParametersByPath`.

use common_types::{
    constraint::{Check, Constrained, Size},
    setters,
};
use serde::{Deserialize, Serialize};
use service_kit::Listing;

use super::Parameter;
use crate::{
    Error, Operation, ParamStoreHandle, Result, bounds,
    call::{Call, PageOf},
    condition::Asked,
    filter::{self, Filter, Listed, ParameterStringFilter},
    limits,
    name::{Path, Selector},
    parameter::Loaded,
    throughput::Metered,
};

/// Request of [`get_parameters_by_path`](ParamStoreHandle::get_parameters_by_path).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetParametersByPathRequest {
    /// What the parameters are under: `/like/this`.
    pub path: String,
    /// Whether what is further down is read too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recursive: Option<bool>,
    /// Filters: by `Type`, `KeyId` or `Label`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameter_filters: Vec<ParameterStringFilter>,
    /// Whether each `SecureString` is decrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_decryption: Option<bool>,
    /// How many parameters a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_results: Option<u32>,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// Response of [`get_parameters_by_path`](ParamStoreHandle::get_parameters_by_path).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetParametersByPathResponse {
    /// The parameters: first those directly under the path, then those further down.
    pub parameters: Vec<Parameter>,
    /// Give this with the next request to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

impl GetParametersByPathRequest {
    /// What is directly under a path.
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            recursive: None,
            parameter_filters: Vec::new(),
            with_decryption: None,
            max_results: None,
            next_token: None,
        }
    }

    /// Adds a filter.
    #[must_use]
    pub fn filter(mut self, filter: ParameterStringFilter) -> Self {
        self.parameter_filters.push(filter);
        self
    }
}

setters!(GetParametersByPathRequest {
    /// Whether what is further down is read too.
    recursive: bool,
    /// Whether each `SecureString` is decrypted.
    with_decryption: bool,
    /// Sets how many parameters a page has at most.
    max_results: u32,
    /// Goes on where the page ended that this token came with.
    next_token: String,
});

impl Constrained for GetParametersByPathRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            path,
            recursive: _,
            parameter_filters,
            with_decryption: _,
            max_results,
            next_token: _,
        } = self;
        check.text("path", path, &bounds::NAME);
        check.list(
            "parameterFilters",
            parameter_filters,
            &Size::between(0, limits::FILTERS),
        );
        check.number("maxResults", *max_results, &bounds::PATH_PAGE);
    }
}

impl ParamStoreHandle {
    /// Reads the parameters under a path, page by page.
    ///
    /// A page may be shorter than asked for, or empty, though there is more: as long as there is a token, go on. With a filter by label,
    /// the version that has the label is read.
    ///
    /// # Limits
    ///
    /// A page: [`PATH_PAGE`](limits::PATH_PAGE). A filtered page looks at [`LOOKED_AT`](limits::LOOKED_AT) parameters.
    ///
    /// # Authorisation
    ///
    /// `ssm:GetParametersByPath` on the path, as it is given, alone: who may read `/a` reads all under it, and a policy that denies `/a/b` does not
    /// hide that. Condition key: `ssm:Recursive`. With decryption, `kms:Decrypt` on each key, through Parameter Store.
    ///
    /// # Errors
    ///
    /// [`InvalidFilterKey`](Error::InvalidFilterKey), [`InvalidFilterOption`](Error::InvalidFilterOption),
    /// [`InvalidFilterValue`](Error::InvalidFilterValue), [`InvalidNextToken`](Error::InvalidNextToken), [`InvalidKeyId`](Error::InvalidKeyId) if the key of one
    /// cannot decrypt, [`AccessDenied`](Error::AccessDenied), [`Throttling`](Error::Throttling), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [GetParametersByPath](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html).
    pub async fn get_parameters_by_path(
        &self,
        request: GetParametersByPathRequest,
    ) -> Result<GetParametersByPathResponse> {
        let mut call = self.call(Operation::GetParametersByPath);
        let answer = get_parameters_by_path(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn get_parameters_by_path(
    call: &mut Call<'_>,
    request: &GetParametersByPathRequest,
) -> Result<GetParametersByPathResponse> {
    call.admit(Metered::GetParametersByPath).await?;
    request.validate()?;
    let GetParametersByPathRequest {
        path,
        recursive,
        parameter_filters,
        with_decryption,
        max_results,
        next_token,
    } = request;
    let path: Path = path.parse()?;
    let recursive = recursive.unwrap_or(false);
    let filters = filter::parse(parameter_filters, Listed::ByPath)?;
    let page = PageOf::parse(*max_results, next_token.as_deref(), limits::PATH_PAGE)?;
    let scope = call.here().of(&path);
    let asked = Asked {
        recursive: Some(recursive),
        ..Asked::default()
    };
    call.allow_at(&scope.path_arn(&path)?, asked)?;

    let listing = listing(call, &path, recursive, parameter_filters)?;
    let (found, next_token) = if !recursive && filters.is_empty() && page.is_first() {
        call.first_page(&listing, &page, &scope, &path).await?
    } else {
        let range = if recursive {
            scope.descendants(&path)?
        } else {
            scope.children(&path)?
        };
        let passes = |parameter: &Loaded| filters.iter().all(|filter| filter.passes(parameter));
        let filter: Option<&(dyn Fn(&Loaded) -> bool + Sync)> = match filters.as_slice() {
            [] => None,
            _ => Some(&passes),
        };
        call.page(&listing, &page, &scope, range, filter).await?
    };
    let cipher = (*with_decryption == Some(true)).then(|| call.cipher());
    let mut parameters = Vec::with_capacity(found.len());
    for parameter in &found {
        let selector = labelled(parameter, &filters);
        let shown = call.shown(parameter, selector.as_ref(), cipher.as_ref());
        parameters.push(shown.await?);
    }
    Ok(GetParametersByPathResponse {
        parameters,
        next_token,
    })
}

/// The first of the labels looked for that the parameter has: it says which version is read.
fn labelled(parameter: &Loaded, filters: &[Filter]) -> Option<Selector> {
    let mut labels = filters.iter().flat_map(Filter::labels);
    let has = |label: &&String| parameter.record.versions.labelled(label).is_some();
    labels.find(has).cloned().map(Selector::Label)
}

/// What a page token of this listing is bound to: all that decides what is listed.
fn listing(
    call: &Call<'_>,
    path: &Path,
    recursive: bool,
    filters: &[ParameterStringFilter],
) -> Result<Listing> {
    let listing = call
        .listing()
        .filter("Path", path.as_str())
        .filter("Recursive", if recursive { "true" } else { "false" });
    if filters.is_empty() {
        return Ok(listing);
    }
    let filters = serde_json::to_string(filters).map_err(Error::broken)?;
    Ok(listing.filter("ParameterFilters", &filters))
}
