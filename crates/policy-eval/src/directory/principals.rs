//! Who is in a directory, as those who call.

use std::collections::BTreeSet;

use common_types::{AccountId, Arn, Principal};

use super::{Directory, DirectoryError, RoleDetail, UserDetail};

/// What a session of a role is called that nobody has named.
pub(super) const SESSION_NAME: &str = "session";

impl Directory {
    /// The accounts that have a user, group or role here, or are in the organisation.
    pub fn accounts(&self) -> BTreeSet<AccountId> {
        let named = self
            .users
            .keys()
            .chain(self.groups.keys())
            .chain(self.roles.keys());
        let mut accounts: BTreeSet<_> = named.map(|(account, _)| *account).collect();
        if let Some(organization) = &self.organization {
            organization.accounts().for_each(|account| {
                accounts.insert(account.id);
            });
        }
        accounts
    }

    /// Whoever has this ARN: a user, a role (as a session of it), a role's session, or the root user of an account. Users and
    /// roles carry their unique ids, as policies may name them by these.
    ///
    /// # Errors
    ///
    /// [`DirectoryError::NoSuchEntity`] if it is nobody here.
    pub fn principal(&self, arn: &Arn) -> Result<Principal, DirectoryError> {
        let nobody = || DirectoryError::NoSuchEntity {
            arn: arn.to_string(),
        };
        let principal = Principal::from_arn(arn.clone(), SESSION_NAME).map_err(|_| nobody())?;
        self.known(principal).ok_or_else(nobody)
    }

    /// All who may call: each user, each role through a session, and the root user of each account.
    pub fn principals(&self) -> impl Iterator<Item = Principal> + '_ {
        let users = self.users().map(|user| Principal::User {
            arn: user.arn.clone(),
            id: Some(user.user_id.clone()),
        });
        let roles = self
            .roles()
            .filter_map(|role| self.principal(&role.arn).ok());
        let roots = self.accounts().into_iter().filter_map(|account| {
            let root = format!("arn:{}:iam::{account}:root", self.partition(account));
            self.principal(&root.parse().ok()?).ok()
        });
        users.chain(roles).chain(roots)
    }

    /// The user of this principal.
    pub(super) fn user_of(&self, principal: &Principal) -> Option<&UserDetail> {
        let arn = principal.identity_arn()?;
        let name = arn.resource().rsplit('/').next()?;
        self.user(arn.account_id()?, name)
            .filter(|user| user.arn == *arn)
    }

    /// The role of this session. A session's ARN has no path: names are unique without.
    pub(super) fn role_of(&self, principal: &Principal) -> Option<&RoleDetail> {
        match principal {
            Principal::AssumedRole { role, .. } => {
                let name = role.resource().rsplit('/').next()?;
                self.role(role.account_id()?, name)
            }
            _ => None,
        }
    }

    /// The principal with what the directory knows of it.
    fn known(&self, principal: Principal) -> Option<Principal> {
        match principal {
            Principal::User { .. } => {
                let user = self.user_of(&principal)?;
                Some(Principal::User {
                    arn: user.arn.clone(),
                    id: Some(user.user_id.clone()),
                })
            }
            Principal::AssumedRole { .. } => {
                let role = self.role_of(&principal)?;
                let Principal::AssumedRole { session, .. } = &principal else {
                    return None;
                };
                Some(Principal::AssumedRole {
                    role: role.arn.clone(),
                    session: session.clone(),
                    id: Some(role.role_id.clone()),
                })
            }
            Principal::Root { .. } => {
                let known = self.accounts().contains(&principal.account()?);
                known.then_some(principal)
            }
            _ => None,
        }
    }

    /// The partition of an account: that of what is in it.
    fn partition(&self, account: AccountId) -> &str {
        let users = self.users().map(|user| &user.arn);
        let roles = self.roles().map(|role| &role.arn);
        users
            .chain(roles)
            .chain(self.groups().map(|group| &group.arn))
            .find(|arn| arn.account_id() == Some(account))
            .map_or("aws", Arn::partition)
    }
}
