//! Which accounts and resources there are: the application knows, so it says.

use std::{
    collections::BTreeMap,
    fmt::Debug,
    sync::{Mutex, PoisonError},
};

use common_types::{AccountId, Arn, BoxFuture, Region, Tags, wire_enum};
use service_kit::BoxedError;
use waf_manager::ProtectedResourceType;

wire_enum! {
    /// A type of resource that policies protect.
    ///
    /// Source: [Policy](https://docs.aws.amazon.com/fms/2018-01-01/APIReference/API_Policy.html#fms-Type-Policy-ResourceType). A distribution of
    /// CloudFront is not among them: its web ACL is set on the distribution itself.
    pub enum ResourceType {
        /// A stage of a REST API.
        ApiGatewayStage = "AWS::ApiGateway::Stage",
        /// An application load balancer.
        LoadBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer",
    }
}

impl ResourceType {
    /// The type of a resource, by its ARN; none for those that no policy protects.
    pub fn of(arn: &Arn) -> Option<Self> {
        match ProtectedResourceType::of(arn)? {
            ProtectedResourceType::ApiGateway => Some(Self::ApiGatewayStage),
            ProtectedResourceType::ApplicationLoadBalancer => Some(Self::LoadBalancer),
            _ => None,
        }
    }
}

/// An account of the organisation.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The organisational units that it is in, at every level: `ou-…`.
    pub organizational_units: Vec<String>,
}

impl Account {
    /// One at the root of the organisation.
    pub fn new(id: AccountId) -> Self {
        Self {
            id,
            organizational_units: Vec::new(),
        }
    }

    /// In this organisational unit too.
    #[must_use]
    pub fn organizational_unit(mut self, unit: impl Into<String>) -> Self {
        self.organizational_units.push(unit.into());
        self
    }
}

/// A resource that a web ACL can protect.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Resource {
    /// Its ARN, which tells its type.
    pub arn: Arn,
    /// Its tags.
    pub tags: Tags,
}

impl Resource {
    /// One without tags.
    pub fn new(arn: Arn) -> Self {
        Self {
            arn,
            tags: Tags::new(),
        }
    }

    /// With these tags.
    #[must_use]
    pub fn tags(self, tags: Tags) -> Self {
        Self { tags, ..self }
    }
}

/// Knows the accounts of the organisation, and their resources.
///
/// It is asked whenever policies are held against what is there. What it does not name is not there: a resource that is left out has left
/// the scope of every policy. If it cannot tell, it says so, and nothing is changed.
pub trait Inventory: Debug + Send + Sync + 'static {
    /// All accounts.
    ///
    /// # Errors
    ///
    /// If they cannot be told now: no policy is held against anything then.
    fn accounts(&self) -> BoxFuture<'_, Result<Vec<Account>, BoxedError>>;

    /// All resources of an account in a region.
    ///
    /// # Errors
    ///
    /// If they cannot be told now: the account is left as it is.
    fn resources<'a>(
        &'a self,
        account: &'a AccountId,
        region: &'a Region,
    ) -> BoxFuture<'a, Result<Vec<Resource>, BoxedError>>;
}

/// An inventory in memory, that the application keeps up to date.
///
/// ```
/// use fleet::{Account, Resource, StaticInventory};
///
/// let inventory = StaticInventory::new();
/// let account = "111122223333".parse()?;
/// inventory.set_account(Account::new(account).organizational_unit("ou-ab12-web00001"));
/// let balancer = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188";
/// inventory.set_resource(account, "eu-west-1".parse()?, Resource::new(balancer.parse()?));
/// # Ok::<(), common_types::ParseError>(())
/// ```
#[derive(Debug, Default)]
pub struct StaticInventory(Mutex<Contents>);

#[derive(Debug, Default)]
struct Contents {
    accounts: BTreeMap<AccountId, Account>,
    resources: BTreeMap<(AccountId, Region), BTreeMap<String, Resource>>,
}

impl StaticInventory {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an account, or replaces what was known of it.
    pub fn set_account(&self, account: Account) {
        self.with(|contents| contents.accounts.insert(account.id, account));
    }

    /// Adds a resource, or replaces what was known of it.
    pub fn set_resource(&self, account: AccountId, region: Region, resource: Resource) {
        self.with(|contents| {
            let of_account = contents.resources.entry((account, region)).or_default();
            of_account.insert(resource.arn.to_string(), resource)
        });
    }

    /// Takes a resource away.
    pub fn remove_resource(&self, account: AccountId, region: Region, arn: &Arn) {
        self.with(|contents| {
            let of_account = contents.resources.entry((account, region)).or_default();
            of_account.remove(arn.as_str())
        });
    }

    fn with<T>(&self, what: impl FnOnce(&mut Contents) -> T) -> T {
        what(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Inventory for StaticInventory {
    fn accounts(&self) -> BoxFuture<'_, Result<Vec<Account>, BoxedError>> {
        let accounts = self.with(|contents| contents.accounts.values().cloned().collect());
        Box::pin(std::future::ready(Ok(accounts)))
    }

    fn resources<'a>(
        &'a self,
        account: &'a AccountId,
        region: &'a Region,
    ) -> BoxFuture<'a, Result<Vec<Resource>, BoxedError>> {
        let resources = self.with(|contents| {
            let found = contents.resources.get(&(*account, region.clone()));
            found.map(|found| found.values().cloned().collect())
        });
        Box::pin(std::future::ready(Ok(resources.unwrap_or_default())))
    }
}
