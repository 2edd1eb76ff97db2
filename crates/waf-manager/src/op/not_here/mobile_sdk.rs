//! AWS's SDKs for mobile applications: `GenerateMobileSdkReleaseUrl`, `GetMobileSdkRelease`, `ListMobileSdkReleases`.

use common_types::{
    constraint::{Check, Constrained},
    setters, wire_enum,
};
use serde::{Deserialize, Serialize};

use super::{super::bounds, RefusedHere, refused};
use crate::{Result, call::Call};

const REASON: &str = "AWS distributes its SDKs for mobile applications itself.";

wire_enum! {
    /// A platform of mobile applications.
    ///
    /// Source: [Platform](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetMobileSdkRelease.html).
    pub enum Platform {
        /// Apple's.
        Ios = "IOS",
        /// Google's.
        Android = "ANDROID",
    }
}

/// Declares a request that names a release.
macro_rules! of_release {
    ($request:ident, $method:ident) => {
        #[doc = concat!("Request of [`", stringify!($method), "`](crate::WafHandle::", stringify!($method), ").")]
        #[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $request {
            /// The platform.
            pub platform: Platform,
            /// The version.
            pub release_version: String,
        }

        impl $request {
            /// A release for a platform.
            pub fn new(platform: Platform, release_version: impl Into<String>) -> Self {
                Self { platform, release_version: release_version.into() }
            }
        }

        impl Constrained for $request {
            fn constraints(&self, check: &mut Check<'_>) {
                let Self { platform: _, release_version } = self;
                check.text("releaseVersion", release_version, &bounds::VERSION);
            }
        }

        impl RefusedHere for $request {
            const REASON: &'static str = REASON;

            async fn allow(&self, call: &mut Call<'_>) -> Result<()> {
                call.allow_anywhere()
            }
        }
    };
}

of_release!(
    GenerateMobileSdkReleaseUrlRequest,
    generate_mobile_sdk_release_url
);
of_release!(GetMobileSdkReleaseRequest, get_mobile_sdk_release);

/// Request of [`list_mobile_sdk_releases`](crate::WafHandle::list_mobile_sdk_releases).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ListMobileSdkReleasesRequest {
    /// The platform.
    pub platform: Platform,
    /// Where to go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_marker: Option<String>,
    /// How many entries a page has at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

impl ListMobileSdkReleasesRequest {
    /// The releases for a platform.
    pub fn new(platform: Platform) -> Self {
        Self {
            platform,
            next_marker: None,
            limit: None,
        }
    }
}

setters!(ListMobileSdkReleasesRequest {
    /// Where to go on.
    next_marker: String,
    /// How many entries a page has at most.
    limit: u32,
});

impl Constrained for ListMobileSdkReleasesRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            platform: _,
            next_marker,
            limit,
        } = self;
        check.text("nextMarker", next_marker, &bounds::FOREIGN_MARKER);
        check.number("limit", *limit, &bounds::LIMIT);
    }
}

impl RefusedHere for ListMobileSdkReleasesRequest {
    const REASON: &'static str = REASON;

    async fn allow(&self, call: &mut Call<'_>) -> Result<()> {
        call.allow_anywhere()
    }
}

refused! {
    /// Where a release of AWS's SDK for mobile applications can be had (`wafv2:GenerateMobileSdkReleaseUrl`).
    generate_mobile_sdk_release_url(GenerateMobileSdkReleaseUrlRequest), GenerateMobileSdkReleaseUrl
}
refused! {
    /// A release of AWS's SDK for mobile applications (`wafv2:GetMobileSdkRelease`).
    get_mobile_sdk_release(GetMobileSdkReleaseRequest), GetMobileSdkRelease
}
refused! {
    /// The releases of AWS's SDK for mobile applications (`wafv2:ListMobileSdkReleases`).
    list_mobile_sdk_releases(ListMobileSdkReleasesRequest), ListMobileSdkReleases
}
