//! `EnableApplicationLayerAutomaticResponse`: begins automatic mitigation for a resource.

use serde::{Deserialize, Serialize};
use service_kit::{Call, Change};
use waf_manager::GetWebAclForResourceRequest;
use waf_rules::model::WebAcl;

use crate::{
    Error, Operation, ResponseAction, Result, ShieldHandle,
    record::{Installation, Protection, decode, encode},
};

/// Request of [`enable_application_layer_automatic_response`](ShieldHandle::enable_application_layer_automatic_response).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct EnableApplicationLayerAutomaticResponseRequest {
    /// The resource.
    pub resource_arn: String,
    /// What the rules are to do.
    pub action: ResponseAction,
}

impl EnableApplicationLayerAutomaticResponseRequest {
    /// For this resource.
    pub fn new(resource_arn: impl Into<String>, action: ResponseAction) -> Self {
        Self {
            resource_arn: resource_arn.into(),
            action,
        }
    }
}

impl ShieldHandle {
    /// Begins automatic mitigation for a resource that has a web ACL. A rule group of 150 capacity units is put on that, behind all other rules; rules
    /// come into it when a flood is seen, and go when it is over.
    ///
    /// # Authorisation
    ///
    /// `shield:EnableApplicationLayerAutomaticResponse` on the resource. The web ACL is changed as the account's `AWSServiceRoleForAWSShield`.
    ///
    /// # Errors
    ///
    /// [`InvalidOperation`](Error::InvalidOperation) if the resource has it already, has no web ACL, or one that has no room for it;
    /// [`InvalidParameter`](Error::InvalidParameter), [`AccessDenied`](Error::AccessDenied); [`Waf`](Error::Waf) if WAF does not tell.
    ///
    /// # Source
    ///
    /// [EnableApplicationLayerAutomaticResponse](https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_EnableApplicationLayerAutomaticResponse.html),
    /// without the subscription and the protection that AWS wants first.
    pub async fn enable_application_layer_automatic_response(
        &self,
        request: EnableApplicationLayerAutomaticResponseRequest,
    ) -> Result<()> {
        let mut call = self.call(Operation::EnableApplicationLayerAutomaticResponse);
        let answer = self.enable(&mut call, request).await;
        call.finish(answer).await
    }

    async fn enable(
        &self,
        call: &mut Call<'_>,
        request: EnableApplicationLayerAutomaticResponseRequest,
    ) -> Result<()> {
        let EnableApplicationLayerAutomaticResponseRequest {
            resource_arn,
            action,
        } = request;
        let (resource, home) = self.allow(call, &resource_arn)?;
        call.parameter("action", action.as_str());
        let shared = self.shared();
        let waf = shared.waf_of(&home)?;
        loop {
            if shared.read(home.protection(&resource)?).await?.is_some() {
                let reason = "the resource has automatic mitigation already";
                return Err(Error::invalid_operation(reason));
            }
            let request = GetWebAclForResourceRequest::new(resource.as_str());
            let acl = waf.get_web_acl_for_resource(request).await?.web_acl;
            let acl = acl.ok_or_else(|| Error::invalid_operation("the resource has no web ACL"))?;
            let found = shared.read(home.installation(&acl.arn)?).await?;
            let version = found.as_ref().map(|found| found.version);
            let mut installation = match found {
                Some(found) => decode(&found.value)?,
                None => {
                    check_room(&acl)?;
                    let arn = acl.arn.parse().map_err(Error::broken)?;
                    Installation::new(&arn, &shared.uuid()?)
                }
            };
            installation.resources.insert(resource.to_string(), action);
            let protection = Protection {
                web_acl: acl.arn.clone(),
            };
            let change = Change::new().create(home.protection(&resource)?, encode(&protection)?);
            let now = call.now();
            let change = self.due_now(change, &home, &acl.arn, &mut installation, version, now)?;
            if call.commit(change).await?.is_some() {
                // What WAF does not do now is still due.
                let _ = shared.settle(&acl.arn, now).await;
                return Ok(());
            }
        }
    }
}

/// Whether a web ACL has room for the rule group.
fn check_room(acl: &WebAcl) -> Result<()> {
    let units = acl.capacity.unwrap_or_default();
    if units.saturating_add(shield::limits::CAPACITY) > waf_rules::limits::WEB_ACL_CAPACITY {
        return Err(Error::invalid_operation(format!(
            "the web ACL takes {units} capacity units: there is no room for {} more",
            shield::limits::CAPACITY
        )));
    }
    let mut rules = acl.rules.iter().flatten();
    if rules.any(|rule| rule.priority == shield::limits::PRIORITY) {
        let reason = "a rule of the web ACL has the priority 10,000,000, which is Shield's";
        return Err(Error::invalid_operation(reason));
    }
    Ok(())
}
