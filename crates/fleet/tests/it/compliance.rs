//! What an administrator is told.

use fleet::{
    ComplianceStatusType, GetComplianceDetailRequest, ListComplianceStatusRequest,
    ManagedServiceData, PolicyRuleGroup, ViolationReason, limits,
};
use waf_manager::{DeleteRuleGroupRequest, GetRuleGroupRequest, Scope};

use crate::world::{ADMINISTRATOR, BANK, SHOP, World, account, policy, refused};

#[tokio::test]
async fn each_account_has_a_status_and_each_resource_a_reason() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    let theirs = world.web_acl(SHOP, "customer", &shop).await;
    world.balancer(BANK, "bank", &[]);
    let group = PolicyRuleGroup::managed("AWS", "AWSManagedRulesCommonRuleSet");
    let id = world
        .put(policy(ManagedServiceData::allowing().first(group)))
        .await
        .policy_id
        .unwrap();
    let early = GetComplianceDetailRequest::new(&*id, account(SHOP));
    refused(
        world.fms().get_compliance_detail(early).await,
        "ResourceNotFoundException",
    );
    world.run().await;

    let request = ListComplianceStatusRequest::new(&*id).max_results(2);
    let first = world.fms().list_compliance_status(request).await.unwrap();
    let request = ListComplianceStatusRequest::new(&*id).next_token(first.next_token.unwrap());
    let second = world.fms().list_compliance_status(request).await.unwrap();
    assert_eq!(second.next_token, None);
    let all = [
        first.policy_compliance_status_list,
        second.policy_compliance_status_list,
    ];
    let all: Vec<_> = all
        .concat()
        .into_iter()
        .map(|status| {
            let result = status.evaluation_results[0];
            (
                status.member_account,
                result.compliance_status,
                result.violator_count,
            )
        })
        .collect();
    use ComplianceStatusType::{Compliant, NonCompliant};
    assert_eq!(
        all,
        [
            (account(SHOP), NonCompliant, 1),
            (account(BANK), Compliant, 0),
            (account(ADMINISTRATOR), Compliant, 0)
        ]
    );

    let request = GetComplianceDetailRequest::new(&*id, account(SHOP));
    let detail = world.fms().get_compliance_detail(request).await.unwrap();
    let violator = &detail.policy_compliance_detail.violators[0];
    assert_eq!(violator.resource_id, shop);
    assert_eq!(
        violator.violation_reason,
        ViolationReason::ResourceIncorrectWebAcl
    );
    assert_eq!(violator.metadata["webAclArn"], theirs.arn);
}

#[tokio::test]
async fn more_than_a_hundred_violators_are_counted_and_not_all_told() {
    let world = World::new().await;
    for number in 0..=limits::VIOLATORS {
        world.balancer(SHOP, &format!("b{number}"), &[]);
    }
    let data = ManagedServiceData::allowing();
    let policy = policy(data).remediation_enabled(false);
    let id = world.put(policy).await.policy_id.unwrap();
    world.run().await;
    let request = GetComplianceDetailRequest::new(id, account(SHOP));
    let detail = world.fms().get_compliance_detail(request).await.unwrap();
    let detail = detail.policy_compliance_detail;
    assert_eq!(detail.violators.len(), limits::VIOLATORS);
    assert!(detail.evaluation_limit_exceeded);
}

#[tokio::test]
async fn what_waf_refuses_in_one_account_is_told_and_keeps_no_other_from_protection() {
    let world = World::new().await;
    let shop = world.balancer(SHOP, "shop", &[]);
    let group = world.rule_group("gone", "/admin").await;
    let arn = group.rule_group_arn.clone().unwrap();
    let id = world
        .put(policy(ManagedServiceData::allowing().first(group)))
        .await
        .policy_id
        .unwrap();
    // The group is deleted before the policy is held against anything.
    let waf = world.waf_of(ADMINISTRATOR);
    let found = waf
        .get_rule_group(GetRuleGroupRequest::by_arn(&*arn))
        .await
        .unwrap();
    let (group, token) = (found.rule_group, found.lock_token);
    let request = DeleteRuleGroupRequest::new(group.name, Scope::Regional, group.id, token);
    waf.delete_rule_group(request).await.unwrap();

    let report = world.run().await;
    assert_eq!((report.accounts, report.failures), (3, 3));
    let request = GetComplianceDetailRequest::new(id, account(SHOP));
    let detail = world.fms().get_compliance_detail(request).await.unwrap();
    let issue = &detail.policy_compliance_detail.issue_info_map["AWSWAF"];
    assert!(issue.contains("your resource doesn’t exist"), "{issue}");
    // The web ACL is there, and lets the resource be protected as soon as the group is.
    assert!(world.of(SHOP, &shop).await.is_some());
}
