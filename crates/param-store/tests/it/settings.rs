//! `GetServiceSetting`, `UpdateServiceSetting` and `ResetServiceSetting`.

use param_store::{
    GetServiceSettingRequest, ResetServiceSettingRequest, UpdateServiceSettingRequest,
};
use serde_json::{json, to_value};

use crate::world::*;

const TIER: &str = "/ssm/parameter-store/default-parameter-tier";
const THROUGHPUT: &str = "/ssm/parameter-store/high-throughput-enabled";

#[tokio::test]
async fn a_setting_is_the_default_until_somebody_changes_it() {
    let world = World::new().await;
    let params = world.root();
    let arn = format!("arn:aws:ssm:{REGION}:{ACCOUNT}:servicesetting{THROUGHPUT}");
    let get = || async {
        let answer = params
            .get_service_setting(GetServiceSettingRequest::new(THROUGHPUT))
            .await;
        to_value(answer.unwrap().service_setting).unwrap()
    };
    let default = json!({
        "SettingId": THROUGHPUT,
        "SettingValue": "false",
        "ARN": arn,
        "Status": "Default"
    });
    assert_eq!(get().await, default);
    params
        .update_service_setting(UpdateServiceSettingRequest::new(&arn, "true"))
        .await
        .unwrap();
    assert_eq!(
        get().await,
        json!({
            "SettingId": THROUGHPUT,
            "SettingValue": "true",
            "LastModifiedDate": 1_767_225_600,
            "LastModifiedUser": "arn:aws:iam::111122223333:root",
            "ARN": arn,
            "Status": "Customized"
        })
    );
    let request = ResetServiceSettingRequest::new(THROUGHPUT);
    let reset = params.reset_service_setting(request.clone()).await.unwrap();
    assert_eq!(to_value(reset.service_setting).unwrap(), default);
    params.reset_service_setting(request).await.unwrap();
    assert_eq!(get().await, default);
}

#[tokio::test]
async fn values_and_ids_are_checked() {
    let world = World::new().await;
    let params = world.root();
    for (id, value) in [(TIER, "standard"), (THROUGHPUT, "True")] {
        let request = UpdateServiceSettingRequest::new(id, value);
        refused(
            params.update_service_setting(request).await,
            "ValidationException",
        );
    }
    for id in ["/ssm/opsinsights/opscenter", "x"] {
        let request = GetServiceSettingRequest::new(id);
        refused(
            params.get_service_setting(request).await,
            "ServiceSettingNotFound",
        );
    }
}

#[tokio::test]
async fn a_setting_is_the_accounts_and_the_regions_and_needs_permission() {
    let world = World::new().await;
    let update = || UpdateServiceSettingRequest::new(TIER, "Advanced");
    refused(
        world.app().update_service_setting(update()).await,
        "AccessDeniedException",
    );
    let arn = format!("arn:aws:ssm:{REGION}:{ACCOUNT}:servicesetting{TIER}");
    world.allow(APP, &["ssm:UpdateServiceSetting"], &[&arn]);
    world.app().update_service_setting(update()).await.unwrap();
    let elsewhere = world
        .params
        .caller(common_types::Caller::root(ACCOUNT).unwrap());
    let elsewhere = elsewhere.region("eu-west-2").unwrap();
    let answer = elsewhere
        .get_service_setting(GetServiceSettingRequest::new(TIER))
        .await;
    assert_eq!(answer.unwrap().service_setting.setting_value, "Standard");
}
