//! Every operation, declared once: its name, whether it changes anything, and what it may be asked of.

service_kit::operations! {
    /// An operation of the KMS API.
    pub enum Operation in "kms" {
        /// Ends the wait for a deletion.
        CancelKeyDeletion: writing,
        /// Makes an alias.
        CreateAlias: writing,
        /// Makes a key.
        CreateKey: writing,
        /// Decrypts a ciphertext.
        Decrypt: reading,
        /// Deletes an alias.
        DeleteAlias: writing,
        /// Tells all about a key.
        DescribeKey: reading,
        /// Makes a key unusable.
        DisableKey: writing,
        /// Makes a key usable again.
        EnableKey: writing,
        /// Encrypts up to 4096 bytes.
        Encrypt: reading,
        /// Makes a data key.
        GenerateDataKey: reading,
        /// Makes a data key, and does not show it.
        GenerateDataKeyWithoutPlaintext: reading,
        /// Makes random bytes.
        GenerateRandom: reading,
        /// Reads a key's policy.
        GetKeyPolicy: reading,
        /// Lists aliases.
        ListAliases: reading,
        /// Lists the names of a key's policies.
        ListKeyPolicies: reading,
        /// Lists keys.
        ListKeys: reading,
        /// Lists a key's tags.
        ListResourceTags: reading,
        /// Replaces a key's policy.
        PutKeyPolicy: writing,
        /// Decrypts under one key and encrypts under another.
        ReEncrypt: reading,
        /// Begins the wait for a deletion.
        ScheduleKeyDeletion: writing,
        /// Sets tags.
        TagResource: writing,
        /// Removes tags.
        UntagResource: writing,
        /// Points an alias to another key.
        UpdateAlias: writing,
        /// Changes a key's description.
        UpdateKeyDescription: writing,
    }
}

impl Operation {
    /// Whether it uses keys, or describes them, and manages none. Such an operation may be asked of another account's
    /// key, and may name its key by an alias; others may not.
    ///
    /// Source: [Permissions](https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html),
    /// "Cross-account use".
    pub const fn uses_keys(self) -> bool {
        matches!(
            self,
            Self::Decrypt
                | Self::DescribeKey
                | Self::Encrypt
                | Self::GenerateDataKey
                | Self::GenerateDataKeyWithoutPlaintext
                | Self::ReEncrypt
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_the_name_behind_the_prefix_of_the_service() {
        for operation in Operation::ALL {
            assert_eq!(operation.declared().action(), format!("kms:{operation:?}"));
        }
        assert!(Operation::ALL.is_sorted_by_key(|operation| operation.name()));
    }
}
