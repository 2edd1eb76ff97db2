//! Calls in random order, beside a small model of what AWS's table says of them.

use std::time::Duration;

use common_types::{Clock, DecryptRequest, EncryptRequest, ServiceError};
use kms_core::{
    CancelKeyDeletionRequest, DescribeKeyRequest, DisableKeyRequest, EnableKeyRequest, KeyState,
    ScheduleKeyDeletionRequest, UpdateKeyDescriptionRequest,
};
use proptest::prelude::*;
use store::conformance::block_on;

use crate::world::*;

#[derive(Clone, Copy, Debug)]
enum Step {
    Enable,
    Disable,
    Schedule { days: u32 },
    Cancel,
    Describe,
    Encrypt,
    Decrypt,
    Rename,
    Wait { days: u32 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        Just(Step::Enable),
        Just(Step::Disable),
        (7..=30u32).prop_map(|days| Step::Schedule { days }),
        Just(Step::Cancel),
        Just(Step::Describe),
        Just(Step::Encrypt),
        Just(Step::Decrypt),
        Just(Step::Rename),
        (1..=12u32).prop_map(|days| Step::Wait { days }),
    ];
    prop::collection::vec(step, 1..40)
}

/// What the model knows of the key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Model {
    Enabled,
    Disabled,
    PendingDeletion { days_left: u32 },
    Gone,
}

impl Model {
    /// The code of the answer, and what the key is afterwards.
    fn step(self, step: Step) -> (&'static str, Self) {
        const INVALID: &str = "KMSInvalidStateException";
        let gone = "NotFoundException";
        match (step, self) {
            (Step::Wait { days }, Self::PendingDeletion { days_left }) => {
                match days_left.checked_sub(days) {
                    None | Some(0) => ("", Self::Gone),
                    Some(days_left) => ("", Self::PendingDeletion { days_left }),
                }
            }
            (Step::Wait { .. }, state) => ("", state),
            (Step::Decrypt, Self::Gone) => ("AccessDeniedException", self),
            (_, Self::Gone) => (gone, self),
            (Step::Describe, state) => ("", state),
            (Step::Cancel, Self::PendingDeletion { .. }) => ("", Self::Disabled),
            (Step::Cancel, _) | (_, Self::PendingDeletion { .. }) => (INVALID, self),
            (Step::Enable, _) => ("", Self::Enabled),
            (Step::Disable, _) => ("", Self::Disabled),
            (Step::Schedule { days }, _) => ("", Self::PendingDeletion { days_left: days }),
            (Step::Rename, state) => ("", state),
            (Step::Encrypt | Step::Decrypt, Self::Enabled) => ("", self),
            (Step::Encrypt | Step::Decrypt, Self::Disabled) => ("DisabledException", self),
        }
    }

    fn state(self) -> Option<KeyState> {
        match self {
            Self::Enabled => Some(KeyState::Enabled),
            Self::Disabled => Some(KeyState::Disabled),
            Self::PendingDeletion { .. } => Some(KeyState::PendingDeletion),
            Self::Gone => None,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_history_goes_as_the_model_says(steps in steps()) {
        block_on(async {
            let world = World::new().await;
            let kms = world.root();
            let key = world.key().await;
            let blob = kms.encrypt(EncryptRequest::new(&key, *b"x")).await.unwrap().ciphertext_blob;
            let mut model = Model::Enabled;
            for step in steps {
                let answer = match step {
                    Step::Enable => kms.enable_key(EnableKeyRequest::new(&key)).await,
                    Step::Disable => kms.disable_key(DisableKeyRequest::new(&key)).await,
                    Step::Schedule { days } => {
                        let request = ScheduleKeyDeletionRequest::new(&key).pending_window_in_days(days);
                        kms.schedule_key_deletion(request).await.map(drop)
                    }
                    Step::Cancel => kms.cancel_key_deletion(CancelKeyDeletionRequest::new(&key)).await.map(drop),
                    Step::Describe => kms.describe_key(DescribeKeyRequest::new(&key)).await.map(drop),
                    Step::Encrypt => kms.encrypt(EncryptRequest::new(&key, *b"x")).await.map(drop),
                    Step::Decrypt => kms.decrypt(DecryptRequest::new(blob.clone())).await.map(drop),
                    Step::Rename => {
                        kms.update_key_description(UpdateKeyDescriptionRequest::new(&key, "x")).await
                    }
                    Step::Wait { days } => {
                        world.clock.advance(Duration::from_secs(u64::from(days) * 24 * 60 * 60));
                        world.kms.run_due(world.clock.now()).await.map(drop)
                    }
                };
                let (code, next) = model.step(step);
                let found = answer.as_ref().err().map_or("", ServiceError::code);
                assert_eq!(found, code, "{step:?} when {model:?}");
                model = next;
                let described = kms.describe_key(DescribeKeyRequest::new(&key)).await;
                assert_eq!(described.ok().map(|found| found.key_metadata.key_state), model.state());
            }
        });
    }
}
