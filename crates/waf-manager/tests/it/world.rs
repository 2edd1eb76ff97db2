//! A WAF to test with: in memory, with policies that a test sets.

use std::{fmt::Debug, sync::Arc};

use common_types::{Caller, Clock, ManualClock, ServiceError, Timestamp};
use crypto::random::SystemRandom;
use policy_eval::{CompiledPolicy, Policy, PolicyKind};
use serde_json::{Value, json};
use service_kit::{AuditLog, AuditMode, Guard, PrincipalPolicies, StaticPolicySource};
use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};
use waf_manager::{
    AssociateWebAclRequest, CreateIpSetRequest, CreateWebAclRequest, Error, Protection, Scope,
    Summary, WafHandle, WafManager,
};
use waf_rules::{
    model::{
        AllowAction, BlockAction, ByteMatchStatement, IpAddressVersion, IpSetReferenceStatement,
        PositionalConstraint, Rule, RuleAction, Statement, TextTransformation, UriPath,
        VisibilityConfig,
    },
    transform::TextTransformationType,
};

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const STRANGER: &str = "444455556666";
pub(crate) const REGION: &str = "eu-west-1";
pub(crate) const BALANCER: &str =
    "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188";

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) waf: WafManager,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) sealed: Arc<SealedStore>,
    policies: Arc<StaticPolicySource>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::over(MemoryStore::new()).await
    }

    /// One in this store.
    pub(crate) async fn over(beneath: impl Store) -> Self {
        let random = Arc::new(SystemRandom::new());
        let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
        let beneath = Arc::new(beneath);
        let keys = StoreKeys::open(beneath, root, Arc::<SystemRandom>::clone(&random))
            .await
            .unwrap();
        let sealed = Arc::new(SealedStore::new(keys.clone()));
        let store: Arc<dyn Store> = Arc::<SealedStore>::clone(&sealed);
        let policies = Arc::new(StaticPolicySource::new());
        let audit = AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).unwrap();
        let clock = Arc::new(ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap()));
        let guard = Guard::new(
            Arc::<StaticPolicySource>::clone(&policies),
            Arc::new(audit),
            Arc::<ManualClock>::clone(&clock),
        );
        Self {
            waf: WafManager::new(store, keys, guard, random),
            clock,
            sealed,
            policies,
        }
    }

    /// The account's root user, who may do everything.
    pub(crate) fn root(&self) -> WafHandle {
        self.root_in(REGION)
    }

    pub(crate) fn root_in(&self, region: &str) -> WafHandle {
        self.waf
            .caller(Caller::root(ACCOUNT).unwrap())
            .region(region)
            .unwrap()
    }

    /// The root user of another account.
    pub(crate) fn stranger(&self) -> WafHandle {
        self.waf
            .caller(Caller::root(STRANGER).unwrap())
            .region(REGION)
            .unwrap()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// What protects the balancer.
    pub(crate) async fn protection(&self) -> Protection {
        let balancer = BALANCER.parse().unwrap();
        self.waf.protection(&balancer).await.unwrap().unwrap()
    }

    /// A web ACL that protects the balancer, and allows all but what its rules block.
    pub(crate) async fn protecting(&self, name: &str, rules: Vec<Rule>) -> Summary {
        let acl = self.web_acl(name, rules).await;
        let request = AssociateWebAclRequest::new(&acl.arn, BALANCER);
        self.root().associate_web_acl(request).await.unwrap();
        acl
    }

    /// A role that may do what this one statement says.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "so that tests read `json!(…)`"
    )]
    pub(crate) fn app(&self, statement: Value) -> WafHandle {
        let role = "arn:aws:iam::111122223333:role/app";
        let policy = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
        let policy = Policy::parse(&policy, PolicyKind::Identity).unwrap();
        let policies =
            PrincipalPolicies::none().identity(CompiledPolicy::compile("app", &policy).into());
        self.policies.set(role.parse().unwrap(), policies);
        self.waf
            .caller(Caller::role(role).unwrap())
            .region(REGION)
            .unwrap()
    }

    pub(crate) async fn ip_set(&self, name: &str, addresses: &[&str]) -> Summary {
        let addresses = addresses.iter().copied();
        let request =
            CreateIpSetRequest::new(name, Scope::Regional, IpAddressVersion::Ipv4, addresses);
        self.root().create_ip_set(request).await.unwrap().summary
    }

    /// A web ACL that allows all but what its rules block.
    pub(crate) async fn web_acl(&self, name: &str, rules: Vec<Rule>) -> Summary {
        let request = web_acl_request(name).rules(rules);
        self.root().create_web_acl(request).await.unwrap().summary
    }
}

pub(crate) fn web_acl_request(name: &str) -> CreateWebAclRequest {
    CreateWebAclRequest::new(name, Scope::Regional, AllowAction::new(), visibility(name))
}

pub(crate) fn visibility(name: &str) -> VisibilityConfig {
    VisibilityConfig::new(true, true, name)
}

/// A rule that blocks who is in a set.
pub(crate) fn blocks_set(name: &str, arn: &str) -> Rule {
    let statement = Statement::from(IpSetReferenceStatement::new(arn));
    Rule::new(name, 0_u32, statement, visibility(name)).action(RuleAction::from(BlockAction::new()))
}

/// A rule that blocks paths that begin so.
pub(crate) fn blocks_path(name: &str, path: &str) -> Rule {
    let none = TextTransformation::new(0_u32, TextTransformationType::None);
    let statement = ByteMatchStatement::new(
        path,
        UriPath::new(),
        [none],
        PositionalConstraint::StartsWith,
    );
    Rule::new(name, 0_u32, Statement::from(statement), visibility(name))
        .action(RuleAction::from(BlockAction::new()))
}

/// Requires an error by its AWS code.
#[track_caller]
pub(crate) fn refused<T: Debug>(answer: Result<T, Error>, code: &str) -> Error {
    let error = answer.unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    error
}
