//! What the three operations about settings have in common.

use common_types::{Timestamp, wire, wire_enum};
use serde::{Deserialize, Serialize};

use crate::{
    Result,
    call::Call,
    condition::Asked,
    record::Record,
    setting::{self, Setting, SettingRecord},
};

/// A setting of an account in a region.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ServiceSetting {
    /// Its id.
    pub setting_id: String,
    /// Its value.
    pub setting_value: String,
    /// When it was changed.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "wire::epoch_seconds_option"
    )]
    pub last_modified_date: Option<Timestamp>,
    /// The ARN of whoever changed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified_user: Option<String>,
    /// Its ARN.
    #[serde(rename = "ARN")]
    pub arn: String,
    /// Whether it was changed.
    pub status: ServiceSettingStatus,
}

wire_enum! {
    /// Whether a setting was changed.
    pub enum ServiceSettingStatus {
        /// It is as AWS provides it.
        Default = "Default",
        /// The account has changed it.
        Customized = "Customized",
    }
}

impl ServiceSetting {
    /// A setting as it is.
    pub(super) fn of(
        call: &Call<'_>,
        setting: Setting,
        record: Option<SettingRecord>,
    ) -> Result<Self> {
        let status = match record {
            Some(_) => ServiceSettingStatus::Customized,
            None => ServiceSettingStatus::Default,
        };
        let (value, date, user) = match record {
            Some(SettingRecord {
                value,
                modified,
                modified_by,
            }) => (value, Some(modified), Some(modified_by)),
            None => (setting.default().to_owned(), None, None),
        };
        Ok(Self {
            setting_id: setting.id().to_owned(),
            setting_value: value,
            last_modified_date: date,
            last_modified_user: user,
            arn: call.here().setting_arn(setting.id())?.to_string(),
            status,
        })
    }
}

/// The setting of an id, if the caller may do this with it.
///
/// # Errors
///
/// [`AccessDenied`](crate::Error::AccessDenied), [`ServiceSettingNotFound`](crate::Error::ServiceSettingNotFound).
pub(super) fn allowed(call: &mut Call<'_>, id: &str) -> Result<Setting> {
    let setting = Setting::parse(id, call.here())?;
    call.allow_at(&call.here().setting_arn(setting.id())?, Asked::default())?;
    Ok(setting)
}

/// Writes a setting, or takes what was written away; all of it anew if somebody else was faster.
pub(super) async fn write(
    call: &mut Call<'_>,
    setting: Setting,
    record: Option<&SettingRecord>,
) -> Result<()> {
    let key = call.here().setting_record(setting.id())?;
    loop {
        let found = setting::read(call.params(), call.here(), setting).await?;
        let change = service_kit::Change::new();
        let change = match (record, found) {
            (Some(record), None) => change.create(key.clone(), record.encode()),
            (Some(record), Some((_, found))) => {
                change.replace(key.clone(), record.encode(), found.version)
            }
            (None, Some((_, found))) => change.delete(key.clone(), found.version),
            (None, None) => return Ok(()),
        };
        if call.commit_new(change).await? {
            return Ok(());
        }
    }
}
