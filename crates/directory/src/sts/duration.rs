//! How long a session lasts.

use common_types::Principal;
use policy_eval::directory::RoleDetail;

use super::{Error, Result};
use crate::{limits, snapshot};

/// The seconds that a session of this role lasts: what was asked for, within what the role and AWS allow.
///
/// # Errors
///
/// [`Error::Validation`] if more was asked for.
pub(super) fn seconds(asked: Option<u32>, role: &RoleDetail, caller: &Principal) -> Result<u32> {
    let seconds = asked.unwrap_or(limits::DEFAULT_SESSION_SECONDS);
    let chained = matches!(caller, Principal::AssumedRole { .. });
    if chained && seconds > limits::CHAINED_SESSION_SECONDS {
        return Err(Error::validation(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
        ));
    }
    if seconds > snapshot::max_session_seconds(role).map_err(Error::broken)? {
        return Err(Error::validation(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    Ok(seconds)
}
