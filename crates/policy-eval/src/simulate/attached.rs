//! The policies that are attached to a user, group or role, each by the name that simulations call it by.

use common_types::{AccountId, Arn};

use super::{AttachmentType, PolicySourceType, SimulateError, exclude::Exclusions, source::Source};
use crate::{
    directory::{
        AttachedPermissionsBoundary, AttachedPolicy, Directory, DirectoryError, GroupDetail,
        PolicyDetail, RoleDetail, UserDetail,
    },
    document::PolicyKind,
};

/// An entity with policies.
#[derive(Clone, Copy)]
pub(super) enum Attached<'a> {
    User(&'a UserDetail),
    Group(&'a GroupDetail),
    Role(&'a RoleDetail),
}

impl<'a> Attached<'a> {
    pub(super) fn find(directory: &'a Directory, arn: &str) -> Result<Self, SimulateError> {
        let nobody = || SimulateError::NoSuchEntity(arn.to_owned());
        let parsed: Arn = arn
            .parse()
            .map_err(|_| SimulateError::invalid(format!("`{arn}` is no ARN")))?;
        let account: AccountId = parsed.account_id().ok_or_else(nobody)?;
        let name = parsed.resource().rsplit('/').next().unwrap_or_default();
        let found = match parsed.resource_type() {
            "user" => directory.user(account, name).map(Self::User),
            "group" => directory.group(account, name).map(Self::Group),
            "role" => directory.role(account, name).map(Self::Role),
            _ => None,
        };
        found
            .filter(|found| *found.arn() == parsed)
            .ok_or_else(nobody)
    }

    pub(super) fn arn(self) -> &'a Arn {
        match self {
            Self::User(user) => &user.arn,
            Self::Group(group) => &group.arn,
            Self::Role(role) => &role.arn,
        }
    }

    pub(super) fn boundary(self) -> Option<&'a AttachedPermissionsBoundary> {
        match self {
            Self::User(user) => user.permissions_boundary.as_ref(),
            Self::Role(role) => role.permissions_boundary.as_ref(),
            Self::Group(_) => None,
        }
    }

    /// The policies, those of a user's groups among them, but for what is left out.
    pub(super) fn sources(
        self,
        directory: &'a Directory,
        exclusions: &Exclusions<'_>,
    ) -> Result<Vec<Source>, SimulateError> {
        let mut sources = Vec::new();
        self.add_own(directory, exclusions, &mut sources)?;
        if let Self::User(user) = self {
            for name in &user.group_list {
                let group = user
                    .arn
                    .account_id()
                    .and_then(|account| directory.group(account, name));
                let Some(group) = group else {
                    return Err(SimulateError::from(DirectoryError::NoSuchGroup {
                        group: name.clone(),
                        user: user.arn.clone(),
                    }));
                };
                Self::Group(group).add_own(directory, exclusions, &mut sources)?;
            }
        }
        Ok(sources)
    }

    fn add_own(
        self,
        directory: &Directory,
        exclusions: &Exclusions<'_>,
        sources: &mut Vec<Source>,
    ) -> Result<(), SimulateError> {
        let (of, of_type, entity) = match self {
            Self::User(user) => (
                AttachmentType::User,
                PolicySourceType::User,
                &user.user_name,
            ),
            Self::Group(group) => (
                AttachmentType::Group,
                PolicySourceType::Group,
                &group.group_name,
            ),
            Self::Role(role) => (
                AttachmentType::Role,
                PolicySourceType::Role,
                &role.role_name,
            ),
        };
        for PolicyDetail {
            policy_name,
            policy_document,
        } in self.inline()
        {
            if !exclusions.has_inline(of, entity, policy_name) {
                let id = format!("{of}_{entity}_{policy_name}");
                sources.push(Source::attached(
                    id,
                    of_type,
                    policy_document,
                    PolicyKind::Identity,
                )?);
            }
        }
        for AttachedPolicy { policy_arn, .. } in self.managed() {
            if exclusions.has_managed(policy_arn) {
                continue;
            }
            let missing = || DirectoryError::NoSuchPolicy {
                policy: policy_arn.to_string(),
                to: self.arn().to_string(),
            };
            let detail = directory.managed_policy(policy_arn).ok_or_else(missing)?;
            let version = detail.default_version().ok_or_else(missing)?;
            let source_type = match policy_arn.account() {
                "aws" => PolicySourceType::AwsManaged,
                _ => PolicySourceType::UserManaged,
            };
            let name = detail.policy_name.as_str();
            sources.push(Source::attached(
                name,
                source_type,
                &version.document,
                PolicyKind::Identity,
            )?);
        }
        Ok(())
    }

    fn inline(self) -> &'a [PolicyDetail] {
        match self {
            Self::User(user) => &user.user_policy_list,
            Self::Group(group) => &group.group_policy_list,
            Self::Role(role) => &role.role_policy_list,
        }
    }

    fn managed(self) -> &'a [AttachedPolicy] {
        match self {
            Self::User(user) => &user.attached_managed_policies,
            Self::Group(group) => &group.attached_managed_policies,
            Self::Role(role) => &role.attached_managed_policies,
        }
    }
}
