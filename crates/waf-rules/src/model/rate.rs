//! Rate-based statements: how many requests are too many.

use super::{
    field::{FallbackBehavior, TextTransformation},
    statement::{ForwardedIpConfig, Statement},
    wire::{wire_struct, wire_union, wire_words},
};

wire_struct! {
    /// More requests of one aggregation instance than the limit were seen in the window, this one included.
    ///
    /// Source: [RateBasedStatement](https://docs.aws.amazon.com/waf/latest/APIReference/API_RateBasedStatement.html).
    RateBasedStatement {
        /// Requests: 10 to 2,000,000,000.
        limit: u64,
        /// What the requests of one instance have in common.
        aggregate_key_type: AggregateKeyType,
        ;
        /// Seconds: 60, 120, 300 or 600; 300 when unset.
        evaluation_window_sec: u64,
        /// Only requests that match this are counted and limited.
        scope_down_statement: Statement,
        /// The header that has the address.
        #[serde(rename = "ForwardedIPConfig")]
        forwarded_ip_config: ForwardedIpConfig,
        /// The keys of [`AggregateKeyType::CustomKeys`]: 1 to 5.
        custom_keys: Vec<CustomKey>,
    }
}
wire_words! {
    /// What the requests of one instance have in common.
    AggregateKeyType {
        /// The address.
        Ip = "IP",
        /// The first address of a header.
        ForwardedIp = "FORWARDED_IP",
        /// The values of custom keys.
        CustomKeys = "CUSTOM_KEYS",
        /// Nothing: all are one instance.
        Constant = "CONSTANT",
    }
}
wire_union! {
    /// One part of an aggregation key. A request that lacks it is not counted.
    #[derive(Hash)]
    CustomKey {
        /// A header's value.
        Header(HeaderKey),
        /// A cookie's value.
        Cookie(CookieKey),
        /// A query argument's value.
        QueryArgument(QueryArgumentKey),
        /// The query string.
        QueryString(QueryStringKey),
        /// The method.
        #[serde(rename = "HTTPMethod")]
        HttpMethod(HttpMethodKey),
        /// The first address of a header.
        #[serde(rename = "ForwardedIP")]
        ForwardedIp(ForwardedIpKey),
        /// The address.
        #[serde(rename = "IP")]
        Ip(IpKey),
        /// The labels of a namespace.
        LabelNamespace(LabelNamespaceKey),
        /// The path.
        UriPath(UriPathKey),
        /// The JA3 fingerprint.
        #[serde(rename = "JA3Fingerprint")]
        Ja3Fingerprint(Ja3FingerprintKey),
        /// The JA4 fingerprint.
        #[serde(rename = "JA4Fingerprint")]
        Ja4Fingerprint(Ja4FingerprintKey),
        /// The autonomous system.
        #[serde(rename = "ASN")]
        Asn(AsnKey),
    }
}
wire_struct! {
    /// A header's value.
    #[derive(Hash)]
    HeaderKey {
        /// The header. Its case does not matter.
        name: String,
        /// How the value is transformed first.
        text_transformations: Vec<TextTransformation>,
        ;
    }
}
wire_struct! {
    /// A cookie's value.
    #[derive(Hash)]
    CookieKey {
        /// The cookie, exactly.
        name: String,
        /// How the value is transformed first.
        text_transformations: Vec<TextTransformation>,
        ;
    }
}
wire_struct! {
    /// A query argument's value.
    #[derive(Hash)]
    QueryArgumentKey {
        /// The argument. Its case does not matter.
        name: String,
        /// How the value is transformed first.
        text_transformations: Vec<TextTransformation>,
        ;
    }
}
wire_struct! {
    /// The query string.
    #[derive(Hash)]
    QueryStringKey {
        /// How it is transformed first.
        text_transformations: Vec<TextTransformation>,
        ;
    }
}
wire_struct! {
    /// The path.
    #[derive(Hash)]
    UriPathKey {
        /// How it is transformed first.
        text_transformations: Vec<TextTransformation>,
        ;
    }
}
wire_struct! {
    /// The labels of a namespace that earlier rules have added.
    #[derive(Hash)]
    LabelNamespaceKey {
        /// The namespace, ending in `:`.
        namespace: String,
        ;
    }
}
wire_struct! {
    /// The JA3 fingerprint.
    #[derive(Hash)]
    Ja3FingerprintKey {
        /// What a request without one means.
        fallback_behavior: FallbackBehavior,
        ;
    }
}
wire_struct! {
    /// The JA4 fingerprint.
    #[derive(Hash)]
    Ja4FingerprintKey {
        /// What a request without one means.
        fallback_behavior: FallbackBehavior,
        ;
    }
}

wire_struct! {
    /// The method.
    #[derive(Copy, Default, Hash)]
    HttpMethodKey { ; }
}
wire_struct! {
    /// The first address of a header.
    #[derive(Copy, Default, Hash)]
    ForwardedIpKey { ; }
}
wire_struct! {
    /// The address.
    #[derive(Copy, Default, Hash)]
    IpKey { ; }
}
wire_struct! {
    /// The autonomous system.
    #[derive(Copy, Default, Hash)]
    AsnKey { ; }
}
