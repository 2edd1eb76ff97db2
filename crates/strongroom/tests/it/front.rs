//! A flood against an HTTP service behind a front.

use std::{
    convert::Infallible,
    future::{Ready, ready},
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use strongroom::{
    Arn, BytesRootKey, Caller, Clock, ManualClock, MemoryStore, Strongroom, Timestamp,
    shield::{EnableApplicationLayerAutomaticResponseRequest, ResponseAction, Settings},
    waf::{AssociateWebAclRequest, CreateWebAclRequest, Scope},
    waf_layer::Peer,
    waf_rules::model::{AllowAction, VisibilityConfig},
};
use tower_layer::Layer;
use tower_service::Service;

const SHOP: &str = "111122223333";

/// The application.
#[derive(Clone)]
struct Page;

impl<B> Service<Request<B>> for Page {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<B>) -> Self::Future {
        ready(Ok(Response::new(Full::from("You are welcome."))))
    }
}

#[tokio::test]
async fn a_flood_is_answered_with_403_and_customers_are_not() {
    let clock = Arc::new(ManualClock::new(
        Timestamp::from_timestamp(1_700_000_000, 0).unwrap(),
    ));
    let strongroom = Strongroom::builder()
        .store(Arc::new(MemoryStore::new()))
        .root_key(Arc::new(BytesRootKey::new([7; 32]).unwrap()))
        .clock(Arc::clone(&clock) as Arc<dyn Clock>)
        .open()
        .await
        .unwrap();
    let shop = || Caller::root(SHOP).unwrap();
    let waf = strongroom.waf().caller(shop()).region("eu-west-1").unwrap();
    let visibility = VisibilityConfig::new(true, true, "shop");
    let acl = CreateWebAclRequest::new("shop", Scope::Regional, AllowAction::new(), visibility);
    let acl = waf.create_web_acl(acl).await.unwrap().summary;
    let balancer: Arn = format!(
        "arn:aws:elasticloadbalancing:eu-west-1:{SHOP}:loadbalancer/app/shop/50dc6c495c0c9188"
    )
    .parse()
    .unwrap();
    let associate = AssociateWebAclRequest::new(acl.arn, balancer.as_str());
    waf.associate_web_acl(associate).await.unwrap();
    let enable = EnableApplicationLayerAutomaticResponseRequest::new(
        balancer.as_str(),
        ResponseAction::Block,
    );
    let shield = strongroom.shield().caller(shop());
    let shield = shield.region("eu-west-1").unwrap();
    shield
        .enable_application_layer_automatic_response(enable)
        .await
        .unwrap();

    let settings = Settings::new().learning(Duration::from_secs(60)).unwrap();
    let front = strongroom.front(&balancer, settings).await.unwrap();
    let mut service = front.layer().layer(Page);
    let mut blocked = 0;
    for second in 0..120_u8 {
        for number in 0..if second >= 80 { 300_u16 } else { 20 } {
            let is_customer = number < 20;
            let agent = match is_customer {
                true => format!("Browser/{}", number % 7),
                false => "flooder/1.0".to_owned(),
            };
            let peer = Peer([198, 51, second, u8::try_from(number % 256).unwrap()].into());
            let request = Request::get("/")
                .header("user-agent", agent)
                .extension(peer);
            let request = request.body(Full::<Bytes>::default()).unwrap();
            let status = service.call(request).await.unwrap().status();
            if is_customer {
                assert_eq!(status, StatusCode::OK);
            } else if second >= 110 {
                blocked += u32::from(status == StatusCode::FORBIDDEN);
            }
        }
        clock.advance(Duration::from_secs(1));
        strongroom.shield().run_due(clock.now()).await.unwrap();
        front.refresh().await.unwrap();
    }
    assert_eq!(blocked, 10 * 280);
}
