//! `UpdateServiceSetting`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::service_setting::{self};
use crate::{Operation, ParamStoreHandle, Result, bounds, call::Call, setting::SettingRecord};

/// Request of [`update_service_setting`](ParamStoreHandle::update_service_setting).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateServiceSettingRequest {
    /// Its id or ARN.
    pub setting_id: String,
    /// Its new value.
    pub setting_value: String,
}

/// Response of [`update_service_setting`](ParamStoreHandle::update_service_setting): it is changed.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UpdateServiceSettingResponse {}

impl UpdateServiceSettingRequest {
    /// For a setting, by its id or ARN.
    pub fn new(setting_id: impl Into<String>, setting_value: impl Into<String>) -> Self {
        Self {
            setting_id: setting_id.into(),
            setting_value: setting_value.into(),
        }
    }
}

impl Constrained for UpdateServiceSettingRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            setting_id,
            setting_value,
        } = self;
        check.text("settingId", setting_id, &bounds::SETTING_ID);
        check.text("settingValue", setting_value, &bounds::SETTING_VALUE);
    }
}

impl ParamStoreHandle {
    /// Changes a setting of the account in this region.
    ///
    /// There are `/ssm/parameter-store/default-parameter-tier`, and `/ssm/parameter-store/high-throughput-enabled`, which says
    /// which of the [`ThroughputQuotas`](crate::ThroughputQuotas) the account has, if there are any.
    ///
    /// # Authorisation
    ///
    /// `ssm:UpdateServiceSetting` on the setting's ARN.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`ServiceSettingNotFound`](crate::Error::ServiceSettingNotFound), also for settings of other
    /// parts of Systems Manager; [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [UpdateServiceSetting](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateServiceSetting.html).
    pub async fn update_service_setting(
        &self,
        request: UpdateServiceSettingRequest,
    ) -> Result<UpdateServiceSettingResponse> {
        let mut call = self.call(Operation::UpdateServiceSetting);
        let answer = update_service_setting(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn update_service_setting(
    call: &mut Call<'_>,
    request: &UpdateServiceSettingRequest,
) -> Result<UpdateServiceSettingResponse> {
    request.validate()?;
    let setting = service_setting::allowed(call, &request.setting_id)?;
    setting.check(&request.setting_value)?;
    let record = SettingRecord {
        value: request.setting_value.clone(),
        modified: call.now(),
        modified_by: call.caller_arn(),
    };
    service_setting::write(call, setting, Some(&record)).await?;
    Ok(UpdateServiceSettingResponse {})
}
