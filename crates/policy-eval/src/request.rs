//! What is decided: who wants to do what to which resource.

use std::fmt;

use common_types::{AccountId, Arn, Principal};

use crate::keys::ConditionKeys;

/// One request for a decision. It borrows all that it is about.
///
/// ```
/// use common_types::{Arn, Caller};
/// use policy_eval::Request;
///
/// let caller = Caller::role("arn:aws:iam::111122223333:role/app")?;
/// let key: Arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd".parse()?;
/// let request = Request::new(caller.principal(), "kms:Encrypt", &key, &());
/// assert_eq!(request.action(), "kms:Encrypt");
/// # Ok::<(), common_types::ParseError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Request<'a> {
    principal: &'a Principal,
    canonical_user: Option<&'a str>,
    action: &'a str,
    resource: Resource<'a>,
    keys: &'a dyn ConditionKeys,
}

/// The resource that a request is about, and the account that owns it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Resource<'a> {
    arn: &'a str,
    owner: Option<Owner<'a>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Owner<'a> {
    /// As the ARN names it: perhaps not at all, perhaps `aws`.
    Named(&'a str),
    Given(AccountId),
}

impl<'a> Request<'a> {
    /// A request of `principal` to do `action`, such as `kms:Encrypt`, to `resource`.
    pub fn new(
        principal: &'a Principal,
        action: &'a str,
        resource: impl Into<Resource<'a>>,
        keys: &'a dyn ConditionKeys,
    ) -> Self {
        Self {
            principal,
            canonical_user: None,
            action,
            resource: resource.into(),
            keys,
        }
    }

    /// Says what Amazon S3 calls the caller's account, 64 hexadecimal digits: statements about a `CanonicalUser` are
    /// about nobody otherwise.
    #[must_use]
    pub fn canonical_user_id(self, id: &'a str) -> Self {
        Self {
            canonical_user: Some(id),
            ..self
        }
    }

    /// Who asks.
    pub fn principal(&self) -> &'a Principal {
        self.principal
    }

    /// What Amazon S3 calls the caller's account, where that was said.
    pub fn canonical_user(&self) -> Option<&'a str> {
        self.canonical_user
    }

    /// What is to be done.
    pub fn action(&self) -> &'a str {
        self.action
    }

    /// To what.
    pub fn resource(&self) -> Resource<'a> {
        self.resource
    }

    /// What else policies may ask about it.
    pub fn keys(&self) -> &'a dyn ConditionKeys {
        self.keys
    }
}

impl<'a> Resource<'a> {
    /// No resource in particular: for actions such as `kms:ListKeys`, that are about none. Policies must say `*`.
    pub fn any() -> Self {
        Self {
            arn: "*",
            owner: None,
        }
    }

    /// A resource by the text of its ARN, owned by the account that the ARN names.
    pub fn new(arn: &'a str) -> Self {
        Self {
            arn,
            owner: arn.split(':').nth(4).map(Owner::Named),
        }
    }

    /// Says who owns it, where the ARN does not: of S3 buckets, for one.
    #[must_use]
    pub fn owned_by(self, account: AccountId) -> Self {
        Self {
            owner: Some(Owner::Given(account)),
            ..self
        }
    }

    /// The text of its ARN, or `*`.
    pub fn arn(&self) -> &'a str {
        self.arn
    }

    /// The account that owns it; without one, the caller's own.
    pub fn owner(&self) -> Option<AccountId> {
        match self.owner? {
            Owner::Named(account) => account.parse().ok(),
            Owner::Given(account) => Some(account),
        }
    }

    /// Whether another account than this one owns it.
    pub(crate) fn is_foreign_to(&self, account: &str) -> bool {
        match &self.owner {
            None => false,
            // Nobody's, and what AWS owns itself, is no other account's.
            Some(Owner::Named(owner)) => owner.len() == account.len() && *owner != account,
            Some(Owner::Given(owner)) => !owner.is(account),
        }
    }
}

impl<'a> From<&'a Arn> for Resource<'a> {
    fn from(arn: &'a Arn) -> Self {
        Self {
            arn: arn.as_str(),
            owner: Some(Owner::Named(arn.account())),
        }
    }
}

/// The condition keys are left out: they are computed when asked for.
impl fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            principal,
            canonical_user,
            action,
            resource,
            keys: _,
        } = self;
        f.debug_struct("Request")
            .field("principal", principal)
            .field("canonical_user", canonical_user)
            .field("action", action)
            .field("resource", resource)
            .finish_non_exhaustive()
    }
}
