//! `DescribeParameters`.

use common_types::{
    Timestamp,
    constraint::{Check, Constrained, Size},
    setters, wire,
};
use serde::{Deserialize, Serialize};
use service_kit::Listing;

use crate::{
    DataType, Error, InvalidFilter, Operation, ParamStoreHandle, ParameterTier, ParameterType,
    PolicyStatus, PolicyType, Result, bounds,
    call::{Call, PageOf},
    filter::{self, Filter, Listed, ParameterStringFilter, ParametersFilter},
    limits,
    parameter::{Loaded, VersionRecord},
};

/// Request of [`describe_parameters`](ParamStoreHandle::describe_parameters).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, default)]
#[non_exhaustive]
pub struct DescribeParametersRequest {
    /// Filters in the older form. Not together with the newer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<ParametersFilter>,
    /// Filters: a parameter has to pass all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameter_filters: Vec<ParameterStringFilter>,
    /// How many entries a page has at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_results: Option<u32>,
    /// Where to go on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
    /// Lists what other accounts share with the caller instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<bool>,
}

/// Response of [`describe_parameters`](ParamStoreHandle::describe_parameters).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct DescribeParametersResponse {
    /// The parameters.
    pub parameters: Vec<ParameterMetadata>,
    /// Give this with the next request to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_token: Option<String>,
}

/// A parameter without its value.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ParameterMetadata {
    /// Its name.
    pub name: String,
    /// Its ARN.
    #[serde(rename = "ARN")]
    pub arn: String,
    /// Its type.
    pub r#type: ParameterType,
    /// The KMS key of a `SecureString`, as it was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_id: Option<String>,
    /// When its newest version was made.
    #[serde(with = "wire::epoch_seconds")]
    pub last_modified_date: Timestamp,
    /// The ARN of whoever made it.
    pub last_modified_user: String,
    /// What is said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What its values have to match.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_pattern: Option<String>,
    /// Its newest version.
    pub version: u64,
    /// Its tier.
    pub tier: ParameterTier,
    /// Its policies.
    pub policies: Vec<ParameterInlinePolicy>,
    /// What its value is.
    pub data_type: DataType,
}

/// A policy of a parameter.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ParameterInlinePolicy {
    /// Its JSON.
    pub policy_text: String,
    /// Its type.
    pub policy_type: PolicyType,
    /// What has become of it.
    pub policy_status: PolicyStatus,
}

impl DescribeParametersRequest {
    /// All of the account's parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a filter.
    #[must_use]
    pub fn filter(mut self, filter: ParameterStringFilter) -> Self {
        self.parameter_filters.push(filter);
        self
    }
}

setters!(DescribeParametersRequest {
    /// Sets how many entries a page has at most.
    max_results: u32,
    /// Goes on where the page ended that this token came with.
    next_token: String,
    /// Lists what other accounts share with the caller instead.
    shared: bool,
});

impl Constrained for DescribeParametersRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            filters,
            parameter_filters,
            max_results,
            next_token: _,
            shared: _,
        } = self;
        check.list("filters", filters, &Size::between(0, limits::FILTERS));
        check.list(
            "parameterFilters",
            parameter_filters,
            &Size::between(0, limits::FILTERS),
        );
        check.number("maxResults", *max_results, &bounds::PAGE);
    }
}

impl ParamStoreHandle {
    /// Lists parameters without their values, page by page.
    ///
    /// A page may be shorter than asked for, or empty, though there is more: as long as there is a token, go on.
    ///
    /// # Limits
    ///
    /// A page: [`PAGE`](limits::PAGE). A filtered page looks at [`LOOKED_AT`](limits::LOOKED_AT) parameters.
    ///
    /// # Authorisation
    ///
    /// `ssm:DescribeParameters` on `*`.
    ///
    /// # Errors
    ///
    /// [`InvalidFilterKey`](Error::InvalidFilterKey), [`InvalidFilterOption`](Error::InvalidFilterOption),
    /// [`InvalidFilterValue`](Error::InvalidFilterValue), [`InvalidNextToken`](Error::InvalidNextToken), [`AccessDenied`](Error::AccessDenied),
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [DescribeParameters](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeParameters.html). With `Shared`, AWS
    /// lists what is shared by Resource Access Manager; here, what a resource policy lets the caller describe.
    pub async fn describe_parameters(
        &self,
        request: DescribeParametersRequest,
    ) -> Result<DescribeParametersResponse> {
        let mut call = self.call(Operation::DescribeParameters);
        let answer = describe_parameters(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn describe_parameters(
    call: &mut Call<'_>,
    request: &DescribeParametersRequest,
) -> Result<DescribeParametersResponse> {
    request.validate()?;
    let DescribeParametersRequest {
        filters: legacy,
        parameter_filters,
        max_results,
        next_token,
        shared,
    } = request;
    let filters = match (legacy.as_slice(), parameter_filters.as_slice()) {
        ([_, ..], [_, ..]) => return Err(Error::InvalidFilterKey(InvalidFilter::Both)),
        ([], filters) => filter::parse(filters, Listed::All)?,
        (filters, []) => filters.iter().map(ParametersFilter::parse).collect(),
    };
    let page = PageOf::parse(*max_results, next_token.as_deref(), limits::PAGE)?;
    call.allow_anywhere()?;
    let listing = listing(call, request)?;
    let passes = |parameter: &Loaded| filters.iter().all(|filter| filter.passes(parameter));
    let (parameters, next_token) = if *shared == Some(true) {
        call.page_of_shared(&listing, &page, &passes).await?
    } else {
        let here = call.here();
        let range = match filters.as_slice() {
            [Filter::Path { recursive, paths }] if paths.len() == 1 => match paths.first() {
                Some(path) if *recursive => here.descendants(path)?,
                Some(path) => here.children(path)?,
                None => here.parameters()?,
            },
            _ => here.parameters()?,
        };
        let filter: Option<&(dyn Fn(&Loaded) -> bool + Sync)> = match filters.as_slice() {
            [] => None,
            _ => Some(&passes),
        };
        call.page(&listing, &page, here, range, filter).await?
    };
    Ok(DescribeParametersResponse {
        parameters: parameters
            .iter()
            .map(|parameter| ParameterMetadata::of(parameter))
            .collect(),
        next_token,
    })
}

/// What a page token of this listing is bound to: all that decides what is listed.
fn listing(call: &Call<'_>, request: &DescribeParametersRequest) -> Result<Listing> {
    let DescribeParametersRequest {
        filters,
        parameter_filters,
        max_results: _,
        next_token: _,
        shared,
    } = request;
    let bound = serde_json::to_string(&(filters, parameter_filters, shared.unwrap_or(false)));
    Ok(call
        .listing()
        .filter("Filters", &bound.map_err(Error::broken)?))
}

impl ParameterMetadata {
    fn of(parameter: &Loaded) -> Self {
        let record = &parameter.record;
        let VersionRecord {
            version,
            value: _,
            tier,
            data_type,
            modified,
            modified_by,
            key_id,
            description,
            allowed_pattern,
            policies: _,
        } = &record.current;
        Self {
            name: parameter.name().to_owned(),
            arn: parameter.arn.to_string(),
            r#type: record.kind,
            key_id: key_id.clone(),
            last_modified_date: *modified,
            last_modified_user: modified_by.clone(),
            description: description.clone(),
            allowed_pattern: allowed_pattern.clone(),
            version: *version,
            tier: *tier,
            policies: ParameterInlinePolicy::all_of(&record.current),
            data_type: *data_type,
        }
    }
}

impl ParameterInlinePolicy {
    /// The policies that a version has.
    pub(super) fn all_of(version: &VersionRecord) -> Vec<Self> {
        version
            .policies
            .iter()
            .map(|policy| Self {
                policy_text: policy.rule.text(),
                policy_type: policy.rule.kind(),
                policy_status: policy.status,
            })
            .collect()
    }
}
