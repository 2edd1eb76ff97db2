//! Fleet policies and floods through the facade.

use std::{sync::Arc, time::Duration};

use strongroom::{
    Arn, BytesRootKey, Caller, Clock, ManualClock, MemoryStore, Strongroom, Timestamp,
    fleet::{
        Account, ManagedServiceData, Policy, PolicyRuleGroup, PutPolicyRequest, Resource,
        ResourceType, StaticInventory, limits,
    },
    shield::{EnableApplicationLayerAutomaticResponseRequest, ResponseAction, Settings},
    waf_rules::{Environment, Header, Request},
};

const SHOP: &str = "111122223333";
const ADMINISTRATOR: &str = "999988887777";

#[tokio::test]
async fn a_policy_gives_a_resource_its_web_acl_and_a_flood_gives_that_its_rules() {
    let clock = Arc::new(ManualClock::new(
        Timestamp::from_timestamp(1_700_000_000, 0).unwrap(),
    ));
    let inventory = Arc::new(StaticInventory::new());
    let balancer: Arn = format!(
        "arn:aws:elasticloadbalancing:eu-west-1:{SHOP}:loadbalancer/app/shop/50dc6c495c0c9188"
    )
    .parse()
    .unwrap();
    let shop = SHOP.parse().unwrap();
    inventory.set_account(Account::new(shop));
    inventory.set_resource(
        shop,
        "eu-west-1".parse().unwrap(),
        Resource::new(balancer.clone()),
    );
    let strongroom = Strongroom::builder()
        .store(Arc::new(MemoryStore::new()))
        .root_key(Arc::new(BytesRootKey::new([7; 32]).unwrap()))
        .clock(Arc::clone(&clock) as Arc<dyn Clock>)
        .firewall_manager(ADMINISTRATOR.parse().unwrap(), inventory)
        .open()
        .await
        .unwrap();

    // The administrator's policy protects the shop's balancer.
    let fms = strongroom.firewall_manager().unwrap();
    let fms = fms.caller(Caller::root(ADMINISTRATOR).unwrap());
    let groups = ManagedServiceData::allowing().first(PolicyRuleGroup::managed(
        "AWS",
        "AWSManagedRulesKnownBadInputsRuleSet",
    ));
    let policy = Policy::new("baseline", ResourceType::LoadBalancer, groups);
    let request = PutPolicyRequest::new(policy.remediation_enabled(true));
    let fms = fms.region("eu-west-1").unwrap();
    fms.put_policy(request).await.unwrap();
    let report = strongroom.run_due(clock.now()).await.unwrap();
    assert_eq!((report.fleet.accounts, report.fleet.violators), (1, 0));

    // The shop enables automatic mitigation, and learns for a while what is usual.
    let shield = strongroom.shield().caller(Caller::root(SHOP).unwrap());
    let request = EnableApplicationLayerAutomaticResponseRequest::new(
        balancer.as_str(),
        ResponseAction::Block,
    );
    shield
        .region("eu-west-1")
        .unwrap()
        .enable_application_layer_automatic_response(request)
        .await
        .unwrap();
    let settings = Settings::new().learning(Duration::from_secs(60)).unwrap();
    let watch = strongroom.shield().watch(balancer.clone(), settings);
    let mut blocked = 0;
    for second in 0..120_u8 {
        let is_flood = second >= 80;
        let acl = strongroom
            .waf()
            .protection(&balancer)
            .await
            .unwrap()
            .unwrap();
        for request in 0..if is_flood { 500_u16 } else { 20 } {
            let is_customer = request < 20;
            let agent = match is_customer {
                true => format!("Browser/{}", request % 7),
                false => "flooder/1.0".to_owned(),
            };
            let headers = [Header::new("user-agent", &agent)];
            let source = [198, 51, second, u8::try_from(request % 256).unwrap()];
            let request = Request::new("GET", "/", source).headers(&headers);
            let verdict = acl.decide(&request, clock.now(), &Environment::new());
            watch.observe(&request);
            assert!(!is_customer || verdict.is_allowed());
            blocked += u32::from(second >= 110 && !verdict.is_allowed());
        }
        clock.advance(Duration::from_secs(1));
        strongroom.run_due(clock.now()).await.unwrap();
    }
    assert_eq!(blocked, 10 * 480);
    // Firewall Manager leaves Shield's group alone: it is a rule of the account's own.
    clock.advance(limits::EVALUATION);
    let report = strongroom.run_due(clock.now()).await.unwrap().fleet;
    assert_eq!((report.remedies, report.violators), (0, 0));
}
