//! Doing what remedies. Each remedy looks again before it changes anything, and done twice it does no more than once.

use common_types::Arn;
use waf_manager::{
    AssociateWebAclRequest, CreateWebAclRequest, DeleteLoggingConfigurationRequest,
    DeleteWebAclRequest, DisassociateWebAclRequest, Error as WafError, FirewallManagerHold,
    PutFirewallManagerRuleGroupsRequest, PutLoggingConfigurationRequest, Scope,
    UpdateWebAclRequest, WafHandle,
};
use waf_rules::model::WebAcl;

use super::{
    account::Member,
    observe::{logging, named, web_acl, web_acl_of},
};
use crate::{
    compare::Remedy,
    manager::Shared,
    wanted::{Defaults, Wanted},
};

impl Shared {
    /// Does it. If the account changes the same at the same time, it is done anew.
    pub(super) async fn remedy(
        &self,
        member: &Member<'_>,
        waf: &WafHandle,
        remedy: &Remedy,
    ) -> Result<(), WafError> {
        let mut tries: u32 = 0;
        loop {
            tries = tries.saturating_add(1);
            let once = Once {
                waf,
                wanted: &member.work.wanted,
            };
            match once.remedy(remedy).await {
                Err(WafError::OptimisticLock) if tries < TRIES => {}
                done => return done,
            }
        }
    }
}

struct Once<'a> {
    waf: &'a WafHandle,
    wanted: &'a Wanted,
}

impl Once<'_> {
    async fn remedy(&self, remedy: &Remedy) -> Result<(), WafError> {
        match remedy {
            Remedy::Create => self.create().await,
            Remedy::Restore => self.restore().await,
            Remedy::Retrofit { web_acl } => self.retrofit(web_acl).await,
            Remedy::Associate { resource } => self.associate(resource).await,
            Remedy::Disassociate { resource } => self.disassociate(resource).await,
            Remedy::Strip { web_acl } => self.strip(web_acl).await,
            Remedy::Delete => self.delete().await,
            Remedy::LetGo { web_acl } => self.let_go(web_acl).await,
        }
    }

    async fn create(&self) -> Result<(), WafError> {
        let Defaults {
            default_action,
            visibility_config,
            captcha_config,
            challenge_config,
            token_domains,
            association_config,
        } = self.wanted.defaults.clone();
        let mut request = CreateWebAclRequest::new(
            self.wanted.web_acl_name(),
            Scope::Regional,
            default_action,
            visibility_config,
        );
        request.captcha_config = captcha_config;
        request.challenge_config = challenge_config;
        request.token_domains = token_domains;
        request.association_config = association_config;
        match self.waf.create_web_acl(request).await {
            Ok(made) => {
                let (arn, token) = (made.summary.arn, made.summary.lock_token);
                self.put_groups(&arn, token, FirewallManagerHold::Managed)
                    .await?;
                self.put_logging(&arn).await
            }
            // Another node was faster, or was cut before it came to the rule groups.
            Err(WafError::DuplicateItem) => self.restore().await,
            Err(error) => Err(error),
        }
    }

    async fn restore(&self) -> Result<(), WafError> {
        let Some((acl, mut token)) = self.own().await? else {
            return Ok(());
        };
        let arn = acl.arn.clone();
        if !self.wanted.defaults.are_in(&acl) {
            let request = with_defaults(acl, token, &self.wanted.defaults);
            token = self.waf.update_web_acl(request).await?.next_lock_token;
        }
        self.put_groups(&arn, token, FirewallManagerHold::Managed)
            .await?;
        self.put_logging(&arn).await
    }

    async fn retrofit(&self, arn: &str) -> Result<(), WafError> {
        let Some((acl, token)) = web_acl(self.waf, arn).await? else {
            return Ok(());
        };
        // Another policy was faster.
        if acl.managed_by_firewall_manager == Some(true) || self.wanted.others_are_in(&acl) {
            return Ok(());
        }
        self.put_groups(arn, token, FirewallManagerHold::Retrofitted)
            .await
    }

    async fn associate(&self, resource: &Arn) -> Result<(), WafError> {
        let Some((own, _)) = self.own().await? else {
            return Ok(());
        };
        let request = AssociateWebAclRequest::new(own.arn, resource.as_str());
        self.waf.associate_web_acl(request).await
    }

    async fn disassociate(&self, resource: &Arn) -> Result<(), WafError> {
        let acl = web_acl_of(self.waf, resource.as_str()).await?;
        // The account may have given it another one.
        if acl.is_none_or(|acl| acl.name != self.wanted.web_acl_name()) {
            return Ok(());
        }
        let request = DisassociateWebAclRequest::new(resource.as_str());
        match self.waf.disassociate_web_acl(request).await {
            Err(WafError::NonexistentItem { .. }) => Ok(()),
            done => done,
        }
    }

    async fn strip(&self, arn: &str) -> Result<(), WafError> {
        match web_acl(self.waf, arn).await? {
            Some((acl, token)) if !self.wanted.others_are_in(&acl) => {
                let request = PutFirewallManagerRuleGroupsRequest::new(arn, token);
                let done = self.waf.put_firewall_manager_rule_groups(request).await;
                done.map(|_| ())
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The policy's own web ACL goes, unless the account has put rules in or protects something by it: then it stays, and is the account's.
    async fn delete(&self) -> Result<(), WafError> {
        let Some((acl, token)) = self.own().await? else {
            return Ok(());
        };
        let request = PutFirewallManagerRuleGroupsRequest::new(&*acl.arn, token);
        let stripped = self.waf.put_firewall_manager_rule_groups(request).await?;
        if acl.rules.is_some_and(|rules| !rules.is_empty()) {
            return self.stop_logging(&acl.arn).await;
        }
        let token = stripped.next_web_acl_lock_token;
        let request = DeleteWebAclRequest::new(acl.name, Scope::Regional, acl.id, token);
        match self.waf.delete_web_acl(request).await {
            Err(WafError::NonexistentItem { .. } | WafError::AssociatedItem) => Ok(()),
            done => done,
        }
    }

    async fn let_go(&self, arn: &str) -> Result<(), WafError> {
        let Some((acl, token)) = web_acl(self.waf, arn).await? else {
            return Ok(());
        };
        if self.wanted.others_are_in(&acl) {
            return Ok(());
        }
        let first = acl.pre_process_firewall_manager_rule_groups;
        let last = acl.post_process_firewall_manager_rule_groups;
        let request = PutFirewallManagerRuleGroupsRequest::new(arn, token)
            .pre_process(first.unwrap_or_default())
            .post_process(last.unwrap_or_default());
        self.waf.put_firewall_manager_rule_groups(request).await?;
        match logging(self.waf, arn).await? {
            Some(mut logging) if logging.managed_by_firewall_manager == Some(true) => {
                logging.managed_by_firewall_manager = Some(false);
                let request = PutLoggingConfigurationRequest::new(logging);
                let done = self.waf.put_logging_configuration(request).await;
                done.map(|_| ())
            }
            Some(_) | None => Ok(()),
        }
    }

    async fn put_groups(
        &self,
        arn: &str,
        token: String,
        hold: FirewallManagerHold,
    ) -> Result<(), WafError> {
        let request = PutFirewallManagerRuleGroupsRequest::new(arn, token)
            .pre_process(self.wanted.first.clone())
            .post_process(self.wanted.last.clone())
            .hold(hold);
        let done = self.waf.put_firewall_manager_rule_groups(request).await;
        done.map(|_| ())
    }

    /// Has the policy's own web ACL log as the policy says.
    async fn put_logging(&self, arn: &str) -> Result<(), WafError> {
        if self
            .wanted
            .logging_is(logging(self.waf, arn).await?.as_ref())
        {
            return Ok(());
        }
        match &self.wanted.logging {
            Some(wanted) => {
                let request = PutLoggingConfigurationRequest::new(wanted.of(arn));
                let done = self.waf.put_logging_configuration(request).await;
                done.map(|_| ())
            }
            None => self.stop_logging(arn).await,
        }
    }

    /// Takes back how the policy has had a web ACL log.
    async fn stop_logging(&self, arn: &str) -> Result<(), WafError> {
        let there = logging(self.waf, arn).await?;
        if there.is_none_or(|there| there.managed_by_firewall_manager != Some(true)) {
            return Ok(());
        }
        let request = DeleteLoggingConfigurationRequest::new(arn);
        self.waf.delete_logging_configuration(request).await
    }

    async fn own(&self) -> Result<Option<(WebAcl, String)>, WafError> {
        match named(self.waf, &self.wanted.web_acl_name()).await? {
            Some(arn) => web_acl(self.waf, &arn).await,
            None => Ok(None),
        }
    }
}

/// A web ACL as it is, with the policy's defaults: the account's own rules stay, and what the policy does not say.
fn with_defaults(acl: WebAcl, token: String, defaults: &Defaults) -> UpdateWebAclRequest {
    let Defaults {
        default_action,
        visibility_config,
        captcha_config,
        challenge_config,
        token_domains,
        association_config,
    } = defaults.clone();
    let mut request = UpdateWebAclRequest::keeping(acl, Scope::Regional, token);
    request.default_action = default_action;
    request.visibility_config = visibility_config;
    request.captcha_config = captcha_config.or(request.captcha_config);
    request.challenge_config = challenge_config.or(request.challenge_config);
    request.token_domains = token_domains.or(request.token_domains);
    request.association_config = association_config.or(request.association_config);
    request
}

/// How often something is done anew that an account changes at the same time.
const TRIES: u32 = 5;
