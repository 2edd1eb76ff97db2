//! A key's state, and AWS's table of what each state allows.

use common_types::{Arn, wire_enum};

use crate::{Error, Operation, Result, StateProblem};

wire_enum! {
    /// The state of a key.
    ///
    /// Source: [Key states](https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html).
    pub enum KeyState {
        /// It is being replicated.
        Creating = "Creating",
        /// It can be used.
        Enabled = "Enabled",
        /// It cannot be used until it is enabled.
        Disabled = "Disabled",
        /// It is deleted when its waiting period ends.
        PendingDeletion = "PendingDeletion",
        /// It waits for its key material.
        PendingImport = "PendingImport",
        /// It is deleted when its last replica is.
        PendingReplicaDeletion = "PendingReplicaDeletion",
        /// Its key store is not connected.
        Unavailable = "Unavailable",
        /// Its primary region is being changed.
        Updating = "Updating",
    }
}

impl KeyState {
    /// Whether an operation may be asked of a key in this state.
    ///
    /// # Errors
    ///
    /// [`Error::Disabled`] or [`Error::InvalidState`], as AWS's table says.
    pub(crate) fn check(self, operation: Operation, key: &Arn) -> Result<()> {
        match self.verdict(operation) {
            Verdict::Allowed => Ok(()),
            Verdict::Disabled => Err(Error::Disabled { key: key.clone() }),
            Verdict::Invalid(problem) => Err(Error::InvalidState {
                key: key.clone(),
                problem,
            }),
        }
    }

    fn verdict(self, operation: Operation) -> Verdict {
        let [
            enabled,
            disabled,
            pending_deletion,
            pending_import,
            unavailable,
            creating,
            updating,
        ] = row(operation);
        match self {
            Self::Enabled => enabled,
            Self::Disabled => disabled,
            Self::PendingDeletion | Self::PendingReplicaDeletion => pending_deletion,
            Self::PendingImport => pending_import,
            Self::Unavailable => unavailable,
            Self::Creating => creating,
            Self::Updating => updating,
        }
    }
}

/// What the table says of one operation in one state.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Verdict {
    Allowed,
    Disabled,
    Invalid(StateProblem),
}

/// One row of AWS's table. The marks are those of its legend; where AWS leaves `[2] or [3]` open, it is `[3]`, as
/// the service answers today.
///
/// An operation without a key has a row of its own, in which nothing is forbidden.
///
/// Source: [Key state table](https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html#key-state-table).
#[rustfmt::skip]
fn row(operation: Operation) -> [Verdict; 7] {
    use Operation as Op;

    const OK: Verdict = Verdict::Allowed;
    const X1: Verdict = Verdict::Disabled;
    const X3: Verdict = Verdict::Invalid(StateProblem::PendingDeletion);
    const X4: Verdict = Verdict::Invalid(StateProblem::NotPendingDeletion);
    const X5: Verdict = Verdict::Invalid(StateProblem::PendingImport);
    const X11: Verdict = Verdict::Invalid(StateProblem::Unavailable);
    const X14: Verdict = Verdict::Invalid(StateProblem::Creating);
    const X15: Verdict = Verdict::Invalid(StateProblem::Updating);

    match operation {
        //                             Enabled Disabled PendingDel. PendingImp. Unavail. Creating Updating
        Op::CancelKeyDeletion       => [X4,    X4,      OK,         X4,         X4,      X4,      X4],
        Op::CreateAlias             => [OK,    OK,      X3,         OK,         OK,      OK,      OK],
        Op::Decrypt                 => [OK,    X1,      X3,         X5,         X11,     X14,     OK],
        Op::DeleteAlias             => [OK,    OK,      OK,         OK,         OK,      OK,      OK],
        Op::DescribeKey             => [OK,    OK,      OK,         OK,         OK,      OK,      OK],
        Op::DisableKey              => [OK,    OK,      X3,         X5,         OK,      X14,     X15],
        Op::EnableKey               => [OK,    OK,      X3,         X5,         OK,      X14,     X15],
        Op::Encrypt                 => [OK,    X1,      X3,         X5,         X11,     X14,     OK],
        Op::GenerateDataKey         => [OK,    X1,      X3,         X5,         X11,     X14,     OK],
        Op::GenerateDataKeyWithoutPlaintext
                                    => [OK,    X1,      X3,         X5,         X11,     X14,     OK],
        Op::GetKeyPolicy            => [OK,    OK,      OK,         OK,         OK,      OK,      OK],
        Op::ListAliases             => [OK,    OK,      OK,         OK,         OK,      OK,      OK],
        Op::ListKeyPolicies         => [OK,    OK,      OK,         OK,         OK,      OK,      OK],
        Op::ListResourceTags        => [OK,    OK,      OK,         OK,         OK,      OK,      OK],
        Op::PutKeyPolicy            => [OK,    OK,      OK,         OK,         OK,      OK,      OK],
        Op::ReEncrypt               => [OK,    X1,      X3,         X5,         X11,     X14,     OK],
        Op::ScheduleKeyDeletion     => [OK,    OK,      X3,         OK,         OK,      OK,      X15],
        Op::TagResource             => [OK,    OK,      X3,         OK,         OK,      OK,      OK],
        Op::UntagResource           => [OK,    OK,      X3,         OK,         OK,      OK,      OK],
        // Of the key that the alias is to point to; the one that it leaves may be in any state.
        Op::UpdateAlias             => [OK,    OK,      X3,         OK,         OK,      OK,      OK],
        Op::UpdateKeyDescription    => [OK,    OK,      X3,         OK,         OK,      OK,      OK],
        Op::CreateKey | Op::GenerateRandom | Op::ListKeys
                                    => [OK;    7],
    }
}

#[cfg(test)]
mod tests {
    use common_types::ServiceError;

    use super::*;

    fn refusal(state: KeyState, operation: Operation) -> Option<String> {
        let key: Arn = "arn:aws:kms:eu-west-1:111122223333:key/k".parse().unwrap();
        let error = state.check(operation, &key).err()?;
        Some(format!("{}: {error}", error.code()).replace(key.as_str(), "KEY"))
    }

    /// States that keys get to with import, replicas and custom key stores; the others are tested by what they do.
    #[test]
    fn the_columns_that_no_key_gets_to_yet_say_what_aws_says() {
        for (state, operation, wanted) in [
            (
                KeyState::PendingImport,
                Operation::Encrypt,
                Some("KMSInvalidStateException: KEY is pending import."),
            ),
            (
                KeyState::PendingImport,
                Operation::EnableKey,
                Some("KMSInvalidStateException: KEY is pending import."),
            ),
            (KeyState::PendingImport, Operation::TagResource, None),
            (
                KeyState::Unavailable,
                Operation::Decrypt,
                Some("KMSInvalidStateException: KEY is unavailable."),
            ),
            (KeyState::Unavailable, Operation::DisableKey, None),
            (
                KeyState::Creating,
                Operation::GenerateDataKey,
                Some("KMSInvalidStateException: KEY is creating."),
            ),
            (KeyState::Creating, Operation::ScheduleKeyDeletion, None),
            (KeyState::Updating, Operation::ReEncrypt, None),
            (
                KeyState::Updating,
                Operation::ScheduleKeyDeletion,
                Some("KMSInvalidStateException: KEY is updating."),
            ),
            (
                KeyState::PendingReplicaDeletion,
                Operation::CreateAlias,
                Some("KMSInvalidStateException: KEY is pending deletion."),
            ),
            (
                KeyState::PendingReplicaDeletion,
                Operation::CancelKeyDeletion,
                None,
            ),
        ] {
            assert_eq!(
                refusal(state, operation).as_deref(),
                wanted,
                "{operation} when {state}"
            );
        }
    }

    #[test]
    fn looking_is_always_allowed_and_using_only_when_enabled() {
        for &state in KeyState::ALL {
            for &operation in Operation::ALL {
                let allowed = refusal(state, operation).is_none();
                match operation {
                    Operation::DescribeKey
                    | Operation::GetKeyPolicy
                    | Operation::ListResourceTags => assert!(allowed),
                    _ if operation.uses_keys() => {
                        let usable = matches!(state, KeyState::Enabled | KeyState::Updating);
                        assert_eq!(allowed, usable, "{operation} when {state}");
                    }
                    _ => {}
                }
            }
        }
    }
}
