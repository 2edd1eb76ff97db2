//! AWS's key state table, every operation in every state that a key can be in.
//!
//! Source: <https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html#key-state-table>

use common_types::{
    DataKeySpec, DecryptRequest, EncryptRequest, GenerateDataKeyRequest, ServiceError,
};
use kms_core::{
    CancelKeyDeletionRequest, CreateAliasRequest, DeleteAliasRequest, DescribeKeyRequest,
    DisableKeyRequest, EnableKeyRequest, Error, GenerateDataKeyWithoutPlaintextRequest,
    GetKeyPolicyRequest, KeyState, KmsHandle, ListAliasesRequest, ListKeyPoliciesRequest,
    ListResourceTagsRequest, Operation, PutKeyPolicyRequest, ReEncryptRequest,
    ScheduleKeyDeletionRequest, TagResourceRequest, UntagResourceRequest, UpdateAliasRequest,
    UpdateKeyDescriptionRequest,
};

use crate::world::*;

/// What AWS's table says of an operation on a key that is enabled, disabled, and pending deletion.
fn row(operation: Operation) -> Option<[&'static str; 3]> {
    const OK: &str = "";
    const X1: &str = "DisabledException: KEY is disabled.";
    const X3: &str = "KMSInvalidStateException: KEY is pending deletion.";
    const X4: &str = "KMSInvalidStateException: KEY is not pending deletion.";
    match operation {
        Operation::CancelKeyDeletion => Some([X4, X4, OK]),
        Operation::Decrypt
        | Operation::Encrypt
        | Operation::GenerateDataKey
        | Operation::GenerateDataKeyWithoutPlaintext
        | Operation::ReEncrypt => Some([OK, X1, X3]),
        Operation::CreateAlias
        | Operation::DisableKey
        | Operation::EnableKey
        | Operation::ScheduleKeyDeletion
        | Operation::TagResource
        | Operation::UntagResource
        | Operation::UpdateAlias
        | Operation::UpdateKeyDescription => Some([OK, OK, X3]),
        Operation::DeleteAlias
        | Operation::DescribeKey
        | Operation::GetKeyPolicy
        | Operation::ListAliases
        | Operation::ListKeyPolicies
        | Operation::ListResourceTags
        | Operation::PutKeyPolicy => Some([OK, OK, OK]),
        Operation::CreateKey | Operation::GenerateRandom | Operation::ListKeys => None,
        other => panic!("the table has no row for {other}"),
    }
}

#[tokio::test]
async fn every_operation_does_in_every_state_what_the_table_says() {
    let world = World::new().await;
    let states = [
        KeyState::Enabled,
        KeyState::Disabled,
        KeyState::PendingDeletion,
    ];
    let mut cells = 0;
    for operation in Operation::ALL {
        let Some(row) = row(*operation) else { continue };
        for (state, wanted) in states.into_iter().zip(row) {
            let subject = Subject::in_state(&world, state).await;
            let found = match subject.ask(&world.root(), *operation).await {
                Ok(()) => String::new(),
                Err(error) => format!("{}: {error}", error.code()),
            };
            assert_eq!(
                found,
                wanted.replace("KEY", &subject.key),
                "{operation} of a key that is {state}"
            );
            cells += 1;
        }
    }
    assert_eq!(cells, 21 * 3);
}

#[tokio::test]
async fn re_encrypt_asks_both_keys() {
    let world = World::new().await;
    let from = Subject::in_state(&world, KeyState::Enabled).await;
    let to = Subject::in_state(&world, KeyState::Disabled).await;
    let message = format!("{} is disabled.", to.key);
    for (blob, to) in [(&from.blob, &to.key), (&to.blob, &from.key)] {
        let answer = world
            .root()
            .re_encrypt(ReEncryptRequest::new(blob.clone(), to))
            .await;
        refused_with(answer, "DisabledException", &message);
    }
}

/// A key in some state, with all that the operations need around it.
struct Subject {
    key: String,
    alias: String,
    blob: Vec<u8>,
    policy: String,
    other_alias: String,
}

impl Subject {
    async fn in_state(world: &World, state: KeyState) -> Self {
        let kms = world.root();
        let key = world.key().await;
        let alias = format!("alias/{}", id_of(&key));
        world.alias(&alias, &key).await;
        let other_alias = format!("{alias}-other");
        world.alias(&other_alias, &world.key().await).await;
        let blob = kms
            .encrypt(EncryptRequest::new(&key, *b"x"))
            .await
            .unwrap()
            .ciphertext_blob;
        let policy = kms
            .get_key_policy(GetKeyPolicyRequest::new(&key))
            .await
            .unwrap()
            .policy;
        match state {
            KeyState::Enabled => {}
            KeyState::Disabled => kms.disable_key(DisableKeyRequest::new(&key)).await.unwrap(),
            KeyState::PendingDeletion => {
                kms.schedule_key_deletion(ScheduleKeyDeletionRequest::new(&key))
                    .await
                    .map(drop)
                    .unwrap();
            }
            other => panic!("no key gets to be {other} yet"),
        }
        Self {
            key,
            alias,
            blob,
            policy,
            other_alias,
        }
    }

    async fn ask(&self, kms: &KmsHandle, operation: Operation) -> Result<(), Error> {
        let Self {
            key,
            alias,
            blob,
            policy,
            other_alias,
        } = self;
        match operation {
            Operation::CancelKeyDeletion => kms
                .cancel_key_deletion(CancelKeyDeletionRequest::new(key))
                .await
                .map(drop),
            Operation::CreateAlias => {
                kms.create_alias(CreateAliasRequest::new(format!("{alias}-new"), key))
                    .await
            }
            Operation::Decrypt => kms
                .decrypt(DecryptRequest::new(blob.clone()))
                .await
                .map(drop),
            Operation::DeleteAlias => kms.delete_alias(DeleteAliasRequest::new(alias)).await,
            Operation::DescribeKey => kms
                .describe_key(DescribeKeyRequest::new(key))
                .await
                .map(drop),
            Operation::DisableKey => kms.disable_key(DisableKeyRequest::new(key)).await,
            Operation::EnableKey => kms.enable_key(EnableKeyRequest::new(key)).await,
            Operation::Encrypt => kms.encrypt(EncryptRequest::new(key, *b"x")).await.map(drop),
            Operation::GenerateDataKey => kms
                .generate_data_key(GenerateDataKeyRequest::new(key, DataKeySpec::Aes256))
                .await
                .map(drop),
            Operation::GenerateDataKeyWithoutPlaintext => {
                let request = GenerateDataKeyWithoutPlaintextRequest::new(key, DataKeySpec::Aes256);
                kms.generate_data_key_without_plaintext(request)
                    .await
                    .map(drop)
            }
            Operation::GetKeyPolicy => kms
                .get_key_policy(GetKeyPolicyRequest::new(key))
                .await
                .map(drop),
            Operation::ListAliases => kms
                .list_aliases(ListAliasesRequest::new().key_id(key))
                .await
                .map(drop),
            Operation::ListKeyPolicies => kms
                .list_key_policies(ListKeyPoliciesRequest::new(key))
                .await
                .map(drop),
            Operation::ListResourceTags => kms
                .list_resource_tags(ListResourceTagsRequest::new(key))
                .await
                .map(drop),
            Operation::PutKeyPolicy => {
                kms.put_key_policy(PutKeyPolicyRequest::new(key, policy))
                    .await
            }
            Operation::ReEncrypt => kms
                .re_encrypt(ReEncryptRequest::new(blob.clone(), key))
                .await
                .map(drop),
            Operation::ScheduleKeyDeletion => kms
                .schedule_key_deletion(ScheduleKeyDeletionRequest::new(key))
                .await
                .map(drop),
            Operation::TagResource => {
                kms.tag_resource(TagResourceRequest::new(key).tag("a", "b"))
                    .await
            }
            Operation::UntagResource => {
                kms.untag_resource(UntagResourceRequest::new(key, ["a"]))
                    .await
            }
            Operation::UpdateAlias => {
                kms.update_alias(UpdateAliasRequest::new(other_alias, key))
                    .await
            }
            Operation::UpdateKeyDescription => {
                kms.update_key_description(UpdateKeyDescriptionRequest::new(key, "x"))
                    .await
            }
            other => panic!("{other} asks no key"),
        }
    }
}
