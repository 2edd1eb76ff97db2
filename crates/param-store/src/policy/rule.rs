//! What one policy says.

use chrono::{SecondsFormat, TimeDelta};
use common_types::{Timestamp, wire_enum};
use serde_json::{Value, json};

use super::{PolicyType, parse};
use crate::record::{Member, Reader, Writer};

/// What one policy says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Rule {
    /// The parameter is deleted at this time.
    Expiration { at: Timestamp },
    /// Somebody is told so long before that.
    ExpirationNotification { before: Span },
    /// Somebody is told when the parameter was not changed for so long.
    NoChangeNotification { after: Span },
}

/// A time in whole days or hours.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Span {
    pub(crate) count: u32,
    pub(crate) unit: Unit,
}

wire_enum! {
    /// What a [`Span`] is counted in.
    pub(crate) enum Unit {
        /// Of 24 hours.
        Days = "Days",
        /// Of 60 minutes.
        Hours = "Hours",
    }
}

impl Rule {
    /// Its type.
    pub(crate) fn kind(&self) -> PolicyType {
        match self {
            Self::Expiration { .. } => PolicyType::Expiration,
            Self::ExpirationNotification { .. } => PolicyType::ExpirationNotification,
            Self::NoChangeNotification { .. } => PolicyType::NoChangeNotification,
        }
    }

    /// When the parameter expires, if this is what says so.
    pub(crate) fn expiration(&self) -> Option<Timestamp> {
        match self {
            Self::Expiration { at } => Some(*at),
            Self::ExpirationNotification { .. } | Self::NoChangeNotification { .. } => None,
        }
    }

    /// Its JSON, as AWS takes it.
    pub(crate) fn text(&self) -> String {
        let attributes = match self {
            Self::Expiration { at } => {
                json!({"Timestamp": at.to_rfc3339_opts(SecondsFormat::Millis, true)})
            }
            Self::ExpirationNotification { before } => before.attributes("Before"),
            Self::NoChangeNotification { after } => after.attributes("After"),
        };
        // In AWS's order, which a map would lose.
        format!(
            r#"{{"Type":"{}","Version":"1.0","Attributes":{attributes}}}"#,
            self.kind()
        )
    }
}

impl Span {
    /// How long it is.
    pub(crate) fn duration(self) -> TimeDelta {
        match self.unit {
            Unit::Days => TimeDelta::days(self.count.into()),
            Unit::Hours => TimeDelta::hours(self.count.into()),
        }
    }

    fn attributes(self, name: &str) -> Value {
        json!({name: self.count.to_string(), "Unit": self.unit})
    }
}

/// Such as `20 days`.
impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let unit = match (self.unit, self.count) {
            (Unit::Days, 1) => "day",
            (Unit::Days, _) => "days",
            (Unit::Hours, 1) => "hour",
            (Unit::Hours, _) => "hours",
        };
        write!(f, "{} {unit}", self.count)
    }
}

/// Its JSON.
impl Member for Rule {
    fn write(&self, to: &mut Writer) {
        to.text(&self.text());
    }

    fn read(from: &mut Reader<'_>) -> Option<Self> {
        parse::rule(&serde_json::from_str(from.text()?).ok()?).ok()
    }
}
