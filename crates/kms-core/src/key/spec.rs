//! What kind of key: its specification, use, origin and manager.

use common_types::wire_enum;

wire_enum! {
    /// The kind of key material.
    ///
    /// All of AWS's words are here, so that a request is refused for what it asks and not for how it is spelled;
    /// [`CreateKey`](crate::KmsHandle::create_key) makes [`SymmetricDefault`](Self::SymmetricDefault).
    ///
    /// Source: [KeySpec](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-KeySpec).
    pub enum KeySpec {
        /// RSA, 2048 bits.
        Rsa2048 = "RSA_2048",
        /// RSA, 3072 bits.
        Rsa3072 = "RSA_3072",
        /// RSA, 4096 bits.
        Rsa4096 = "RSA_4096",
        /// NIST P-256.
        EccNistP256 = "ECC_NIST_P256",
        /// NIST P-384.
        EccNistP384 = "ECC_NIST_P384",
        /// NIST P-521.
        EccNistP521 = "ECC_NIST_P521",
        /// secp256k1.
        EccSecgP256k1 = "ECC_SECG_P256K1",
        /// AES-256-GCM.
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        /// HMAC, 224 bits.
        Hmac224 = "HMAC_224",
        /// HMAC, 256 bits.
        Hmac256 = "HMAC_256",
        /// HMAC, 384 bits.
        Hmac384 = "HMAC_384",
        /// HMAC, 512 bits.
        Hmac512 = "HMAC_512",
        /// SM2, in China regions.
        Sm2 = "SM2",
        /// ML-DSA-44.
        MlDsa44 = "ML_DSA_44",
        /// ML-DSA-65.
        MlDsa65 = "ML_DSA_65",
        /// ML-DSA-87.
        MlDsa87 = "ML_DSA_87",
        /// Edwards25519.
        EccNistEdwards25519 = "ECC_NIST_EDWARDS25519",
    }
}

wire_enum! {
    /// What a key is for.
    ///
    /// Source: [KeyUsage](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-KeyUsage).
    pub enum KeyUsage {
        /// Signing.
        SignVerify = "SIGN_VERIFY",
        /// Encrypting.
        EncryptDecrypt = "ENCRYPT_DECRYPT",
        /// Message authentication codes.
        GenerateVerifyMac = "GENERATE_VERIFY_MAC",
        /// Deriving shared secrets.
        KeyAgreement = "KEY_AGREEMENT",
    }
}

wire_enum! {
    /// Where the key material comes from.
    ///
    /// Source: [Origin](https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html#KMS-CreateKey-request-Origin).
    pub enum Origin {
        /// KMS made it.
        AwsKms = "AWS_KMS",
        /// The customer imported it.
        External = "EXTERNAL",
        /// It is in a `CloudHSM` cluster.
        AwsCloudHsm = "AWS_CLOUDHSM",
        /// It is in a key store outside of AWS.
        ExternalKeyStore = "EXTERNAL_KEY_STORE",
    }
}

wire_enum! {
    /// Who manages the key.
    ///
    /// Source: [KeyMetadata](https://docs.aws.amazon.com/kms/latest/APIReference/API_KeyMetadata.html).
    pub enum KeyManager {
        /// A service, on the customer's behalf: `alias/aws/…`.
        Aws = "AWS",
        /// The customer.
        Customer = "CUSTOMER",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_read_back_as_what_it_was_written_for() {
        for spec in KeySpec::ALL {
            let word = serde_json::to_value(spec).unwrap();
            assert_eq!(word, spec.as_str());
            assert_eq!(serde_json::from_value::<KeySpec>(word).unwrap(), *spec);
        }
        assert!(serde_json::from_str::<KeySpec>(r#""AES_256""#).is_err());
    }
}
