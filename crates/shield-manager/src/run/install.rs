//! What is to be in force is put into WAF: sets of addresses, the rule group, its place in the web ACL. Done twice it does no more than once.

use std::collections::{BTreeMap, BTreeSet};

use waf_manager::{
    CreateIpSetRequest, CreateRuleGroupRequest, DeleteIpSetRequest, DeleteRuleGroupRequest,
    Error as WafError, GetRuleGroupRequest, GetWebAclRequest, ListIpSetsRequest,
    ListRuleGroupsRequest, Scope, Summary, UpdateRuleGroupRequest, UpdateWebAclRequest, WafHandle,
};
use waf_rules::model::{
    BlockAction, CountAction, NoneAction, OverrideAction, Rule, RuleAction,
    RuleGroupReferenceStatement, Statement, VisibilityConfig,
};

use crate::{
    ResponseAction, Result,
    manager::Shared,
    record::{Home, Installation},
};

impl Shared {
    /// Puts it into WAF. If somebody changes the same at the same time, it is done anew.
    pub(super) async fn install(
        &self,
        home: &Home,
        web_acl: &str,
        installation: &Installation,
    ) -> Result<()> {
        let waf = self.waf_of(home)?;
        let mut tries: u32 = 0;
        loop {
            tries = tries.saturating_add(1);
            match install(&waf, web_acl, installation).await {
                Err(WafError::OptimisticLock | WafError::DuplicateItem) if tries < TRIES => {}
                done => return Ok(done?),
            }
        }
    }
}

async fn install(
    waf: &WafHandle,
    web_acl: &str,
    installation: &Installation,
) -> Result<(), WafError> {
    let there = ip_sets(waf, &installation.sets).await?;
    let mut arns: BTreeMap<&str, String> = BTreeMap::new();
    for (entry, _) in installation.entries() {
        for set in &entry.sets {
            let arn = match there.get(&set.name) {
                Some(summary) => summary.arn.clone(),
                None => {
                    let addresses = set.addresses.iter().map(String::as_str);
                    let request = CreateIpSetRequest::new(
                        &*set.name,
                        Scope::Regional,
                        set.version,
                        addresses,
                    );
                    waf.create_ip_set(request).await?.summary.arn
                }
            };
            arns.insert(&set.name, arn);
        }
    }
    let group = put_rule_group(waf, installation, rules(installation, &arns)).await?;
    place(waf, web_acl, installation, group.as_ref()).await?;
    if let Some(group) = group.filter(|_| installation.resources.is_empty()) {
        let request =
            DeleteRuleGroupRequest::new(group.name, Scope::Regional, group.id, group.lock_token);
        waf.delete_rule_group(request).await?;
    }
    for (name, set) in there {
        if !arns.contains_key(&*name) {
            let request =
                DeleteIpSetRequest::new(set.name, Scope::Regional, set.id, set.lock_token);
            waf.delete_ip_set(request).await?;
        }
    }
    Ok(())
}

/// The rules of the group, in their order.
fn rules(installation: &Installation, arns: &BTreeMap<&str, String>) -> Vec<Rule> {
    let numbered = (0_u32..).zip(installation.entries());
    numbered
        .map(|(priority, (entry, action))| {
            let mut rule = entry.rule.clone();
            rule.priority = priority;
            rule.action = Some(match action {
                ResponseAction::Block => RuleAction::from(BlockAction::new()),
                ResponseAction::Count => RuleAction::from(CountAction::new()),
            });
            refer(&mut rule.statement, arns);
            rule
        })
        .collect()
}

/// Has a statement refer to sets by their ARNs, not their names.
fn refer(statement: &mut Statement, arns: &BTreeMap<&str, String>) {
    match statement {
        Statement::IpSetReferenceStatement(set) => {
            if let Some(arn) = arns.get(&*set.arn) {
                set.arn.clone_from(arn);
            }
        }
        Statement::OrStatement(or) => {
            for statement in &mut or.statements {
                refer(statement, arns);
            }
        }
        // No other statement of ours holds a set.
        _ => {}
    }
}

/// Makes the rule group or brings it up to date. While no resource is left, nothing is made.
async fn put_rule_group(
    waf: &WafHandle,
    installation: &Installation,
    rules: Vec<Rule>,
) -> Result<Option<Summary>, WafError> {
    let name = &installation.name;
    let Some(mut group) = rule_group(waf, name).await? else {
        if installation.resources.is_empty() {
            return Ok(None);
        }
        let request = CreateRuleGroupRequest::new(
            &**name,
            Scope::Regional,
            shield::limits::CAPACITY,
            visibility(name),
        );
        let made = waf.create_rule_group(request.rules(rules)).await?;
        return Ok(Some(made.summary));
    };
    let found = waf
        .get_rule_group(GetRuleGroupRequest::by_arn(&*group.arn))
        .await?;
    if found.rule_group.rules.unwrap_or_default() != rules {
        let request = UpdateRuleGroupRequest::new(
            &**name,
            Scope::Regional,
            &*group.id,
            visibility(name),
            found.lock_token,
        );
        let updated = waf.update_rule_group(request.rules(rules)).await?;
        group.lock_token = updated.next_lock_token;
    }
    Ok(Some(group))
}

/// Puts the rule group behind all other rules of the web ACL, or takes it off.
async fn place(
    waf: &WafHandle,
    web_acl: &str,
    installation: &Installation,
    group: Option<&Summary>,
) -> Result<(), WafError> {
    let found = match waf.get_web_acl(GetWebAclRequest::by_arn(web_acl)).await {
        Ok(found) => found,
        // It was deleted, and the group went from it with that.
        Err(WafError::NonexistentItem { .. }) => return Ok(()),
        Err(error) => return Err(error),
    };
    let wanted = group.filter(|_| !installation.resources.is_empty());
    let wanted = wanted.map(|group| reference(&installation.name, &group.arn));
    let (ours, mut rules): (Vec<_>, Vec<_>) = found
        .web_acl
        .rules
        .clone()
        .unwrap_or_default()
        .into_iter()
        .partition(|rule| rule.name == installation.name);
    if ours == wanted.iter().cloned().collect::<Vec<_>>() {
        return Ok(());
    }
    rules.extend(wanted);
    let mut request =
        UpdateWebAclRequest::keeping(found.web_acl, Scope::Regional, found.lock_token);
    request.rules = Some(rules);
    waf.update_web_acl(request).await.map(|_| ())
}

/// The web ACL's rule that refers to the group.
fn reference(name: &str, group: &str) -> Rule {
    let statement = RuleGroupReferenceStatement::new(group);
    let priority = shield::limits::PRIORITY;
    Rule::new(name, priority, statement, visibility(name))
        .override_action(OverrideAction::from(NoneAction::new()))
}

fn visibility(name: &str) -> VisibilityConfig {
    VisibilityConfig::new(true, true, name)
}

/// Those of these IP sets that are there.
async fn ip_sets(
    waf: &WafHandle,
    names: &BTreeSet<String>,
) -> Result<BTreeMap<String, Summary>, WafError> {
    let mut there = BTreeMap::new();
    if names.is_empty() {
        return Ok(there);
    }
    let mut request = ListIpSetsRequest::new(Scope::Regional);
    loop {
        let page = waf.list_ip_sets(request).await?;
        let ours = page
            .ip_sets
            .into_iter()
            .filter(|set| names.contains(&set.name));
        there.extend(ours.map(|set| (set.name.clone(), set)));
        let Some(marker) = page.next_marker else {
            return Ok(there);
        };
        request = ListIpSetsRequest::new(Scope::Regional).next_marker(marker);
    }
}

/// The rule group of this name, if it is there.
async fn rule_group(waf: &WafHandle, name: &str) -> Result<Option<Summary>, WafError> {
    let mut request = ListRuleGroupsRequest::new(Scope::Regional);
    loop {
        let page = waf.list_rule_groups(request).await?;
        if let Some(found) = page
            .rule_groups
            .into_iter()
            .find(|group| group.name == name)
        {
            return Ok(Some(found));
        }
        let Some(marker) = page.next_marker else {
            return Ok(None);
        };
        request = ListRuleGroupsRequest::new(Scope::Regional).next_marker(marker);
    }
}

/// How often something is done anew that somebody changes at the same time.
const TRIES: u32 = 5;
