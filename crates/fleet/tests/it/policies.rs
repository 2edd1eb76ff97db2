//! Policies as records: made, read, changed, listed.

use common_types::Caller;
use fleet::{
    GetPolicyRequest, ManagedServiceData, Policy, PolicyRuleGroup, PutPolicyRequest, ResourceType,
    limits,
};

use crate::world::{BANK, REGION, World, policy, refused};

fn data() -> ManagedServiceData {
    ManagedServiceData::allowing().first(PolicyRuleGroup::managed(
        "AWS",
        "AWSManagedRulesCommonRuleSet",
    ))
}

#[tokio::test]
async fn a_policy_is_read_as_it_was_put_and_changed_with_the_token_of_the_last_change() {
    let world = World::new().await;
    let put = world.put(policy(data())).await;
    let id = put.policy_id.clone().unwrap();
    let read = world
        .fms()
        .get_policy(GetPolicyRequest::new(&*id))
        .await
        .unwrap();
    assert_eq!(read.policy, put);
    assert_eq!(read.policy_arn.resource(), format!("policy/{id}"));

    let changed = world.put(put.clone().policy_description("all of it")).await;
    assert_ne!(changed.policy_update_token, put.policy_update_token);
    let stale = world.fms().put_policy(PutPolicyRequest::new(put)).await;
    refused(stale, "InvalidOperationException");
    let listed = world.fms().list_policies().await.unwrap().policy_list;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].policy_id, id);
}

#[tokio::test]
async fn only_the_administrator_calls() {
    let world = World::new().await;
    let other = world.firewall_manager.caller(Caller::root(BANK).unwrap());
    let error = refused(other.region(REGION), "AccessDeniedException");
    assert_eq!(
        error.to_string(),
        "No default admin could be found for account 444455556666 in Region eu-west-1"
    );
    // And who of the administrator's account has no policy for it is denied.
    let role = Caller::role("arn:aws:iam::999988887777:role/app").unwrap();
    let fms = world.firewall_manager.caller(role).region(REGION).unwrap();
    let error = refused(fms.list_policies().await, "AccessDeniedException");
    assert!(error.to_string().contains("fms:ListPolicies"), "{error}");
}

#[tokio::test]
async fn what_is_not_well_formed_is_refused() {
    let world = World::new().await;
    let put = async |policy: Policy| world.fms().put_policy(PutPolicyRequest::new(policy)).await;
    refused(
        put(Policy::new("a\nb", ResourceType::LoadBalancer, data())).await,
        "ValidationException",
    );
    refused(
        put(policy(data()).resource_types([])).await,
        "ValidationException",
    );
    refused(
        put(policy(data().retrofitting().overriding())).await,
        "InvalidInputException",
    );
    let foreign = "arn:aws:wafv2:eu-west-1:444455556666:regional/rulegroup/g/a1b2c3d4-5678-90ab-cdef-111111111111";
    refused(
        put(policy(data().last(PolicyRuleGroup::own(foreign)))).await,
        "InvalidInputException",
    );
    let mut both = PolicyRuleGroup::managed("AWS", "AWSManagedRulesCommonRuleSet");
    both.rule_group_arn = Some(foreign.to_owned());
    refused(
        put(policy(data().last(both))).await,
        "InvalidInputException",
    );
    let id = "a1b2c3d4-5678-90ab-cdef-111111111111";
    refused(
        put(policy(data()).policy_id(id)).await,
        "ResourceNotFoundException",
    );
}

#[tokio::test]
async fn an_administrator_has_so_many_policies() {
    let world = World::new().await;
    for _ in 0..limits::POLICIES {
        world.put(policy(data())).await;
    }
    let more = PutPolicyRequest::new(policy(data()));
    refused(world.fms().put_policy(more).await, "LimitExceededException");
}
