//! What AWS's model requires of the requests to keys.

use super::keys::{DecryptRequest, EncryptRequest, GenerateDataKeyRequest};
use crate::{
    constraint::{Check, Constrained, Number, Size, Text},
    limits::keys,
};

const KEY_ID: Text = Text::new().length(1, keys::KEY_ID_BYTES);
const PLAINTEXT: Text = Text::new().length(1, keys::PLAINTEXT_BYTES);
/// A dry run may leave it out: that it is there is the operation's to see.
const CIPHERTEXT: Text = Text::new().length(0, keys::CIPHERTEXT_BYTES);
const NUMBER_OF_BYTES: Number = Number::between(1, keys::RANDOM_BYTES as i64);
const GRANT_TOKENS: Size = Size::between(0, keys::GRANT_TOKENS);
const GRANT_TOKEN: Text = Text::new().length(1, keys::GRANT_TOKEN_BYTES);

impl Constrained for EncryptRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            key_id,
            plaintext,
            encryption_context: _,
            grant_tokens,
            encryption_algorithm: _,
            dry_run: _,
        } = self;
        check.text("keyId", key_id, &KEY_ID);
        check.secret("plaintext", plaintext, &PLAINTEXT);
        check.texts("grantTokens", grant_tokens, &GRANT_TOKENS, &GRANT_TOKEN);
    }
}

impl Constrained for DecryptRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            ciphertext_blob,
            encryption_context: _,
            grant_tokens,
            key_id,
            encryption_algorithm: _,
            recipient: _,
            dry_run: _,
            dry_run_modifiers: _,
        } = self;
        check.bytes("ciphertextBlob", ciphertext_blob, &CIPHERTEXT);
        check.texts("grantTokens", grant_tokens, &GRANT_TOKENS, &GRANT_TOKEN);
        check.text("keyId", key_id, &KEY_ID);
    }
}

impl Constrained for GenerateDataKeyRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            key_id,
            encryption_context: _,
            number_of_bytes,
            key_spec: _,
            grant_tokens,
            recipient: _,
            dry_run: _,
        } = self;
        check.text("keyId", key_id, &KEY_ID);
        check.number("numberOfBytes", *number_of_bytes, &NUMBER_OF_BYTES);
        check.texts("grantTokens", grant_tokens, &GRANT_TOKENS, &GRANT_TOKEN);
    }
}
