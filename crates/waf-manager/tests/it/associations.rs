//! Web ACLs and what they protect.

use waf_manager::{
    AssociateWebAclRequest, DeleteWebAclRequest, DisassociateWebAclRequest,
    GetWebAclForResourceRequest, ListResourcesForWebAclRequest, ProtectedResourceType, Scope,
};

use crate::world::{BALANCER, World, refused};

#[tokio::test]
async fn a_resource_has_one_web_acl_at_a_time() {
    let world = World::new().await;
    let waf = world.root();
    let one = world.web_acl("one", vec![]).await;
    let two = world.web_acl("two", vec![]).await;
    let of_balancer = async || {
        let request = GetWebAclForResourceRequest::new(BALANCER);
        waf.get_web_acl_for_resource(request)
            .await
            .unwrap()
            .web_acl
            .map(|acl| acl.name)
    };
    let protected_by = async |arn: &str| {
        waf.list_resources_for_web_acl(ListResourcesForWebAclRequest::new(arn))
            .await
            .unwrap()
            .resource_arns
    };
    assert_eq!(of_balancer().await, None);
    waf.associate_web_acl(AssociateWebAclRequest::new(&one.arn, BALANCER))
        .await
        .unwrap();
    waf.associate_web_acl(AssociateWebAclRequest::new(&one.arn, BALANCER))
        .await
        .unwrap();
    assert_eq!(of_balancer().await.as_deref(), Some("one"));
    waf.associate_web_acl(AssociateWebAclRequest::new(&two.arn, BALANCER))
        .await
        .unwrap();
    assert_eq!(of_balancer().await.as_deref(), Some("two"));
    assert_eq!(protected_by(&two.arn).await, [BALANCER]);
    assert!(protected_by(&one.arn).await.is_empty());
    let other = ListResourcesForWebAclRequest::new(&two.arn)
        .resource_type(ProtectedResourceType::ApiGateway);
    assert!(
        waf.list_resources_for_web_acl(other)
            .await
            .unwrap()
            .resource_arns
            .is_empty()
    );

    let delete = |acl: &waf_manager::Summary| {
        DeleteWebAclRequest::new(&acl.name, Scope::Regional, &acl.id, &acl.lock_token)
    };
    waf.delete_web_acl(delete(&one)).await.unwrap();
    refused(
        waf.delete_web_acl(delete(&two)).await,
        "WAFAssociatedItemException",
    );
    waf.disassociate_web_acl(DisassociateWebAclRequest::new(BALANCER))
        .await
        .unwrap();
    refused(
        waf.disassociate_web_acl(DisassociateWebAclRequest::new(BALANCER))
            .await,
        "WAFNonexistentItemException",
    );
    waf.delete_web_acl(delete(&two)).await.unwrap();
}

#[tokio::test]
async fn not_everything_can_be_protected() {
    let world = World::new().await;
    let acl = world.web_acl("one", vec![]).await;
    for resource in [
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/net/shop/50dc6c495c0c9188",
        "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/shop/50dc6c495c0c9188",
        "arn:aws:elasticloadbalancing:eu-west-1:444455556666:loadbalancer/app/shop/50dc6c495c0c9188",
        "arn:aws:s3:::a-bucket-with-a-long-name",
    ] {
        let request = AssociateWebAclRequest::new(&acl.arn, resource);
        refused(
            world.root().associate_web_acl(request).await,
            "WAFInvalidParameterException",
        );
    }
    let api = "arn:aws:apigateway:eu-west-1::/restapis/a1b2c3/stages/prod";
    world
        .root()
        .associate_web_acl(AssociateWebAclRequest::new(&acl.arn, api))
        .await
        .unwrap();
}
