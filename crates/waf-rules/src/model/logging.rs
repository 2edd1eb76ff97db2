//! What is logged of requests, and what is left out.

use super::{
    field::FieldToMatch,
    wire::{wire_struct, wire_union, wire_words},
};

wire_struct! {
    /// What is logged of a web ACL's requests.
    ///
    /// Source: [LoggingConfiguration](https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html).
    LoggingConfiguration {
        /// The web ACL.
        resource_arn: String,
        /// Where records go.
        log_destination_configs: Vec<String>,
        ;
        /// Fields that are written as `REDACTED`: paths, query strings, single headers and methods.
        redacted_fields: Vec<FieldToMatch>,
        /// Whether Firewall Manager owns it.
        managed_by_firewall_manager: bool,
        /// Which requests are logged.
        logging_filter: LoggingFilter,
        /// Always [`LogType::WafLogs`].
        log_type: LogType,
        /// Who owns the logs.
        log_scope: LogScope,
    }
}
wire_struct! {
    /// Which requests are logged.
    #[derive(Hash)]
    LoggingFilter {
        /// The filters: the first that applies decides.
        filters: Vec<Filter>,
        /// What happens where none applies.
        default_behavior: FilterBehavior,
        ;
    }
}
wire_struct! {
    /// One filter.
    #[derive(Hash)]
    Filter {
        /// What happens where it applies.
        behavior: FilterBehavior,
        /// Whether all conditions must hold, or one.
        requirement: FilterRequirement,
        /// The conditions.
        conditions: Vec<Condition>,
        ;
    }
}
wire_union! {
    /// One condition of a filter.
    #[derive(Hash)]
    Condition {
        /// A rule has acted so.
        ActionCondition(ActionCondition),
        /// The request has this label.
        LabelNameCondition(LabelNameCondition),
    }
}
wire_struct! {
    /// A rule has acted so.
    #[derive(Copy, Hash)]
    ActionCondition {
        /// The action.
        action: ActionValue,
        ;
    }
}
wire_struct! {
    /// The request has this label.
    #[derive(Hash)]
    LabelNameCondition {
        /// The label, fully qualified.
        label_name: String,
        ;
    }
}
wire_words! {
    /// Keep or drop.
    FilterBehavior {
        /// The request is logged.
        Keep = "KEEP",
        /// It is not.
        Drop = "DROP",
    }
}
wire_words! {
    /// All or one.
    FilterRequirement {
        /// All conditions.
        MeetsAll = "MEETS_ALL",
        /// One condition.
        MeetsAny = "MEETS_ANY",
    }
}
wire_words! {
    /// An action, as logs name it.
    ActionValue {
        /// Allowed.
        Allow = "ALLOW",
        /// Blocked.
        Block = "BLOCK",
        /// Counted.
        Count = "COUNT",
        /// A CAPTCHA was asked for.
        Captcha = "CAPTCHA",
        /// A challenge was asked for.
        Challenge = "CHALLENGE",
        /// A payment was asked for.
        Monetize = "MONETIZE",
        /// A rule of a group was counted that would have done something else.
        ExcludedAsCount = "EXCLUDED_AS_COUNT",
    }
}
wire_words! {
    /// A kind of log.
    LogType {
        /// Logs of requests.
        WafLogs = "WAF_LOGS",
    }
}
wire_words! {
    /// Who owns the logs.
    LogScope {
        /// The customer.
        Customer = "CUSTOMER",
        /// Security Lake.
        SecurityLake = "SECURITY_LAKE",
        /// A telemetry rule of CloudWatch.
        CloudWatchTelemetryRuleManaged = "CLOUDWATCH_TELEMETRY_RULE_MANAGED",
    }
}
