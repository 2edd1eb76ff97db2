//! The global condition keys: what every service tells policies of a call.

use std::sync::{Arc, OnceLock};

use common_types::{AccountId, Principal, Tags, Timestamp};
use policy_eval::{ConditionKey, ConditionKeys, Value, Values};

use super::{Identity, Membership, PolicySource, Target};

/// The `aws:` keys of one call, looked up when a policy asks.
///
/// Source: [global condition keys](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html).
pub(super) struct GlobalKeys<'a> {
    identity: &'a Identity,
    now: Timestamp,
    resource_account: Option<AccountId>,
    resource_tags: Option<&'a Tags>,
    source: &'a dyn PolicySource,
    /// Where principal and resource are in their organisations, once a policy has asked.
    memberships: [OnceLock<Option<Arc<Membership>>>; 2],
}

impl<'a> GlobalKeys<'a> {
    pub(super) fn new(
        identity: &'a Identity,
        now: Timestamp,
        target: &Target<'a>,
        source: &'a dyn PolicySource,
    ) -> Self {
        Self {
            identity,
            now,
            resource_account: target.owner.or_else(|| identity.account().copied()),
            resource_tags: target.tags,
            source,
            memberships: [const { OnceLock::new() }; 2],
        }
    }

    /// Where an account is in its organisation.
    fn membership<'b>(
        &self,
        known: &'b OnceLock<Option<Arc<Membership>>>,
        account: Option<AccountId>,
    ) -> Option<&'b Membership> {
        known
            .get_or_init(|| self.source.membership_of(account?))
            .as_deref()
    }
}

impl ConditionKeys for GlobalKeys<'_> {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        let Self {
            identity,
            now,
            resource_account,
            resource_tags,
            source: _,
            memberships: [of_principal, of_resource],
        } = self;
        let caller = identity.caller();
        let principal = caller.principal();
        match key.name() {
            // Of the principal.
            "aws:principalarn" => principal.principal_arn().map(|arn| arn.as_str().into()),
            "aws:principalaccount" => identity.account().map(|account| account.as_str().into()),
            "aws:principaltype" => Some(principal.principal_type().as_str().into()),
            "aws:principaltag" => tag(caller.principal_tags(), key),
            "aws:principalisawsservice" => {
                Some(matches!(principal, Principal::Service { .. }).into())
            }
            "aws:principalservicename" => {
                identity.service_principal().and_then(|names| first(names))
            }
            "aws:principalservicenameslist" => identity
                .service_principal()
                .map(|names| Values::Many(names)),
            "aws:principalorgid" => self
                .membership(of_principal, identity.account().copied())
                .map(|member| member.organization.as_str().into()),
            "aws:principalorgpaths" => self
                .membership(of_principal, identity.account().copied())
                .map(|member| Values::Many(&member.paths)),
            "aws:userid" => identity.user_id().map(Values::from),
            "aws:username" => principal.user_name().map(Values::from),
            // Of the session. Temporary credentials tell whether there was a second factor; here none is taken.
            "aws:multifactorauthpresent" => caller.token_issued_at().map(|_| false.into()),
            "aws:tokenissuetime" => caller.token_issued_at().map(time),
            "aws:sourceidentity" => caller.source_identity().map(Values::from),
            // Of the network. What a service sends for a caller does not come from the caller's address.
            "aws:sourceip" if identity.via().is_some() => None,
            "aws:sourceip" => caller.source_ip().map(|ip| Value::Ip(ip).into()),
            "aws:securetransport" => Some(caller.secure_transport().into()),
            "aws:useragent" => caller.user_agent().map(Values::from),
            // Of the request.
            "aws:currenttime" => Some(time(*now)),
            "aws:epochtime" => Some(Value::Integer(now.timestamp()).into()),
            "aws:requestedregion" => Some(identity.region().as_str().into()),
            "aws:viaawsservice" => Some(identity.via().is_some().into()),
            "aws:calledvia" => identity.called_via().map(|names| Values::Many(names)),
            "aws:calledviafirst" | "aws:calledvialast" => {
                identity.called_via().and_then(|names| first(names))
            }
            // Of the resource.
            "aws:resourceaccount" => resource_account
                .as_ref()
                .map(|account| account.as_str().into()),
            "aws:resourceorgid" => self
                .membership(of_resource, *resource_account)
                .map(|member| member.organization.as_str().into()),
            "aws:resourceorgpaths" => self
                .membership(of_resource, *resource_account)
                .map(|member| Values::Many(&member.paths)),
            "aws:resourcetag" => tag((*resource_tags)?, key),
            _ => None,
        }
    }
}

fn tag<'a>(tags: &'a Tags, key: &ConditionKey) -> Option<Values<'a>> {
    tags.get_ignore_case(key.tail()?).map(Values::from)
}

fn first(names: &[String]) -> Option<Values<'_>> {
    names.first().map(|name| name.as_str().into())
}

fn time<'a>(time: Timestamp) -> Values<'a> {
    Value::Time(time).into()
}
