//! AWS KMS.

use super::table::service;
use crate::{MessageMember, Nothing};

service! {
    kms_core::Kms: "kms" speaks json("TrentService", MessageMember::Lower, Nothing::NoBody) {
        CancelKeyDeletion => cancel_key_deletion,
        CreateAlias => create_alias,
        CreateKey => create_key,
        Decrypt => decrypt,
        DeleteAlias => delete_alias,
        DescribeKey => describe_key,
        DisableKey => disable_key,
        EnableKey => enable_key,
        Encrypt => encrypt,
        GenerateDataKey => generate_data_key,
        GenerateDataKeyWithoutPlaintext => generate_data_key_without_plaintext,
        GenerateRandom => generate_random,
        GetKeyPolicy => get_key_policy,
        ListAliases => list_aliases,
        ListKeyPolicies => list_key_policies,
        ListKeys => list_keys,
        ListResourceTags => list_resource_tags,
        PutKeyPolicy => put_key_policy,
        ReEncrypt => re_encrypt,
        ScheduleKeyDeletion => schedule_key_deletion,
        TagResource => tag_resource,
        UntagResource => untag_resource,
        UpdateAlias => update_alias,
        UpdateKeyDescription => update_key_description,
    }
}
