//! The numbers, with their source.

/// Bytes of a policy document that is read at all. AWS's own limits are far lower; this one bounds the work that a text
/// from outside can cause.
pub const DOCUMENT_BYTES: usize = 8 * 1024 * 1024;

/// How deep objects and lists may nest in a policy document. The grammar needs seven levels.
///
/// Source: [grammar](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
pub const DOCUMENT_DEPTH: usize = 16;

/// Bytes of a condition key: a service prefix, a name, and a tag key of 128 characters fit well.
pub const CONDITION_KEY_BYTES: usize = 1024;

/// Bytes of one action, resource, principal or condition value.
///
/// Source: ARNs have up to 2048 bytes; [quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html)
/// leave no policy room for more than a few of these.
pub const ELEMENT_BYTES: usize = 4096;

/// Characters of a managed policy, white space not counted.
///
/// Source: [IAM quotas](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length).
pub const MANAGED_POLICY_CHARS: usize = 6_144;

/// Characters of all inline policies of a user, white space not counted. Same page.
pub const USER_INLINE_CHARS: usize = 2_048;

/// Characters of all inline policies of a group, white space not counted. Same page.
pub const GROUP_INLINE_CHARS: usize = 5_120;

/// Characters of all inline policies of a role, white space not counted. Same page.
pub const ROLE_INLINE_CHARS: usize = 10_240;

/// Characters of a role's trust policy, white space not counted. Same page.
pub const TRUST_POLICY_CHARS: usize = 2_048;

/// Characters of a policy for a session. Same page.
pub const SESSION_POLICY_CHARS: usize = 2_048;

/// Characters of a service control policy, all counted.
///
/// Source: [Organizations quotas](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html), which
/// had 5,120 until late in 2025.
pub const SERVICE_CONTROL_CHARS: usize = 10_240;

/// Characters of a resource control policy, all counted. Same page.
pub const RESOURCE_CONTROL_CHARS: usize = 5_120;

/// Bytes of a KMS key policy: 32 KiB.
///
/// Source: [KMS resource quotas](https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html).
pub const KEY_POLICY_BYTES: usize = 32_768;

/// Characters of a secret's policy.
///
/// Source: [Secrets Manager quotas](https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html).
pub const SECRET_POLICY_CHARS: usize = 20_480;

/// Bytes of the policy of an S3 bucket or access point.
///
/// Source: [bucket policies](https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html).
pub const S3_POLICY_BYTES: usize = 20_480;

/// Bytes of the policy of a DynamoDB table, white space counted.
///
/// Source: [DynamoDB quotas](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html).
pub const DYNAMODB_POLICY_BYTES: usize = 20_480;

/// Bytes of a document that is validated: eight times what AWS lets any policy have. Ours, so that a text from outside
/// cannot cause unbounded work.
pub const VALIDATED_BYTES: usize = 256 * 1024;

/// Findings that a validation gives at most. Ours, for the same reason.
pub const FINDINGS: usize = 1_000;

/// Patterns of one element that are compared with one another, to find those that say nothing new. Ours, for the same
/// reason: in a longer element only those that are written twice are found.
pub const COMPARED_PATTERNS: usize = 500;

/// Actions, and resources, of one access to check for.
///
/// Source: [Access](https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Access.html).
pub const ACCESS_ITEMS: usize = 100;

/// Steps that the proofs about one policy, or of one check, may take together. Ours, so that no policy can cost without bound;
/// policies of the size that AWS takes use a few thousand.
pub const PROOF_STEPS: usize = 500_000;
