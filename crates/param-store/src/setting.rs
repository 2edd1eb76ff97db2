//! Service settings: what an account has decided for one region.
//!
//! Source: [ServiceSetting](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ServiceSetting.html).

use std::sync::Arc;

use common_types::Timestamp;
use service_kit::Lookup;
use store::Versioned;

use crate::{
    Error, ParameterTier, Result,
    param_store::Shared,
    record::{Record, members},
    scope::Scope,
};

/// A setting that Parameter Store has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Setting {
    /// The tier of parameters whose request says none.
    DefaultParameterTier,
    /// Whether the account may make more calls a second, where they are [throttled](crate::ThroughputQuotas) at all.
    HighThroughputEnabled,
}

/// The value of a setting that was changed.
#[derive(Clone, Debug)]
pub(crate) struct SettingRecord {
    pub(crate) value: String,
    pub(crate) modified: Timestamp,
    pub(crate) modified_by: String,
}

impl Setting {
    /// The setting of this id, or of an ARN that ends with it.
    ///
    /// # Errors
    ///
    /// [`Error::ServiceSettingNotFound`]: also for settings of other parts of Systems Manager.
    pub(crate) fn parse(text: &str, here: &Scope) -> Result<Self> {
        let all = [Self::DefaultParameterTier, Self::HighThroughputEnabled];
        for setting in all {
            if text == setting.id() || text == here.setting_arn(setting.id())?.as_str() {
                return Ok(setting);
            }
        }
        Err(Error::ServiceSettingNotFound {
            id: text.to_owned(),
        })
    }

    /// Its id.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::DefaultParameterTier => "/ssm/parameter-store/default-parameter-tier",
            Self::HighThroughputEnabled => "/ssm/parameter-store/high-throughput-enabled",
        }
    }

    /// What it is until somebody changes it.
    pub(crate) fn default(self) -> &'static str {
        match self {
            Self::DefaultParameterTier => ParameterTier::Standard.as_str(),
            Self::HighThroughputEnabled => "false",
        }
    }

    /// Refuses a value that it cannot have.
    ///
    /// # Errors
    ///
    /// [`Error::Validation`].
    pub(crate) fn check(self, value: &str) -> Result<()> {
        let (valid, values) = match self {
            Self::DefaultParameterTier => (
                value.parse::<ParameterTier>().is_ok(),
                "Standard, Advanced, Intelligent-Tiering",
            ),
            Self::HighThroughputEnabled => (matches!(value, "true" | "false"), "true, false"),
        };
        if valid {
            return Ok(());
        }
        Err(Error::validation(format!(
            "The value of setting {} is one of [{values}].",
            self.id()
        )))
    }
}

members!(SettingRecord {
    value,
    modified,
    modified_by,
});

impl Record for SettingRecord {
    const WHAT: &'static str = "the record of a setting";
}

/// A setting that was changed.
pub(crate) async fn read(
    params: &Shared,
    scope: &Scope,
    setting: Setting,
) -> Result<Option<(SettingRecord, Versioned)>> {
    let found = params.read(scope.setting_record(setting.id())?).await?;
    let decode = |found: Versioned| Ok((SettingRecord::decode(&found.value)?, found));
    found.map(decode).transpose()
}

/// The tier of parameters whose request says none.
pub(crate) async fn default_tier(params: &Shared, scope: &Scope) -> Result<ParameterTier> {
    match changed(params, scope, Setting::DefaultParameterTier).await? {
        Some(record) => record.value.parse().map_err(Error::broken),
        None => Ok(ParameterTier::Standard),
    }
}

/// Whether an account has asked for more calls a second.
pub(crate) async fn is_throughput_high(params: &Shared, scope: &Scope) -> Result<bool> {
    let changed = changed(params, scope, Setting::HighThroughputEnabled).await?;
    Ok(changed.is_some_and(|record| record.value == "true"))
}

/// A setting that was changed, out of memory or the store.
async fn changed(
    params: &Shared,
    scope: &Scope,
    setting: Setting,
) -> Result<Option<Arc<SettingRecord>>> {
    let key = scope.setting_record(setting.id())?;
    let ticket = match params.settings.look_up(&key) {
        Lookup::Hit(record) => return Ok(record),
        Lookup::Miss(ticket) => ticket,
    };
    let record = read(params, scope, setting).await?;
    let record = record.map(|(record, _)| Arc::new(record));
    ticket.fill(key, record.clone());
    Ok(record)
}
