//! The numbers of this crate, each with its unit and its source.

/// Bytes in an ARN.
///
/// Source: [IAM identifiers](https://docs.aws.amazon.com/IAM/latest/APIReference/API_Policy.html), `arnType`: 20 to 2048.
pub const ARN_BYTES: usize = 2048;

/// Characters in a tag key.
///
/// Source: [Tag](https://docs.aws.amazon.com/kms/latest/APIReference/API_Tag.html).
pub const TAG_KEY_CHARS: usize = 128;

/// Characters in a tag value.
///
/// Source: [Tag](https://docs.aws.amazon.com/kms/latest/APIReference/API_Tag.html).
pub const TAG_VALUE_CHARS: usize = 256;

/// Tags on one resource.
///
/// Source: [Tagging AWS resources](https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html).
pub const TAGS_PER_RESOURCE: usize = 50;

/// Bytes in one key or value of an encryption context, and pairs in it: both are counted by 16 bits in
/// the canonical encoding.
///
/// Source: [AAD](https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html#header-aad).
pub const CONTEXT_FIELD_BYTES: usize = u16::MAX as usize;

/// Bytes in a page token that is looked at; a longer one is refused unread.
pub const PAGE_TOKEN_BYTES: usize = 8 * 1024;

/// Those of requests to keys.
pub mod keys {
    /// Bytes of plaintext that one call encrypts.
    ///
    /// Source: [Encrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html#KMS-Encrypt-request-Plaintext).
    pub const PLAINTEXT_BYTES: usize = 4096;

    /// Bytes of a ciphertext blob that one call reads.
    ///
    /// Source: [Decrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html#KMS-Decrypt-request-CiphertextBlob).
    pub const CIPHERTEXT_BYTES: usize = 6144;

    /// Bytes of a data key, or of randomness, that one call makes.
    ///
    /// Source: [GenerateDataKey](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html#KMS-GenerateDataKey-request-NumberOfBytes),
    /// [GenerateRandom](https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateRandom.html).
    pub const RANDOM_BYTES: u32 = 1024;

    /// Bytes in a key id, key ARN, alias name or alias ARN as a request names a key.
    ///
    /// Source: [KeyId](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html#KMS-Encrypt-request-KeyId).
    pub const KEY_ID_BYTES: usize = 2048;

    /// Grant tokens in one request.
    ///
    /// Source: [Encrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html#KMS-Encrypt-request-GrantTokens).
    pub const GRANT_TOKENS: usize = 10;

    /// Bytes in a grant token.
    ///
    /// Source: [Encrypt](https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html#KMS-Encrypt-request-GrantTokens).
    pub const GRANT_TOKEN_BYTES: usize = 8192;
}
