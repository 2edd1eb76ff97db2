//! What the format calls an AWS KMS identifier.

use common_types::Arn;

use crate::Error;

/// The provider id of every AWS KMS keyring.
pub(super) const PROVIDER_ID: &str = "aws-kms";

/// An AWS KMS key ARN, as encrypted data keys name their key.
// spec: framework/aws-kms/aws-kms-key-arn.md#a-valid-aws-kms-arn
pub(super) fn key_arn(bytes: &[u8]) -> Option<Arn> {
    let arn: Arn = std::str::from_utf8(bytes).ok()?.parse().ok()?;
    (is_kms_arn(&arn) && arn.resource().starts_with("key/")).then_some(arn)
}

/// Refuses what is not a key ARN, an alias ARN, an alias or a key id.
// spec: framework/aws-kms/aws-kms-key-arn.md#a-valid-aws-kms-identifier
pub(super) fn check_identifier(key_id: &str) -> Result<(), Error> {
    let valid = if key_id.starts_with("arn:") {
        key_id.parse().is_ok_and(|arn: Arn| is_kms_arn(&arn))
    } else {
        !key_id.is_empty()
    };
    if valid {
        return Ok(());
    }
    let reason = "an AWS KMS key is named by key ARN, alias ARN, `alias/…` or key id";
    Err(Error::Keyring { reason })
}

fn is_kms_arn(arn: &Arn) -> bool {
    let resource = arn.resource();
    let id = resource
        .strip_prefix("key/")
        .or_else(|| resource.strip_prefix("alias/"));
    arn.service() == "kms"
        && !arn.region().is_empty()
        && !arn.account().is_empty()
        && id.is_some_and(|id| !id.is_empty())
}
