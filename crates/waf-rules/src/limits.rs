//! The numbers, with their source.
//!
//! Where no page is named it is the [quotas](https://docs.aws.amazon.com/waf/latest/developerguide/limits.html) page or the API
//! reference of the type.

/// Capacity units (WCU) of a web ACL. Above 1,500 AWS charges more; it is no limit.
pub const WEB_ACL_CAPACITY: u64 = 5_000;

/// Capacity units of a rule group.
pub const RULE_GROUP_CAPACITY: u64 = 5_000;

/// Characters of a name.
pub const NAME_CHARS: usize = 128;

/// Bytes of a search string.
pub const SEARCH_STRING_BYTES: usize = 200;

/// Characters of a pattern.
pub const PATTERN_CHARS: usize = 512;

/// Patterns of a set.
pub const PATTERNS: usize = 10;

/// Bytes that one compiled pattern may take: what bounds patterns such as `(a{500}){500}`.
pub const PATTERN_COMPILED_BYTES: usize = 2 * 1024 * 1024;

/// CIDR ranges of an IP set.
pub const ADDRESSES: usize = 10_000;

/// Text transformations of a statement.
pub const TEXT_TRANSFORMATIONS: usize = 10;

/// References of a web ACL, or of a rule group, to IP sets, pattern sets and rule groups.
pub const REFERENCES: usize = 50;

/// Rate-based rules of a web ACL.
pub const RATE_BASED_RULES: usize = 10;

/// Rate-based rules of a rule group.
pub const RATE_BASED_RULES_OF_GROUP: usize = 4;

/// The least limit of a rate-based rule.
pub const RATE_LIMIT_MIN: u64 = 10;

/// The greatest limit of a rate-based rule.
pub const RATE_LIMIT_MAX: u64 = 2_000_000_000;

/// Evaluation windows of rate-based rules, in seconds.
pub const EVALUATION_WINDOWS_SECONDS: [u64; 4] = [60, 120, 300, 600];

/// The evaluation window when unset, in seconds.
pub const EVALUATION_WINDOW_SECONDS: u64 = 300;

/// Custom keys of a rate-based statement.
pub const CUSTOM_KEYS: usize = 5;

/// Characters of a header's name in a statement.
pub const FIELD_NAME_CHARS: usize = 64;

/// Characters of a query argument's name in a statement.
pub const QUERY_ARGUMENT_CHARS: usize = 30;

/// Characters of a cookie's name in a statement.
pub const COOKIE_NAME_CHARS: usize = 60;

/// Names in a choice of headers or cookies.
pub const MATCH_PATTERN_NAMES: usize = 199;

/// Characters of a JSON pointer.
pub const JSON_POINTER_CHARS: usize = 512;

/// JSON pointers of a statement. AWS names no number; this one bounds the work of a request.
pub const JSON_POINTERS: usize = 100;

/// The greatest size of a size constraint: 20 GiB.
pub const SIZE_MAX: u64 = 21_474_836_480;

/// Autonomous systems of a statement.
pub const ASNS: usize = 100;

/// Bytes of headers, or of cookies, that are inspected.
///
/// Source: [oversize components](https://docs.aws.amazon.com/waf/latest/developerguide/waf-oversize-request-components.html).
pub const HEADERS_BYTES: usize = 8_192;

/// Headers, or cookies, that are inspected. Same page.
pub const HEADERS: usize = 200;

/// Bytes of a body that application load balancers and AppSync inspect. Same page.
pub const BODY_BYTES_MIN: usize = 8_192;

/// Bytes of a body that the other resources inspect by default. Same page.
pub const BODY_BYTES_DEFAULT: usize = 16_384;

/// Addresses of a header that [`Any`](crate::model::ForwardedIpPosition::Any) looks at: the last ones.
pub const FORWARDED_ADDRESSES: usize = 10;

/// Characters of a label.
pub const LABEL_CHARS: usize = 1_024;

/// Characters of one part of a label.
///
/// Source: [label requirements](https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-requirements.html).
pub const LABEL_PART_CHARS: usize = 128;

/// Namespaces of a label. Same page.
pub const LABEL_NAMESPACES: usize = 5;

/// Parts that a label of ours may not have. Same page.
pub const LABEL_RESERVED: [&str; 8] = [
    "awswaf",
    "aws",
    "waf",
    "rulegroup",
    "webacl",
    "regexpatternset",
    "ipset",
    "managed",
];

/// Labels that a rule adds. AWS names no number; this one bounds the work of a request.
pub const RULE_LABELS: usize = 100;

/// Labels of a log record: the first ones.
///
/// Source: [log fields](https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html).
pub const LOGGED_LABELS: usize = 100;

/// Seconds that a solved CAPTCHA or a passed challenge holds when unset.
pub const IMMUNITY_SECONDS: u64 = 300;

/// The least immunity time of a CAPTCHA, in seconds.
pub const CAPTCHA_IMMUNITY_SECONDS_MIN: u64 = 60;

/// The least immunity time of a challenge, in seconds.
pub const CHALLENGE_IMMUNITY_SECONDS_MIN: u64 = 300;

/// The greatest immunity time, in seconds: three days.
pub const IMMUNITY_SECONDS_MAX: u64 = 259_200;

/// Custom headers of one action.
pub const CUSTOM_HEADERS: usize = 10;

/// Custom headers of a web ACL or rule group, of requests and of responses each.
pub const CUSTOM_HEADERS_TOTAL: usize = 100;

/// Characters of a custom header's name.
pub const CUSTOM_HEADER_NAME_CHARS: usize = 64;

/// Characters of a custom header's value.
pub const CUSTOM_HEADER_VALUE_CHARS: usize = 255;

/// Custom response bodies of a web ACL or rule group.
pub const RESPONSE_BODIES: usize = 50;

/// Bytes of one custom response body.
pub const RESPONSE_BODY_BYTES: usize = 4_096;

/// Bytes of all custom response bodies of a web ACL or rule group.
pub const RESPONSE_BODIES_BYTES: usize = 51_200;

/// Status codes of custom responses.
///
/// Source: [supported status codes](https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-status-codes.html).
pub const RESPONSE_CODES: [u16; 33] = [
    200, 201, 202, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 408, 409,
    411, 412, 413, 414, 415, 416, 421, 429, 500, 501, 502, 503, 504, 505,
];

/// Excluded rules, or action overrides, of a reference to a rule group.
pub const OVERRIDES: usize = 100;

/// Fields that are protected in logs.
pub const DATA_PROTECTIONS: usize = 26;

/// Token domains of a web ACL.
pub const TOKEN_DOMAINS: usize = 10;

/// How deep statements may nest. AWS names no number; capacity bounds it there, and this one here.
pub const STATEMENT_DEPTH: usize = 32;

/// Characters of a path that a managed rule group is told: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html).
pub const MANAGED_PATH_CHARS: usize = 256;

/// Characters of the place of a value in a payload: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html).
pub const FIELD_IDENTIFIER_CHARS: usize = 512;

/// Characters of a value that tells success from failure: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_ResponseInspection.html).
pub const RESPONSE_VALUE_CHARS: usize = 100;

/// Characters of a response header's name: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_ResponseInspection.html).
pub const RESPONSE_HEADER_CHARS: usize = 200;

/// Values of a response header: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_ResponseInspection.html).
pub const RESPONSE_HEADER_VALUES: usize = 3;

/// Strings and values of a response body: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_ResponseInspection.html).
pub const RESPONSE_BODY_VALUES: usize = 5;

/// Status codes that tell success, or failure: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_ResponseInspection.html).
pub const RESPONSE_STATUS_CODES: usize = 10;

/// Digits of a price before its decimal point: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_Price.html).
pub const PRICE_DIGITS: usize = 9;

/// Digits of a price behind its decimal point: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_Price.html).
pub const PRICE_DECIMALS: usize = 3;

/// Attributes of an application: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_ApplicationConfig.html).
pub const APPLICATION_ATTRIBUTES: usize = 10;

/// Values of an application's attribute: [AWS](https://docs.aws.amazon.com/waf/latest/APIReference/API_ApplicationAttribute.html).
pub const APPLICATION_VALUES: usize = 50;
