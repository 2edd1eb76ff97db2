//! `ResetServiceSetting`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::service_setting::{self, ServiceSetting};
use crate::{Operation, ParamStoreHandle, Result, bounds, call::Call};

/// Request of [`reset_service_setting`](ParamStoreHandle::reset_service_setting).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ResetServiceSettingRequest {
    /// Its id or ARN.
    pub setting_id: String,
}

/// Response of [`reset_service_setting`](ParamStoreHandle::reset_service_setting).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ResetServiceSettingResponse {
    /// The setting as it is now.
    pub service_setting: ServiceSetting,
}

impl ResetServiceSettingRequest {
    /// For a setting, by its id or ARN.
    pub fn new(setting_id: impl Into<String>) -> Self {
        Self {
            setting_id: setting_id.into(),
        }
    }
}

impl Constrained for ResetServiceSettingRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self { setting_id } = self;
        check.text("settingId", setting_id, &bounds::SETTING_ID);
    }
}

impl ParamStoreHandle {
    /// Puts a setting of the account in this region back to what AWS provides.
    ///
    /// There are `/ssm/parameter-store/default-parameter-tier`, and `/ssm/parameter-store/high-throughput-enabled`, which says
    /// which of the [`ThroughputQuotas`](crate::ThroughputQuotas) the account has, if there are any.
    ///
    /// # Authorisation
    ///
    /// `ssm:ResetServiceSetting` on the setting's ARN.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`ServiceSettingNotFound`](crate::Error::ServiceSettingNotFound), also for settings of other
    /// parts of Systems Manager; [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [ResetServiceSetting](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ResetServiceSetting.html).
    pub async fn reset_service_setting(
        &self,
        request: ResetServiceSettingRequest,
    ) -> Result<ResetServiceSettingResponse> {
        let mut call = self.call(Operation::ResetServiceSetting);
        let answer = reset_service_setting(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn reset_service_setting(
    call: &mut Call<'_>,
    request: &ResetServiceSettingRequest,
) -> Result<ResetServiceSettingResponse> {
    request.validate()?;
    let setting = service_setting::allowed(call, &request.setting_id)?;
    service_setting::write(call, setting, None).await?;
    Ok(ResetServiceSettingResponse {
        service_setting: ServiceSetting::of(call, setting, None)?,
    })
}
