//! Web ACLs: `CreateWebACL`, `GetWebACL`, `ListWebACLs`, `UpdateWebACL`, `DeleteWebACL`.

use std::collections::BTreeMap;

use common_types::{
    Arn, Tag,
    constraint::{Check, Constrained, Size},
    setters,
};
use serde::{Deserialize, Serialize};
use waf_rules::model::{
    ApplicationConfig, AssociationConfig, CaptchaConfig, ChallengeConfig, CustomResponseBody,
    DataProtectionConfig, DefaultAction, MonetizationConfig, OnSourceDdosProtectionConfig, Rule,
    VisibilityConfig, WebAcl,
};

use super::{
    bounds,
    kind::{
        CreatedResponse, UpdatedResponse, delete_operation, get_by_arn_operation, list_operation,
    },
    tags,
};
use crate::{
    Operation, Result, Scope, WafHandle,
    call::{Call, Which},
};

/// What a web ACL holds besides its name: what making and changing one have in common.
macro_rules! web_acl_request {
    ($(#[$doc:meta])* $request:ident { $($(#[$meta:meta])* $member:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $request {
            /// Its name.
            pub name: String,
            /// What it is for.
            pub scope: Scope,
            $($(#[$meta])* pub $member: $type,)*
            /// What follows when no rule decides.
            pub default_action: DefaultAction,
            /// What it is about.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub description: Option<String>,
            /// Its rules.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub rules: Option<Vec<Rule>>,
            /// Metrics and samples.
            pub visibility_config: VisibilityConfig,
            /// What of a request is hidden in logs and samples.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub data_protection_config: Option<DataProtectionConfig>,
            /// Bodies for custom responses.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub custom_response_bodies: Option<BTreeMap<String, CustomResponseBody>>,
            /// How long a solved CAPTCHA holds.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub captcha_config: Option<CaptchaConfig>,
            /// How long a passed challenge holds.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub challenge_config: Option<ChallengeConfig>,
            /// Domains whose tokens are accepted besides the request's host.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub token_domains: Option<Vec<String>>,
            /// How much of a body each kind of resource inspects.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub association_config: Option<AssociationConfig>,
            /// What a load balancer does with sources of low reputation. Kept, and without effect here.
            #[serde(default, rename = "OnSourceDDoSProtectionConfig", skip_serializing_if = "Option::is_none")]
            pub on_source_ddos_protection_config: Option<OnSourceDdosProtectionConfig>,
            /// What the application is. Kept, and without effect here.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub application_config: Option<ApplicationConfig>,
            /// What a request costs where a rule asks for payment.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub monetization_config: Option<MonetizationConfig>,
        }

        setters!($request {
            /// What it is about.
            description: String,
            /// Its rules.
            rules: Vec<Rule>,
            /// What of a request is hidden in logs and samples.
            data_protection_config: DataProtectionConfig,
            /// How long a solved CAPTCHA holds.
            captcha_config: CaptchaConfig,
            /// How long a passed challenge holds.
            challenge_config: ChallengeConfig,
            /// Domains whose tokens are accepted besides the request's host.
            token_domains: Vec<String>,
            /// How much of a body each kind of resource inspects.
            association_config: AssociationConfig,
            /// What a load balancer does with sources of low reputation.
            on_source_ddos_protection_config: OnSourceDdosProtectionConfig,
            /// What the application is.
            application_config: ApplicationConfig,
            /// What a request costs where a rule asks for payment.
            monetization_config: MonetizationConfig,
        });

        impl $request {
            /// Bodies for custom responses, by their keys.
            #[must_use]
            pub fn custom_response_bodies(
                mut self,
                bodies: BTreeMap<String, CustomResponseBody>,
            ) -> Self {
                self.custom_response_bodies = Some(bodies);
                self
            }

            /// Gives a web ACL all that the request has, and nothing of what it had.
            fn put_into(&self, acl: &mut WebAcl) {
                acl.default_action = self.default_action.clone();
                acl.description.clone_from(&self.description);
                acl.rules = Some(self.rules.clone().unwrap_or_default());
                acl.visibility_config = self.visibility_config.clone();
                acl.data_protection_config.clone_from(&self.data_protection_config);
                acl.custom_response_bodies.clone_from(&self.custom_response_bodies);
                acl.captcha_config.clone_from(&self.captcha_config);
                acl.challenge_config.clone_from(&self.challenge_config);
                acl.token_domains.clone_from(&self.token_domains);
                acl.association_config.clone_from(&self.association_config);
                acl.on_source_ddos_protection_config
                    .clone_from(&self.on_source_ddos_protection_config);
                acl.application_config.clone_from(&self.application_config);
                acl.monetization_config.clone_from(&self.monetization_config);
            }

            /// What AWS requires of the members that both requests have.
            fn constrain(&self, check: &mut Check<'_>) {
                check.text("name", &self.name, &bounds::NAME);
                check.text("description", &self.description, &bounds::DESCRIPTION);
                bounds::bodies(check, self.custom_response_bodies.as_ref());
                if let Some(domains) = &self.token_domains {
                    check.texts("tokenDomains", domains, &Size::at_least(0), &bounds::TOKEN_DOMAIN);
                }
            }
        }
    };
}

web_acl_request! {
    /// Request of [`create_web_acl`](WafHandle::create_web_acl).
    CreateWebAclRequest {
        /// Its tags.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tags: Option<Vec<Tag>>,
    }
}
web_acl_request! {
    /// Request of [`update_web_acl`](WafHandle::update_web_acl). What it does not say is unset.
    UpdateWebAclRequest {
        /// Its id.
        id: String,
        /// The lock token that came with what was read last.
        lock_token: String,
    }
}

impl CreateWebAclRequest {
    /// A web ACL without rules.
    pub fn new(
        name: impl Into<String>,
        scope: Scope,
        default_action: impl Into<DefaultAction>,
        visibility_config: VisibilityConfig,
    ) -> Self {
        Self {
            name: name.into(),
            scope,
            tags: None,
            default_action: default_action.into(),
            description: None,
            rules: None,
            visibility_config,
            data_protection_config: None,
            custom_response_bodies: None,
            captcha_config: None,
            challenge_config: None,
            token_domains: None,
            association_config: None,
            on_source_ddos_protection_config: None,
            application_config: None,
            monetization_config: None,
        }
    }

    /// Its tags.
    #[must_use]
    pub fn tags(mut self, tags: Vec<Tag>) -> Self {
        self.tags = Some(tags);
        self
    }
}

impl UpdateWebAclRequest {
    /// A web ACL as it was read last, that is to have no rules.
    pub fn new(
        name: impl Into<String>,
        scope: Scope,
        id: impl Into<String>,
        default_action: impl Into<DefaultAction>,
        visibility_config: VisibilityConfig,
        lock_token: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            scope,
            id: id.into(),
            lock_token: lock_token.into(),
            default_action: default_action.into(),
            description: None,
            rules: None,
            visibility_config,
            data_protection_config: None,
            custom_response_bodies: None,
            captcha_config: None,
            challenge_config: None,
            token_domains: None,
            association_config: None,
            on_source_ddos_protection_config: None,
            application_config: None,
            monetization_config: None,
        }
    }
}

impl UpdateWebAclRequest {
    /// A web ACL as it was read last, that is to stay as it is: change of this what is to be changed.
    pub fn keeping(acl: WebAcl, scope: Scope, lock_token: impl Into<String>) -> Self {
        Self {
            name: acl.name,
            scope,
            id: acl.id,
            lock_token: lock_token.into(),
            default_action: acl.default_action,
            description: acl.description,
            rules: acl.rules,
            visibility_config: acl.visibility_config,
            data_protection_config: acl.data_protection_config,
            custom_response_bodies: acl.custom_response_bodies,
            captcha_config: acl.captcha_config,
            challenge_config: acl.challenge_config,
            token_domains: acl.token_domains,
            association_config: acl.association_config,
            on_source_ddos_protection_config: acl.on_source_ddos_protection_config,
            application_config: acl.application_config,
            monetization_config: acl.monetization_config,
        }
    }
}

impl Constrained for CreateWebAclRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        self.constrain(check);
        tags::constrain(check, self.tags.as_deref());
    }
}

impl Constrained for UpdateWebAclRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        self.constrain(check);
        check.text("id", &self.id, &bounds::ID);
        check.text("lockToken", &self.lock_token, &bounds::LOCK_TOKEN);
    }
}

impl WafHandle {
    /// Makes a web ACL. It protects nothing before it is associated with a resource.
    ///
    /// # Limits
    ///
    /// [`WEB_ACLS`](crate::limits::WEB_ACLS); what its rules may be is in [`waf_rules::limits`].
    ///
    /// # Authorisation
    ///
    /// `wafv2:CreateWebACL` on it, with `aws:RequestTag/…` and `aws:TagKeys`.
    ///
    /// # Errors
    ///
    /// [`DuplicateItem`](crate::Error::DuplicateItem), [`LimitsExceeded`](crate::Error::LimitsExceeded),
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`NonexistentItem`](crate::Error::NonexistentItem) for what its rules refer to,
    /// [`TagOperation`](crate::Error::TagOperation), [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [CreateWebACL](https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html).
    pub async fn create_web_acl(&self, request: CreateWebAclRequest) -> Result<CreatedResponse> {
        let mut call = self.call(Operation::CreateWebACL);
        let answer = create(&mut call, request).await;
        call.answer(answer).await
    }

    /// Replaces all that a web ACL holds. The resources that it protects are protected by that from the next request on.
    ///
    /// # Authorisation
    ///
    /// `wafv2:UpdateWebACL` on it.
    ///
    /// # Errors
    ///
    /// [`OptimisticLock`](crate::Error::OptimisticLock), [`NonexistentItem`](crate::Error::NonexistentItem),
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`LimitsExceeded`](crate::Error::LimitsExceeded),
    /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [UpdateWebACL](https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateWebACL.html).
    pub async fn update_web_acl(&self, request: UpdateWebAclRequest) -> Result<UpdatedResponse> {
        let mut call = self.call(Operation::UpdateWebACL);
        let answer = update(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn create(call: &mut Call<'_>, request: CreateWebAclRequest) -> Result<CreatedResponse> {
    request.validate()?;
    let tags = tags::parse(request.tags.clone())?;
    let make = |id, arn: &Arn| {
        let (action, visibility) = (
            request.default_action.clone(),
            request.visibility_config.clone(),
        );
        let mut acl = WebAcl::new(request.name.clone(), id, arn.as_str(), action, visibility);
        acl.label_namespace = Some(format!("awswaf:{}:webacl:{}:", arn.account(), request.name));
        acl.managed_by_firewall_manager = Some(false);
        request.put_into(&mut acl);
        acl
    };
    let summary = call
        .create(request.scope, &request.name, &tags, make)
        .await?;
    Ok(CreatedResponse { summary })
}

async fn update(call: &mut Call<'_>, request: UpdateWebAclRequest) -> Result<UpdatedResponse> {
    request.validate()?;
    let edit = |mut acl: WebAcl| {
        request.put_into(&mut acl);
        Ok(acl)
    };
    let which = Which::Named(&request.name, request.scope, &request.id);
    let next_lock_token = call.update(which, &request.lock_token, edit).await?;
    Ok(UpdatedResponse { next_lock_token })
}

get_by_arn_operation! {
    /// Reads a web ACL (`wafv2:GetWebACL` on it).
    /// [GetWebACL](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACL.html).
    GetWebAclRequest, GetWebAclResponse { web_acl as "WebACL": WebAcl }, get_web_acl, GetWebACL
}
list_operation! {
    /// Lists web ACLs (`wafv2:ListWebACLs`).
    /// [ListWebACLs](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListWebACLs.html).
    ListWebAclsRequest, ListWebAclsResponse { web_acls as "WebACLs" }, list_web_acls, ListWebACLs, WebAcl
}
delete_operation! {
    /// Deletes a web ACL (`wafv2:DeleteWebACL` on it).
    /// [DeleteWebACL](https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html).
    DeleteWebAclRequest, delete_web_acl, DeleteWebACL, WebAcl
}
