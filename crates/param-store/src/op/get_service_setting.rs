//! `GetServiceSetting`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::service_setting::{self, ServiceSetting};
use crate::{Operation, ParamStoreHandle, Result, bounds, call::Call, setting};

/// Request of [`get_service_setting`](ParamStoreHandle::get_service_setting).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetServiceSettingRequest {
    /// Its id or ARN.
    pub setting_id: String,
}

/// Response of [`get_service_setting`](ParamStoreHandle::get_service_setting).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetServiceSettingResponse {
    /// The setting as it is.
    pub service_setting: ServiceSetting,
}

impl GetServiceSettingRequest {
    /// For a setting, by its id or ARN.
    pub fn new(setting_id: impl Into<String>) -> Self {
        Self {
            setting_id: setting_id.into(),
        }
    }
}

impl Constrained for GetServiceSettingRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { setting_id } = self;
        check.text("settingId", setting_id, &bounds::SETTING_ID);
    }
}

impl ParamStoreHandle {
    /// Reads a setting of the account in this region.
    ///
    /// There are `/ssm/parameter-store/default-parameter-tier`, and `/ssm/parameter-store/high-throughput-enabled`, which says
    /// which of the [`ThroughputQuotas`](crate::ThroughputQuotas) the account has, if there are any.
    ///
    /// # Authorisation
    ///
    /// `ssm:GetServiceSetting` on the setting's ARN.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`ServiceSettingNotFound`](crate::Error::ServiceSettingNotFound), also for settings of other
    /// parts of Systems Manager; [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [GetServiceSetting](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetServiceSetting.html).
    pub async fn get_service_setting(
        &self,
        request: GetServiceSettingRequest,
    ) -> Result<GetServiceSettingResponse> {
        let mut call = self.call(Operation::GetServiceSetting);
        let answer = get_service_setting(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn get_service_setting(
    call: &mut Call<'_>,
    request: &GetServiceSettingRequest,
) -> Result<GetServiceSettingResponse> {
    request.validate()?;
    let setting = service_setting::allowed(call, &request.setting_id)?;
    let found = setting::read(call.params(), call.here(), setting).await?;
    let record = found.map(|(record, _)| record);
    Ok(GetServiceSettingResponse {
        service_setting: ServiceSetting::of(call, setting, record)?,
    })
}
