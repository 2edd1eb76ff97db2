//! A shop to test with: a balancer with a web ACL of its own, and a clock that a test moves.

use std::{fmt::Debug, sync::Arc, time::Duration};

use common_types::{Arn, Caller, Clock, ManualClock, ServiceError};
use crypto::random::SystemRandom;
use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
use shield_manager::{
    EnableApplicationLayerAutomaticResponseRequest, Error, Report, ResponseAction, Settings,
    ShieldHandle, ShieldManager, Watch,
};
use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};
use waf_manager::{
    AssociateWebAclRequest, CreateWebAclRequest, GetWebAclRequest, ListIpSetsRequest,
    ListRuleGroupsRequest, Protection, Scope, Summary, WafHandle, WafManager,
};
use waf_rules::{
    Environment, Header, Location, Request,
    model::{AllowAction, VisibilityConfig, WebAcl},
};

use crate::traffic::{Dice, Flood, Visit, customer};

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const REGION: &str = "eu-west-1";

pub(crate) struct World {
    pub(crate) waf: WafManager,
    store: Arc<dyn Store>,
    guard: Guard,
    pub(crate) shield: ShieldManager,
    pub(crate) watch: Watch,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) balancer: Arn,
    pub(crate) acl: Summary,
    pub(crate) dice: Dice,
}

/// What was let through and what not.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) customers: u32,
    pub(crate) customers_blocked: u32,
    pub(crate) flood: u32,
    pub(crate) flood_blocked: u32,
}

impl World {
    pub(crate) async fn new(seed: u64) -> Self {
        let random = Arc::new(SystemRandom::new());
        let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
        let beneath = Arc::new(MemoryStore::new());
        let keys = StoreKeys::open(beneath, root, Arc::<SystemRandom>::clone(&random))
            .await
            .unwrap();
        let store: Arc<dyn Store> = Arc::new(SealedStore::new(keys.clone()));
        let audit = AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).unwrap();
        let clock = Arc::new(ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap()));
        let guard = Guard::new(
            Arc::new(StaticPolicySource::new()),
            Arc::new(audit),
            Arc::<ManualClock>::clone(&clock),
        );
        let waf = WafManager::new(Arc::clone(&store), keys, guard.clone(), random);
        let balancer: Arn = format!(
            "arn:aws:elasticloadbalancing:{REGION}:{ACCOUNT}:loadbalancer/app/shop/50dc6c495c0c9188"
        )
        .parse()
        .unwrap();
        let shield = shield(&store, &guard, &waf);
        let watch = watch(&shield, &balancer);
        let acl = web_acl(&waf, "shop", &balancer).await;
        Self {
            waf,
            store,
            guard,
            shield,
            watch,
            clock,
            balancer,
            acl,
            dice: Dice::new(seed),
        }
    }

    /// Another process over the same store. It has seen nothing yet.
    pub(crate) fn restart(&mut self) {
        self.shield = shield(&self.store, &self.guard, &self.waf);
        self.watch = watch(&self.shield, &self.balancer);
    }

    /// Shield as the account's root user calls it.
    pub(crate) fn root(&self) -> ShieldHandle {
        self.shield
            .caller(Caller::root(ACCOUNT).unwrap())
            .region(REGION)
            .unwrap()
    }

    pub(crate) fn waf(&self) -> WafHandle {
        self.waf
            .caller(Caller::root(ACCOUNT).unwrap())
            .region(REGION)
            .unwrap()
    }

    pub(crate) async fn enable(&self, action: ResponseAction) -> Result<(), Error> {
        let request =
            EnableApplicationLayerAutomaticResponseRequest::new(self.balancer.as_str(), action);
        self.root()
            .enable_application_layer_automatic_response(request)
            .await
    }

    /// Lets seconds pass, with customers and perhaps a flood. Each request is decided by the web ACL that protects the balancer in that second.
    pub(crate) async fn pass(&mut self, seconds: u32, flood: Option<Flood>) -> Tally {
        let mut tally = Tally::default();
        for _ in 0..seconds {
            let acl = self.protection().await;
            for _ in 0..CUSTOMERS + u32::from(self.dice.byte(20)) {
                let visit = customer(&mut self.dice);
                tally.customers += 1;
                tally.customers_blocked += u32::from(!self.decide(&acl, &visit));
            }
            if let Some(flood) = flood {
                for _ in 0..FLOOD {
                    let visit = flood.request(&mut self.dice);
                    tally.flood += 1;
                    tally.flood_blocked += u32::from(!self.decide(&acl, &visit));
                }
            }
            self.clock.advance(Duration::from_secs(1));
            self.run().await;
        }
        tally
    }

    pub(crate) async fn run(&self) -> Report {
        self.shield.run_due(self.clock.now()).await.unwrap()
    }

    /// What protects the balancer now.
    async fn protection(&self) -> Protection {
        let found = self.waf.protection(&self.balancer).await.unwrap();
        found.expect("a web ACL")
    }

    /// Whether a request is let through. It is observed either way.
    pub(crate) async fn lets_through(&self, visit: &Visit) -> bool {
        self.decide(&self.protection().await, visit)
    }

    fn decide(&self, acl: &Protection, visit: &Visit) -> bool {
        let Visit {
            source,
            country,
            method,
            path,
            agent,
            ja4,
        } = visit;
        let headers = [Header::new("user-agent", agent)];
        let request = Request::new(*method, path, *source)
            .headers(&headers)
            .location(Location::new().country(country))
            .ja4(ja4);
        let verdict = acl.decide(&request, self.clock.now(), &Environment::new());
        self.watch.observe(&request);
        verdict.is_allowed()
    }

    pub(crate) async fn read_acl(&self) -> WebAcl {
        let request = GetWebAclRequest::by_arn(&*self.acl.arn);
        self.waf().get_web_acl(request).await.unwrap().web_acl
    }

    /// The names of all rule groups and IP sets.
    pub(crate) async fn left(&self) -> (Vec<String>, Vec<String>) {
        let names = |found: Vec<Summary>| found.into_iter().map(|one| one.name).collect();
        let groups = ListRuleGroupsRequest::new(Scope::Regional);
        let groups = self.waf().list_rule_groups(groups).await.unwrap();
        let sets = ListIpSetsRequest::new(Scope::Regional);
        let sets = self.waf().list_ip_sets(sets).await.unwrap();
        (names(groups.rule_groups), names(sets.ip_sets))
    }
}

/// A web ACL without rules, that protects the balancer.
pub(crate) async fn web_acl(waf: &WafManager, name: &str, balancer: &Arn) -> Summary {
    let root = Caller::root(ACCOUNT).unwrap();
    let waf = waf.caller(root).region(REGION).unwrap();
    let visibility = VisibilityConfig::new(true, true, name);
    let request = CreateWebAclRequest::new(name, Scope::Regional, AllowAction::new(), visibility);
    let acl = waf.create_web_acl(request).await.unwrap().summary;
    let associate = AssociateWebAclRequest::new(&*acl.arn, balancer.as_str());
    waf.associate_web_acl(associate).await.unwrap();
    acl
}

fn shield(store: &Arc<dyn Store>, guard: &Guard, waf: &WafManager) -> ShieldManager {
    let random = Arc::new(SystemRandom::new());
    ShieldManager::new(Arc::clone(store), guard.clone(), random, waf.clone()).unwrap()
}

fn watch(shield: &ShieldManager, balancer: &Arn) -> Watch {
    let settings = Settings::new().learning(Duration::from_secs(240)).unwrap();
    shield.watch(balancer.clone(), settings)
}

/// Requires an error by its AWS code.
#[track_caller]
pub(crate) fn refused<T: Debug>(answer: Result<T, Error>, code: &str) -> Error {
    let error = answer.unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    error
}

/// Customers a second, at least.
const CUSTOMERS: u32 = 60;
/// Requests of a flood a second.
const FLOOD: u32 = 500;
