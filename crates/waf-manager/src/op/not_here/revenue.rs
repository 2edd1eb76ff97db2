//! What was paid where rules ask for payment: `GetRevenueStatistics`, `GetRevenueStatisticsSummary`, `GetRevenueStatisticsTimeSeries`,
//! `ListSettlementRecords`.

use common_types::{
    constraint::{Check, Constrained, Number, Size, Text},
    setters, wire_enum,
};
use serde::{Deserialize, Serialize};

use super::{super::bounds, RefusedHere, refused};
use crate::{Result, Scope, call::Call, op::TimeWindow};

const REASON: &str = "Payments are made and settled by AWS alone.";

wire_enum! {
    /// A currency.
    pub enum Currency {
        /// USD Coin.
        Usdc = "USDC",
    }
}
wire_enum! {
    /// What is ranked.
    pub enum RankingStatisticType {
        /// Who paid most.
        TopSourcesByRevenue = "TOP_SOURCES_BY_REVENUE",
        /// What most was paid for.
        TopPathsByRevenue = "TOP_PATHS_BY_REVENUE",
    }
}
wire_enum! {
    /// What is shown over time.
    pub enum TimeSeriesStatisticType {
        /// What was paid.
        DateHistogram = "DATE_HISTOGRAM",
        /// How often payment was asked for and made.
        PaymentTraffic = "PAYMENT_TRAFFIC",
    }
}
wire_enum! {
    /// The length of a step in time.
    pub enum IntervalType {
        /// A minute.
        Minutely = "MINUTELY",
        /// Five minutes.
        FiveMinutely = "FIVE_MINUTELY",
        /// An hour.
        Hourly = "HOURLY",
        /// A day.
        Daily = "DAILY",
    }
}
wire_enum! {
    /// What sums are made by.
    pub enum GroupByType {
        /// Who paid.
        Name = "NAME",
        /// The kind of who paid.
        Category = "CATEGORY",
        /// What it was paid for.
        Intent = "INTENT",
        /// Whom who paid belongs to.
        Organization = "ORGANIZATION",
        /// The web ACL.
        WebAcl = "WEBACL",
    }
}
wire_enum! {
    /// What a ranking goes by.
    pub enum RankingSortBy {
        /// What was paid.
        Revenue = "REVENUE",
        /// The share of it.
        Percentage = "PERCENTAGE",
        /// Who paid.
        Name = "NAME",
    }
}
wire_enum! {
    /// What payments are sorted by.
    pub enum SettlementSortBy {
        /// When it was.
        Timestamp = "TIMESTAMP",
        /// How much it was.
        Amount = "AMOUNT",
        /// Who paid.
        Name = "NAME",
        /// What became of it.
        Status = "STATUS",
    }
}
wire_enum! {
    /// Which end comes first.
    pub enum SortOrder {
        /// The least.
        Ascending = "ASC",
        /// The most.
        Descending = "DESC",
    }
}

/// What payments are counted.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct MonetizationFilter {
    /// What is looked at.
    pub name: String,
    /// What it may be.
    pub values: Vec<String>,
}

impl MonetizationFilter {
    /// Those where something has one of these values.
    pub fn new(name: impl Into<String>, values: Vec<String>) -> Self {
        Self {
            name: name.into(),
            values,
        }
    }
}

impl Constrained for MonetizationFilter {
    fn constraints(&self, check: &mut Check<'_>) {
        const NAME: Text = Text::new().length(1, 128);
        const VALUE: Text = Text::new().length(1, 256);
        let Self { name, values } = self;
        check.text("name", name, &NAME);
        check.texts("values", values, &Size::between(1, 20), &VALUE);
    }
}

/// Declares a request about payments: members that all of them have, and its own.
macro_rules! of_payments {
    (
        $request:ident, $method:ident {
            $($(#[$required_doc:meta])* $required:ident: $required_type:ty,)*
            ;
            $($(#[$optional_doc:meta])* $optional:ident: $optional_type:ident,)*
        }
        at most $limit:expr
    ) => {
        #[doc = concat!("Request of [`", stringify!($method), "`](crate::WafHandle::", stringify!($method), ").")]
        #[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $request {
            /// When payments were made.
            pub time_window: TimeWindow,
            /// What the web ACLs are for.
            pub scope: Scope,
            /// In which currency.
            pub currency: Currency,
            $($(#[$required_doc])* pub $required: $required_type,)*
            /// Which payments.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub filters: Option<Vec<MonetizationFilter>>,
            $($(#[$optional_doc])*
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub $optional: Option<$optional_type>,)*
        }

        impl $request {
            /// All payments of a window.
            pub fn new(time_window: TimeWindow, scope: Scope, currency: Currency $(, $required: $required_type)*) -> Self {
                Self { time_window, scope, currency, $($required,)* filters: None, $($optional: None,)* }
            }
        }

        setters!($request {
            /// Which payments.
            filters: Vec<MonetizationFilter>,
            $($(#[$optional_doc])* $optional: $optional_type,)*
        });

        impl Constrained for $request {
            fn constraints(&self, check: &mut Check<'_>) {
                if let Some(filters) = &self.filters {
                    check.list("filters", filters, &Size::between(1, 20));
                }
                $(of_payments!(@check $optional, self, check, $limit);)*
            }
        }

        impl RefusedHere for $request {
            const REASON: &'static str = REASON;

            async fn allow(&self, call: &mut Call<'_>) -> Result<()> {
                call.home.check(self.scope)?;
                call.allow_anywhere()
            }
        }
    };
    (@check next_marker, $self:ident, $check:ident, $limit:expr) => {
        $check.text("nextMarker", &$self.next_marker, &bounds::FOREIGN_MARKER);
    };
    (@check limit, $self:ident, $check:ident, $limit:expr) => {
        $check.number("limit", $self.limit, &Number::between(1, $limit));
    };
    (@check $other:ident, $self:ident, $check:ident, $limit:expr) => {};
}

of_payments! {
    GetRevenueStatisticsRequest, get_revenue_statistics {
        /// What is ranked.
        statistic_type: RankingStatisticType,
        ;
        /// What sums are made by.
        group_by: GroupByType,
        /// What the ranking goes by.
        sort_by: RankingSortBy,
        /// Which end comes first.
        sort_order: SortOrder,
        /// Where to go on.
        next_marker: String,
        /// How many entries a page has at most.
        limit: u32,
    }
    at most 100
}
of_payments! {
    GetRevenueStatisticsSummaryRequest, get_revenue_statistics_summary {;}
    at most 100
}
of_payments! {
    GetRevenueStatisticsTimeSeriesRequest, get_revenue_statistics_time_series {
        /// What is shown.
        statistic_type: TimeSeriesStatisticType,
        /// In which steps.
        interval: IntervalType,
        ;
        /// What sums are made by.
        group_by: GroupByType,
        /// Where to go on.
        next_marker: String,
        /// How many points a page has at most.
        limit: u32,
    }
    at most 10_000
}
of_payments! {
    ListSettlementRecordsRequest, list_settlement_records {
        ;
        /// What payments are sorted by.
        sort_by: SettlementSortBy,
        /// Which end comes first.
        sort_order: SortOrder,
        /// Where to go on.
        next_marker: String,
        /// How many entries a page has at most.
        limit: u32,
    }
    at most 100
}

refused! {
    /// Who paid most, and for what (`wafv2:GetRevenueStatistics`).
    get_revenue_statistics(GetRevenueStatisticsRequest), GetRevenueStatistics
}
refused! {
    /// What was paid (`wafv2:GetRevenueStatisticsSummary`).
    get_revenue_statistics_summary(GetRevenueStatisticsSummaryRequest), GetRevenueStatisticsSummary
}
refused! {
    /// What was paid when (`wafv2:GetRevenueStatisticsTimeSeries`).
    get_revenue_statistics_time_series(GetRevenueStatisticsTimeSeriesRequest), GetRevenueStatisticsTimeSeries
}
refused! {
    /// Payments, one by one (`wafv2:ListSettlementRecords`).
    list_settlement_records(ListSettlementRecordsRequest), ListSettlementRecords
}
