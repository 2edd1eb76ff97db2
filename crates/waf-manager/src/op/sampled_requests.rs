//! `GetSampledRequests`.

use common_types::{
    Timestamp,
    constraint::{Check, Constrained},
    wire,
};
use serde::{Deserialize, Serialize};
use waf_rules::{ResourceType, SampledHttpRequest, model::WebAcl};

use super::bounds;
use crate::{
    Error, Operation, Result, Scope, WafHandle,
    call::{Asked, Call},
    serve::{Population, oldest},
};

/// Request of [`get_sampled_requests`](WafHandle::get_sampled_requests).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetSampledRequestsRequest {
    /// The web ACL.
    pub web_acl_arn: String,
    /// The metric of a rule or a rule group; the web ACL's own for requests that its default action was applied to.
    pub rule_metric_name: String,
    /// What the web ACL is for.
    pub scope: Scope,
    /// When the requests came: within the last three hours.
    pub time_window: TimeWindow,
    /// How many are wanted at most.
    pub max_items: i64,
}

/// A range of time, its ends included.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct TimeWindow {
    /// Its beginning.
    #[serde(with = "wire::epoch_seconds")]
    pub start_time: Timestamp,
    /// Its end.
    #[serde(with = "wire::epoch_seconds")]
    pub end_time: Timestamp,
}

/// Response of [`get_sampled_requests`](WafHandle::get_sampled_requests).
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetSampledRequestsResponse {
    /// The samples, in the order of their times.
    pub sampled_requests: Vec<SampledHttpRequest>,
    /// How many requests they were taken from.
    pub population_size: u64,
    /// When those came: the window that was asked for, unless more came in it than samples are taken from.
    pub time_window: TimeWindow,
}

impl GetSampledRequestsRequest {
    /// Samples of a metric in a window.
    pub fn new(
        web_acl_arn: impl Into<String>,
        rule_metric_name: impl Into<String>,
        scope: Scope,
        time_window: TimeWindow,
        max_items: i64,
    ) -> Self {
        Self {
            web_acl_arn: web_acl_arn.into(),
            rule_metric_name: rule_metric_name.into(),
            scope,
            time_window,
            max_items,
        }
    }
}

impl TimeWindow {
    /// From a beginning to an end.
    pub fn new(start_time: Timestamp, end_time: Timestamp) -> Self {
        Self {
            start_time,
            end_time,
        }
    }
}

impl Constrained for GetSampledRequestsRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            web_acl_arn,
            rule_metric_name,
            scope: _,
            time_window: _,
            max_items,
        } = self;
        check.text("webAclArn", web_acl_arn, &bounds::ARN);
        check.text("ruleMetricName", rule_metric_name, &bounds::METRIC_NAME);
        check.number("maxItems", Some(*max_items), &bounds::MAX_ITEMS);
    }
}

impl WafHandle {
    /// Reads samples of the requests that a rule matched, in this process. Where more came than are kept, each stands for several: its weight
    /// says for how many. Data that the web ACL protects are hidden in them; what logs redact is not.
    ///
    /// # Limits
    ///
    /// [`SAMPLES_OF_RULE`](crate::limits::SAMPLES_OF_RULE) of the last [`SAMPLED_FOR`](crate::limits::SAMPLED_FOR), from among the first
    /// [`SAMPLED_POPULATION`](crate::limits::SAMPLED_POPULATION) requests of the window.
    ///
    /// # Authorisation
    ///
    /// `wafv2:GetSampledRequests` on the web ACL.
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem) also where the web ACL has no such metric; [`InvalidParameter`](Error::InvalidParameter) for a
    /// window that ends before it begins, or before the last three hours; [`AccessDenied`](Error::AccessDenied),
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [GetSampledRequests](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetSampledRequests.html).
    pub async fn get_sampled_requests(
        &self,
        request: GetSampledRequestsRequest,
    ) -> Result<GetSampledRequestsResponse> {
        let mut call = self.call(Operation::GetSampledRequests);
        let answer = get(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn get(
    call: &mut Call<'_>,
    request: GetSampledRequestsRequest,
) -> Result<GetSampledRequestsResponse> {
    request.validate()?;
    let GetSampledRequestsRequest {
        web_acl_arn,
        rule_metric_name,
        scope,
        time_window,
        max_items,
    } = request;
    call.home.check(scope)?;
    let found = call.find_by_arn::<WebAcl>(&web_acl_arn).await?;
    call.allow_found(&found.record, Asked::default())?;
    if found.scope != scope {
        return Err(Error::nonexistent(web_acl_arn));
    }
    let oldest = oldest(call.now());
    let window = TimeWindow {
        start_time: time_window.start_time.max(oldest),
        ..time_window
    };
    if window.end_time < window.start_time {
        let shown = time_window.end_time.to_rfc3339();
        let reason = "The time window must end after it begins, and within the last three hours.";
        return Err(Error::InvalidParameter {
            field: None,
            parameter: shown,
            reason: reason.to_owned(),
        });
    }
    // Samples are the same for all kinds of resources.
    let served = call
        .waf
        .served(&web_acl_arn, ResourceType::ApplicationLoadBalancer)
        .await?;
    let mut metrics = served.acl.metric_names();
    if !metrics.any(|metric| metric == rule_metric_name) {
        return Err(Error::nonexistent(format!("metric {rule_metric_name}")));
    }
    let most = usize::try_from(max_items).unwrap_or(0);
    let Population {
        samples,
        size,
        until,
    } = served.memory.samples.of_metric(
        &rule_metric_name,
        (window.start_time, window.end_time),
        most,
    );
    Ok(GetSampledRequestsResponse {
        sampled_requests: samples,
        population_size: size,
        time_window: TimeWindow {
            end_time: until.unwrap_or(window.end_time),
            ..window
        },
    })
}
