//! YAML documents.

use serde_json::Value;

/// Reads a YAML document into the tree that a [`Resolver`](crate::Resolver) takes.
///
/// Anchors and merge keys are followed; names of members become texts, whatever they are. Quotes make a text of a reference
/// that stands alone: without them, YAML reads its braces as a mapping. Tags such as `!Sub` are left out.
///
/// ```
/// let config = references::from_yaml("url: https://{{resolve:ssm:/app/host}}/\nport: 8080")?;
/// assert_eq!(config, serde_json::json!({"url": "https://{{resolve:ssm:/app/host}}/", "port": 8080}));
///
/// let error = references::from_yaml("host: {{resolve:ssm:/app/host}}").unwrap_err();
/// assert_eq!(error.to_string(), "a reference that stands alone needs quotes at line 1, column 7");
/// # Ok::<(), references::YamlError>(())
/// ```
///
/// # Errors
///
/// [`YamlError`] if it is not one YAML document, or not one that JSON can say: with `.nan`, `.inf`, a name twice, or
/// a name that is no single value.
pub fn from_yaml(text: &str) -> Result<Value, YamlError> {
    serde_saphyr::from_str(text).map_err(|error| YamlError::new(text, &error))
}

/// Why a text is not a YAML document, and where.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct YamlError(String);

impl YamlError {
    /// What the parser says, without the lines around the place: what stands there is not ours to show.
    fn new(text: &str, error: &serde_saphyr::Error) -> Self {
        let error = error.without_snippet();
        let stands_alone = error.location().and_then(|place| {
            // The parser takes the second brace for a name.
            let before = usize::try_from(place.span().offset())
                .ok()?
                .checked_sub(1)?;
            let (start, _) = text.char_indices().nth(before)?;
            text.get(start..)?
                .starts_with("{{resolve:")
                .then_some((place.line(), place.column().saturating_sub(1)))
        });
        Self(match stands_alone {
            Some((line, column)) => format!(
                "a reference that stands alone needs quotes at line {line}, column {column}"
            ),
            None => error.to_string(),
        })
    }
}
