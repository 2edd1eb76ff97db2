//! CloudFormation's dynamic references in any configuration: parameters and secrets, resolved where they are used.
//!
//! A file says `{{resolve:ssm:/app/db/host}}` where a value belongs that is kept in Parameter Store or Secrets Manager. Before the file is used, a
//! [`Resolver`] puts the values in, for a caller whose policies decide about each.
//!
//! ```
//! # use std::sync::Arc;
//! # use common_types::{BoxFuture, BoxedServiceError, ParameterReader, ParameterType, ParameterValue};
//! use references::{Problem, Resolver, SecureFields};
//! use serde_json::json;
//!
//! # /// Parameters `/app/…`, each of which is its own name in capitals.
//! # #[derive(Debug)]
//! # struct Parameters;
//! #
//! # impl ParameterReader for Parameters {
//! #     fn parameters<'a>(&'a self, names: &'a [String], _: bool) -> BoxFuture<'a, Result<Vec<Option<ParameterValue>>, BoxedServiceError>> {
//! #         let value = |name: &String| name.starts_with("/app/").then(|| {
//! #             let arn = format!("arn:aws:ssm:eu-west-1:111122223333:parameter{name}").parse().unwrap();
//! #             ParameterValue::new(arn, name, 1, ParameterType::String, name.to_uppercase().into())
//! #         });
//! #         Box::pin(async move { Ok(names.iter().map(value).collect()) })
//! #     }
//! #     fn parameters_by_path<'a>(&'a self, _: &'a str, _: bool) -> BoxFuture<'a, Result<Vec<ParameterValue>, BoxedServiceError>> {
//! #         Box::pin(async { Ok(Vec::new()) })
//! #     }
//! # }
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), references::Error> {
//! # let parameters = Arc::new(Parameters);
//! let resolver = Resolver::new(parameters);
//!
//! let mut config = json!({"db": {"url": "postgres://{{resolve:ssm:/app/host}}:{{resolve:ssm:/app/port}}/orders"}});
//! resolver.resolve(&mut config, &SecureFields::none()).await?;
//! assert_eq!(config["db"]["url"], "postgres:///APP/HOST:/APP/PORT/orders");
//!
//! // What cannot be resolved is told with its place, and the document stays as it was.
//! let mut config = json!({"db": {"user": "{{resolve:ssm:/other}}"}});
//! let error = resolver.resolve(&mut config, &SecureFields::none()).await.unwrap_err();
//! assert_eq!(error.to_string(), "`{{resolve:ssm:/other}}` in `db.user`: there is no such parameter");
//! # Ok(())
//! # }
//! ```
//!
//! # Map
//!
//! | module | subject |
//! |---|---|
//! | `reference` | [`Reference`]: reading one, and finding all in a text |
//! | `document` | [`Document`]: texts, JSON, TOML (feature `toml`), an environment |
//! | `yaml` | YAML, read as JSON (feature `yaml`) |
//! | `secure` | [`SecureFields`]: where an `ssm-secure` may stand |
//! | `resolver` | [`Resolver`]: all references of a document, in few reads |
//! | `source` | a source for the `config` crate (feature `config`) |
//! | `error` | [`Error`], [`Problem`]: what is wrong, and where |
//! | [`limits`] | the numbers |
//!
//! Source: [Dynamic references](https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html).

mod document;
mod error;
pub mod limits;
mod reference;
mod resolver;
mod secure;
#[cfg(feature = "config")]
mod source;
#[cfg(feature = "yaml")]
mod yaml;

pub use document::Document;
pub use error::{Error, Problem};
pub use reference::Reference;
pub use resolver::Resolver;
pub use secure::SecureFields;
#[cfg(feature = "config")]
pub use source::{ParameterSource, Resolved};
#[cfg(feature = "yaml")]
pub use yaml::{YamlError, from_yaml};
