//! What some managed rule groups need to know of the application.

use super::{
    acl::Regex,
    wire::{wire_struct, wire_words},
};

wire_struct! {
    /// What a managed rule group needs to know: for the provider of the group to read.
    ///
    /// Source: [ManagedRuleGroupConfig](https://docs.aws.amazon.com/waf/latest/APIReference/API_ManagedRuleGroupConfig.html).
    #[derive(Default, Hash)]
    ManagedRuleGroupConfig {
        ;
        /// The path of the login page; AWS wants it in [`AtpConfig`] now.
        login_path: String,
        /// The payload of the login page; AWS wants it in [`AtpConfig`] now.
        payload_type: PayloadType,
        /// Where the user's name is; AWS wants it in [`AtpConfig`] now.
        username_field: FieldIdentifier,
        /// Where the password is; AWS wants it in [`AtpConfig`] now.
        password_field: FieldIdentifier,
        /// Of Bot Control.
        #[serde(rename = "AWSManagedRulesBotControlRuleSet")]
        bot_control: BotControlConfig,
        /// Of account takeover prevention.
        #[serde(rename = "AWSManagedRulesATPRuleSet")]
        atp: AtpConfig,
        /// Of account creation fraud prevention.
        #[serde(rename = "AWSManagedRulesACFPRuleSet")]
        acfp: AcfpConfig,
        /// Of the protection from floods.
        #[serde(rename = "AWSManagedRulesAntiDDoSRuleSet")]
        anti_ddos: AntiDdosConfig,
    }
}
wire_struct! {
    /// Of `AWSManagedRulesBotControlRuleSet`.
    #[derive(Copy, Hash)]
    BotControlConfig {
        /// Which of its rules are asked.
        inspection_level: InspectionLevel,
        ;
        /// Whether it learns from traffic.
        enable_machine_learning: bool,
    }
}
wire_words! {
    /// Which rules of Bot Control are asked.
    InspectionLevel {
        /// Those for bots that tell what they are.
        Common = "COMMON",
        /// Those for bots that hide, too.
        Targeted = "TARGETED",
    }
}
wire_struct! {
    /// Of `AWSManagedRulesATPRuleSet`.
    #[derive(Hash)]
    AtpConfig {
        /// The path of the login page.
        login_path: String,
        ;
        /// What a login looks like.
        request_inspection: LoginInspection,
        /// How responses tell whether a login has succeeded.
        response_inspection: ResponseInspection,
        /// Whether the path is a pattern.
        enable_regex_in_path: bool,
    }
}
wire_struct! {
    /// Of `AWSManagedRulesACFPRuleSet`.
    #[derive(Hash)]
    AcfpConfig {
        /// The path that makes accounts.
        creation_path: String,
        /// The path of the form that leads to it.
        registration_page_path: String,
        /// What a registration looks like.
        request_inspection: RegistrationInspection,
        ;
        /// How responses tell whether an account was made.
        response_inspection: ResponseInspection,
        /// Whether the paths are patterns.
        enable_regex_in_path: bool,
    }
}
wire_struct! {
    /// Of `AWSManagedRulesAntiDDoSRuleSet`.
    #[derive(Hash)]
    AntiDdosConfig {
        /// How browsers are challenged.
        client_side_action_config: ClientSideActionConfig,
        ;
        /// How suspicious a request is that is blocked.
        sensitivity_to_block: Sensitivity,
    }
}
wire_struct! {
    /// How browsers are challenged.
    #[derive(Hash)]
    ClientSideActionConfig {
        /// By a challenge.
        challenge: ClientSideAction,
        ;
    }
}
wire_struct! {
    /// Who is challenged.
    #[derive(Hash)]
    ClientSideAction {
        /// Whether anyone is.
        usage_of_action: UsageOfAction,
        ;
        /// How suspicious a request is that is challenged.
        sensitivity: Sensitivity,
        /// Paths that cannot solve a challenge.
        exempt_uri_regular_expressions: Vec<Regex>,
    }
}
wire_words! {
    /// Whether browsers are challenged.
    UsageOfAction {
        /// They are.
        Enabled = "ENABLED",
        /// They are not.
        Disabled = "DISABLED",
    }
}
wire_words! {
    /// How suspicious a request is.
    Sensitivity {
        /// Only the most suspicious.
        Low = "LOW",
        /// More of them.
        Medium = "MEDIUM",
        /// All that are suspicious.
        High = "HIGH",
    }
}
wire_words! {
    /// How a form is sent.
    PayloadType {
        /// As JSON.
        Json = "JSON",
        /// As a form.
        FormEncoded = "FORM_ENCODED",
    }
}
wire_struct! {
    /// Where a value is in a payload: a JSON pointer or the name of a field.
    #[derive(Hash)]
    FieldIdentifier {
        /// The place.
        identifier: String,
        ;
    }
}
wire_struct! {
    /// What a login looks like.
    #[derive(Hash)]
    LoginInspection {
        /// How it is sent.
        payload_type: PayloadType,
        /// Where the user's name is.
        username_field: FieldIdentifier,
        /// Where the password is.
        password_field: FieldIdentifier,
        ;
    }
}
wire_struct! {
    /// What a registration looks like.
    #[derive(Hash)]
    RegistrationInspection {
        /// How it is sent.
        payload_type: PayloadType,
        ;
        /// Where the user's name is.
        username_field: FieldIdentifier,
        /// Where the password is.
        password_field: FieldIdentifier,
        /// Where the mail address is.
        email_field: FieldIdentifier,
        /// Where the parts of the telephone number are.
        phone_number_fields: Vec<FieldIdentifier>,
        /// Where the parts of the address are.
        address_fields: Vec<FieldIdentifier>,
    }
}
wire_struct! {
    /// How responses tell success from failure: at most one of the four, and without one they do not.
    #[derive(Default, Hash)]
    ResponseInspection {
        ;
        /// By their status.
        status_code: ResponseStatusCodes,
        /// By a header.
        header: ResponseHeader,
        /// By what is in the body.
        body_contains: ResponseBodyContains,
        /// By a value in a JSON body.
        json: ResponseJson,
    }
}
wire_struct! {
    /// Statuses that tell success from failure.
    #[derive(Hash)]
    ResponseStatusCodes {
        /// At most 10.
        success_codes: Vec<u16>,
        /// At most 10.
        failure_codes: Vec<u16>,
        ;
    }
}
wire_struct! {
    /// A header that tells success from failure.
    #[derive(Hash)]
    ResponseHeader {
        /// Its name.
        name: String,
        /// At most 3.
        success_values: Vec<String>,
        /// At most 3.
        failure_values: Vec<String>,
        ;
    }
}
wire_struct! {
    /// Strings in a body that tell success from failure.
    #[derive(Hash)]
    ResponseBodyContains {
        /// At most 5.
        success_strings: Vec<String>,
        /// At most 5.
        failure_strings: Vec<String>,
        ;
    }
}
wire_struct! {
    /// A value in a JSON body that tells success from failure.
    #[derive(Hash)]
    ResponseJson {
        /// Where it is.
        identifier: String,
        /// At most 5.
        success_values: Vec<String>,
        /// At most 5.
        failure_values: Vec<String>,
        ;
    }
}
