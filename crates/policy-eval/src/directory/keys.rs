//! The condition keys that follow from who calls.

use common_types::{AccountId, Principal, Tag};

use super::Directory;
use crate::keys::{ConditionKey, ConditionKeys, Values};

/// What a directory knows of a principal, as condition keys: `aws:PrincipalArn`, `aws:PrincipalAccount`,
/// `aws:PrincipalType`, `aws:PrincipalIsAWSService`, `aws:PrincipalTag/…`, `aws:PrincipalOrgID`, `aws:PrincipalOrgPaths`,
/// `aws:userid`, `aws:username`.
///
/// Source: [properties of the principal](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties).
#[derive(Clone, Debug)]
pub struct PrincipalKeys {
    principal: Principal,
    account: Option<AccountId>,
    user_id: Option<String>,
    tags: Vec<Tag>,
    organization: Option<(String, Vec<String>)>,
}

impl Directory {
    /// The condition keys that follow from a principal, and what is known of it here.
    pub fn keys_of(&self, principal: &Principal) -> PrincipalKeys {
        let account = principal.account();
        let tags = match (self.user_of(principal), self.role_of(principal)) {
            (Some(user), _) => user.tags.clone(),
            (None, Some(role)) => role.tags.clone(),
            (None, None) => Vec::new(),
        };
        let organization = self.organization().and_then(|organization| {
            let path = organization.path(account?)?;
            Some((organization.id.clone(), vec![path]))
        });
        PrincipalKeys {
            principal: principal.clone(),
            account,
            user_id: principal.user_id(),
            tags,
            organization,
        }
    }
}

impl PrincipalKeys {
    /// Whether a key follows from the principal alone, so that it is absent where it is not known. A role's session may have
    /// more tags than its role.
    pub(crate) fn settles(&self, key: &ConditionKey) -> bool {
        match key.name() {
            "aws:principalarn"
            | "aws:principalaccount"
            | "aws:principaltype"
            | "aws:principalisawsservice"
            | "aws:principalservicename"
            | "aws:principalservicenameslist"
            | "aws:principalorgid"
            | "aws:principalorgpaths"
            | "aws:userid"
            | "aws:username" => true,
            "aws:principaltag" => {
                !matches!(self.principal, Principal::AssumedRole { .. })
                    || self.lookup(key).is_some()
            }
            _ => false,
        }
    }
}

impl ConditionKeys for PrincipalKeys {
    fn lookup(&self, key: &ConditionKey) -> Option<Values<'_>> {
        let Self {
            principal,
            account,
            user_id,
            tags,
            organization,
        } = self;
        match key.name() {
            "aws:principalarn" => principal.principal_arn().map(|arn| arn.as_str().into()),
            "aws:principalaccount" => account.as_ref().map(|account| account.as_str().into()),
            "aws:principaltype" => Some(principal.principal_type().as_str().into()),
            "aws:principalisawsservice" => {
                Some(matches!(principal, Principal::Service { .. }).into())
            }
            "aws:principaltag" => {
                let wanted = key.tail()?;
                let tag = tags
                    .iter()
                    .find(|tag| tag.key().as_str().to_lowercase() == wanted)?;
                Some(tag.value().as_str().into())
            }
            "aws:principalorgid" => organization.as_ref().map(|(id, _)| id.as_str().into()),
            "aws:principalorgpaths" => organization.as_ref().map(|(_, paths)| Values::Many(paths)),
            "aws:userid" => user_id.as_deref().map(Values::from),
            "aws:username" => principal.user_name().map(Values::from),
            _ => None,
        }
    }
}
