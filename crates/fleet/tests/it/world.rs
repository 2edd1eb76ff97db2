//! An organisation to test with: an administrator, accounts with balancers, and a clock that a test moves.

use std::{fmt::Debug, sync::Arc, time::Duration};

use common_types::{AccountId, Arn, Caller, ManualClock, ServiceError, Tag, Tags};
use crypto::random::SystemRandom;
use fleet::{
    Account, Error, FirewallManager, FirewallManagerHandle, ManagedServiceData, Policy,
    PolicyRuleGroup, PutPolicyRequest, Report, Resource, ResourceType, StaticInventory, limits,
};
use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};
use waf_manager::{
    AssociateWebAclRequest, CreateRuleGroupRequest, CreateWebAclRequest,
    GetWebAclForResourceRequest, Scope, Summary, WafHandle, WafManager,
};
use waf_rules::model::{
    AllowAction, BlockAction, ByteMatchStatement, PositionalConstraint, Rule, RuleAction,
    TextTransformation, UriPath, VisibilityConfig, WebAcl,
};
use waf_rules::transform::TextTransformationType;

pub(crate) const ADMINISTRATOR: &str = "999988887777";
pub(crate) const SHOP: &str = "111122223333";
pub(crate) const BANK: &str = "444455556666";
pub(crate) const REGION: &str = "eu-west-1";

pub(crate) struct World {
    pub(crate) waf: WafManager,
    pub(crate) firewall_manager: FirewallManager,
    pub(crate) inventory: Arc<StaticInventory>,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) audit: Arc<AuditLog>,
}

impl World {
    pub(crate) async fn new() -> Self {
        let random = Arc::new(SystemRandom::new());
        let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
        let beneath = Arc::new(MemoryStore::new());
        let keys = StoreKeys::open(beneath, root, Arc::<SystemRandom>::clone(&random))
            .await
            .unwrap();
        let store: Arc<dyn Store> = Arc::new(SealedStore::new(keys.clone()));
        let audit = AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).unwrap();
        let audit = Arc::new(audit);
        let clock = Arc::new(ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap()));
        let guard = Guard::new(
            Arc::new(StaticPolicySource::new()),
            Arc::clone(&audit),
            Arc::<ManualClock>::clone(&clock),
        );
        let waf = WafManager::new(
            Arc::clone(&store),
            keys.clone(),
            guard.clone(),
            Arc::<SystemRandom>::clone(&random),
        );
        let inventory = Arc::new(StaticInventory::new());
        let firewall_manager = FirewallManager::new(
            Arc::clone(&store),
            keys,
            guard,
            random,
            waf.clone(),
            account(ADMINISTRATOR),
            Arc::<StaticInventory>::clone(&inventory),
        );
        for id in [ADMINISTRATOR, SHOP, BANK] {
            inventory.set_account(Account::new(account(id)));
        }
        Self {
            waf,
            firewall_manager: firewall_manager.unwrap(),
            inventory,
            clock,
            audit,
        }
    }

    pub(crate) fn fms(&self) -> FirewallManagerHandle {
        self.firewall_manager
            .caller(Caller::root(ADMINISTRATOR).unwrap())
            .region(REGION)
            .unwrap()
    }

    /// WAF as an account's own root user calls it.
    pub(crate) fn waf_of(&self, account: &str) -> WafHandle {
        self.waf
            .caller(Caller::root(account).unwrap())
            .region(REGION)
            .unwrap()
    }

    /// Adds a balancer of an account with these tags, and answers with its ARN.
    pub(crate) fn balancer(&self, id: &str, name: &str, tags: &[(&str, &str)]) -> Arn {
        let arn = balancer(id, name);
        let mut its = Tags::new();
        for (key, value) in tags {
            its.set(Tag::new(key.parse().unwrap(), value.parse().unwrap()))
                .unwrap();
        }
        self.inventory.set_resource(
            account(id),
            REGION.parse().unwrap(),
            Resource::new(arn.clone()).tags(its),
        );
        arn
    }

    pub(crate) fn forget_balancer(&self, id: &str, arn: &Arn) {
        self.inventory
            .remove_resource(account(id), REGION.parse().unwrap(), arn);
    }

    /// Lets as much time pass as policies are looked at once in, and does what is due.
    pub(crate) async fn run(&self) -> Report {
        self.clock.advance(limits::EVALUATION);
        self.firewall_manager
            .run_due(common_types::Clock::now(&*self.clock))
            .await
            .unwrap()
    }

    pub(crate) async fn put(&self, policy: Policy) -> Policy {
        self.clock.advance(Duration::from_millis(1));
        let request = PutPolicyRequest::new(policy);
        self.fms().put_policy(request).await.unwrap().policy
    }

    /// A web ACL of an account's own, that blocks `/private` and protects a balancer.
    pub(crate) async fn web_acl(&self, id: &str, name: &str, balancer: &Arn) -> Summary {
        let request =
            CreateWebAclRequest::new(name, Scope::Regional, AllowAction::new(), visibility(name));
        let request = request.rules(vec![blocks("own", 0, "/private")]);
        let waf = self.waf_of(id);
        let acl = waf.create_web_acl(request).await.unwrap().summary;
        let associate = AssociateWebAclRequest::new(&*acl.arn, balancer.as_str());
        waf.associate_web_acl(associate).await.unwrap();
        acl
    }

    /// A rule group of the administrator's that blocks a path.
    pub(crate) async fn rule_group(&self, name: &str, path: &str) -> PolicyRuleGroup {
        let request = CreateRuleGroupRequest::new(name, Scope::Regional, 10, visibility(name));
        let request = request.rules(vec![blocks("path", 0, path)]);
        let made = self.waf_of(ADMINISTRATOR).create_rule_group(request).await;
        PolicyRuleGroup::own(made.unwrap().summary.arn)
    }

    /// The web ACL of a balancer.
    pub(crate) async fn of(&self, id: &str, balancer: &Arn) -> Option<WebAcl> {
        let request = GetWebAclForResourceRequest::new(balancer.as_str());
        let found = self.waf_of(id).get_web_acl_for_resource(request).await;
        found.unwrap().web_acl
    }

    /// Whether a balancer lets a path through.
    pub(crate) async fn lets_through(&self, balancer: &Arn, path: &str) -> bool {
        let acl = self.waf.protection(balancer).await.unwrap();
        let acl = acl.expect("it is protected");
        let request = waf_rules::Request::new("GET", path, [192, 0, 2, 7]);
        let now = common_types::Clock::now(&*self.clock);
        acl.decide(&request, now, &waf_rules::Environment::new())
            .is_allowed()
    }
}

pub(crate) fn account(id: &str) -> AccountId {
    id.parse().unwrap()
}

pub(crate) fn balancer(id: &str, name: &str) -> Arn {
    let arn = format!(
        "arn:aws:elasticloadbalancing:{REGION}:{id}:loadbalancer/app/{name}/50dc6c495c0c9188"
    );
    arn.parse().unwrap()
}

/// A policy that remedies, over all balancers.
pub(crate) fn policy(data: ManagedServiceData) -> Policy {
    Policy::new("baseline", ResourceType::LoadBalancer, data).remediation_enabled(true)
}

pub(crate) fn visibility(name: &str) -> VisibilityConfig {
    VisibilityConfig::new(true, true, name)
}

/// A rule that blocks what begins with a path.
pub(crate) fn blocks(name: &str, priority: u32, path: &str) -> Rule {
    let as_it_is = vec![TextTransformation::new(0_u32, TextTransformationType::None)];
    let field = UriPath::new();
    let position = PositionalConstraint::StartsWith;
    let statement = ByteMatchStatement::new(path.as_bytes().to_vec(), field, as_it_is, position);
    Rule::new(name, priority, statement, visibility(name))
        .action(RuleAction::from(BlockAction::new()))
}

/// Requires an error by its AWS code.
#[track_caller]
pub(crate) fn refused<T: Debug>(answer: Result<T, Error>, code: &str) -> Error {
    let error = answer.unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    error
}
