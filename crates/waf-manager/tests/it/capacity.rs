//! What rules cost.

use waf_manager::{CheckCapacityRequest, Scope};
use waf_rules::model::{BlockAction, CustomResponse};

use crate::world::{World, blocks_set, refused};

#[tokio::test]
async fn rules_are_priced_with_what_they_refer_to() {
    let world = World::new().await;
    let set = world.ip_set("office", &[]).await;
    let check = async |arn: &str| {
        let rules = vec![blocks_set("office", arn)];
        world
            .root()
            .check_capacity(CheckCapacityRequest::new(Scope::Regional, rules))
            .await
    };
    assert_eq!(check(&set.arn).await.unwrap().capacity, 1);
    let gone = "arn:aws:wafv2:eu-west-1:111122223333:regional/ipset/none/a1b2c3d4-5678-90ab-cdef-111111111111";
    refused(check(gone).await, "WAFNonexistentItemException");
}

/// The request has no place for bodies.
#[tokio::test]
async fn rules_with_a_custom_response_are_priced_without_its_body() {
    let world = World::new().await;
    let set = world.ip_set("office", &[]).await;
    let mut rule = blocks_set("office", &set.arn);
    let response = CustomResponse::new(429_u16).custom_response_body_key("slow-down");
    rule.action = Some(BlockAction::new().custom_response(response).into());
    let request = CheckCapacityRequest::new(Scope::Regional, vec![rule]);
    let answer = world.root().check_capacity(request).await.unwrap();
    assert_eq!(answer.capacity, 1);
}
