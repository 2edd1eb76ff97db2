//! What makes no sense in a process: refused with its reason, but only to those who may ask, and only when the request is valid.

use common_types::ServiceError;
use serde_json::json;
use waf_manager::{
    Currency, Error, GenerateMobileSdkReleaseUrlRequest, GetMobileSdkReleaseRequest,
    GetRevenueStatisticsRequest, GetRevenueStatisticsSummaryRequest,
    GetRevenueStatisticsTimeSeriesRequest, GetTopPathStatisticsByTrafficRequest, IntervalType,
    ListMobileSdkReleasesRequest, ListSettlementRecordsRequest, MonetizationFilter, NotHere,
    Platform, RankingStatisticType, Scope, TimeSeriesStatisticType, TimeWindow, WafHandle,
};

use crate::world::{World, refused};

/// What each of these operations answers.
async fn all(
    waf: &WafHandle,
    window: TimeWindow,
    web_acl: &str,
) -> Vec<(&'static str, Result<NotHere, Error>)> {
    let (scope, currency) = (Scope::Regional, Currency::Usdc);
    let (ranking, series) = (
        RankingStatisticType::TopPathsByRevenue,
        TimeSeriesStatisticType::DateHistogram,
    );
    vec![
        (
            "SDKs for mobile applications",
            waf.generate_mobile_sdk_release_url(GenerateMobileSdkReleaseUrlRequest::new(
                Platform::Ios,
                "1.0",
            ))
            .await,
        ),
        (
            "SDKs for mobile applications",
            waf.get_mobile_sdk_release(GetMobileSdkReleaseRequest::new(Platform::Android, "1.0"))
                .await,
        ),
        (
            "SDKs for mobile applications",
            waf.list_mobile_sdk_releases(ListMobileSdkReleasesRequest::new(Platform::Ios))
                .await,
        ),
        (
            "Payments",
            waf.get_revenue_statistics(GetRevenueStatisticsRequest::new(
                window, scope, currency, ranking,
            ))
            .await,
        ),
        (
            "Payments",
            waf.get_revenue_statistics_summary(GetRevenueStatisticsSummaryRequest::new(
                window, scope, currency,
            ))
            .await,
        ),
        (
            "Payments",
            waf.get_revenue_statistics_time_series(GetRevenueStatisticsTimeSeriesRequest::new(
                window,
                scope,
                currency,
                series,
                IntervalType::Hourly,
            ))
            .await,
        ),
        (
            "Payments",
            waf.list_settlement_records(ListSettlementRecordsRequest::new(window, scope, currency))
                .await,
        ),
        (
            "Bot Control",
            waf.get_top_path_statistics_by_traffic(GetTopPathStatisticsByTrafficRequest::new(
                web_acl, scope, window, 10, 3,
            ))
            .await,
        ),
    ]
}

#[tokio::test]
async fn each_is_refused_with_its_reason_to_those_who_may_ask() {
    let world = World::new().await;
    let acl = world.web_acl("edge", vec![]).await;
    let window = TimeWindow::new(world.now(), world.now());
    for (reason, answer) in all(&world.root(), window, &acl.arn).await {
        let error = refused(answer, "WAFInvalidOperationException");
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!error.retryable());
    }
    let app = world.app(json!({"Effect": "Allow", "Action": "wafv2:GetWebACL", "Resource": "*"}));
    for (_, answer) in all(&app, window, &acl.arn).await {
        refused(answer, "AccessDeniedException");
    }
}

#[tokio::test]
async fn what_is_not_valid_is_told_first() {
    let world = World::new().await;
    let waf = world.root();
    let window = TimeWindow::new(world.now(), world.now());
    let release = GetMobileSdkReleaseRequest::new(Platform::Ios, "not a version");
    refused(
        waf.get_mobile_sdk_release(release).await,
        "ValidationException",
    );
    let series = |limit| {
        let series = TimeSeriesStatisticType::PaymentTraffic;
        GetRevenueStatisticsTimeSeriesRequest::new(
            window,
            Scope::Regional,
            Currency::Usdc,
            series,
            IntervalType::Daily,
        )
        .limit(limit)
    };
    refused(
        waf.get_revenue_statistics_time_series(series(10_001)).await,
        "ValidationException",
    );
    refused(
        waf.get_revenue_statistics_time_series(series(10_000)).await,
        "WAFInvalidOperationException",
    );
    let records = ListSettlementRecordsRequest::new(window, Scope::Regional, Currency::Usdc)
        .filters(vec![MonetizationFilter::new("", vec![])]);
    let error = refused(
        waf.list_settlement_records(records).await,
        "ValidationException",
    );
    assert!(
        error.to_string().contains("filters.1.member.name"),
        "{error}"
    );
    let gone = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/none/a1b2c3d4-5678-90ab-cdef-111111111111";
    let paths = GetTopPathStatisticsByTrafficRequest::new(gone, Scope::Regional, window, 10, 3);
    refused(
        waf.get_top_path_statistics_by_traffic(paths).await,
        "WAFNonexistentItemException",
    );
}
