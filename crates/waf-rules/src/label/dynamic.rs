//! Labels that depend on the request: country and region.

use std::fmt;

use crate::geo::Location;

/// A label of a geo match statement.
///
/// Source: [geo match](https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-geo-match.html).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct GeoLabel {
    pub(crate) is_forwarded: bool,
    pub(crate) is_region: bool,
    pub(crate) location: Location,
}

impl fmt::Display for GeoLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = if self.is_forwarded {
            "forwardedip"
        } else {
            "clientip"
        };
        let country = self.location.country_code().unwrap_or("XX");
        if self.is_region {
            let region = self.location.region_code().unwrap_or("XX");
            write!(f, "awswaf:{source}:geo:region:{country}-{region}")
        } else {
            write!(f, "awswaf:{source}:geo:country:{country}")
        }
    }
}
