//! Firewall Manager's rule groups on a web ACL: `PutFirewallManagerRuleGroups`, which Firewall Manager calls, and
//! `DeleteFirewallManagerRuleGroups`, which the account calls for what it has left behind.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};
use waf_rules::model::{FirewallManagerRuleGroup, WebAcl};

use super::bounds;
use crate::{
    Error, Operation, Result, WafHandle,
    call::{Asked, Call, Which},
};

/// Request of [`put_firewall_manager_rule_groups`](WafHandle::put_firewall_manager_rule_groups).
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct PutFirewallManagerRuleGroupsRequest {
    /// The web ACL.
    pub web_acl_arn: String,
    /// The lock token that came with what was read last.
    pub web_acl_lock_token: String,
    /// All groups that come first from now on.
    pub pre_process: Vec<FirewallManagerRuleGroup>,
    /// All groups that come last from now on.
    pub post_process: Vec<FirewallManagerRuleGroup>,
    /// Whether a policy holds the web ACL from now on.
    pub hold: FirewallManagerHold,
}

/// How Firewall Manager holds a web ACL.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum FirewallManagerHold {
    /// It does not: the account may remove what groups there are.
    #[default]
    None,
    /// It has changed a web ACL of the account's: `RetrofittedByFirewallManager`.
    Retrofitted,
    /// It has made the web ACL, and alone may delete it: `ManagedByFirewallManager`.
    Managed,
}

/// Response of [`put_firewall_manager_rule_groups`](WafHandle::put_firewall_manager_rule_groups) and
/// [`delete_firewall_manager_rule_groups`](WafHandle::delete_firewall_manager_rule_groups).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FirewallManagerRuleGroupsResponse {
    /// The lock token for the next change.
    #[serde(rename = "NextWebACLLockToken")]
    pub next_web_acl_lock_token: String,
}

/// Request of [`delete_firewall_manager_rule_groups`](WafHandle::delete_firewall_manager_rule_groups).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct DeleteFirewallManagerRuleGroupsRequest {
    /// The web ACL.
    #[serde(rename = "WebACLArn")]
    pub web_acl_arn: String,
    /// The lock token that came with what was read last.
    #[serde(rename = "WebACLLockToken")]
    pub web_acl_lock_token: String,
}

impl PutFirewallManagerRuleGroupsRequest {
    /// A web ACL, as it was read last, that is to have no groups and be held by nobody.
    pub fn new(web_acl_arn: impl Into<String>, web_acl_lock_token: impl Into<String>) -> Self {
        Self {
            web_acl_arn: web_acl_arn.into(),
            web_acl_lock_token: web_acl_lock_token.into(),
            pre_process: Vec::new(),
            post_process: Vec::new(),
            hold: FirewallManagerHold::None,
        }
    }

    /// All groups that come first.
    #[must_use]
    pub fn pre_process(self, pre_process: Vec<FirewallManagerRuleGroup>) -> Self {
        Self {
            pre_process,
            ..self
        }
    }

    /// All groups that come last.
    #[must_use]
    pub fn post_process(self, post_process: Vec<FirewallManagerRuleGroup>) -> Self {
        Self {
            post_process,
            ..self
        }
    }

    /// How the web ACL is held.
    #[must_use]
    pub fn hold(self, hold: FirewallManagerHold) -> Self {
        Self { hold, ..self }
    }
}

impl DeleteFirewallManagerRuleGroupsRequest {
    /// A web ACL, as it was read last.
    pub fn new(web_acl_arn: impl Into<String>, web_acl_lock_token: impl Into<String>) -> Self {
        Self {
            web_acl_arn: web_acl_arn.into(),
            web_acl_lock_token: web_acl_lock_token.into(),
        }
    }
}

impl Constrained for PutFirewallManagerRuleGroupsRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            web_acl_arn,
            web_acl_lock_token,
            pre_process: _,
            post_process: _,
            hold: _,
        } = self;
        check.text("webACLArn", web_acl_arn, &bounds::ARN);
        check.text("webACLLockToken", web_acl_lock_token, &bounds::LOCK_TOKEN);
    }
}

impl Constrained for DeleteFirewallManagerRuleGroupsRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            web_acl_arn,
            web_acl_lock_token,
        } = self;
        check.text("webACLArn", web_acl_arn, &bounds::ARN);
        check.text("webACLLockToken", web_acl_lock_token, &bounds::LOCK_TOKEN);
    }
}

impl WafHandle {
    /// Puts rule groups first and last on a web ACL, in place of those that were there: as Firewall Manager does it, and not on the wire. The first
    /// ones are asked before the account's own rules, the last ones after them; an update by the account leaves them alone.
    ///
    /// Again with the same groups and the same hold, it changes nothing, and answers with the token that there is, whichever it was given.
    ///
    /// # Authorisation
    ///
    /// `wafv2:PutFirewallManagerRuleGroups` on the web ACL, and on each rule group that is referred to.
    ///
    /// # Errors
    ///
    /// [`OptimisticLock`](Error::OptimisticLock), [`NonexistentItem`](Error::NonexistentItem), [`InvalidParameter`](Error::InvalidParameter),
    /// [`LimitsExceeded`](Error::LimitsExceeded) where all rules together take too much capacity; [`AccessDenied`](Error::AccessDenied),
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [The web ACLs of Firewall Manager](https://docs.aws.amazon.com/waf/latest/developerguide/waf-policies.html).
    pub async fn put_firewall_manager_rule_groups(
        &self,
        request: PutFirewallManagerRuleGroupsRequest,
    ) -> Result<FirewallManagerRuleGroupsResponse> {
        let mut call = self.call(Operation::PutFirewallManagerRuleGroups);
        let answer = put(&mut call, request).await;
        call.answer(answer).await
    }

    /// Removes the rule groups that Firewall Manager has left on a web ACL that it does not hold any more
    /// (`wafv2:DeleteFirewallManagerRuleGroups` on it).
    ///
    /// # Errors
    ///
    /// [`InvalidOperation`](Error::InvalidOperation) while Firewall Manager holds it; [`OptimisticLock`](Error::OptimisticLock),
    /// [`NonexistentItem`](Error::NonexistentItem), [`InvalidParameter`](Error::InvalidParameter), [`AccessDenied`](Error::AccessDenied),
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [DeleteFirewallManagerRuleGroups](https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteFirewallManagerRuleGroups.html).
    pub async fn delete_firewall_manager_rule_groups(
        &self,
        request: DeleteFirewallManagerRuleGroupsRequest,
    ) -> Result<FirewallManagerRuleGroupsResponse> {
        let mut call = self.call(Operation::DeleteFirewallManagerRuleGroups);
        let answer = delete(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn put(
    call: &mut Call<'_>,
    request: PutFirewallManagerRuleGroupsRequest,
) -> Result<FirewallManagerRuleGroupsResponse> {
    request.validate()?;
    let PutFirewallManagerRuleGroupsRequest {
        web_acl_arn,
        web_acl_lock_token,
        pre_process,
        post_process,
        hold,
    } = request;
    let groups = |groups: &Vec<_>| Some(groups.clone()).filter(|groups| !groups.is_empty());
    loop {
        let found = call.find_by_arn::<WebAcl>(&web_acl_arn).await?;
        call.allow_found(&found.record, Asked::default())?;
        let mut acl = found.record.entity.clone();
        acl.pre_process_firewall_manager_rule_groups = groups(&pre_process);
        acl.post_process_firewall_manager_rule_groups = groups(&post_process);
        acl.managed_by_firewall_manager = Some(hold == FirewallManagerHold::Managed);
        acl.retrofitted_by_firewall_manager = match hold {
            FirewallManagerHold::Retrofitted => Some(true),
            FirewallManagerHold::None | FirewallManagerHold::Managed => None,
        };
        let next = if acl == found.record.entity {
            Some(found.record.lock_token)
        } else if found.record.lock_token != web_acl_lock_token {
            return Err(Error::OptimisticLock);
        } else {
            call.replace(found, acl).await?
        };
        if let Some(next_web_acl_lock_token) = next {
            return Ok(FirewallManagerRuleGroupsResponse {
                next_web_acl_lock_token,
            });
        }
    }
}

async fn delete(
    call: &mut Call<'_>,
    request: DeleteFirewallManagerRuleGroupsRequest,
) -> Result<FirewallManagerRuleGroupsResponse> {
    request.validate()?;
    let DeleteFirewallManagerRuleGroupsRequest {
        web_acl_arn,
        web_acl_lock_token,
    } = request;
    let edit = |mut acl: WebAcl| {
        let holds = [
            acl.managed_by_firewall_manager,
            acl.retrofitted_by_firewall_manager,
        ];
        if holds.contains(&Some(true)) {
            return Err(Error::InvalidOperation {
                reason: "The web ACL is managed by Firewall Manager.".to_owned(),
            });
        }
        acl.pre_process_firewall_manager_rule_groups = None;
        acl.post_process_firewall_manager_rule_groups = None;
        Ok(acl)
    };
    let next_web_acl_lock_token = call
        .update(Which::Arn(&web_acl_arn), &web_acl_lock_token, edit)
        .await?;
    Ok(FirewallManagerRuleGroupsResponse {
        next_web_acl_lock_token,
    })
}
