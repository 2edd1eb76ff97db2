//! What compiling needs to know besides the web ACL.

use crate::{
    ManagedRuleGroups, limits,
    model::{AssociatedResourceType, AssociationConfig, wire_words},
};

/// What compiling needs to know besides the web ACL.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct CompileOptions<'a> {
    pub(crate) managed: Option<&'a dyn ManagedRuleGroups>,
    pub(crate) unresolved: Unresolved,
    pub(crate) resource_type: ResourceType,
    pub(crate) max_rate_instances: usize,
}

impl CompileOptions<'_> {
    /// No managed rule groups; references that are not there are refused; bodies as of an application load balancer; a million
    /// aggregation instances a rate-based rule.
    pub const fn new() -> Self {
        Self {
            managed: None,
            unresolved: Unresolved::Refuse,
            resource_type: ResourceType::ApplicationLoadBalancer,
            max_rate_instances: 1 << 20,
        }
    }
}

impl<'a> CompileOptions<'a> {
    /// Who has managed rule groups.
    #[must_use]
    pub fn managed(mut self, groups: &'a dyn ManagedRuleGroups) -> Self {
        self.managed = Some(groups);
        self
    }

    /// What becomes of references that are not there.
    #[must_use]
    pub fn unresolved(mut self, unresolved: Unresolved) -> Self {
        self.unresolved = unresolved;
        self
    }

    /// What the web ACL protects: decides how much of a body is inspected.
    #[must_use]
    pub fn resource_type(mut self, resource_type: ResourceType) -> Self {
        self.resource_type = resource_type;
        self
    }

    /// How many aggregation instances each rate-based rule keeps apart: a million and some, unless this says otherwise. Past that,
    /// those not seen for longest are forgotten.
    #[must_use]
    pub fn max_rate_instances(mut self, max_rate_instances: usize) -> Self {
        self.max_rate_instances = max_rate_instances;
        self
    }
}

impl Default for CompileOptions<'_> {
    fn default() -> Self {
        Self::new()
    }
}

/// What becomes of references that are not there.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Unresolved {
    /// The web ACL is refused, with all of them named.
    #[default]
    Refuse,
    /// They never match; [`CompiledWebAcl::unresolved`](crate::CompiledWebAcl::unresolved) names them.
    NeverMatch,
}

wire_words! {
    /// What a web ACL protects: decides how much of a body is inspected.
    ///
    /// Source: [body limits](https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-setting-body-inspection-limit.html).
    #[derive(Default)]
    ResourceType {
        /// An application load balancer: 8,192 bytes.
        #[default]
        ApplicationLoadBalancer = "APPLICATION_LOAD_BALANCER",
        /// AppSync: 8,192 bytes.
        AppSync = "APPSYNC",
        /// CloudFront: 16,384 bytes, or as the web ACL says.
        CloudFront = "CLOUDFRONT",
        /// API Gateway: 16,384 bytes, or as the web ACL says.
        ApiGateway = "API_GATEWAY",
        /// A Cognito user pool: 16,384 bytes, or as the web ACL says.
        CognitoUserPool = "COGNITO_USER_POOL",
        /// App Runner: 16,384 bytes, or as the web ACL says.
        AppRunnerService = "APP_RUNNER_SERVICE",
        /// Verified Access: 16,384 bytes, or as the web ACL says.
        VerifiedAccessInstance = "VERIFIED_ACCESS_INSTANCE",
        /// An AgentCore gateway: 16,384 bytes, or as the web ACL says.
        AgentCoreGateway = "AGENTCORE_GATEWAY",
    }
}

impl ResourceType {
    /// Bytes of a body that are inspected under this setting of the web ACL.
    pub fn body_limit(self, association: Option<&AssociationConfig>) -> usize {
        let of = |kind: AssociatedResourceType| {
            association
                .and_then(|association| association.request_body.as_ref())
                .and_then(|limits| limits.get(&kind))
                .map_or(limits::BODY_BYTES_DEFAULT, |limit| {
                    limit.default_size_inspection_limit.bytes()
                })
        };
        match self {
            Self::ApplicationLoadBalancer | Self::AppSync => limits::BODY_BYTES_MIN,
            Self::CloudFront => of(AssociatedResourceType::CloudFront),
            Self::ApiGateway => of(AssociatedResourceType::ApiGateway),
            Self::CognitoUserPool => of(AssociatedResourceType::CognitoUserPool),
            Self::AppRunnerService => of(AssociatedResourceType::AppRunnerService),
            Self::VerifiedAccessInstance => of(AssociatedResourceType::VerifiedAccessInstance),
            Self::AgentCoreGateway => of(AssociatedResourceType::AgentCoreGateway),
        }
    }

    /// The kind of a word of AWS's.
    pub fn from_word(word: &str) -> Option<Self> {
        [
            Self::ApplicationLoadBalancer,
            Self::AppSync,
            Self::CloudFront,
            Self::ApiGateway,
            Self::CognitoUserPool,
            Self::AppRunnerService,
            Self::VerifiedAccessInstance,
            Self::AgentCoreGateway,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == word)
    }
}
