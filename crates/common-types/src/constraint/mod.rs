//! What AWS requires of a request's members, said once beside the request type, and AWS's words for what breaks it.

mod check;
mod rule;
mod violation;

pub use check::{Check, MaybeBytes, MaybeText};
pub use rule::{Number, Pattern, Size, Text};
pub use violation::Violations;

/// A request, or a part of one, whose members AWS bounds.
///
/// ```
/// use common_types::constraint::{Check, Constrained, Size, Text};
///
/// struct LabelRequest {
///     name: String,
///     labels: Vec<String>,
/// }
///
/// const NAME: Text = Text::new().length(1, 2048);
/// const LABEL: Text = Text::new().length(1, 100);
///
/// impl Constrained for LabelRequest {
///     fn constraints(&self, check: &mut Check<'_>) {
///         let Self { name, labels } = self;
///         check.text("name", name, &NAME);
///         check.texts("labels", labels, &Size::between(1, 10), &LABEL);
///     }
/// }
///
/// let request = LabelRequest { name: String::new(), labels: vec!["prod".to_owned()] };
/// assert_eq!(
///     request.validate().unwrap_err().to_string(),
///     "1 validation error detected: Value '' at 'name' failed to satisfy constraint: \
///      Member must have length greater than or equal to 1"
/// );
/// ```
pub trait Constrained {
    /// Holds each member against its bounds. Take the request apart by name, so that the next member is not forgotten.
    fn constraints(&self, check: &mut Check<'_>);

    /// Holds all members against their bounds.
    ///
    /// # Errors
    ///
    /// All that break one, in the order in which [`constraints`](Self::constraints) names them.
    fn validate(&self) -> Result<(), Violations> {
        let mut violations = Violations::default();
        self.constraints(&mut Check::new(&mut violations));
        violations.into_result()
    }
}

#[cfg(test)]
mod tests;
