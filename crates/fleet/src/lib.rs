//! AWS Firewall Manager's policies for web ACLs, in process: one policy over the resources of all accounts.
//!
//! A policy says which rule groups come first and last on the web ACLs of all resources that it covers: by account or organisational unit, by type, by
//! tags. [`FirewallManager::run_due`] holds it against what there is, puts on what is missing, takes it off what has left the scope, and notes which
//! resources do not comply.
//!
//! ```
//! use std::sync::Arc;
//!
//! use common_types::{Caller, SystemClock};
//! use crypto::random::SystemRandom;
//! use fleet::{Account, FirewallManager, ManagedServiceData, Policy, PolicyRuleGroup, PutPolicyRequest, Resource, ResourceType, StaticInventory};
//! use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
//! use store::{BytesRootKey, MemoryStore, Store, StoreKeys};
//! use waf_manager::WafManager;
//! use waf_rules::{Environment, Request};
//!
//! # store::conformance::block_on(async {
//! # let random = Arc::new(SystemRandom::new());
//! # let store = Arc::new(MemoryStore::new());
//! # let keys = StoreKeys::open(store.clone(), Arc::new(BytesRootKey::new([7; 32])?), random.clone()).await?;
//! # let audit = Arc::new(AuditLog::new(store.clone(), &*random, AuditMode::Buffered)?);
//! # let guard = Guard::new(Arc::new(StaticPolicySource::new()), audit, Arc::new(SystemClock::new()));
//! let waf = WafManager::new(store.clone(), keys.clone(), guard.clone(), random.clone());
//!
//! // The application knows its accounts and resources.
//! let inventory = Arc::new(StaticInventory::new());
//! let shop = "111122223333".parse()?;
//! let balancer: common_types::Arn = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188".parse()?;
//! inventory.set_account(Account::new(shop));
//! inventory.set_resource(shop, "eu-west-1".parse()?, Resource::new(balancer.clone()));
//!
//! // One account administers.
//! let administrator = "999988887777".parse()?;
//! let firewall_manager = FirewallManager::new(store, keys, guard, random, waf.clone(), administrator, inventory)?;
//! let fms = firewall_manager.caller(Caller::root("999988887777")?).region("eu-west-1")?;
//! let groups = ManagedServiceData::allowing().first(PolicyRuleGroup::managed("AWS", "AWSManagedRulesCommonRuleSet"));
//! let policy = Policy::new("baseline", ResourceType::LoadBalancer, groups).remediation_enabled(true);
//! fms.put_policy(PutPolicyRequest::new(policy)).await?;
//!
//! // The shop's balancer has had no web ACL. Now it is protected.
//! # let now = common_types::Clock::now(&SystemClock::new());
//! let report = firewall_manager.run_due(now).await?;
//! assert_eq!((report.accounts, report.violators), (1, 0));
//! let acl = waf.protection(&balancer).await?.expect("a web ACL");
//! let attack = Request::new("GET", "/?page=../../etc/passwd", [192, 0, 2, 7]);
//! assert!(!acl.decide(&attack, now, &Environment::new()).is_allowed());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `policy` | [`Policy`] and what it puts on web ACLs, [`ManagedServiceData`], in AWS's shapes |
//! | `inventory` | [`Inventory`]: the accounts and resources that there are, told by the application |
//! | `coverage` | which of them a policy covers |
//! | `wanted` | what a policy wants of web ACLs |
//! | `compare` | an account held against a policy: what does not comply, and what would remedy it; pure |
//! | `compliance` | [`PolicyComplianceDetail`], [`PolicyComplianceStatus`] |
//! | `manager`, `handle`, `op` | [`FirewallManager`], [`FirewallManagerHandle`], and the operations |
//! | `run` | [`FirewallManager::run_due`]: look, change, look again |
//! | `record` | what is kept, and what it is called |
//! | [`limits`] | the numbers, with their source |
//!
//! # Why this crate names `waf-manager`
//!
//! Services meet at ports, and do not name each other. This one is no service beside WAF but an administrator over it, as on AWS: all that it does is
//! done by WAF's public operations, in AWS's shapes, and a port between the two would only repeat those.

mod compare;
mod compliance;
mod coverage;
mod error;
mod handle;
mod inventory;
pub mod limits;
mod manager;
mod op;
mod operation;
mod policy;
mod record;
mod run;
mod wanted;

pub use compliance::{
    ComplianceStatusType, ComplianceViolator, EvaluationResult, PolicyComplianceDetail,
    PolicyComplianceStatus, ViolationReason,
};
pub use error::{Error, Result};
pub use handle::FirewallManagerHandle;
pub use inventory::{Account, Inventory, Resource, ResourceType, StaticInventory};
pub use manager::{CallerBound, FirewallManager};
pub use op::{
    DeletePolicyRequest, GetComplianceDetailRequest, GetComplianceDetailResponse, GetPolicyRequest,
    GetPolicyResponse, ListComplianceStatusRequest, ListComplianceStatusResponse,
    ListPoliciesResponse, PolicySummary, PutPolicyRequest, PutPolicyResponse,
};
pub use operation::Operation;
pub use policy::{
    AccountScope, ActionToUse, DefaultActionType, ExcludedRule, ImmunityConfig, ImmunityTime,
    ManagedRuleGroupIdentifier, ManagedServiceData, OverrideActionType, Policy, PolicyAction,
    PolicyAssociation, PolicyLogCondition, PolicyLogFilter, PolicyLogFilters, PolicyLogging,
    PolicyOverrideAction, PolicyRequestBody, PolicyResourceType, PolicyRuleGroup, RedactedField,
    RedactedFieldType, ResourceTag, ResourceTagLogicalOperator, RuleActionOverride, RuleGroupType,
    SecurityServicePolicyData, SecurityServiceType, WebAclSource,
};
pub use run::Report;
