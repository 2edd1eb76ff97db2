//! Parameters as an application uses them: kept through a restart, put into its configuration, followed, expired and told of.

use std::sync::Arc;

use serde_json::json;
use strongroom::{
    Caller, Clock, ParameterType, ServiceError, Strongroom,
    events::{Rule, RuleTarget, target},
    param_store::{
        Changed, GetParameterRequest, ParamStoreHandle, ParameterTier, PutParameterRequest,
        ThroughputQuotas, limits,
    },
    references::{Resolver, SecureFields},
};

use crate::world::{ACCOUNT, World, root_key};

fn parameters(strongroom: &Strongroom) -> ParamStoreHandle {
    let caller = Caller::root(ACCOUNT).unwrap();
    strongroom
        .param_store()
        .caller(caller)
        .region("eu-west-1")
        .unwrap()
}

async fn put(params: &ParamStoreHandle, name: &str, kind: ParameterType, value: &str) {
    let request = PutParameterRequest::of_type(name, kind, value);
    params.put_parameter(request).await.unwrap();
}

#[tokio::test]
async fn a_configuration_has_its_values_put_in_after_a_restart_too() {
    let world = World::new();
    let strongroom = world.open().await;
    let params = parameters(&strongroom);
    put(
        &params,
        "/app/host",
        ParameterType::String,
        "db.example.com",
    )
    .await;
    put(
        &params,
        "/app/password",
        ParameterType::SecureString,
        "hunter2",
    )
    .await;
    drop((params, strongroom));

    let strongroom = world.open().await;
    let resolver = Resolver::new(Arc::new(parameters(&strongroom)));
    let mut config = json!({
        "url": "postgres://{{resolve:ssm:/app/host}}/orders",
        "password": "{{resolve:ssm-secure:/app/password:1}}",
    });
    let secure = SecureFields::everywhere();
    resolver.resolve(&mut config, &secure).await.unwrap();
    assert_eq!(
        config,
        json!({"url": "postgres://db.example.com/orders", "password": "hunter2"})
    );
}

#[tokio::test]
async fn who_follows_a_path_is_told_and_reads_what_is_new() {
    let world = World::new();
    let strongroom = world.open().await;
    let params = parameters(&strongroom);
    put(&params, "/app/level", ParameterType::String, "info").await;
    let mut watch = params.watch("/app").await.unwrap();
    let update = PutParameterRequest::new("/app/level", "debug").overwrite(true);
    params.put_parameter(update).await.unwrap();
    let changed = watch.changed().await.unwrap();
    assert_eq!(changed, Changed::Parameters(vec!["/app/level".to_owned()]));
    let request = GetParameterRequest::new("/app/level");
    let parameter = params.get_parameter(request).await.unwrap().parameter;
    assert_eq!(parameter.value.expose(), "debug");
}

#[tokio::test]
async fn a_parameter_expires_and_the_bus_is_told() {
    let world = World::new();
    let strongroom = world.open().await;
    let (target, mut messages) = target::channel(8);
    let pattern = r#"{"detail-type": ["Parameter Store Policy Action"]}"#
        .parse()
        .unwrap();
    let target = RuleTarget::new("log", target).unwrap();
    let rule = Rule::new("policies", pattern)
        .unwrap()
        .target(target)
        .unwrap();
    strongroom.events().put_rule(rule).unwrap();

    let params = parameters(&strongroom);
    let expiration = r#"[{"Type":"Expiration","Version":"1.0","Attributes":{"Timestamp":"2023-12-01T00:00:00Z"}}]"#;
    let request = PutParameterRequest::of_type("/app/trial", ParameterType::String, "yes")
        .tier(ParameterTier::Advanced)
        .policies(expiration);
    params.put_parameter(request).await.unwrap();
    world.days_pass(30);
    let report = strongroom.run_due(world.clock.now()).await.unwrap();
    assert_eq!(report.expired_parameters, 1);
    let gone = params.get_parameter(GetParameterRequest::new("/app/trial"));
    assert_eq!(gone.await.unwrap_err().code(), "ParameterNotFound");
    let event = messages.try_recv().unwrap().event;
    assert_eq!(event.detail["parameter-name"], "/app/trial");
}

#[tokio::test]
async fn the_builder_turns_throughput_quotas_on() {
    let strongroom = Strongroom::builder()
        .store(Arc::new(strongroom::MemoryStore::new()))
        .root_key(Arc::new(root_key(1)))
        .clock(Arc::clone(&World::new().clock) as Arc<dyn Clock>)
        .throughput_quotas(ThroughputQuotas::aws())
        .parameter_cache_bytes(1024 * 1024)
        .open()
        .await
        .unwrap();
    let params = parameters(&strongroom);
    put(&params, "/a", ParameterType::String, "1").await;
    for _ in 0..limits::READS_PER_SECOND.get() {
        params
            .get_parameter(GetParameterRequest::new("/a"))
            .await
            .unwrap();
    }
    let error = params
        .get_parameter(GetParameterRequest::new("/a"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.code(), error.retryable()),
        ("ThrottlingException", true)
    );
}
