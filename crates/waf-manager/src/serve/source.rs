//! What a web ACL protects, as logs name it.

use common_types::Arn;
use waf_rules::ResourceType;

use crate::ProtectedResourceType;

/// What a web ACL protects: `httpSourceName` and `httpSourceId` of log records, and how much of a body is inspected.
///
/// Source: [log fields](https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LogSource {
    name: String,
    id: String,
    resource_type: ResourceType,
}

impl LogSource {
    /// Something that is not AWS's, by names of the application's own. Its bodies are inspected as CloudFront's are: 16 KiB, or as the web ACL
    /// says.
    pub fn new(name: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            id: id.into(),
            resource_type: ResourceType::CloudFront,
        }
    }

    /// A distribution of CloudFront, by its id.
    pub fn cloud_front(distribution: impl Into<String>) -> Self {
        Self::new("CF", distribution)
    }

    /// A resource by its ARN. The id is what AWS takes out of it: a load balancer's, an API's, a user pool's.
    pub(crate) fn of(resource: &Arn) -> Self {
        use ProtectedResourceType as Kind;

        let parts: Vec<_> = resource.resource().split('/').collect();
        let part = |at: usize| parts.get(at).copied().unwrap_or("-").to_owned();
        let last = || parts.last().copied().unwrap_or("-").to_owned();
        let (name, id, resource_type) = match Kind::of(resource) {
            Some(Kind::ApplicationLoadBalancer) => {
                ("ALB", last(), ResourceType::ApplicationLoadBalancer)
            }
            // `/restapis/API/stages/STAGE` begins with a slash.
            Some(Kind::ApiGateway) => ("APIGW", part(2), ResourceType::ApiGateway),
            Some(Kind::AppSync) => ("APPSYNC", part(1), ResourceType::AppSync),
            Some(Kind::CognitoUserPool) => ("COGNITOIDP", part(1), ResourceType::CognitoUserPool),
            Some(Kind::AppRunnerService) => ("APPRUNNER", last(), ResourceType::AppRunnerService),
            Some(Kind::VerifiedAccessInstance) => (
                "VERIFIED_ACCESS",
                part(1),
                ResourceType::VerifiedAccessInstance,
            ),
            Some(Kind::Amplify) => ("AMPLIFY", part(1), ResourceType::CloudFront),
            Some(Kind::AgentcoreGateway) => {
                ("AGENTCORE_GATEWAY", part(1), ResourceType::AgentCoreGateway)
            }
            None => ("-", last(), ResourceType::ApplicationLoadBalancer),
        };
        Self {
            name: name.to_owned(),
            id,
            resource_type,
        }
    }

    /// `httpSourceName`, such as `ALB`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `httpSourceId`.
    pub fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn resource_type(&self) -> ResourceType {
        self.resource_type
    }
}
