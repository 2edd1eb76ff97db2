//! A directory of principals: accounts, what is attached to whom, and the organisation over them, in AWS's own shapes.
//!
//! Pure data. It reads what the `aws` command line writes (`iam get-account-authorization-details`, `organizations
//! describe-policy`, `kms get-key-policy`) and writes it back; compiled, it knows the policies over each principal.
//!
//! ```
//! use policy_eval::{Request, decide, directory::Directory};
//!
//! let mut directory = Directory::new();
//! directory.load_authorization_details([r#"{
//!   "UserDetailList": [{
//!     "Path": "/", "UserName": "alice", "UserId": "AIDAEXAMPLEUSERID1234", "Arn": "arn:aws:iam::111122223333:user/alice",
//!     "UserPolicyList": [{"PolicyName": "read", "PolicyDocument":
//!       {"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}}]
//!   }]
//! }"#])?;
//!
//! let compiled = directory.compile()?;
//! let alice = directory.principal(&"arn:aws:iam::111122223333:user/alice".parse()?)?;
//! let policies = compiled.policies_of(&alice).ok_or("unknown")?;
//! let object: common_types::Arn = "arn:aws:s3:::bucket/a".parse()?;
//! assert!(decide(&policies.policies(), &Request::new(&alice, "s3:GetObject", &object, &())).is_allowed());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | module | subject |
//! |---|---|
//! | `detail`, `managed_policy` | [`UserDetail`] and its kin, as IAM writes them |
//! | `authorization_details` | [`AuthorizationDetails`]: all of an account, in one page or several |
//! | `document` | [`Document`]: the text of a policy, URL-encoded or not |
//! | `organization`, `organization_policy` | [`Organization`]: the tree, and what is attached where |
//! | `resource_policy` | [`ResourcePolicies`]: of keys and other resources |
//! | `gather` | [`GatheredPolicies`]: all policies over one principal, compiled |
//! | `principals`, `keys` | who may call, and the condition keys that follow from it: [`PrincipalKeys`] |
//! | `compiled` | [`CompiledDirectory`]: those of everybody |

mod authorization_details;
mod compiled;
mod detail;
mod document;
mod error;
mod gather;
mod keys;
mod load;
mod managed_policy;
mod organization;
mod organization_policy;
mod principals;
mod resource_policy;

use std::collections::BTreeMap;

use common_types::{AccountId, Arn};

pub use authorization_details::AuthorizationDetails;
pub use compiled::CompiledDirectory;
pub use detail::{
    AttachedPermissionsBoundary, AttachedPolicy, GroupDetail, PolicyDetail, RoleDetail, UserDetail,
};
pub use document::Document;
pub use error::DirectoryError;
pub use gather::GatheredPolicies;
pub use keys::PrincipalKeys;
pub use managed_policy::{ManagedPolicyDetail, PolicyVersion};
pub use organization::{Organization, OrganizationAccount, OrganizationalUnit};
pub use organization_policy::{OrganizationPolicy, OrganizationPolicyType, PolicySummary};
pub use resource_policy::{KeyPolicy, ResourcePolicies};

/// Users, groups, roles and policies of any number of accounts, the organisation over them, and policies of resources.
///
/// An entity is known by its account and name, as in IAM, where no two users of an account have the same name whatever
/// their paths. What is put again replaces what was there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Directory {
    users: BTreeMap<Named, UserDetail>,
    groups: BTreeMap<Named, GroupDetail>,
    roles: BTreeMap<Named, RoleDetail>,
    /// By ARN: AWS's own are in no account.
    managed_policies: BTreeMap<Arn, ManagedPolicyDetail>,
    organization: Option<Organization>,
    organization_policies: BTreeMap<String, OrganizationPolicy>,
    resource_policies: ResourcePolicies,
}

/// An account, and the name of a user, group or role in it.
type Named = (AccountId, String);

impl Directory {
    /// Nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// The users, by account and name.
    pub fn users(&self) -> impl Iterator<Item = &UserDetail> {
        self.users.values()
    }

    /// The groups, by account and name.
    pub fn groups(&self) -> impl Iterator<Item = &GroupDetail> {
        self.groups.values()
    }

    /// The roles, by account and name.
    pub fn roles(&self) -> impl Iterator<Item = &RoleDetail> {
        self.roles.values()
    }

    /// The managed policies, by ARN: customers' and AWS's.
    pub fn managed_policies(&self) -> impl Iterator<Item = &ManagedPolicyDetail> {
        self.managed_policies.values()
    }

    /// A user by account and name.
    pub fn user(&self, account: AccountId, name: &str) -> Option<&UserDetail> {
        self.users.get(&(account, name.to_owned()))
    }

    /// A group by account and name.
    pub fn group(&self, account: AccountId, name: &str) -> Option<&GroupDetail> {
        self.groups.get(&(account, name.to_owned()))
    }

    /// A role by account and name.
    pub fn role(&self, account: AccountId, name: &str) -> Option<&RoleDetail> {
        self.roles.get(&(account, name.to_owned()))
    }

    /// A managed policy by its ARN.
    pub fn managed_policy(&self, arn: &Arn) -> Option<&ManagedPolicyDetail> {
        self.managed_policies.get(arn)
    }

    /// The organisation, if the accounts are in one.
    pub fn organization(&self) -> Option<&Organization> {
        self.organization.as_ref()
    }

    /// The policies that the organisation can attach, by id.
    pub fn organization_policies(&self) -> impl Iterator<Item = &OrganizationPolicy> {
        self.organization_policies.values()
    }

    /// The policies of resources.
    pub fn resource_policies(&self) -> &ResourcePolicies {
        &self.resource_policies
    }

    /// Puts a user.
    ///
    /// # Errors
    ///
    /// [`DirectoryError`] if its ARN names no account, or one of its policies does not parse.
    pub fn put_user(&mut self, user: UserDetail) -> Result<(), DirectoryError> {
        let named = named(&user.arn, &user.user_name)?;
        load::check_inline(&user.arn, &user.user_policy_list)?;
        self.users.insert(named, user);
        Ok(())
    }

    /// Puts a group.
    ///
    /// # Errors
    ///
    /// [`DirectoryError`] if its ARN names no account, or one of its policies does not parse.
    pub fn put_group(&mut self, group: GroupDetail) -> Result<(), DirectoryError> {
        let named = named(&group.arn, &group.group_name)?;
        load::check_inline(&group.arn, &group.group_policy_list)?;
        self.groups.insert(named, group);
        Ok(())
    }

    /// Puts a role.
    ///
    /// # Errors
    ///
    /// [`DirectoryError`] if its ARN names no account, or its trust policy or one of its policies does not parse.
    pub fn put_role(&mut self, role: RoleDetail) -> Result<(), DirectoryError> {
        let named = named(&role.arn, &role.role_name)?;
        load::check_trust(&role)?;
        load::check_inline(&role.arn, &role.role_policy_list)?;
        self.roles.insert(named, role);
        Ok(())
    }

    /// Puts a managed policy.
    ///
    /// # Errors
    ///
    /// [`DirectoryError`] if it has no default version, or one of its versions does not parse.
    pub fn put_managed_policy(
        &mut self,
        policy: ManagedPolicyDetail,
    ) -> Result<(), DirectoryError> {
        load::check_versions(&policy)?;
        self.managed_policies.insert(policy.arn.clone(), policy);
        Ok(())
    }

    /// Takes a user out.
    pub fn remove_user(&mut self, account: AccountId, name: &str) -> Option<UserDetail> {
        self.users.remove(&(account, name.to_owned()))
    }

    /// Takes a group out. Users that are in it are then in a group that is not there: see [`Directory::compile`].
    pub fn remove_group(&mut self, account: AccountId, name: &str) -> Option<GroupDetail> {
        self.groups.remove(&(account, name.to_owned()))
    }

    /// Takes a role out.
    pub fn remove_role(&mut self, account: AccountId, name: &str) -> Option<RoleDetail> {
        self.roles.remove(&(account, name.to_owned()))
    }

    /// Takes a managed policy out. Whoever it is attached to then lacks it: see [`Directory::compile`].
    pub fn remove_managed_policy(&mut self, arn: &Arn) -> Option<ManagedPolicyDetail> {
        self.managed_policies.remove(arn)
    }

    /// Sets the organisation that the accounts are in.
    pub fn set_organization(&mut self, organization: Option<Organization>) {
        self.organization = organization;
    }

    /// Puts a policy that the organisation can attach.
    ///
    /// # Errors
    ///
    /// [`DirectoryError`] if it does not parse.
    pub fn put_organization_policy(
        &mut self,
        policy: OrganizationPolicy,
    ) -> Result<(), DirectoryError> {
        policy.compile()?;
        let id = policy.policy_summary.id.clone();
        self.organization_policies.insert(id, policy);
        Ok(())
    }

    /// The policies of resources, to change them.
    pub fn resource_policies_mut(&mut self) -> &mut ResourcePolicies {
        &mut self.resource_policies
    }
}

/// Where an entity is kept.
fn named(arn: &Arn, name: &str) -> Result<Named, DirectoryError> {
    let account = arn
        .account_id()
        .ok_or_else(|| DirectoryError::NoAccount { arn: arn.clone() })?;
    Ok((account, name.to_owned()))
}
