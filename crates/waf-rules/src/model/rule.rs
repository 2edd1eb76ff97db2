//! Rules: a statement, and what follows when it matches.

use super::{
    action::{OverrideAction, RuleAction},
    config::{CaptchaConfig, ChallengeConfig, VisibilityConfig},
    statement::Statement,
    wire::wire_struct,
};

wire_struct! {
    /// A statement, and what follows when it matches.
    ///
    /// Source: [Rule](https://docs.aws.amazon.com/waf/latest/APIReference/API_Rule.html).
    Rule {
        /// Its name, unique in its web ACL or rule group.
        name: String,
        /// Lower comes first; unique in its web ACL or rule group.
        priority: u32,
        /// What it asks of a request.
        statement: Statement,
        /// Metrics and samples.
        visibility_config: VisibilityConfig,
        ;
        /// What follows a match, of a rule that is no rule group.
        action: RuleAction,
        /// What becomes of a rule group's action, of a rule that is one.
        override_action: OverrideAction,
        /// Labels that a match adds.
        rule_labels: Vec<Label>,
        /// How long a solved CAPTCHA holds; the web ACL's when unset.
        captcha_config: CaptchaConfig,
        /// How long a passed challenge holds; the web ACL's when unset.
        challenge_config: ChallengeConfig,
    }
}
wire_struct! {
    /// A label: up to five namespaces and a name, separated by `:`.
    #[derive(Hash, Ord, PartialOrd)]
    Label {
        /// The text.
        name: String,
        ;
    }
}
