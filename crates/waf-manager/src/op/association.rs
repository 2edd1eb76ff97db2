//! What protects what: `AssociateWebACL`, `DisassociateWebACL`, `GetWebACLForResource`, `ListResourcesForWebACL`.

use common_types::{
    Arn, Tags,
    constraint::{Check, Constrained},
    setters, wire_enum,
};
use serde::{Deserialize, Serialize};
use service_kit::Change;
use waf_rules::model::WebAcl;

use super::bounds;
use crate::{
    Error, Operation, Result, Scope, WafHandle,
    call::{Asked, Call, Found},
    format,
};

wire_enum! {
    /// A kind of resource that a web ACL can protect.
    ///
    /// Source: [ResourceType](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListResourcesForWebACL.html).
    pub enum ProtectedResourceType {
        /// An application load balancer.
        ApplicationLoadBalancer = "APPLICATION_LOAD_BALANCER",
        /// A stage of a REST API.
        ApiGateway = "API_GATEWAY",
        /// A GraphQL API.
        AppSync = "APPSYNC",
        /// A user pool.
        CognitoUserPool = "COGNITO_USER_POOL",
        /// A service of App Runner.
        AppRunnerService = "APP_RUNNER_SERVICE",
        /// An instance of Verified Access.
        VerifiedAccessInstance = "VERIFIED_ACCESS_INSTANCE",
        /// An app of Amplify.
        Amplify = "AMPLIFY",
        /// A gateway for agents.
        AgentcoreGateway = "AGENTCORE_GATEWAY",
    }
}

impl ProtectedResourceType {
    /// The kind of a resource, by its ARN; none for what a regional web ACL cannot protect, such as a network load balancer.
    pub fn of(arn: &Arn) -> Option<Self> {
        let resource = arn.resource();
        Some(match arn.service() {
            "elasticloadbalancing" if resource.starts_with("loadbalancer/app/") => {
                Self::ApplicationLoadBalancer
            }
            "apigateway" if resource.starts_with("/restapis/") && resource.contains("/stages/") => {
                Self::ApiGateway
            }
            "appsync" if resource.starts_with("apis/") => Self::AppSync,
            "cognito-idp" if resource.starts_with("userpool/") => Self::CognitoUserPool,
            "apprunner" if resource.starts_with("service/") => Self::AppRunnerService,
            "ec2" if resource.starts_with("verified-access-instance/") => {
                Self::VerifiedAccessInstance
            }
            "amplify" if resource.starts_with("apps/") => Self::Amplify,
            "bedrock-agentcore" if resource.starts_with("gateway/") => Self::AgentcoreGateway,
            _ => return None,
        })
    }
}

/// Declares a request that names ARNs.
macro_rules! arn_request {
    ($(#[$doc:meta])* $request:ident { $($(#[$meta:meta])* $member:ident as $wire:literal in $place:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $request {
            $($(#[$meta])* #[serde(rename = $wire)] pub $member: String,)+
        }

        impl $request {
            /// By ARN.
            pub fn new($($member: impl Into<String>),+) -> Self {
                Self { $($member: $member.into()),+ }
            }
        }

        impl Constrained for $request {
            fn constraints(&self, check: &mut Check<'_>) {
                let Self { $($member),+ } = self;
                $(check.text($place, $member, &bounds::ARN);)+
            }
        }
    };
}

arn_request! {
    /// Request of [`associate_web_acl`](WafHandle::associate_web_acl).
    AssociateWebAclRequest {
        /// The web ACL.
        web_acl_arn as "WebACLArn" in "webACLArn",
        /// The resource that it is to protect.
        resource_arn as "ResourceArn" in "resourceArn",
    }
}
arn_request! {
    /// Request of [`disassociate_web_acl`](WafHandle::disassociate_web_acl).
    DisassociateWebAclRequest {
        /// The resource that is to be protected no more.
        resource_arn as "ResourceArn" in "resourceArn",
    }
}
arn_request! {
    /// Request of [`get_web_acl_for_resource`](WafHandle::get_web_acl_for_resource).
    GetWebAclForResourceRequest {
        /// The resource.
        resource_arn as "ResourceArn" in "resourceArn",
    }
}

/// Response of [`get_web_acl_for_resource`](WafHandle::get_web_acl_for_resource).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GetWebAclForResourceResponse {
    /// The web ACL that protects it; nothing for one that is not protected.
    #[serde(rename = "WebACL", default, skip_serializing_if = "Option::is_none")]
    pub web_acl: Option<WebAcl>,
}

/// Request of [`list_resources_for_web_acl`](WafHandle::list_resources_for_web_acl).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ListResourcesForWebAclRequest {
    /// The web ACL.
    #[serde(rename = "WebACLArn")]
    pub web_acl_arn: String,
    /// Only resources of this kind; application load balancers if unset.
    #[serde(
        rename = "ResourceType",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub resource_type: Option<ProtectedResourceType>,
}

/// Response of [`list_resources_for_web_acl`](WafHandle::list_resources_for_web_acl).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ListResourcesForWebAclResponse {
    /// The resources, in the order of their ARNs.
    pub resource_arns: Vec<String>,
}

impl ListResourcesForWebAclRequest {
    /// The application load balancers that a web ACL protects.
    pub fn new(web_acl_arn: impl Into<String>) -> Self {
        Self {
            web_acl_arn: web_acl_arn.into(),
            resource_type: None,
        }
    }
}

setters!(ListResourcesForWebAclRequest {
    /// Only resources of this kind.
    resource_type: ProtectedResourceType,
});

impl Constrained for ListResourcesForWebAclRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            web_acl_arn,
            resource_type: _,
        } = self;
        check.text("webACLArn", web_acl_arn, &bounds::ARN);
    }
}

impl WafHandle {
    /// Protects a resource of the account and region by a web ACL, in place of another one that it may have.
    ///
    /// # Authorisation
    ///
    /// `wafv2:AssociateWebACL` on the web ACL and on the resource.
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem), [`InvalidParameter`](Error::InvalidParameter) for a resource that a web ACL cannot protect,
    /// such as a network load balancer, and for a web ACL for CloudFront; [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [AssociateWebACL](https://docs.aws.amazon.com/waf/latest/APIReference/API_AssociateWebACL.html).
    pub async fn associate_web_acl(&self, request: AssociateWebAclRequest) -> Result<()> {
        let mut call = self.call(Operation::AssociateWebACL);
        let answer = associate(&mut call, request).await;
        call.answer(answer).await
    }

    /// Protects a resource no more.
    ///
    /// # Authorisation
    ///
    /// `wafv2:DisassociateWebACL` on the resource.
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem) for one that is not protected, [`InvalidParameter`](Error::InvalidParameter),
    /// [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [DisassociateWebACL](https://docs.aws.amazon.com/waf/latest/APIReference/API_DisassociateWebACL.html).
    pub async fn disassociate_web_acl(&self, request: DisassociateWebAclRequest) -> Result<()> {
        let mut call = self.call(Operation::DisassociateWebACL);
        let answer = disassociate(&mut call, request).await;
        call.answer(answer).await
    }

    /// Reads the web ACL that protects a resource (`wafv2:GetWebACLForResource` on the resource).
    ///
    /// # Errors
    ///
    /// [`InvalidParameter`](Error::InvalidParameter), [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [GetWebACLForResource](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACLForResource.html).
    pub async fn get_web_acl_for_resource(
        &self,
        request: GetWebAclForResourceRequest,
    ) -> Result<GetWebAclForResourceResponse> {
        let mut call = self.call(Operation::GetWebACLForResource);
        let answer = get(&mut call, request).await;
        call.answer(answer).await
    }

    /// Lists the resources of one kind that a web ACL protects (`wafv2:ListResourcesForWebACL` on the web ACL).
    ///
    /// # Errors
    ///
    /// [`NonexistentItem`](Error::NonexistentItem), [`InvalidParameter`](Error::InvalidParameter), [`AccessDenied`](Error::AccessDenied),
    /// [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [ListResourcesForWebACL](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListResourcesForWebACL.html).
    pub async fn list_resources_for_web_acl(
        &self,
        request: ListResourcesForWebAclRequest,
    ) -> Result<ListResourcesForWebAclResponse> {
        let mut call = self.call(Operation::ListResourcesForWebACL);
        let answer = list(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn associate(call: &mut Call<'_>, request: AssociateWebAclRequest) -> Result<()> {
    request.validate()?;
    let AssociateWebAclRequest {
        web_acl_arn,
        resource_arn,
    } = request;
    let resource = resource(call, &resource_arn)?;
    loop {
        let mut found = call.find_by_arn::<WebAcl>(&web_acl_arn).await?;
        let arn: Arn = web_acl_arn.parse().map_err(Error::broken)?;
        call.allow(&arn, &found.record.tags, Asked::default())?;
        call.allow(&resource, &Tags::new(), Asked::default())?;
        if found.scope == Scope::Cloudfront {
            let reason = "The web ACL is for CloudFront: set it on the distribution.";
            return Err(Error::invalid("RESOURCE_ARN", web_acl_arn, reason));
        }
        let key = call.home.protected(&resource)?;
        let before = call.waf.read(key.clone()).await?;
        let mut change = Change::new();
        if let Some(before) = &before {
            let old: String = format::decode("a protected resource", &before.value)?;
            if old == web_acl_arn {
                return Ok(());
            }
            change = unprotect(call, change, &old, &resource).await?;
        }
        found.record.protects.insert(resource_arn.clone());
        let Found {
            key: acl,
            version,
            record,
            ..
        } = found;
        change = change.replace(acl, record.encode()?, version);
        let value = format::encode(&web_acl_arn)?;
        change = match before {
            Some(before) => change.replace(key, value, before.version),
            None => change.create(key, value),
        };
        if call.commit(change).await? {
            return Ok(());
        }
    }
}

async fn disassociate(call: &mut Call<'_>, request: DisassociateWebAclRequest) -> Result<()> {
    request.validate()?;
    let DisassociateWebAclRequest { resource_arn } = request;
    let resource = resource(call, &resource_arn)?;
    loop {
        call.allow(&resource, &Tags::new(), Asked::default())?;
        let key = call.home.protected(&resource)?;
        let Some(before) = call.waf.read(key.clone()).await? else {
            return Err(Error::nonexistent(resource_arn));
        };
        let old: String = format::decode("a protected resource", &before.value)?;
        let change = Change::new().delete(key, before.version);
        let change = unprotect(call, change, &old, &resource).await?;
        if call.commit(change).await? {
            return Ok(());
        }
    }
}

/// Has a web ACL forget a resource.
async fn unprotect(
    call: &Call<'_>,
    change: Change,
    web_acl: &str,
    resource: &Arn,
) -> Result<Change> {
    let Found {
        key,
        version,
        mut record,
        ..
    } = call.find_by_arn::<WebAcl>(web_acl).await?;
    record.protects.remove(resource.as_str());
    Ok(change.replace(key, record.encode()?, version))
}

async fn get(
    call: &mut Call<'_>,
    request: GetWebAclForResourceRequest,
) -> Result<GetWebAclForResourceResponse> {
    request.validate()?;
    let resource = resource(call, &request.resource_arn)?;
    call.allow(&resource, &Tags::new(), Asked::default())?;
    let web_acl = match call.waf.read(call.home.protected(&resource)?).await? {
        Some(found) => {
            let arn: String = format::decode("a protected resource", &found.value)?;
            Some(call.find_by_arn::<WebAcl>(&arn).await?.record.entity)
        }
        None => None,
    };
    Ok(GetWebAclForResourceResponse { web_acl })
}

async fn list(
    call: &mut Call<'_>,
    request: ListResourcesForWebAclRequest,
) -> Result<ListResourcesForWebAclResponse> {
    request.validate()?;
    let ListResourcesForWebAclRequest {
        web_acl_arn,
        resource_type,
    } = request;
    let found = call.find_by_arn::<WebAcl>(&web_acl_arn).await?;
    let arn: Arn = web_acl_arn.parse().map_err(Error::broken)?;
    call.allow(&arn, &found.record.tags, Asked::default())?;
    let wanted = resource_type.unwrap_or(ProtectedResourceType::ApplicationLoadBalancer);
    let is_wanted = |arn: &String| {
        let kind = arn
            .parse()
            .ok()
            .as_ref()
            .and_then(ProtectedResourceType::of);
        kind == Some(wanted)
    };
    Ok(ListResourcesForWebAclResponse {
        resource_arns: found
            .record
            .protects
            .into_iter()
            .filter(is_wanted)
            .collect(),
    })
}

/// A resource that a regional web ACL can protect, of the caller's account and region where its ARN has them.
fn resource(call: &Call<'_>, text: &str) -> Result<Arn> {
    let refused = |reason: &str| Error::invalid("RESOURCE_ARN", text, reason);
    let arn: Arn = text.parse().map_err(|_| refused("The ARN isn't valid."))?;
    if ProtectedResourceType::of(&arn).is_none() {
        return Err(refused("A web ACL can't protect a resource of this kind."));
    }
    let is_here = |of_arn: &str, here: &str| of_arn.is_empty() || of_arn == here;
    if !is_here(arn.account(), call.home.account.as_str())
        || !is_here(arn.region(), call.home.region.as_str())
    {
        return Err(refused("The resource is of another account or Region."));
    }
    Ok(arn)
}
