//! `GetRateBasedStatementManagedKeys`.

use std::net::IpAddr;

use common_types::{
    constraint::{Check, Constrained},
    setters,
};
use serde::{Deserialize, Serialize};
use waf_rules::{
    ResourceType,
    model::{IpAddressVersion, WebAcl},
};

use super::bounds;
use crate::{
    Error, Operation, Result, Scope, WafHandle,
    call::{Asked, Call},
};

/// Request of [`get_rate_based_statement_managed_keys`](WafHandle::get_rate_based_statement_managed_keys).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct GetRateBasedStatementManagedKeysRequest {
    /// What the web ACL is for.
    #[serde(rename = "Scope")]
    pub scope: Scope,
    /// The web ACL's name.
    #[serde(rename = "WebACLName")]
    pub web_acl_name: String,
    /// The web ACL's id.
    #[serde(rename = "WebACLId")]
    pub web_acl_id: String,
    /// Of a rule of a rule group, the web ACL's rule that refers to the group.
    #[serde(
        rename = "RuleGroupRuleName",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub rule_group_rule_name: Option<String>,
    /// The rate-based rule.
    #[serde(rename = "RuleName")]
    pub rule_name: String,
}

/// Response of [`get_rate_based_statement_managed_keys`](WafHandle::get_rate_based_statement_managed_keys).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GetRateBasedStatementManagedKeysResponse {
    /// The IPv4 addresses.
    #[serde(rename = "ManagedKeysIPV4")]
    pub managed_keys_ipv4: RateBasedStatementManagedKeysIpSet,
    /// The IPv6 addresses.
    #[serde(rename = "ManagedKeysIPV6")]
    pub managed_keys_ipv6: RateBasedStatementManagedKeysIpSet,
}

/// Addresses that a rate-based rule limits.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RateBasedStatementManagedKeysIpSet {
    /// Their kind.
    #[serde(rename = "IPAddressVersion")]
    pub ip_address_version: IpAddressVersion,
    /// They, in CIDR notation; those that sent most first.
    #[serde(rename = "Addresses")]
    pub addresses: Vec<String>,
}

impl GetRateBasedStatementManagedKeysRequest {
    /// Whom does a rule of the web ACL limit?
    pub fn new(
        scope: Scope,
        web_acl_name: impl Into<String>,
        web_acl_id: impl Into<String>,
        rule_name: impl Into<String>,
    ) -> Self {
        Self {
            scope,
            web_acl_name: web_acl_name.into(),
            web_acl_id: web_acl_id.into(),
            rule_group_rule_name: None,
            rule_name: rule_name.into(),
        }
    }
}

setters!(GetRateBasedStatementManagedKeysRequest {
    /// The web ACL's rule that refers to the rule's group.
    rule_group_rule_name: String,
});

impl Constrained for GetRateBasedStatementManagedKeysRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            scope: _,
            web_acl_name,
            web_acl_id,
            rule_group_rule_name,
            rule_name,
        } = self;
        check.text("webACLName", web_acl_name, &bounds::NAME);
        check.text("webACLId", web_acl_id, &bounds::ID);
        check.text("ruleGroupRuleName", rule_group_rule_name, &bounds::NAME);
        check.text("ruleName", rule_name, &bounds::NAME);
    }
}

impl WafHandle {
    /// Reads which addresses a rate-based rule limits at the moment, in this process: 10,000 at most.
    ///
    /// # Authorisation
    ///
    /// `wafv2:GetRateBasedStatementManagedKeys` on the web ACL.
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem) also where the web ACL has no such rate-based rule;
    /// [`UnsupportedAggregateKeyType`](Error::UnsupportedAggregateKeyType) if the rule does not count by an address alone;
    /// [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [GetRateBasedStatementManagedKeys](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetRateBasedStatementManagedKeys.html).
    pub async fn get_rate_based_statement_managed_keys(
        &self,
        request: GetRateBasedStatementManagedKeysRequest,
    ) -> Result<GetRateBasedStatementManagedKeysResponse> {
        let mut call = self.call(Operation::GetRateBasedStatementManagedKeys);
        let answer = get(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn get(
    call: &mut Call<'_>,
    request: GetRateBasedStatementManagedKeysRequest,
) -> Result<GetRateBasedStatementManagedKeysResponse> {
    request.validate()?;
    let GetRateBasedStatementManagedKeysRequest {
        scope,
        web_acl_name,
        web_acl_id,
        rule_group_rule_name,
        rule_name,
    } = request;
    let found = call
        .find::<WebAcl>(&web_acl_name, scope, &web_acl_id)
        .await?;
    call.allow_found(&found.record, Asked::default())?;
    // Counts are the same for all kinds of resources.
    let arn = &found.record.entity.arn;
    let served = call
        .waf
        .served(arn, ResourceType::ApplicationLoadBalancer)
        .await?;
    let group = rule_group_rule_name.as_deref();
    let (Some(rate), Some(tracker)) = (
        served.acl.rate_match(group, &rule_name),
        served.acl.rate_tracker(group, &rule_name),
    ) else {
        return Err(Error::nonexistent(format!("rate-based rule {rule_name}")));
    };
    if !matches!(rate.limit_key, "IP" | "FORWARDED_IP") {
        return Err(Error::UnsupportedAggregateKeyType);
    }
    let now = u64::try_from(call.now().timestamp_millis()).unwrap_or(0);
    let (v4, v6): (Vec<IpAddr>, Vec<IpAddr>) = tracker
        .limited_addresses(now)
        .into_iter()
        .partition(IpAddr::is_ipv4);
    let set = |ip_address_version, addresses: Vec<IpAddr>, bits: u8| {
        let addresses = addresses.iter();
        RateBasedStatementManagedKeysIpSet {
            ip_address_version,
            addresses: addresses.map(|ip| format!("{ip}/{bits}")).collect(),
        }
    };
    Ok(GetRateBasedStatementManagedKeysResponse {
        managed_keys_ipv4: set(IpAddressVersion::Ipv4, v4, 32),
        managed_keys_ipv6: set(IpAddressVersion::Ipv6, v6, 128),
    })
}
