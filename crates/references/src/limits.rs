//! The numbers, with their source.

/// Dynamic references in one document. Ours: a CloudFormation template may have 60, and is read by AWS; this is read by its owner.
///
/// Source: [Considerations](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html).
pub const REFERENCES: usize = 10_000;

/// Bytes of one reference: a name of Parameter Store or an ARN of Secrets Manager, a key, a stage and a version. Ours: AWS states none.
pub const REFERENCE_BYTES: usize = 4096;
