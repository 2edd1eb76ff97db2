//! Settings of web ACLs and rules besides what decides.

use std::collections::BTreeMap;

use super::wire::{wire_struct, wire_words};

wire_struct! {
    /// Metrics and samples.
    #[derive(Hash)]
    VisibilityConfig {
        /// Whether samples of requests are kept.
        sampled_requests_enabled: bool,
        /// Whether requests are counted.
        cloud_watch_metrics_enabled: bool,
        /// The metric's name.
        metric_name: String,
        ;
    }
}
wire_struct! {
    /// How long a solved CAPTCHA holds.
    #[derive(Copy, Default, Hash)]
    CaptchaConfig {
        ;
        /// The time.
        immunity_time_property: ImmunityTimeProperty,
    }
}
wire_struct! {
    /// How long a passed challenge holds.
    #[derive(Copy, Default, Hash)]
    ChallengeConfig {
        ;
        /// The time.
        immunity_time_property: ImmunityTimeProperty,
    }
}
wire_struct! {
    /// How long a token holds.
    #[derive(Copy, Hash)]
    ImmunityTimeProperty {
        /// Seconds: 60 (a challenge: 300) to 259,200.
        immunity_time: u64,
        ;
    }
}
wire_struct! {
    /// How much of a body each kind of resource inspects.
    AssociationConfig {
        ;
        /// The size by kind of resource.
        request_body: BTreeMap<AssociatedResourceType, RequestBodyConfig>,
    }
}
wire_struct! {
    /// How much of a body is inspected.
    #[derive(Copy, Hash)]
    RequestBodyConfig {
        /// The size.
        default_size_inspection_limit: SizeInspectionLimit,
        ;
    }
}
wire_words! {
    /// A kind of resource whose body limit can be chosen.
    AssociatedResourceType {
        /// A CloudFront distribution.
        CloudFront = "CLOUDFRONT",
        /// An API Gateway stage.
        ApiGateway = "API_GATEWAY",
        /// A Cognito user pool.
        CognitoUserPool = "COGNITO_USER_POOL",
        /// An App Runner service.
        AppRunnerService = "APP_RUNNER_SERVICE",
        /// A Verified Access instance.
        VerifiedAccessInstance = "VERIFIED_ACCESS_INSTANCE",
        /// An AgentCore gateway.
        AgentCoreGateway = "AGENTCORE_GATEWAY",
    }
}
wire_words! {
    /// How much of a body is inspected.
    SizeInspectionLimit {
        /// 16,384 bytes.
        Kb16 = "KB_16",
        /// 32,768 bytes.
        Kb32 = "KB_32",
        /// 49,152 bytes.
        Kb48 = "KB_48",
        /// 65,536 bytes.
        Kb64 = "KB_64",
    }
}

impl SizeInspectionLimit {
    /// The limit in bytes.
    pub const fn bytes(self) -> usize {
        match self {
            Self::Kb16 => 16 * 1024,
            Self::Kb32 => 32 * 1024,
            Self::Kb48 => 48 * 1024,
            Self::Kb64 => 64 * 1024,
        }
    }
}

wire_struct! {
    /// What of a request is hidden in logs and samples.
    DataProtectionConfig {
        /// The fields: 1 to 26.
        data_protections: Vec<DataProtection>,
        ;
    }
}
wire_struct! {
    /// How one field is hidden.
    DataProtection {
        /// The field.
        field: FieldToProtect,
        /// How.
        action: DataProtectionAction,
        ;
        /// Whether the details of matching rules show it all the same.
        exclude_rule_match_details: bool,
        /// Whether the details of rate-based rules show it all the same.
        exclude_rate_based_details: bool,
    }
}
wire_struct! {
    /// A field to hide.
    FieldToProtect {
        /// Its kind.
        field_type: FieldToProtectType,
        ;
        /// Its names; all when unset.
        field_keys: Vec<String>,
    }
}
wire_words! {
    /// A kind of field to hide.
    FieldToProtectType {
        /// Headers.
        SingleHeader = "SINGLE_HEADER",
        /// Cookies.
        SingleCookie = "SINGLE_COOKIE",
        /// Query arguments.
        SingleQueryArgument = "SINGLE_QUERY_ARGUMENT",
        /// The query string.
        QueryString = "QUERY_STRING",
        /// The body.
        Body = "BODY",
    }
}
wire_words! {
    /// How a field is hidden.
    DataProtectionAction {
        /// By the word `REDACTED`.
        Substitution = "SUBSTITUTION",
        /// By a one-way hash.
        Hash = "HASH",
    }
}
wire_struct! {
    /// What an application load balancer does with sources of low reputation.
    #[derive(Copy, Hash)]
    OnSourceDdosProtectionConfig {
        /// When it acts.
        #[serde(rename = "ALBLowReputationMode")]
        alb_low_reputation_mode: LowReputationMode,
        ;
    }
}
wire_words! {
    /// When sources of low reputation are acted on.
    LowReputationMode {
        /// While under attack.
        ActiveUnderDdos = "ACTIVE_UNDER_DDOS",
        /// Always.
        AlwaysOn = "ALWAYS_ON",
    }
}
wire_struct! {
    /// What the application is, for recommendations.
    #[derive(Hash)]
    ApplicationConfig {
        ;
        /// Its attributes: 1 to 10.
        attributes: Vec<ApplicationAttribute>,
    }
}
wire_struct! {
    /// An attribute of the application.
    #[derive(Hash)]
    ApplicationAttribute {
        ;
        /// Its name.
        name: String,
        /// Its values.
        values: Vec<String>,
    }
}
wire_struct! {
    /// What a request costs where a rule asks for payment.
    #[derive(Hash)]
    MonetizationConfig {
        ;
        /// Payment in crypto currency.
        crypto_config: CryptoConfig,
        /// Real or test money.
        currency_mode: CurrencyMode,
    }
}
wire_struct! {
    /// Payment in crypto currency.
    #[derive(Hash)]
    CryptoConfig {
        /// The networks: 1 or 2.
        payment_networks: Vec<PaymentNetwork>,
        ;
    }
}
wire_struct! {
    /// A network that takes payments.
    #[derive(Hash)]
    PaymentNetwork {
        /// The chain.
        chain: BlockchainChain,
        /// Where payments go.
        wallet_address: String,
        /// The base price: one.
        prices: Vec<Price>,
        ;
    }
}
wire_struct! {
    /// A price.
    #[derive(Hash)]
    Price {
        /// A decimal number.
        amount: String,
        /// The currency.
        currency: CryptoCurrency,
        ;
    }
}
wire_words! {
    /// A chain.
    BlockchainChain {
        /// Base.
        Base = "BASE",
        /// Solana.
        Solana = "SOLANA",
        /// Base's test network.
        BaseSepolia = "BASE_SEPOLIA",
        /// Solana's test network.
        SolanaDevnet = "SOLANA_DEVNET",
    }
}
wire_words! {
    /// A crypto currency.
    CryptoCurrency {
        /// USDC.
        Usdc = "USDC",
    }
}
wire_words! {
    /// Real or test money.
    CurrencyMode {
        /// Real.
        Real = "REAL",
        /// Test.
        Test = "TEST",
    }
}
