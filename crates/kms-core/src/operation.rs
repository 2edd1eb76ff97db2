//! Every operation, declared once: its name, whether it changes anything, and what it may be asked of.

use service_kit::Operation as Declared;

/// Declares the operations, each in one line: name, whether it reads or writes, whether it uses keys or manages them.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident: $effect:ident $kind:ident,)+) => {
        /// An operation of the KMS API.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Operation {
            $($(#[$doc])* $name,)+
        }

        impl Operation {
            /// Every operation, in the order of their names.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What authorisation and audit know of it.
            pub(crate) const fn declared(self) -> &'static Declared {
                match self {
                    $(Self::$name => {
                        const DECLARED: Declared = Declared::$effect(
                            "kms",
                            stringify!($name),
                            concat!("kms:", stringify!($name)),
                        );
                        &DECLARED
                    })+
                }
            }

            const fn kind(self) -> Kind {
                match self {
                    $(Self::$name => Kind::$kind,)+
                }
            }
        }
    };
}

operations! {
    /// Ends the wait for a deletion.
    CancelKeyDeletion: writing manages,
    /// Makes an alias.
    CreateAlias: writing manages,
    /// Makes a key.
    CreateKey: writing manages,
    /// Decrypts a ciphertext.
    Decrypt: reading uses,
    /// Deletes an alias.
    DeleteAlias: writing manages,
    /// Tells all about a key.
    DescribeKey: reading uses,
    /// Makes a key unusable.
    DisableKey: writing manages,
    /// Makes a key usable again.
    EnableKey: writing manages,
    /// Encrypts up to 4096 bytes.
    Encrypt: reading uses,
    /// Makes a data key.
    GenerateDataKey: reading uses,
    /// Makes a data key, and does not show it.
    GenerateDataKeyWithoutPlaintext: reading uses,
    /// Makes random bytes.
    GenerateRandom: reading manages,
    /// Reads a key's policy.
    GetKeyPolicy: reading manages,
    /// Lists aliases.
    ListAliases: reading manages,
    /// Lists the names of a key's policies.
    ListKeyPolicies: reading manages,
    /// Lists keys.
    ListKeys: reading manages,
    /// Lists a key's tags.
    ListResourceTags: reading manages,
    /// Replaces a key's policy.
    PutKeyPolicy: writing manages,
    /// Decrypts under one key and encrypts under another.
    ReEncrypt: reading uses,
    /// Begins the wait for a deletion.
    ScheduleKeyDeletion: writing manages,
    /// Sets tags.
    TagResource: writing manages,
    /// Removes tags.
    UntagResource: writing manages,
    /// Points an alias to another key.
    UpdateAlias: writing manages,
    /// Changes a key's description.
    UpdateKeyDescription: writing manages,
}

/// Whether an operation uses keys or manages them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(non_camel_case_types, reason = "the words of the table above")]
enum Kind {
    uses,
    manages,
}

impl Operation {
    /// AWS's name for it.
    pub const fn name(self) -> &'static str {
        self.declared().name()
    }

    /// Whether it changes nothing that is stored.
    pub const fn is_read_only(self) -> bool {
        self.declared().is_read_only()
    }

    /// Whether it uses keys, or describes them, and manages none. Such an operation may be asked of another account's
    /// key, and may name its key by an alias; others may not.
    ///
    /// Source: [Permissions](https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html),
    /// "Cross-account use".
    pub fn uses_keys(self) -> bool {
        self.kind() == Kind::uses
    }
}

impl std::fmt::Display for Operation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
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
