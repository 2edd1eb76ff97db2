//! Who may do what.

use serde_json::json;
use waf_manager::{CreateIpSetRequest, ListIpSetsRequest, Scope};
use waf_rules::model::IpAddressVersion;

use crate::world::{ACCOUNT, REGION, World, refused};

fn request(name: &str, team: &str) -> CreateIpSetRequest {
    let tag = common_types::Tag::new("team".parse().unwrap(), team.parse().unwrap());
    CreateIpSetRequest::new(
        name,
        Scope::Regional,
        IpAddressVersion::Ipv4,
        ["192.0.2.0/24"],
    )
    .tags(vec![tag])
}

#[tokio::test]
async fn policies_decide_by_arn_and_by_the_tags_of_the_request() {
    let world = World::new().await;
    let app = world.app(json!({
        "Effect": "Allow",
        "Action": "wafv2:CreateIPSet",
        "Resource": "arn:aws:wafv2:*:111122223333:regional/ipset/app-*/*",
        "Condition": {"StringEquals": {"aws:RequestTag/team": "app"}}
    }));
    app.create_ip_set(request("app-office", "app"))
        .await
        .unwrap();
    let denied = refused(
        app.create_ip_set(request("other", "app")).await,
        "AccessDeniedException",
    );
    assert!(
        denied.to_string().contains(
            "is not authorized to perform: wafv2:CreateIPSet on resource: arn:aws:wafv2:"
        ),
        "{denied}"
    );
    refused(
        app.create_ip_set(request("app-two", "other")).await,
        "AccessDeniedException",
    );
    refused(
        app.list_ip_sets(ListIpSetsRequest::new(Scope::Regional))
            .await,
        "AccessDeniedException",
    );
}

#[tokio::test]
async fn a_service_with_a_role_of_its_own_is_asked_for_no_policy() {
    let world = World::new().await;
    let (service, partition) = ("fms".parse().unwrap(), common_types::Partition::aws());
    let firewall_manager = world
        .waf
        .service_linked_role(
            "AWSServiceRoleForFMS",
            &service,
            &partition,
            ACCOUNT.parse().unwrap(),
        )
        .unwrap()
        .region(REGION)
        .unwrap();
    let made = firewall_manager
        .create_ip_set(request("fleet", "any"))
        .await
        .unwrap();
    assert!(made.summary.arn.contains(ACCOUNT), "{}", made.summary.arn);
}
