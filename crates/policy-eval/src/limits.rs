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
