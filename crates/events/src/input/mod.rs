//! What a target gets to see of an event.

mod path;
mod template;

use serde_json::Value;

use crate::InputError;
use path::JsonPath;
use template::Template;

/// What a target gets to see of an event: all of it, a part, something else, or what a transformer makes of it.
///
/// Source: [Input transformation](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html).
#[derive(Clone, Debug, Default)]
pub struct Input(Kind);

#[derive(Clone, Debug, Default)]
enum Kind {
    #[default]
    Event,
    Constant(String),
    Part(JsonPath),
    Transformed(Template),
}

/// What a transformer may use beside the event.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Surroundings<'a> {
    pub(crate) rule_name: &'a str,
    pub(crate) rule_arn: &'a str,
    pub(crate) ingestion_time: &'a str,
}

impl Input {
    /// The event as it is. The default.
    pub fn event() -> Self {
        Self::default()
    }

    /// The same JSON text for every event: AWS's `Input`.
    ///
    /// # Errors
    ///
    /// [`InputError`] if that is not JSON.
    pub fn constant(json: impl Into<String>) -> Result<Self, InputError> {
        let json = json.into();
        match serde_json::from_str::<serde::de::IgnoredAny>(&json) {
            Ok(_) => Ok(Self(Kind::Constant(json))),
            Err(error) => Err(InputError::new(error.to_string())),
        }
    }

    /// The part of the event that a JSON path such as `$.detail.state` names: AWS's `InputPath`. An event without it gives `null`; a
    /// path with a wildcard, such as `$.detail.items[*].name`, a list of all that it leads to.
    ///
    /// # Errors
    ///
    /// [`InputError`] if that is not a path of members, indices and wildcards.
    pub fn path(path: &str) -> Result<Self, InputError> {
        path.parse().map(|path| Self(Kind::Part(path)))
    }

    /// What a template makes of parts of the event: AWS's `InputTransformer`.
    ///
    /// A `<variable>` of the template is one of the paths by its name, or `<aws.events.event>` (the event without its `detail`),
    /// `<aws.events.event.json>` (all of it), `<aws.events.event.ingestion-time>`, `<aws.events.rule-arn>`, `<aws.events.rule-name>`. Within
    /// quotes it becomes text, an object or list without quotes of its own; outside JSON. What the event does not have becomes an empty
    /// text, also outside of quotes, where AWS leaves a hole that is no JSON.
    ///
    /// ```
    /// let input = events::Input::transformed(
    ///     [("name", "$.detail.name"), ("what", "$.detail.operation")],
    ///     r#"{"text": "<name>: <what>", "resources": <all>}"#,
    /// );
    /// assert!(input.unwrap_err().to_string().contains("`<all>` is not defined"));
    /// ```
    ///
    /// # Errors
    ///
    /// [`InputError`] if a path or a name is not valid, a variable of the template is not defined, or a limit of
    /// [`limits`](crate::limits) is passed.
    pub fn transformed<'a>(
        paths: impl IntoIterator<Item = (&'a str, &'a str)>,
        template: &str,
    ) -> Result<Self, InputError> {
        Template::parse(paths, template).map(|template| Self(Kind::Transformed(template)))
    }

    /// The text that the target gets.
    pub(crate) fn of(&self, event: &Value, surroundings: Surroundings<'_>) -> String {
        match &self.0 {
            Kind::Event => event.to_string(),
            Kind::Constant(json) => json.clone(),
            Kind::Part(path) => path
                .find(event)
                .map_or_else(|| "null".to_owned(), |part| part.to_string()),
            Kind::Transformed(template) => template.render(event, surroundings),
        }
    }
}
