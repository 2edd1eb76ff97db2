//! What there is in an account, as far as a policy is concerned.

use std::collections::{BTreeMap, BTreeSet};

use waf_manager::{
    Error as WafError, GetLoggingConfigurationRequest, GetWebAclForResourceRequest,
    GetWebAclRequest, ListResourcesForWebAclRequest, ListWebAclsRequest, ProtectedResourceType,
    Scope, WafHandle,
};
use waf_rules::model::{LoggingConfiguration, WebAcl};

use super::{Work, account::Member};
use crate::{
    ResourceType,
    compare::{Covered, Seen, Situation},
    manager::Shared,
};

impl Shared {
    /// Looks at an account. The issue, if it cannot be told what there is.
    pub(super) async fn observe(
        &self,
        member: &Member<'_>,
        waf: &WafHandle,
        retrofitted: &BTreeSet<String>,
    ) -> Result<Situation, String> {
        let Work {
            home,
            record,
            wanted,
            ..
        } = member.work;
        let mut acls: BTreeMap<String, WebAcl> = BTreeMap::new();
        let mut covered: BTreeMap<String, Covered> = BTreeMap::new();
        if member.in_scope {
            let resources = self.inventory.resources(&member.id, &home.region).await;
            let resources = resources.map_err(|error| error.to_string())?;
            for resource in resources {
                let kind = ResourceType::of(&resource.arn);
                if let Some(kind) = kind.filter(|_| record.policy.covers_resource(&resource)) {
                    let acl = web_acl_of(waf, resource.arn.as_str()).await.map_err(text)?;
                    let web_acl = acl.as_ref().map(|acl| acl.arn.clone());
                    acls.extend(acl.map(|acl| (acl.arn.clone(), acl)));
                    let arn = resource.arn;
                    covered.insert(arn.to_string(), Covered { arn, kind, web_acl });
                }
            }
        }
        let own = named(waf, &wanted.web_acl_name()).await.map_err(text)?;
        for arn in own.iter().chain(retrofitted) {
            if !acls.contains_key(arn) {
                let found = web_acl(waf, arn).await.map_err(text)?;
                acls.extend(found.map(|(acl, _)| (acl.arn.clone(), acl)));
            }
        }
        let mut web_acls = BTreeMap::new();
        for (arn, acl) in acls {
            // Of a web ACL that is not the policy's it only matters if it may be retrofitted.
            let matters = record.policy.data().retrofits()
                || own.as_ref() == Some(&arn)
                || retrofitted.contains(&arn);
            let protects = match matters {
                true => protected_by(waf, &arn).await.map_err(text)?,
                false => BTreeSet::new(),
            };
            let logging = match own.as_ref() == Some(&arn) {
                true => logging(waf, &arn).await.map_err(text)?,
                false => None,
            };
            let seen = Seen {
                acl,
                logging,
                protects,
            };
            web_acls.insert(arn, seen);
        }
        Ok(Situation {
            resources: covered.into_values().collect(),
            own: own.filter(|arn| web_acls.contains_key(arn)),
            web_acls,
        })
    }
}

/// The web ACL of a resource.
pub(super) async fn web_acl_of(
    waf: &WafHandle,
    resource: &str,
) -> Result<Option<WebAcl>, WafError> {
    let request = GetWebAclForResourceRequest::new(resource);
    Ok(waf.get_web_acl_for_resource(request).await?.web_acl)
}

/// A web ACL by its ARN, if it is there, and its lock token.
pub(super) async fn web_acl(
    waf: &WafHandle,
    arn: &str,
) -> Result<Option<(WebAcl, String)>, WafError> {
    match waf.get_web_acl(GetWebAclRequest::by_arn(arn)).await {
        Ok(found) => Ok(Some((found.web_acl, found.lock_token))),
        Err(WafError::NonexistentItem { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// How a web ACL logs, if it does.
pub(super) async fn logging(
    waf: &WafHandle,
    web_acl: &str,
) -> Result<Option<LoggingConfiguration>, WafError> {
    let request = GetLoggingConfigurationRequest::new(web_acl);
    match waf.get_logging_configuration(request).await {
        Ok(found) => Ok(Some(found.logging_configuration)),
        Err(WafError::NonexistentItem { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The ARN of the web ACL with this name, if it is there.
pub(super) async fn named(waf: &WafHandle, name: &str) -> Result<Option<String>, WafError> {
    let mut request = ListWebAclsRequest::new(Scope::Regional);
    loop {
        let page = waf.list_web_acls(request).await?;
        if let Some(found) = page.web_acls.into_iter().find(|acl| acl.name == name) {
            return Ok(Some(found.arn));
        }
        let Some(marker) = page.next_marker else {
            return Ok(None);
        };
        request = ListWebAclsRequest::new(Scope::Regional).next_marker(marker);
    }
}

/// The resources of all kinds that a web ACL protects.
async fn protected_by(waf: &WafHandle, arn: &str) -> Result<BTreeSet<String>, WafError> {
    let mut protects = BTreeSet::new();
    for kind in ProtectedResourceType::ALL {
        let request = ListResourcesForWebAclRequest::new(arn).resource_type(*kind);
        match waf.list_resources_for_web_acl(request).await {
            Ok(found) => protects.extend(found.resource_arns),
            // It was deleted meanwhile.
            Err(WafError::NonexistentItem { .. }) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(protects)
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
fn text(error: WafError) -> String {
    error.to_string()
}
