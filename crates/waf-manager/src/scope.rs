//! Where web ACLs live, and what their records and ARNs are called.

use std::str::FromStr;

use common_types::{AccountId, Arn, Partition, Region, wire_enum};
use store::{Key, KeyBuilder};

use crate::{Error, Result};

wire_enum! {
    /// What a web ACL and what it refers to are for.
    ///
    /// Source: [Scope](https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html#WAF-CreateWebACL-request-Scope).
    pub enum Scope {
        /// A distribution of CloudFront. Everything of this scope is called in `us-east-1`.
        Cloudfront = "CLOUDFRONT",
        /// An application of a region.
        Regional = "REGIONAL",
    }
}

impl Scope {
    /// What it is called in an ARN.
    pub(crate) const fn in_arn(self) -> &'static str {
        match self {
            Self::Cloudfront => "global",
            Self::Regional => "regional",
        }
    }
}

/// One account in one region of one partition.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Home {
    pub(crate) partition: Partition,
    pub(crate) account: AccountId,
    pub(crate) region: Region,
}

impl Home {
    /// Whether it is this home, or one of another account in the same region.
    pub(crate) fn is_beside(&self, other: &Self) -> bool {
        self.partition == other.partition && self.region == other.region
    }

    /// Refuses CloudFront's scope where it is not called.
    pub(crate) fn check(&self, scope: Scope) -> Result<()> {
        match scope {
            Scope::Cloudfront if self.region.as_str() != GLOBAL_REGION => Err(Error::invalid(
                "SCOPE_VALUE",
                scope.as_str(),
                "The scope is not valid.",
            )),
            _ => Ok(()),
        }
    }

    /// The ARN of something of WAF's that lives here.
    pub(crate) fn arn(&self, scope: Scope, kind: &str, name: &str, id: &str) -> Result<Arn> {
        let resource = format!("{}/{kind}/{name}/{id}", scope.in_arn());
        let Self {
            partition,
            account,
            region,
        } = self;
        Arn::new(partition, SERVICE, Some(region), Some(account), &resource).map_err(Error::broken)
    }

    pub(crate) fn record(&self, scope: Scope, kind: &str, id: &str) -> Result<Key> {
        Ok(self.key(scope.in_arn()).str(kind).str(id).build()?)
    }

    /// The record of who refers to something.
    pub(crate) fn referrers(&self, scope: Scope, kind: &str, id: &str) -> Result<Key> {
        let key = self.key(REFERRERS).str(scope.in_arn()).str(kind);
        Ok(key.str(id).build()?)
    }

    /// The record that has the names of all of one kind.
    pub(crate) fn index(&self, scope: Scope, kind: &str) -> Result<Key> {
        Ok(self.key(INDEX).str(scope.in_arn()).str(kind).build()?)
    }

    /// The record of a protected resource: which web ACL it has.
    pub(crate) fn protected(&self, resource: &Arn) -> Result<Key> {
        Ok(self.key(PROTECTED).str(resource.as_str()).build()?)
    }

    /// The record that has the API keys.
    pub(crate) fn api_keys(&self, scope: Scope) -> Result<Key> {
        Ok(self.key(API_KEYS).str(scope.in_arn()).build()?)
    }

    /// Whose record this is, if it is one of WAF's.
    pub(crate) fn of_record(key: &Key) -> Option<Self> {
        let elements = key.elements().ok()?;
        let text = |at: usize| elements.get(at)?.as_str();
        (text(3)? == SERVICE).then_some(())?;
        Some(Self {
            partition: text(0)?.parse().ok()?,
            account: text(1)?.parse().ok()?,
            region: text(2)?.parse().ok()?,
        })
    }

    fn key(&self, kind: &str) -> KeyBuilder {
        let Self {
            partition,
            account,
            region,
        } = self;
        Key::scope(partition, account, region, SERVICE).str(kind)
    }
}

/// An ARN of something of WAF's, taken apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct EntityArn {
    pub(crate) arn: Arn,
    pub(crate) home: Home,
    pub(crate) scope: Scope,
    pub(crate) kind: String,
    pub(crate) name: String,
    pub(crate) id: String,
}

impl FromStr for EntityArn {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refused = || Error::invalid("RESOURCE_ARN", text, "The ARN isn't valid.");
        let arn: Arn = text.parse().map_err(|_| refused())?;
        let parts: Vec<_> = arn.resource().split('/').collect();
        let &[scope, kind, name, id] = parts.as_slice() else {
            return Err(refused());
        };
        let scope = match scope {
            "regional" => Scope::Regional,
            "global" => Scope::Cloudfront,
            _ => return Err(refused()),
        };
        if arn.service() != SERVICE || name.is_empty() || id.is_empty() {
            return Err(refused());
        }
        let home = Home {
            partition: arn.partition().parse().map_err(|_| refused())?,
            account: arn.account().parse().map_err(|_| refused())?,
            region: arn.region().parse().map_err(|_| refused())?,
        };
        let (kind, name, id) = (kind.to_owned(), name.to_owned(), id.to_owned());
        Ok(Self {
            arn,
            home,
            scope,
            kind,
            name,
            id,
        })
    }
}

/// WAF's prefix, in ARNs, actions and records.
pub(crate) const SERVICE: &str = "wafv2";
/// Where CloudFront's web ACLs live.
const GLOBAL_REGION: &str = "us-east-1";
const INDEX: &str = "index";
const PROTECTED: &str = "protected";
const REFERRERS: &str = "referrers";
const API_KEYS: &str = "apikeys";
