//! What comes in from AWS's outputs, and goes out as such.

use std::collections::BTreeSet;

use common_types::{AccountId, Arn};

use super::{
    AuthorizationDetails, Directory, DirectoryError, Document, KeyPolicy, ManagedPolicyDetail,
    OrganizationPolicy, PolicyDetail, RoleDetail,
};
use crate::{Policy, PolicyKind};

impl Directory {
    /// Takes in the pages that `aws iam get-account-authorization-details` wrote, of one account. Those of several accounts
    /// are loaded one after the other. On an error nothing is taken in.
    ///
    /// # Errors
    ///
    /// [`DirectoryError`] if a page is none or the last is missing, or a policy does not parse.
    pub fn load_authorization_details<'a>(
        &mut self,
        pages: impl IntoIterator<Item = &'a str>,
    ) -> Result<(), DirectoryError> {
        let details = AuthorizationDetails::from_pages(pages)?;
        let mut loaded = self.clone();
        loaded.put_authorization_details(details)?;
        *self = loaded;
        Ok(())
    }

    fn put_authorization_details(
        &mut self,
        details: AuthorizationDetails,
    ) -> Result<(), DirectoryError> {
        let AuthorizationDetails {
            user_detail_list,
            group_detail_list,
            role_detail_list,
            policies,
            is_truncated: _,
            marker: _,
        } = details;
        policies
            .into_iter()
            .try_for_each(|policy| self.put_managed_policy(policy))?;
        group_detail_list
            .into_iter()
            .try_for_each(|group| self.put_group(group))?;
        role_detail_list
            .into_iter()
            .try_for_each(|role| self.put_role(role))?;
        user_detail_list
            .into_iter()
            .try_for_each(|user| self.put_user(user))
    }

    /// An account as `aws iam get-account-authorization-details` writes it: its users, groups, roles and policies, and those
    /// of AWS's policies that are attached in it.
    pub fn authorization_details(&self, account: AccountId) -> AuthorizationDetails {
        let mut details = AuthorizationDetails::new();
        let of = |arn: &Arn| arn.account_id() == Some(account);
        details
            .user_detail_list
            .extend(self.users().filter(|user| of(&user.arn)).cloned());
        details
            .group_detail_list
            .extend(self.groups().filter(|group| of(&group.arn)).cloned());
        details
            .role_detail_list
            .extend(self.roles().filter(|role| of(&role.arn)).cloned());
        let attached = details.attached_policies();
        let policies = self
            .managed_policies()
            .filter(|policy| of(&policy.arn) || attached.contains(&policy.arn));
        let policies = policies.cloned().collect();
        details.policies = policies;
        details
    }

    /// Takes in what `aws organizations describe-policy` wrote.
    ///
    /// # Errors
    ///
    /// [`DirectoryError`] if that is none, or the policy does not parse.
    pub fn load_organization_policy(&mut self, output: &str) -> Result<(), DirectoryError> {
        self.put_organization_policy(OrganizationPolicy::from_output(output)?)
    }

    /// Takes in what `aws kms get-key-policy` wrote for a key.
    ///
    /// # Errors
    ///
    /// [`DirectoryError`] if that is none, or the policy does not parse.
    pub fn load_key_policy(&mut self, key: Arn, output: &str) -> Result<(), DirectoryError> {
        let KeyPolicy { policy, .. } = KeyPolicy::from_output(output)?;
        self.resource_policies_mut().put(key, policy)
    }

    /// The policy of a key as `aws kms get-key-policy` writes it.
    pub fn key_policy(&self, key: &Arn) -> Option<KeyPolicy> {
        self.resource_policies()
            .get(key)
            .cloned()
            .map(KeyPolicy::new)
    }
}

impl AuthorizationDetails {
    /// The managed policies that are attached to somebody, as policies or as boundaries.
    fn attached_policies(&self) -> BTreeSet<&Arn> {
        let users = self.user_detail_list.iter();
        let roles = self.role_detail_list.iter();
        let boundaries = users
            .clone()
            .map(|user| &user.permissions_boundary)
            .chain(roles.clone().map(|role| &role.permissions_boundary))
            .flatten()
            .map(|boundary| &boundary.permissions_boundary_arn);
        users
            .flat_map(|user| &user.attached_managed_policies)
            .chain(
                self.group_detail_list
                    .iter()
                    .flat_map(|group| &group.attached_managed_policies),
            )
            .chain(roles.flat_map(|role| &role.attached_managed_policies))
            .map(|attached| &attached.policy_arn)
            .chain(boundaries)
            .collect()
    }
}

/// Reads one of an entity's policies.
pub(super) fn policy(
    of: &Arn,
    name: &str,
    document: &Document,
    kind: PolicyKind,
) -> Result<Policy, DirectoryError> {
    document
        .policy(kind)
        .map_err(|source| DirectoryError::Malformed {
            policy: name.to_owned(),
            of: of.to_string(),
            source,
        })
}

pub(super) fn check_inline(of: &Arn, policies: &[PolicyDetail]) -> Result<(), DirectoryError> {
    policies.iter().try_for_each(|detail| {
        let PolicyDetail {
            policy_name,
            policy_document,
        } = detail;
        policy(of, policy_name, policy_document, PolicyKind::Identity).map(drop)
    })
}

pub(super) fn check_trust(role: &RoleDetail) -> Result<(), DirectoryError> {
    let document = &role.assume_role_policy_document;
    policy(&role.arn, "trust policy", document, PolicyKind::Trust).map(drop)
}

pub(super) fn check_versions(detail: &ManagedPolicyDetail) -> Result<(), DirectoryError> {
    if detail.default_version().is_none() {
        return Err(DirectoryError::NoDefaultVersion {
            arn: detail.arn.clone(),
            version: detail.default_version_id.clone(),
        });
    }
    detail.policy_version_list.iter().try_for_each(|version| {
        policy(
            &detail.arn,
            &version.version_id,
            &version.document,
            PolicyKind::Identity,
        )
        .map(drop)
    })
}
