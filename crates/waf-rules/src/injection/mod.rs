//! What looks like SQL injection or cross-site scripting.

use serde::{Deserialize, Serialize};

/// How eagerly SQL injection is suspected.
#[derive(
    Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum SensitivityLevel {
    /// Fewer false positives.
    #[default]
    Low,
    /// Finds more attacks, and more that are none.
    High,
}

/// Whether the value looks like SQL injection.
pub fn is_sqli(_input: &[u8], _sensitivity: SensitivityLevel) -> bool {
    false
}

/// Whether the value looks like cross-site scripting.
pub fn is_xss(_input: &[u8]) -> bool {
    false
}
