//! What makes no sense in a process: operations about things that AWS has and a library has not.
//!
//! They are authenticated, validated, authorised and audited as all others, and then refused, all in one way, with the reason: an application that
//! calls one hears that it will never be answered here, and not that it called it wrongly.

mod mobile_sdk;
mod revenue;
mod top_paths;

use common_types::constraint::Constrained;
use serde::Serialize;

use crate::{Error, Result, call::Call};

pub use self::{
    mobile_sdk::{
        GenerateMobileSdkReleaseUrlRequest, GetMobileSdkReleaseRequest,
        ListMobileSdkReleasesRequest, Platform,
    },
    revenue::{
        Currency, GetRevenueStatisticsRequest, GetRevenueStatisticsSummaryRequest,
        GetRevenueStatisticsTimeSeriesRequest, GroupByType, IntervalType,
        ListSettlementRecordsRequest, MonetizationFilter, RankingSortBy, RankingStatisticType,
        SettlementSortBy, SortOrder, TimeSeriesStatisticType,
    },
    top_paths::GetTopPathStatisticsByTrafficRequest,
};

/// The answer that an operation never gives.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub enum NotHere {}

/// A request that is refused once it is known to be valid and allowed.
pub(super) trait RefusedHere: Constrained {
    /// Why.
    const REASON: &'static str;

    /// Asks whether the caller may do this: with nothing in particular, unless the request names something.
    fn allow(&self, call: &mut Call<'_>) -> impl Future<Output = Result<()>> + Send;
}

pub(super) async fn refuse(
    call: &mut Call<'_>,
    request: &(impl RefusedHere + Sync),
) -> Result<NotHere> {
    request.validate()?;
    request.allow(call).await?;
    Err(Error::InvalidOperation {
        reason: reason(request).to_owned(),
    })
}

fn reason<T: RefusedHere>(_: &T) -> &'static str {
    T::REASON
}

/// Declares the handle's method for an operation that is refused here.
macro_rules! refused {
    ($(#[$doc:meta])* $method:ident($request:ty), $operation:ident) => {
        impl $crate::WafHandle {
            $(#[$doc])*
            ///
            /// # Errors
            ///
            /// [`InvalidOperation`](crate::Error::InvalidOperation) always, with the reason, once the request is valid and allowed.
            ///
            /// # Source
            ///
            #[doc = concat!("[", stringify!($operation), "](https://docs.aws.amazon.com/waf/latest/APIReference/API_", stringify!($operation), ".html).")]
            pub async fn $method(&self, request: $request) -> $crate::Result<$crate::NotHere> {
                let mut call = self.call($crate::Operation::$operation);
                let answer = $crate::op::not_here::refuse(&mut call, &request).await;
                call.answer(answer).await
            }
        }
    };
}

use refused;
