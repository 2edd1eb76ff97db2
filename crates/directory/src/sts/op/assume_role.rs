//! `AssumeRole`.

use std::borrow::Cow;

use chrono::{SubsecRound as _, TimeDelta};
use common_types::{Arn, Caller, ParseError, Principal, TagKey, constraint::Constrained};
use crypto::digest;
use policy_eval::{
    ResourcePolicyMode,
    directory::{Document, RoleDetail},
};
use service_kit::{Call, RequestTags, Target};

use super::{AssumeRoleRequest, AssumeRoleResponse, AssumedRoleUser, SessionCredentials, Tag};
use crate::{
    access_key::access_key_id,
    limits,
    snapshot::{self, Snapshot},
    sts::{
        Error, Operation, Result, StsHandle,
        condition::Conditions,
        duration, session_policy,
        session_tags::SessionTags,
        token::{Issued, SessionRecord},
    },
};

impl StsHandle {
    /// Makes credentials of a role for the caller, for a while.
    ///
    /// Nothing is stored: the session token carries all of the session, sealed under the store's key, so that it works on every
    /// node and after a restart. It stops working when it expires, when the role is deleted (also if one of the same name is made
    /// anew), and when the store key was rotated. What the role may do is decided at each call, by its policies then.
    ///
    /// # Limits
    ///
    /// `DurationSeconds`: [`MIN_SESSION_SECONDS`](crate::limits::MIN_SESSION_SECONDS) to what the role's `MaxSessionDuration`
    /// says; [`CHAINED_SESSION_SECONDS`](crate::limits::CHAINED_SESSION_SECONDS) if a role's session calls. Session policies:
    /// 2048 characters, [`SESSION_POLICY_ARNS`](crate::limits::SESSION_POLICY_ARNS). Tags:
    /// [`SESSION_TAGS`](crate::limits::SESSION_TAGS). Policies and tags together:
    /// [`PACKED_BYTES`](crate::limits::PACKED_BYTES).
    ///
    /// # Authorisation
    ///
    /// `sts:AssumeRole` on the role, by its trust policy, and by identity policies where the trust policy leaves it to an account
    /// or names another account's principal. With tags, passed or handed on, `sts:TagSession` too; with a source identity, set or
    /// handed on, `sts:SetSourceIdentity` too. Condition keys: `sts:ExternalId`, `sts:RoleSessionName`, `sts:SourceIdentity`,
    /// `sts:TransitiveTagKeys`, `aws:RequestTag/…`, `aws:TagKeys`, `aws:ResourceTag/…`, `iam:ResourceTag/…`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied), also for a role that is not there. [`Forbidden`](Error::Forbidden) for root users,
    /// second factors, and another source identity than the one that was set before. [`Validation`](Error::Validation),
    /// [`InvalidParameterValue`](Error::InvalidParameterValue), [`MalformedPolicyDocument`](Error::MalformedPolicyDocument),
    /// [`PackedPolicyTooLarge`](Error::PackedPolicyTooLarge).
    ///
    /// # Source
    ///
    /// [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). `ProvidedContexts` are refused:
    /// there is no identity provider that makes them.
    pub async fn assume_role(&self, request: AssumeRoleRequest) -> Result<AssumeRoleResponse> {
        let mut call = self.begin(Operation::AssumeRole);
        let answer = self.assume(&mut call, request);
        call.finish(answer).await
    }

    fn assume(
        &self,
        call: &mut Call<'_>,
        request: AssumeRoleRequest,
    ) -> Result<AssumeRoleResponse> {
        call.parameters(&request, &["TokenCode"]);
        request.validate()?;
        let AssumeRoleRequest {
            role_arn,
            role_session_name,
            policy_arns,
            policy,
            duration_seconds,
            tags,
            transitive_tag_keys,
            external_id,
            serial_number,
            token_code,
            source_identity,
            provided_contexts,
        } = request;
        let caller = self.identity().caller();
        let trusting = self.shared().trusting;
        if matches!(caller.principal(), Principal::Root { .. }) && !trusting {
            return Err(Error::Forbidden { reason: OF_ROOT });
        }
        if serial_number.is_some() || token_code.is_some() {
            return Err(Error::Forbidden { reason: NO_FACTORS });
        }
        if !provided_contexts.is_empty() {
            return Err(Error::invalid("ProvidedContexts is not supported."));
        }
        let role_arn = role(&role_arn)?;
        let tags = tags.into_iter().map(Tag::parse);
        let keys = transitive_tag_keys.iter().map(|key| key.parse::<TagKey>());
        let tags = SessionTags::new(
            tags.collect::<Result<_, ParseError>>()
                .map_err(|error| invalid(&error))?,
            keys.collect::<Result<_, ParseError>>()
                .map_err(|error| invalid(&error))?,
            caller,
        )?;
        let source_identity = keep_source_identity(caller, source_identity)?;

        let snapshot = self.shared().directory.snapshot();
        let asked = Asked {
            role: &role_arn,
            session_name: &role_session_name,
            external_id: external_id.as_deref(),
            source_identity: source_identity.as_deref(),
            tags: &tags,
        };
        if trusting {
            call.resource(&role_arn);
        } else {
            asked.authorise(call, &snapshot)?;
        }
        let role = match snapshot.role(&role_arn) {
            Some(role) => Cow::Borrowed(role),
            None if trusting => Cow::Owned(made_up(&role_arn)),
            // A role that is not there trusts nobody, and nobody came so far.
            None => return Err(Error::broken(NO_ROLE)),
        };
        let seconds = duration::seconds(duration_seconds, &role, caller.principal())?;
        if let Some(policy) = &policy {
            session_policy::check_inline(policy)?;
        }
        let arns: Vec<String> = policy_arns
            .into_iter()
            .filter_map(|policy| policy.arn)
            .collect();
        let policy_arns = session_policy::managed(&arns, &role_arn, &snapshot)?;
        let packed_policy_size =
            session_policy::packed_size(policy.as_deref(), &policy_arns, &tags.passed)?;

        // Tokens tell whole seconds.
        let issued = call.now().trunc_subsecs(0);
        let expires = issued
            .checked_add_signed(TimeDelta::seconds(seconds.into()))
            .ok_or_else(|| Error::broken("the clock is at its end"))?;
        let session = SessionRecord {
            role: role_arn,
            role_id: role.role_id.clone(),
            session_name: role_session_name,
            issued,
            expires,
            source_identity: source_identity.clone(),
            transitive_tag_keys: tags.transitive.clone(),
            tags: tags.into_tags(),
            policy,
            policy_arns,
        };
        let Issued {
            access_key_id,
            secret_access_key,
            session_token,
        } = self.shared().tokens.issue(&session)?;
        Ok(AssumeRoleResponse {
            assumed_role_user: AssumedRoleUser {
                assumed_role_id: format!("{}:{}", session.role_id, session.session_name),
                arn: session.session_arn().map_err(Error::broken)?.to_string(),
            },
            credentials: SessionCredentials {
                access_key_id,
                secret_access_key,
                session_token,
                expiration: session.expires,
            },
            packed_policy_size,
            source_identity,
        })
    }
}

/// What the policies are asked about.
struct Asked<'a> {
    role: &'a Arn,
    session_name: &'a str,
    external_id: Option<&'a str>,
    source_identity: Option<&'a str>,
    tags: &'a SessionTags,
}

impl Asked<'_> {
    fn authorise(&self, call: &mut Call<'_>, snapshot: &Snapshot) -> Result<()> {
        let role_tags = snapshot
            .role(self.role)
            .map(|role| snapshot::tags(&role.tags))
            .unwrap_or_default();
        let transitive = self.tags.transitive.iter();
        let transitive: Vec<String> = transitive.map(|key| key.as_str().to_owned()).collect();
        let keys = Conditions {
            external_id: self.external_id,
            role_session_name: self.session_name,
            source_identity: self.source_identity,
            request_tags: &RequestTags::new(self.tags.passed.clone())?,
            transitive_tag_keys: &transitive,
            role_tags: &role_tags,
        };
        let target = Target::new(self.role)
            .policy(
                snapshot.trust_policy(self.role),
                ResourcePolicyMode::Mandatory,
            )
            .tags(&role_tags)
            .keys(&keys);
        call.authorise(&target)?;
        if !self.tags.is_empty() {
            call.authorise_action("sts:TagSession", &target)?;
        }
        if self.source_identity.is_some() {
            call.authorise_action("sts:SetSourceIdentity", &target)?;
        }
        Ok(())
    }
}

/// A role that only development has: its unique id is the same each time.
fn made_up(role: &Arn) -> RoleDetail {
    let digest = digest::Algorithm::Sha256.digest(role.as_str().as_bytes());
    let bits = digest.as_ref().first_chunk().copied().unwrap_or_default();
    let mut role = RoleDetail::new(
        role.clone(),
        access_key_id("AROA", &bits),
        Document::new(r#"{"Statement": []}"#),
    );
    let longest = limits::MAX_SESSION_SECONDS.into();
    role.other.insert("MaxSessionDuration".to_owned(), longest);
    role
}

/// The role's ARN.
fn role(text: &str) -> Result<Arn> {
    let invalid = || Error::validation(format!("{} is invalid", text.escape_default()));
    let arn: Arn = text.parse().map_err(|_| invalid())?;
    let is_role = arn.service() == "iam"
        && arn.resource_type() == "role"
        && arn.region().is_empty()
        && arn.account_id().is_some()
        && !arn.resource_id().is_empty();
    is_role.then_some(arn).ok_or_else(invalid)
}

/// The source identity of the new session: it stays what it was in a chain, and can be set once.
fn keep_source_identity(caller: &Caller, asked: Option<String>) -> Result<Option<String>> {
    match (caller.source_identity(), asked) {
        (Some(set), Some(asked)) if set != asked => Err(Error::Forbidden {
            reason: IDENTITY_STAYS,
        }),
        (Some(set), _) => Ok(Some(set.to_owned())),
        (None, asked) => Ok(asked),
    }
}

fn invalid(error: &ParseError) -> Error {
    Error::validation(error.to_string())
}

const OF_ROOT: &str = "Roles may not be assumed by root accounts.";
const NO_FACTORS: &str = "MultiFactorAuthentication failed, unable to validate MFA code. Please verify your MFA serial number is \
                          valid and associated with this user.";
const IDENTITY_STAYS: &str = "The source identity that the calling session has cannot be changed.";
const NO_ROLE: &str = "a role that is not there was allowed";
