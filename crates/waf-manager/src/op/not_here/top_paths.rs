//! Where bots go: `GetTopPathStatisticsByTraffic`.

use common_types::{
    constraint::{Check, Constrained, Number, Pattern, Text},
    setters,
};
use serde::{Deserialize, Serialize};
use waf_rules::model::WebAcl;

use super::{super::bounds, RefusedHere, refused};
use crate::{
    Error, Result, Scope,
    call::{Asked, Call},
    op::TimeWindow,
};

/// Request of [`get_top_path_statistics_by_traffic`](crate::WafHandle::get_top_path_statistics_by_traffic).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetTopPathStatisticsByTrafficRequest {
    /// The web ACL.
    pub web_acl_arn: String,
    /// What it is for.
    pub scope: Scope,
    /// What the paths begin with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri_path_prefix: Option<String>,
    /// When the requests came.
    pub time_window: TimeWindow,
    /// Only bots of this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot_category: Option<String>,
    /// Only bots of this organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot_organization: Option<String>,
    /// Only this bot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bot_name: Option<String>,
    /// How many paths a page has at most.
    pub limit: u32,
    /// How many bots of a path are told at most.
    pub number_of_top_traffic_bots_per_path: u32,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
}

impl GetTopPathStatisticsByTrafficRequest {
    /// The paths that all bots ask for.
    pub fn new(
        web_acl_arn: impl Into<String>,
        scope: Scope,
        time_window: TimeWindow,
        limit: u32,
        number_of_top_traffic_bots_per_path: u32,
    ) -> Self {
        Self {
            web_acl_arn: web_acl_arn.into(),
            scope,
            uri_path_prefix: None,
            time_window,
            bot_category: None,
            bot_organization: None,
            bot_name: None,
            limit,
            number_of_top_traffic_bots_per_path,
            next_marker: None,
        }
    }
}

setters!(GetTopPathStatisticsByTrafficRequest {
    /// What the paths begin with.
    uri_path_prefix: String,
    /// Only bots of this kind.
    bot_category: String,
    /// Only bots of this organisation.
    bot_organization: String,
    /// Only this bot.
    bot_name: String,
    /// Where to go on.
    next_marker: String,
});

impl Constrained for GetTopPathStatisticsByTrafficRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        const PREFIX: Text = Text::new()
            .length(1, 512)
            .pattern(Pattern::new(r"^\/[^ ]*$", |text| {
                text.starts_with('/') && !text.contains(' ')
            }));
        const LIMIT: Number = Number::between(1, 100);
        const BOTS: Number = Number::between(1, 10);
        let Self {
            web_acl_arn,
            scope: _,
            uri_path_prefix,
            time_window: _,
            bot_category,
            bot_organization,
            bot_name,
            limit,
            number_of_top_traffic_bots_per_path: bots,
            next_marker,
        } = self;
        check.text("webAclArn", web_acl_arn, &bounds::ARN);
        check.text("uriPathPrefix", uri_path_prefix, &PREFIX);
        check.text("botCategory", bot_category, &bounds::FILTER);
        check.text("botOrganization", bot_organization, &bounds::FILTER);
        check.text("botName", bot_name, &bounds::FILTER);
        check.number("limit", Some(*limit), &LIMIT);
        check.number("numberOfTopTrafficBotsPerPath", Some(*bots), &BOTS);
        check.text("nextMarker", next_marker, &bounds::FOREIGN_MARKER);
    }
}

impl RefusedHere for GetTopPathStatisticsByTrafficRequest {
    const REASON: &'static str = "Bots are told apart by AWS's Bot Control, which is not here.";

    async fn allow(&self, call: &mut Call<'_>) -> Result<()> {
        call.home.check(self.scope)?;
        let found = call.find_by_arn::<WebAcl>(&self.web_acl_arn).await?;
        call.allow_found(&found.record, Asked::default())?;
        if found.scope != self.scope {
            return Err(Error::nonexistent(self.web_acl_arn.as_str()));
        }
        Ok(())
    }
}

refused! {
    /// The paths that bots ask for most (`wafv2:GetTopPathStatisticsByTraffic` on the web ACL).
    get_top_path_statistics_by_traffic(GetTopPathStatisticsByTrafficRequest), GetTopPathStatisticsByTraffic
}
