//! `PutPolicy`: makes a policy, or changes one.

use common_types::{Arn, Timestamp, constraint::Constrained};
use serde::{Deserialize, Serialize};
use service_kit::{Call, Change};
use waf_rules::{Bundle, Validate as _};

use crate::{
    Error, FirewallManagerHandle, Operation, Policy, Result, limits,
    policy::{ManagedServiceData, RuleGroupType},
    record::{Entry, Home, PolicyRecord, Stamp, State, encode, to_the_microsecond},
    wanted::Wanted,
};

/// Request of [`put_policy`](FirewallManagerHandle::put_policy).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct PutPolicyRequest {
    /// The policy: without an id, a new one; with one, all of it as it is to be from now on.
    pub policy: Policy,
}

/// Response of [`put_policy`](FirewallManagerHandle::put_policy), and of reading one.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct PutPolicyResponse {
    /// The policy, with its id and the token for the next change.
    pub policy: Policy,
    /// Its ARN.
    pub policy_arn: Arn,
}

impl PutPolicyRequest {
    /// Makes a policy, or changes one.
    pub fn new(policy: Policy) -> Self {
        Self { policy }
    }
}

impl FirewallManagerHandle {
    /// Makes a policy, or changes one. It is held against its resources by the next [`run_due`](crate::FirewallManager::run_due).
    ///
    /// # Limits
    ///
    /// [`POLICIES`](limits::POLICIES), [`RULE_GROUPS`](limits::RULE_GROUPS), and what is in [`limits`].
    ///
    /// # Authorisation
    ///
    /// `fms:PutPolicy` on the policy.
    ///
    /// # Errors
    ///
    /// [`ResourceNotFound`](Error::ResourceNotFound) for an id that is none; [`InvalidOperation`](Error::InvalidOperation) if somebody else has changed
    /// the policy since its token was read; [`InvalidInput`](Error::InvalidInput), [`LimitExceeded`](Error::LimitExceeded),
    /// [`AccessDenied`](Error::AccessDenied), [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [PutPolicy](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_PutPolicy.html), without tags.
    pub async fn put_policy(&self, request: PutPolicyRequest) -> Result<PutPolicyResponse> {
        let mut call = self.call(Operation::PutPolicy);
        let answer = self.put(&mut call, request.policy).await;
        call.finish(answer).await
    }

    async fn put(&self, call: &mut Call<'_>, policy: Policy) -> Result<PutPolicyResponse> {
        policy.validate()?;
        check(&policy, self.home())?;
        match policy.policy_id.clone() {
            Some(id) => self.change(call, &id, policy).await,
            None => self.make(call, policy).await,
        }
    }

    async fn make(&self, call: &mut Call<'_>, mut policy: Policy) -> Result<PutPolicyResponse> {
        if policy.policy_update_token.is_some() {
            return Err(Error::invalid("a new policy has no update token"));
        }
        let id = self.shared().uuid()?;
        let policy_arn = self.allow(call, &id)?;
        policy.policy_id = Some(id.clone());
        policy.policy_update_token = Some(self.shared().uuid()?);
        let now = to_the_microsecond(call.now());
        loop {
            let (mut index, version) = self.index().await?;
            if index.0.len() >= limits::POLICIES {
                return Err(Error::LimitExceeded);
            }
            let record = PolicyRecord {
                stamp: Stamp::new(&policy.policy_name, now, &index),
                policy: policy.clone(),
                state: State::Active,
                due: now,
            };
            let entry = Entry {
                made: record.stamp.made,
                state: State::Active,
            };
            index.0.insert(id.clone(), entry);
            let (key, value) = (self.home().index()?, encode(&index)?);
            let change = match version {
                Some(version) => Change::new().replace(key, value, version),
                None => Change::new().create(key, value),
            };
            let change = change.create(self.home().policy(&id)?, encode(&record)?);
            let change = self.due_at(change, &policy_arn, now)?;
            if call.commit(change).await?.is_some() {
                return Ok(PutPolicyResponse { policy, policy_arn });
            }
        }
    }

    async fn change(
        &self,
        call: &mut Call<'_>,
        id: &str,
        mut policy: Policy,
    ) -> Result<PutPolicyResponse> {
        let policy_arn = self.allow(call, id)?;
        let token = policy.policy_update_token.clone();
        policy.policy_update_token = Some(self.shared().uuid()?);
        loop {
            let (record, version) = self.active(id).await?;
            if record.policy.policy_update_token != token {
                return Err(Error::InvalidOperation {
                    reason: "the policy was changed since its update token was read".to_owned(),
                });
            }
            let due = soon(call.now(), record.due);
            let changed = PolicyRecord {
                policy: policy.clone(),
                due,
                ..record
            };
            let key = self.home().policy(id)?;
            let change = Change::new().replace(key, encode(&changed)?, version);
            let change = self.due_at(change, &policy_arn, due)?;
            if call.commit(change).await?.is_some() {
                return Ok(PutPolicyResponse { policy, policy_arn });
            }
        }
    }

    /// Schedules a policy. Its record says the time, too: an entry at another time is not meant any more.
    pub(super) fn due_at(&self, change: Change, arn: &Arn, at: Timestamp) -> Result<Change> {
        let key = self.shared().due.key(at, arn.as_str())?;
        Ok(change.put(key, Vec::new()))
    }
}

/// Now, or a little later if the policy is due at this very moment: each change has an entry of its own.
pub(super) fn soon(now: Timestamp, due: Timestamp) -> Timestamp {
    let now = to_the_microsecond(now);
    if now == due {
        return now + chrono::TimeDelta::microseconds(1);
    }
    now
}

/// What the model does not say.
fn check(policy: &Policy, home: &Home) -> Result<()> {
    let data: &ManagedServiceData = policy.data();
    let stamp = Stamp::new(
        &policy.policy_name,
        Timestamp::UNIX_EPOCH,
        &Default::default(),
    );
    let wanted = Wanted::of(policy, &stamp).map_err(Error::invalid)?;
    if let Some(logging) = &wanted.logging {
        let logging = logging.of("the policy's web ACLs");
        let checked = logging.validate(&Bundle::default());
        checked.map_err(|error| Error::invalid(error.to_string()))?;
    }
    let groups = || {
        let first = data.pre_process_rule_groups.iter();
        first.chain(&data.post_process_rule_groups)
    };
    if groups().count() > limits::RULE_GROUPS {
        return Err(Error::invalid("a policy has at most 50 rule groups"));
    }
    if data.retrofits() && data.override_customer_web_acl_association {
        let reason = "web ACLs that are there are either retrofitted or replaced: not both";
        return Err(Error::invalid(reason));
    }
    let beginning = format!(
        "arn:{}:wafv2:{}:{}:regional/rulegroup/",
        home.partition, home.region, home.administrator
    );
    for group in groups().filter(|group| group.rule_group_type == RuleGroupType::Own) {
        let arn = group.rule_group_arn.as_deref().unwrap_or_default();
        if !arn.starts_with(&beginning) {
            return Err(Error::invalid(format!(
                "rule group `{arn}` is not the administrator's own in the policy's region"
            )));
        }
    }
    Ok(())
}
