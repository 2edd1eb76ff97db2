//! The organisation: which accounts are in which unit, and which policies are attached where.

use common_types::AccountId;
use serde::{Deserialize, Serialize};

use super::OrganizationPolicyType;

/// An organisation. AWS tells its parts in many calls (`list-roots`, `list-organizational-units-for-parent`,
/// `list-accounts-for-parent`, `list-policies-for-target`); here they are one tree, with AWS's names for the members.
///
/// ```
/// use policy_eval::directory::Organization;
///
/// let organization: Organization = serde_json::from_str(r#"{
///   "Id": "o-exampleorgid", "ManagementAccountId": "111111111111",
///   "PolicyTypes": ["SERVICE_CONTROL_POLICY"],
///   "Root": {
///     "Id": "r-ab12", "Policies": ["p-FullAWSAccess"],
///     "Accounts": [{"Id": "111111111111", "Policies": ["p-FullAWSAccess"]}],
///     "OrganizationalUnits": [{
///       "Id": "ou-ab12-11111111", "Policies": ["p-FullAWSAccess"],
///       "Accounts": [{"Id": "222222222222", "Policies": ["p-examplepolicyid"]}]
///     }]
///   }
/// }"#)?;
/// let member = "222222222222".parse()?;
/// assert_eq!(
///     organization.path(member).as_deref(),
///     Some("o-exampleorgid/r-ab12/ou-ab12-11111111/")
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Organization {
    /// `o-…`
    pub id: String,
    /// The account that pays, and that no policy of the organisation binds.
    #[serde(alias = "MasterAccountId")]
    pub management_account_id: AccountId,
    /// The types of policy that are turned on. Of a type that is not, none applies.
    #[serde(default)]
    pub policy_types: Vec<OrganizationPolicyType>,
    /// The root, over all units and accounts.
    pub root: OrganizationalUnit,
}

/// The root of an organisation, or a unit in it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct OrganizationalUnit {
    /// `r-…` or `ou-…`
    pub id: String,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The ids of the policies that are attached to it.
    #[serde(default)]
    pub policies: Vec<String>,
    /// The units in it.
    #[serde(default)]
    pub organizational_units: Vec<Self>,
    /// The accounts in it.
    #[serde(default)]
    pub accounts: Vec<OrganizationAccount>,
}

/// An account in an organisation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct OrganizationAccount {
    /// Its twelve digits.
    pub id: AccountId,
    /// What people call it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The ids of the policies that are attached to it.
    #[serde(default)]
    pub policies: Vec<String>,
}

/// One level over an account: the root, a unit, or the account itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Level<'a> {
    pub(super) id: &'a str,
    pub(super) policies: &'a [String],
}

impl Organization {
    /// An organisation with nothing in it, and no type of policy turned on.
    pub fn new(
        id: impl Into<String>,
        management_account_id: AccountId,
        root: OrganizationalUnit,
    ) -> Self {
        Self {
            id: id.into(),
            management_account_id,
            policy_types: Vec::new(),
            root,
        }
    }

    /// Where an account is, as in `aws:PrincipalOrgPaths`: `o-…/r-…/ou-…/`. `None` if it is not in the organisation.
    pub fn path(&self, account: AccountId) -> Option<String> {
        let levels = self.levels(account)?;
        let mut path = format!("{}/", self.id);
        // The last level is the account itself.
        for level in levels.iter().take(levels.len() - 1) {
            path.push_str(level.id);
            path.push('/');
        }
        Some(path)
    }

    /// The accounts, from the root down.
    pub fn accounts(&self) -> impl Iterator<Item = &OrganizationAccount> {
        let mut units = vec![&self.root];
        std::iter::from_fn(move || {
            let unit = units.pop()?;
            units.extend(&unit.organizational_units);
            Some(&unit.accounts)
        })
        .flatten()
    }

    /// Whether the policies of a type bind an account: they are turned on, and it is a member, not the management account.
    pub fn binds(&self, account: AccountId, policy_type: OrganizationPolicyType) -> bool {
        self.policy_types.contains(&policy_type)
            && account != self.management_account_id
            && self.levels(account).is_some()
    }

    /// From the root to the account; `None` if it is not in the organisation.
    pub(super) fn levels(&self, account: AccountId) -> Option<Vec<Level<'_>>> {
        let mut levels = Vec::new();
        self.root.descend(account, &mut levels).then_some(levels)
    }
}

impl OrganizationalUnit {
    /// A root or unit with nothing in it.
    pub fn new(id: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: None,
            policies: Vec::new(),
            organizational_units: Vec::new(),
            accounts: Vec::new(),
        }
    }

    /// Leaves the levels down to the account in `levels`, if it is below.
    fn descend<'a>(&'a self, account: AccountId, levels: &mut Vec<Level<'a>>) -> bool {
        levels.push(Level {
            id: &self.id,
            policies: &self.policies,
        });
        if let Some(found) = self.accounts.iter().find(|a| a.id == account) {
            levels.push(Level {
                id: found.id.as_str(),
                policies: &found.policies,
            });
            return true;
        }
        if self
            .organizational_units
            .iter()
            .any(|unit| unit.descend(account, levels))
        {
            return true;
        }
        levels.pop();
        false
    }
}

impl OrganizationAccount {
    /// An account to which nothing is attached.
    pub fn new(id: AccountId) -> Self {
        Self {
            id,
            name: None,
            policies: Vec::new(),
        }
    }
}
