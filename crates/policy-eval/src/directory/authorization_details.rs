//! All principals and policies of an account, as `aws iam get-account-authorization-details` writes them.

use serde::{Deserialize, Serialize};

use super::{DirectoryError, GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail};

/// The output of `aws iam get-account-authorization-details`: one page of it, or several in one.
///
/// Source: [GetAccountAuthorizationDetails](https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html).
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct AuthorizationDetails {
    /// The users.
    #[serde(default)]
    pub user_detail_list: Vec<UserDetail>,
    /// The groups.
    #[serde(default)]
    pub group_detail_list: Vec<GroupDetail>,
    /// The roles.
    #[serde(default)]
    pub role_detail_list: Vec<RoleDetail>,
    /// The managed policies, customers' and AWS's, that are attached to somebody; or all of them.
    #[serde(default)]
    pub policies: Vec<ManagedPolicyDetail>,
    /// Whether there is another page.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_truncated: bool,
    /// Where the next page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

const COMMAND: &str = "aws iam get-account-authorization-details";

impl AuthorizationDetails {
    /// Nobody.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the pages of one output as one.
    ///
    /// # Errors
    ///
    /// [`DirectoryError::Shape`] if a page is none; [`DirectoryError::Truncated`] if the last one is not the last.
    pub fn from_pages<'a>(
        pages: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self, DirectoryError> {
        let mut all = Self::new();
        for page in pages {
            let page: Self =
                serde_json::from_str(page).map_err(|source| DirectoryError::Shape {
                    command: COMMAND,
                    source,
                })?;
            let Self {
                user_detail_list,
                group_detail_list,
                role_detail_list,
                policies,
                is_truncated,
                marker: _,
            } = page;
            all.user_detail_list.extend(user_detail_list);
            all.group_detail_list.extend(group_detail_list);
            all.role_detail_list.extend(role_detail_list);
            all.policies.extend(policies);
            all.is_truncated = is_truncated;
        }
        match all.is_truncated {
            true => Err(DirectoryError::Truncated),
            false => Ok(all),
        }
    }
}
