//! Throughput quotas: none of them unless an application asks for them.

use std::{num::NonZeroU32, time::Duration};

use common_types::Caller;
use param_store::{
    GetParameterRequest, GetParametersByPathRequest, GetParametersRequest, ParamStoreHandle,
    ParameterType, PutParameterRequest, ResetServiceSettingRequest, ThroughputQuotas,
    UpdateServiceSettingRequest, limits,
};

use crate::world::*;

const THROUGHPUT: &str = "/ssm/parameter-store/high-throughput-enabled";
const STANDARD: u32 = limits::READS_PER_SECOND.get();

/// A world with a parameter, and the account's root user under AWS's quotas.
async fn throttled() -> (World, ParamStoreHandle) {
    let world = World::new().await;
    world.put("/a", "1").await;
    let params = throttled_by(&world, ThroughputQuotas::aws(), ACCOUNT);
    (world, params)
}

fn throttled_by(world: &World, quotas: ThroughputQuotas, account: &str) -> ParamStoreHandle {
    let params = world.params.clone().with_throughput_quotas(quotas);
    let caller = params.caller(Caller::root(account).unwrap());
    caller.region(REGION).unwrap()
}

async fn get(params: &ParamStoreHandle) -> param_store::Result<()> {
    let got = params.get_parameter(GetParameterRequest::new("/a")).await;
    got.map(|_| ())
}

/// How many calls in a row are answered, up to a few more than the most that any quota lets through.
async fn answered(params: &ParamStoreHandle) -> u32 {
    let most = limits::HIGH_GET_PARAMETER_PER_SECOND.get() + 10;
    for count in 0..most {
        if let Err(error) = get(params).await {
            refused_with::<()>(Err(error), "ThrottlingException", "Rate exceeded");
            return count;
        }
    }
    most
}

#[tokio::test]
async fn nothing_is_throttled_unless_the_application_asks_for_it() {
    let world = World::new().await;
    world.put("/a", "1").await;
    for _ in 0..=2 * STANDARD {
        world.get("/a").await;
    }
}

#[tokio::test]
async fn standard_throughput_is_one_quota_for_all_that_read() {
    let (world, params) = throttled().await;
    for _ in 0..STANDARD / 4 {
        let request = GetParametersRequest::new(["/a"]);
        params.get_parameters(request).await.unwrap();
        let request = GetParametersByPathRequest::new("/");
        params.get_parameters_by_path(request).await.unwrap();
    }
    assert_eq!(answered(&params).await, STANDARD / 2);
    let request = GetParametersByPathRequest::new("/");
    refused(
        params.get_parameters_by_path(request).await,
        "ThrottlingException",
    );
    // What has no quota is not throttled, and time brings calls back.
    let put = PutParameterRequest::new("/a", "2").overwrite(true);
    params.put_parameter(put).await.unwrap();
    world.clock.advance(Duration::from_millis(250));
    assert_eq!(answered(&params).await, STANDARD / 4);
    world.clock.advance(Duration::from_secs(3600));
    assert_eq!(answered(&params).await, STANDARD);
}

#[tokio::test]
async fn high_throughput_is_a_setting_of_the_account_and_counts_from_the_next_call() {
    let (world, params) = throttled().await;
    assert_eq!(answered(&params).await, STANDARD);
    let high = UpdateServiceSettingRequest::new(THROUGHPUT, "true");
    params.update_service_setting(high).await.unwrap();
    assert_eq!(
        answered(&params).await,
        limits::HIGH_GET_PARAMETER_PER_SECOND.get()
    );
    // Each operation has its own now.
    for _ in 0..limits::HIGH_GET_PARAMETERS_BY_PATH_PER_SECOND.get() {
        let request = GetParametersByPathRequest::new("/");
        params.get_parameters_by_path(request).await.unwrap();
    }
    let request = GetParametersByPathRequest::new("/");
    refused(
        params.get_parameters_by_path(request).await,
        "ThrottlingException",
    );

    let reset = ResetServiceSettingRequest::new(THROUGHPUT);
    params.reset_service_setting(reset).await.unwrap();
    world.clock.advance(Duration::from_secs(1));
    assert_eq!(answered(&params).await, STANDARD);
}

#[tokio::test]
async fn each_account_and_region_has_its_own() {
    let world = World::new().await;
    world.put("/a", "1").await;
    let params = world
        .params
        .clone()
        .with_throughput_quotas(ThroughputQuotas::aws());
    let handle = |account, region| {
        let caller = params.caller(Caller::root(account).unwrap());
        caller.region(region).unwrap()
    };
    assert_eq!(answered(&handle(ACCOUNT, REGION)).await, STANDARD);
    for other in [handle(OTHER_ACCOUNT, REGION), handle(ACCOUNT, "eu-west-2")] {
        refused(get(&other).await, "ParameterNotFound");
    }
}

#[tokio::test]
async fn puts_have_the_quota_that_the_application_says() {
    let world = World::new().await;
    let (three, five) = (NonZeroU32::new(3).unwrap(), NonZeroU32::new(5).unwrap());
    let quotas = ThroughputQuotas::aws().put_parameter(three, five);
    let params = throttled_by(&world, quotas, ACCOUNT);
    let put = |n: u32| PutParameterRequest::of_type(format!("/p/{n}"), ParameterType::String, "1");
    for n in 0..3 {
        params.put_parameter(put(n)).await.unwrap();
    }
    refused(params.put_parameter(put(3)).await, "ThrottlingException");
    // It was refused before it was done.
    let request = GetParametersByPathRequest::new("/p");
    let listed = params.get_parameters_by_path(request).await.unwrap();
    assert_eq!(listed.parameters.len(), 3);
}
