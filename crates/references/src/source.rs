//! Sources for the `config` crate: parameters as configuration, and configuration with references in it.

use std::{fmt::Debug, pin::Pin, sync::Arc};

use common_types::{ParameterReader, ParameterType, ParameterValue};
use config::{AsyncSource, ConfigError, Map, Source, Value, ValueKind};

use crate::{Document, Resolver, SecureFields, document::inner};

/// All parameters below a path, as configuration: with the path `/app/prod`, the parameter `/app/prod/db/host` is `db.host`. A `StringList` is an
/// array; a `SecureString` is decrypted.
///
/// ```no_run
/// # async fn example(parameters: std::sync::Arc<dyn common_types::ParameterReader>) -> Result<(), config::ConfigError> {
/// let source = references::ParameterSource::new(parameters, "/app/prod");
/// let config = config::ConfigBuilder::<config::builder::AsyncState>::default().add_async_source(source).build().await?;
/// let host: String = config.get("db.host")?;
/// # let _ = host;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct ParameterSource {
    parameters: Arc<dyn ParameterReader>,
    path: String,
}

/// Another source, with the references in its values resolved.
#[derive(Debug)]
pub struct Resolved<S> {
    source: S,
    resolver: Resolver,
    secure: SecureFields,
}

impl ParameterSource {
    /// The parameters below this path.
    pub fn new(parameters: Arc<dyn ParameterReader>, path: impl Into<String>) -> Self {
        Self {
            parameters,
            path: path.into(),
        }
    }

    async fn read(&self) -> Result<Map<String, Value>, ConfigError> {
        let found = self.parameters.parameters_by_path(&self.path, true).await;
        let mut table = Map::new();
        for parameter in found.map_err(|error| ConfigError::Foreign(Box::new(error)))? {
            let below = parameter
                .name
                .strip_prefix(&self.path)
                .unwrap_or(&parameter.name);
            let names: Vec<_> = below.split('/').filter(|name| !name.is_empty()).collect();
            insert(&mut table, &names, &parameter)?;
        }
        Ok(table)
    }
}

/// Puts a parameter where its name says. `/a` and `/a/b` cannot both be there: a value has no members.
fn insert(
    table: &mut Map<String, Value>,
    names: &[&str],
    parameter: &ParameterValue,
) -> Result<(), ConfigError> {
    let clash = || {
        ConfigError::Message(format!(
            "parameter `{}` is a value where another is a path",
            parameter.name
        ))
    };
    let (last, outer) = names.split_last().ok_or_else(clash)?;
    let mut table = table;
    for name in outer {
        let origin = Some(&parameter.name);
        let member = table
            .entry((*name).to_owned())
            .or_insert_with(|| Value::new(origin, ValueKind::Table(Map::new())));
        match &mut member.kind {
            ValueKind::Table(inner) => table = inner,
            _ => return Err(clash()),
        }
    }
    let before = table.insert((*last).to_owned(), value(parameter));
    before.map_or(Ok(()), |_| Err(clash()))
}

fn value(parameter: &ParameterValue) -> Value {
    let text = parameter.value.expose();
    let kind = match parameter.parameter_type {
        ParameterType::StringList => {
            let items = text.split(',').map(|item| Value::from(item.to_owned()));
            ValueKind::Array(items.collect())
        }
        _ => ValueKind::String(text.to_owned()),
    };
    Value::new(Some(&parameter.name), kind)
}

impl<S: Source + Send + Sync> Resolved<S> {
    /// A source whose references this resolver resolves.
    pub fn new(source: S, resolver: Resolver, secure: SecureFields) -> Self {
        Self {
            source,
            resolver,
            secure,
        }
    }

    async fn read(&self) -> Result<Map<String, Value>, ConfigError> {
        let mut table = Table(self.source.collect()?);
        let resolved = self.resolver.resolve(&mut table, &self.secure).await;
        resolved.map_err(|error| ConfigError::Foreign(Box::new(error)))?;
        Ok(table.0)
    }
}

struct Table(Map<String, Value>);

impl Document for Table {
    fn texts(&mut self, visit: &mut dyn FnMut(&str, &mut String)) {
        for (name, member) in &mut self.0 {
            texts(member, name, visit);
        }
    }
}

fn texts(value: &mut Value, place: &str, visit: &mut dyn FnMut(&str, &mut String)) {
    match &mut value.kind {
        ValueKind::String(text) => visit(place, text),
        ValueKind::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                texts(item, &format!("{place}[{index}]"), visit);
            }
        }
        ValueKind::Table(members) => {
            for (name, member) in members {
                texts(member, &inner(place, name), visit);
            }
        }
        _ => {}
    }
}

type Collected<'a> =
    Pin<Box<dyn Future<Output = Result<Map<String, Value>, ConfigError>> + Send + 'a>>;

// What `#[async_trait]` makes of `async fn collect`, written out: no macro for two functions.
impl AsyncSource for ParameterSource {
    fn collect<'s, 'a>(&'s self) -> Collected<'a>
    where
        's: 'a,
        Self: 'a,
    {
        Box::pin(self.read())
    }
}

impl<S: Source + Debug + Send + Sync> AsyncSource for Resolved<S> {
    fn collect<'s, 'a>(&'s self) -> Collected<'a>
    where
        's: 'a,
        Self: 'a,
    {
        Box::pin(self.read())
    }
}
