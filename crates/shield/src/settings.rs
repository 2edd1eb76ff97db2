//! What an application may set, within bounds.

use std::time::Duration;

/// How a resource is protected.
///
/// ```
/// use std::time::Duration;
/// use shield::{Response, Settings};
///
/// let settings = Settings::new().response(Response::Count).learning(Duration::from_secs(3600))?;
/// # let _ = settings;
/// # Ok::<(), shield::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    pub(crate) response: Response,
    pub(crate) learning: Duration,
    pub(crate) surge: f64,
    pub(crate) quiet: Duration,
}

/// What the rules do with requests that carry an attack's signature.
///
/// Source: [ResponseAction](https://docs.aws.amazon.com/waf/latest/DDOSAPIReference/API_ResponseAction.html).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Response {
    /// They are counted, to see what would be blocked. The default.
    #[default]
    Count,
    /// They are blocked.
    Block,
}

/// A setting is out of its bounds.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{setting} is {bounds}")]
pub struct Error {
    setting: &'static str,
    bounds: &'static str,
}

impl Settings {
    /// Count; 24 hours of learning, as AWS takes at least; a surge is three times the usual rate; a rule goes after a quiet minute.
    pub fn new() -> Self {
        Self {
            response: Response::Count,
            learning: Duration::from_secs(24 * 3600),
            surge: 3.0,
            quiet: Duration::from_secs(60),
        }
    }

    /// What the rules do.
    #[must_use]
    pub fn response(self, response: Response) -> Self {
        Self { response, ..self }
    }

    /// How long traffic is watched before anything is done about it.
    ///
    /// # Errors
    ///
    /// [`Error`] outside of a minute to 30 days.
    pub fn learning(self, learning: Duration) -> Result<Self, Error> {
        let bounds = Duration::from_secs(60)..=Duration::from_secs(30 * 24 * 3600);
        let is_valid = bounds.contains(&learning);
        let setting = Self { learning, ..self };
        setting.if_valid(is_valid, "the time to learn", "a minute to 30 days")
    }

    /// How many times the usual rate is a surge.
    ///
    /// # Errors
    ///
    /// [`Error`] outside of 1.5 to 100.
    pub fn surge(self, surge: f64) -> Result<Self, Error> {
        let is_valid = (1.5..=100.0).contains(&surge);
        Self { surge, ..self }.if_valid(is_valid, "a surge", "1.5 to 100 times the usual rate")
    }

    /// How long a signature must not be seen any more before its rule goes.
    ///
    /// # Errors
    ///
    /// [`Error`] outside of 10 seconds to a day.
    pub fn quiet(self, quiet: Duration) -> Result<Self, Error> {
        let is_valid = (Duration::from_secs(10)..=Duration::from_secs(24 * 3600)).contains(&quiet);
        Self { quiet, ..self }.if_valid(is_valid, "the quiet time", "10 seconds to a day")
    }

    fn if_valid(
        self,
        is_valid: bool,
        setting: &'static str,
        bounds: &'static str,
    ) -> Result<Self, Error> {
        is_valid.then_some(self).ok_or(Error { setting, bounds })
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::new()
    }
}
