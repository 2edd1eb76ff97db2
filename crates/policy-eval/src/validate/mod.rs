//! Validation: what AWS would say of a policy before it is put, with the place of everything that it says.

mod checks;
mod code;
mod element;
mod finding;
mod report;
mod statement;

use crate::{
    algebra::Prover,
    document::{Version, tree::Node},
    error::{ParseError, Position, Problem},
    limits,
    services::ServiceReference,
};

use self::{element::Element, report::Report};

pub use code::{FindingType, IssueCode};
pub use finding::{Finding, Location, PathElement, Span, SpanPosition};

/// What kind of policy is validated, by AWS's names.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum PolicyType {
    /// `IDENTITY_POLICY`: of a user, a group or a role.
    Identity,
    /// `RESOURCE_POLICY`: of a resource; a role's trust policy too.
    Resource,
    /// `SERVICE_CONTROL_POLICY`
    ServiceControl,
    /// `RESOURCE_CONTROL_POLICY`
    ResourceControl,
}

/// The resource that a policy of [`PolicyType::Resource`] is for. Of others, such as KMS keys, AWS takes none.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ResourceType {
    /// `AWS::S3::Bucket`
    S3Bucket,
    /// `AWS::S3::AccessPoint`
    S3AccessPoint,
    /// `AWS::S3::MultiRegionAccessPoint`
    S3MultiRegionAccessPoint,
    /// `AWS::S3ObjectLambda::AccessPoint`
    S3ObjectLambdaAccessPoint,
    /// `AWS::IAM::AssumeRolePolicyDocument`: a role's trust policy.
    AssumeRolePolicyDocument,
    /// `AWS::DynamoDB::Table`
    DynamoDbTable,
}

/// A resource type was given for a policy that is not one of a resource.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a resource type goes with the policy type RESOURCE_POLICY alone")]
#[non_exhaustive]
pub struct ResourceTypeNotAllowed;

/// Says of policies what IAM Access Analyzer says (`ValidatePolicy`), and what would be refused when the policy is put.
///
/// What it knows of services is in its [`ServiceReference`].
///
/// ```
/// use policy_eval::{IssueCode, PolicyType, Validator};
///
/// let policy = br#"{
///   "Version": "2012-10-17",
///   "Statement": [{
///     "Effect": "Allow",
///     "Action": ["kms:Decrypt", "kms:Decypher"],
///     "Resource": "*",
///     "Condition": {"StringEquals": {"kms:CalledAccount": "111122223333"}}
///   }]
/// }"#;
/// let findings = Validator::new(PolicyType::Identity).validate(policy)?;
/// let codes: Vec<IssueCode> = findings.iter().map(|finding| finding.issue_code()).collect();
/// assert_eq!(codes, [IssueCode::InvalidAction, IssueCode::InvalidServiceConditionKey]);
/// assert_eq!(
///     findings[1].to_string(),
///     "7:36: ERROR INVALID_SERVICE_CONDITION_KEY: The condition key kms:CalledAccount does not exist in the service \
///      kms. Use a valid condition key."
/// );
/// # Ok::<(), policy_eval::ParseError>(())
/// ```
///
/// # Source
///
/// [ValidatePolicy](https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicy.html) and its
/// [checks](https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html). The guide has a table of
/// them all, with those that are not made here, and why. The texts are in English.
#[derive(Clone, Debug)]
pub struct Validator {
    policy_type: PolicyType,
    resource_type: Option<ResourceType>,
    services: ServiceReference,
}

impl Validator {
    /// For policies of this type, with the services that are built in.
    pub fn new(policy_type: PolicyType) -> Self {
        Self {
            policy_type,
            resource_type: None,
            services: ServiceReference::built_in(),
        }
    }

    /// Says which resource the policies are for.
    ///
    /// # Errors
    ///
    /// [`ResourceTypeNotAllowed`] if they are not policies of a resource.
    pub fn resource_type(
        self,
        resource_type: ResourceType,
    ) -> Result<Self, ResourceTypeNotAllowed> {
        if self.policy_type != PolicyType::Resource {
            return Err(ResourceTypeNotAllowed);
        }
        Ok(Self {
            resource_type: Some(resource_type),
            ..self
        })
    }

    /// Says which services there are.
    #[must_use]
    pub fn services(self, services: ServiceReference) -> Self {
        Self { services, ..self }
    }

    /// All findings, in the order of the document: at most [`limits::FINDINGS`].
    ///
    /// # Errors
    ///
    /// [`ParseError`] if the document is longer than [`limits::VALIDATED_BYTES`] or no UTF-8. All else that is wrong is a
    /// finding.
    pub fn validate(&self, document: &[u8]) -> Result<Vec<Finding>, ParseError> {
        if document.len() > limits::VALIDATED_BYTES {
            return Err(ParseError::new(Problem::TooLong, Position::of(0, document)));
        }
        let text = std::str::from_utf8(document).map_err(|error| {
            let position = Position::of(error.valid_up_to(), document);
            ParseError::new(Problem::NotUtf8, position)
        })?;
        let mut report = Report::new(text);
        match Node::parse(text) {
            Err(error) => checks::syntax(&mut report, text, &error),
            Ok(node) => {
                let root = Element::root(&node);
                let version = Version::V2008;
                let mut checker = Checker {
                    validator: self,
                    report,
                    version,
                    prover: Prover::new(limits::PROOF_STEPS),
                };
                checks::document(&mut checker, text, &root);
                report = checker.report;
            }
        }
        Ok(report.finish())
    }

    fn is_trust(&self) -> bool {
        self.resource_type == Some(ResourceType::AssumeRolePolicyDocument)
    }
}

/// A validation under way.
struct Checker<'v, 't> {
    validator: &'v Validator,
    report: Report<'t>,
    /// The version of the language that the document is in.
    version: Version,
    prover: Prover,
}

impl PolicyType {
    /// The type as AWS's API writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "IDENTITY_POLICY",
            Self::Resource => "RESOURCE_POLICY",
            Self::ServiceControl => "SERVICE_CONTROL_POLICY",
            Self::ResourceControl => "RESOURCE_CONTROL_POLICY",
        }
    }
}

impl ResourceType {
    /// All of them.
    pub const ALL: &'static [Self] = &[
        Self::S3Bucket,
        Self::S3AccessPoint,
        Self::S3MultiRegionAccessPoint,
        Self::S3ObjectLambdaAccessPoint,
        Self::AssumeRolePolicyDocument,
        Self::DynamoDbTable,
    ];

    /// The type as AWS's API writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::S3Bucket => "AWS::S3::Bucket",
            Self::S3AccessPoint => "AWS::S3::AccessPoint",
            Self::S3MultiRegionAccessPoint => "AWS::S3::MultiRegionAccessPoint",
            Self::S3ObjectLambdaAccessPoint => "AWS::S3ObjectLambda::AccessPoint",
            Self::AssumeRolePolicyDocument => "AWS::IAM::AssumeRolePolicyDocument",
            Self::DynamoDbTable => "AWS::DynamoDB::Table",
        }
    }

    /// The service whose actions and ARNs its policies are about.
    fn service(self) -> &'static str {
        match self {
            Self::S3Bucket | Self::S3AccessPoint | Self::S3MultiRegionAccessPoint => "s3",
            Self::S3ObjectLambdaAccessPoint => "s3-object-lambda",
            Self::AssumeRolePolicyDocument => "sts",
            Self::DynamoDbTable => "dynamodb",
        }
    }
}
