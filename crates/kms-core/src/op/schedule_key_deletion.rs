//! `ScheduleKeyDeletion`.

use chrono::TimeDelta;
use common_types::{
    Timestamp,
    constraint::{Check, Constrained},
    setters, wire,
};
use serde::{Deserialize, Serialize};

use super::bounds;
use crate::{
    Error, KeyState, KmsHandle, Operation, Result, call::Call, condition::Asked, key::Lifecycle,
    limits,
};

/// Request of [`schedule_key_deletion`](KmsHandle::schedule_key_deletion).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct ScheduleKeyDeletionRequest {
    /// Key id or key ARN.
    pub key_id: String,
    /// How many days to wait: 7 to 30.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_window_in_days: Option<u32>,
}

/// Response of [`schedule_key_deletion`](KmsHandle::schedule_key_deletion).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ScheduleKeyDeletionResponse {
    /// The key's ARN.
    pub key_id: String,
    /// When it will be deleted.
    #[serde(with = "wire::epoch_seconds")]
    pub deletion_date: Timestamp,
    /// Its state now.
    pub key_state: KeyState,
    /// How many days that is from now.
    pub pending_window_in_days: u32,
}

impl ScheduleKeyDeletionRequest {
    /// For a key, by its id or ARN, in 30 days.
    pub fn new(key_id: impl Into<String>) -> Self {
        Self {
            key_id: key_id.into(),
            pending_window_in_days: None,
        }
    }
}

setters!(ScheduleKeyDeletionRequest {
    /// Sets how many days to wait.
    pending_window_in_days: u32,
});

impl Constrained for ScheduleKeyDeletionRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            key_id,
            pending_window_in_days,
        } = self;
        check.text("keyId", key_id, &bounds::KEY_ID);
        check.number(
            "pendingWindowInDays",
            *pending_window_in_days,
            &bounds::PENDING_WINDOW,
        );
    }
}

impl KmsHandle {
    /// Has a key deleted after a wait, in which it cannot be used and the deletion can be cancelled.
    ///
    /// On `Ok` it is durable, and the next call on any thread finds the key unusable. It is deleted by
    /// [`Kms::run_due`](crate::Kms::run_due), with all its aliases; then nothing that it encrypted can ever be decrypted again.
    ///
    /// # Limits
    ///
    /// [`PENDING_WINDOW_DAYS_MIN`](limits::PENDING_WINDOW_DAYS_MIN) to [`PENDING_WINDOW_DAYS_MAX`](limits::PENDING_WINDOW_DAYS_MAX), which is
    /// also the default.
    ///
    /// # Authorisation
    ///
    /// `kms:ScheduleKeyDeletion` on a key of the caller's account. Condition keys: those of every key, and
    /// `kms:ScheduleKeyDeletionPendingWindowInDays`.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](Error::AccessDenied), [`NotFound`](Error::NotFound), [`InvalidArn`](Error::InvalidArn),
    /// [`InvalidState`](Error::InvalidState) for a key that is pending deletion already, [`Validation`](Error::Validation).
    ///
    /// # Source
    ///
    /// [ScheduleKeyDeletion](https://docs.aws.amazon.com/kms/latest/APIReference/API_ScheduleKeyDeletion.html).
    pub async fn schedule_key_deletion(
        &self,
        request: ScheduleKeyDeletionRequest,
    ) -> Result<ScheduleKeyDeletionResponse> {
        let mut call = self.call(Operation::ScheduleKeyDeletion);
        call.record_request(&request);
        let answer = schedule_key_deletion(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn schedule_key_deletion(
    call: &mut Call<'_>,
    request: ScheduleKeyDeletionRequest,
) -> Result<ScheduleKeyDeletionResponse> {
    request.validate()?;
    let ScheduleKeyDeletionRequest {
        key_id,
        pending_window_in_days,
    } = request;
    let days = pending_window_in_days.unwrap_or(limits::PENDING_WINDOW_DAYS_MAX);
    if !(limits::PENDING_WINDOW_DAYS_MIN..=limits::PENDING_WINDOW_DAYS_MAX).contains(&days) {
        return Err(Error::validation("PendingWindowInDays", "is 7 to 30"));
    }
    let at = call.now().checked_add_signed(TimeDelta::days(days.into()));
    let at = at.ok_or_else(|| Error::broken("the deletion date is after the end of time"))?;
    let due = call.kms().due.clone();
    let asked = Asked {
        pending_window_in_days: Some(days),
        ..Asked::default()
    };
    call.update(&key_id, asked, |draft| {
        let entry = due.key(at, draft.key.arn.as_str())?;
        draft.also(|change| change.put(entry, Vec::new()));
        draft.record.lifecycle = Lifecycle::PendingDeletion {
            at,
            window_days: days,
        };
        Ok(ScheduleKeyDeletionResponse {
            key_id: draft.key.arn.to_string(),
            deletion_date: at,
            key_state: KeyState::PendingDeletion,
            pending_window_in_days: days,
        })
    })
    .await
}
