//! What follows from what, one sentence a test; and that doing what is said leads to an end.

use common_types::Timestamp;
use proptest::prelude::*;
use waf_rules::model::{AllowAction, BlockAction, FirewallManagerRuleGroup, VisibilityConfig};

use super::*;
use crate::{ManagedServiceData, PolicyRuleGroup, record::Stamp};

const OWN: &str = "arn:own";
const THEIRS: &str = "arn:theirs";

/// A world that remedies can be applied to.
#[derive(Clone, Debug)]
struct World {
    policy: Policy,
    wanted: Wanted,
    situation: Situation,
    in_scope: bool,
    cleans_up: bool,
    retrofitted: BTreeSet<String>,
}

fn data() -> ManagedServiceData {
    ManagedServiceData::allowing()
        .first(PolicyRuleGroup::managed(
            "AWS",
            "AWSManagedRulesCommonRuleSet",
        ))
        .optimized()
}

fn balancer(number: usize) -> Arn {
    let arn =
        format!("arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/b/{number}");
    arn.parse().unwrap()
}

impl World {
    fn new(data: ManagedServiceData) -> Self {
        let policy = Policy::new("baseline", ResourceType::LoadBalancer, data);
        let stamp = Stamp::new("baseline", Timestamp::UNIX_EPOCH, &Default::default());
        Self {
            wanted: Wanted::of(&policy, &stamp).unwrap(),
            policy,
            situation: Situation::default(),
            in_scope: true,
            cleans_up: false,
            retrofitted: BTreeSet::new(),
        }
    }

    /// With a resource that is covered, and has this web ACL.
    fn resource(mut self, web_acl: Option<&str>) -> Self {
        let arn = balancer(self.situation.resources.len());
        if let Some(web_acl) = web_acl {
            self.protect(web_acl, &arn);
        }
        self.situation.resources.push(Covered {
            arn,
            kind: ResourceType::LoadBalancer,
            web_acl: web_acl.map(str::to_owned),
        });
        self
    }

    /// With a resource that is not covered, and has this web ACL.
    fn other_resource(mut self, web_acl: &str) -> Self {
        self.protect(web_acl, &balancer(99));
        self
    }

    fn protect(&mut self, web_acl: &str, resource: &Arn) {
        let seen = self.situation.web_acls.entry(web_acl.to_owned());
        let seen = seen.or_insert_with(|| Seen {
            acl: acl(web_acl),
            logging: None,
            protects: BTreeSet::new(),
        });
        seen.protects.insert(resource.to_string());
    }

    /// With the policy's own web ACL, as it is to be.
    fn own(mut self) -> Self {
        self.do_this(&Remedy::Create);
        self
    }

    fn edit(mut self, web_acl: &str, edit: impl FnOnce(&mut WebAcl)) -> Self {
        edit(&mut self.situation.web_acls.get_mut(web_acl).unwrap().acl);
        self
    }

    fn compare(&self) -> Comparison {
        let standing = Standing {
            in_scope: self.in_scope,
            cleans_up: self.cleans_up,
            retrofitted: &self.retrofitted,
        };
        compare(&self.policy, &self.wanted, standing, &self.situation)
    }

    /// The reasons of all violations, and all remedies.
    fn found(&self) -> (Vec<ViolationReason>, Vec<Remedy>) {
        let Comparison {
            violations,
            remedies,
        } = self.compare();
        let reasons = violations.into_iter().map(|violation| violation.reason);
        (reasons.collect(), remedies.into_iter().collect())
    }

    fn do_this(&mut self, remedy: &Remedy) {
        match remedy {
            Remedy::Create => {
                self.situation.own = Some(OWN.to_owned());
                let seen = Seen {
                    acl: acl(OWN),
                    logging: None,
                    protects: BTreeSet::new(),
                };
                self.situation.web_acls.insert(OWN.to_owned(), seen);
                self.do_this(&Remedy::Restore);
            }
            Remedy::Restore => {
                let acl = &mut self.situation.web_acls.get_mut(OWN).unwrap().acl;
                put_groups(acl, &self.wanted);
                acl.default_action = self.wanted.defaults.default_action.clone();
                acl.visibility_config = self.wanted.defaults.visibility_config.clone();
                acl.managed_by_firewall_manager = Some(true);
            }
            Remedy::Retrofit { web_acl } => {
                let acl = &mut self.situation.web_acls.get_mut(web_acl).unwrap().acl;
                put_groups(acl, &self.wanted);
                self.retrofitted.insert(web_acl.clone());
            }
            Remedy::Associate { resource } => {
                self.move_to(resource, Some(OWN));
            }
            Remedy::Disassociate { resource } => {
                self.move_to(resource, None);
            }
            Remedy::Strip { web_acl } => {
                let acl = &mut self.situation.web_acls.get_mut(web_acl).unwrap().acl;
                acl.pre_process_firewall_manager_rule_groups = None;
                acl.post_process_firewall_manager_rule_groups = None;
                self.retrofitted.remove(web_acl);
            }
            Remedy::Delete => {
                self.situation.own = None;
                self.situation.web_acls.remove(OWN);
            }
            Remedy::LetGo { .. } => panic!("no comparison says so"),
        }
    }

    fn move_to(&mut self, resource: &Arn, web_acl: Option<&str>) {
        for seen in self.situation.web_acls.values_mut() {
            seen.protects.remove(resource.as_str());
        }
        if let Some(web_acl) = web_acl {
            self.protect(web_acl, resource);
        }
        let mut covered = self.situation.resources.iter_mut();
        if let Some(covered) = covered.find(|covered| covered.arn == *resource) {
            covered.web_acl = web_acl.map(str::to_owned);
        }
    }
}

fn acl(arn: &str) -> WebAcl {
    let visibility = VisibilityConfig::new(true, true, "acl");
    WebAcl::new("acl", "id", arn, AllowAction::new(), visibility)
}

fn put_groups(acl: &mut WebAcl, wanted: &Wanted) {
    acl.pre_process_firewall_manager_rule_groups = Some(wanted.first.clone());
    acl.post_process_firewall_manager_rule_groups =
        Some(wanted.last.clone()).filter(|last| !last.is_empty());
}

/// The rule groups of another policy.
fn others() -> Vec<FirewallManagerRuleGroup> {
    let mut group = World::new(data()).wanted.first.remove(0);
    group.name = "PREFMManaged-another-1600000000000".to_owned();
    vec![group]
}

fn retrofit() -> Remedy {
    Remedy::Retrofit {
        web_acl: THEIRS.to_owned(),
    }
}

fn associate(number: usize) -> Remedy {
    Remedy::Associate {
        resource: balancer(number),
    }
}

#[test]
fn a_resource_without_a_web_acl_gets_the_policys_own() {
    use ViolationReason::ResourceMissingWebAcl as Missing;
    let world = World::new(data()).resource(None).resource(None);
    let remedies = vec![Remedy::Create, associate(0), associate(1)];
    assert_eq!(world.found(), (vec![Missing, Missing], remedies));
    let world = World::new(data()).own().resource(Some(OWN)).resource(None);
    assert_eq!(world.found(), (vec![Missing], vec![associate(1)]));
}

#[test]
fn a_web_acl_of_the_accounts_own_is_left_replaced_or_retrofitted() {
    let left = World::new(data()).resource(Some(THEIRS));
    let incorrect = vec![ViolationReason::ResourceIncorrectWebAcl];
    assert_eq!(left.found(), (incorrect.clone(), vec![]));
    let replaced = World::new(data().overriding()).resource(Some(THEIRS));
    assert_eq!(
        replaced.found(),
        (incorrect, vec![Remedy::Create, associate(0)])
    );
    let retrofitted = World::new(data().retrofitting()).resource(Some(THEIRS));
    let missing = vec![ViolationReason::WebAclMissingRuleGroup];
    assert_eq!(retrofitted.found(), (missing, vec![retrofit()]));
}

#[test]
fn a_web_acl_is_not_retrofitted_where_it_is_anothers_or_protects_what_is_not_in_scope() {
    let found = (
        vec![ViolationReason::WebAclConfigurationOrScopeOfUse],
        vec![],
    );
    let world = || World::new(data().retrofitting()).resource(Some(THEIRS));
    assert_eq!(world().other_resource(THEIRS).found(), found);
    let has_others = world().edit(THEIRS, |acl| {
        acl.pre_process_firewall_manager_rule_groups = Some(others());
    });
    assert_eq!(has_others.found(), found);
    let managed = world().edit(THEIRS, |acl| acl.managed_by_firewall_manager = Some(true));
    assert_eq!(managed.found(), found);
}

#[test]
fn drift_is_found_and_goes() {
    let own = || World::new(data()).own().resource(Some(OWN));
    assert_eq!(own().found(), (vec![], vec![]));
    let stripped = own().edit(OWN, |acl| {
        acl.pre_process_firewall_manager_rule_groups = None
    });
    let missing = vec![ViolationReason::WebAclMissingRuleGroup];
    assert_eq!(stripped.found(), (missing.clone(), vec![Remedy::Restore]));
    let blocking = own().edit(OWN, |acl| acl.default_action = BlockAction::new().into());
    let configuration = vec![ViolationReason::WebAclConfigurationOrScopeOfUse];
    assert_eq!(blocking.found(), (configuration, vec![Remedy::Restore]));

    let mut retrofitted = World::new(data().retrofitting()).resource(Some(THEIRS));
    retrofitted.do_this(&retrofit());
    assert_eq!(retrofitted.found(), (vec![], vec![]));
    let drifted = retrofitted.edit(THEIRS, |acl| {
        acl.pre_process_firewall_manager_rule_groups
            .as_mut()
            .unwrap()[0]
            .priority = 7;
    });
    assert_eq!(drifted.found(), (missing, vec![retrofit()]));
}

#[test]
fn without_optimisation_every_account_of_the_scope_has_a_web_acl() {
    let mut every = data();
    every.optimize_unassociated_web_acl = None;
    assert_eq!(World::new(every).found(), (vec![], vec![Remedy::Create]));
    assert_eq!(World::new(data()).found(), (vec![], vec![]));
}

#[test]
fn what_has_left_the_scope_is_left_or_taken_back() {
    let mut world = World::new(data())
        .own()
        .resource(Some(OWN))
        .other_resource(OWN);
    assert_eq!(world.found(), (vec![], vec![]));
    world.cleans_up = true;
    let disassociate = Remedy::Disassociate {
        resource: balancer(99),
    };
    assert_eq!(world.found(), (vec![], vec![disassociate.clone()]));
    world.in_scope = false;
    world.situation.resources.clear();
    let first = Remedy::Disassociate {
        resource: balancer(0),
    };
    let remedies = vec![first, disassociate, Remedy::Delete];
    assert_eq!(world.found(), (vec![], remedies));

    let mut retrofitted = World::new(data().retrofitting()).resource(Some(THEIRS));
    retrofitted.do_this(&retrofit());
    retrofitted.cleans_up = true;
    assert_eq!(retrofitted.found(), (vec![], vec![]));
    retrofitted.situation.resources.clear();
    let strip = Remedy::Strip {
        web_acl: THEIRS.to_owned(),
    };
    assert_eq!(retrofitted.found(), (vec![], vec![strip]));
}

proptest! {
    /// Whatever there is, when all that is said was done, nothing more is said, and what does not comply is what cannot.
    #[test]
    fn remedies_lead_to_an_end(
        kind in 0..3_usize,
        resources in proptest::collection::vec(0..4_usize, 0..6),
        outside in 0..4_usize,
        drift in any::<bool>(),
        in_scope in any::<bool>(),
        cleans_up in any::<bool>(),
    ) {
        let data = [data(), data().overriding(), data().retrofitting()][kind].clone();
        let mut world = World::new(data).own();
        for resource in resources {
            let acls = [None, Some(OWN), Some(THEIRS), Some("arn:more")];
            world = world.resource(acls[resource]);
        }
        world = match outside {
            0 => world.other_resource(THEIRS),
            1 => world.other_resource(OWN),
            _ => world,
        };
        if drift {
            world = world.edit(OWN, |acl| acl.pre_process_firewall_manager_rule_groups = None);
        }
        (world.in_scope, world.cleans_up) = (in_scope, cleans_up);
        if !in_scope {
            world.situation.resources.clear();
        }
        let remedies = world.compare().remedies;
        for remedy in &remedies {
            world.do_this(remedy);
        }
        let after = world.compare();
        prop_assert!(after.remedies.is_empty(), "{remedies:?} left {after:?}");
        for violation in &after.violations {
            prop_assert_eq!(kind == 0 || violation.reason == ViolationReason::WebAclConfigurationOrScopeOfUse, true);
        }
    }
}
