//! Typed configuration from parameters.

use config::{ConfigBuilder, builder::AsyncState};
use references::{ParameterSource, Resolved, SecureFields};

use crate::world::World;

fn builder() -> ConfigBuilder<AsyncState> {
    ConfigBuilder::default()
}

#[tokio::test]
async fn parameters_below_a_path_are_a_configuration() {
    let source = ParameterSource::new(World::new(), "/app");
    let config = builder().add_async_source(source).build().await.unwrap();
    assert_eq!(config.get_string("host").unwrap(), "db.example.com");
    assert_eq!(config.get::<Vec<String>>("list").unwrap(), ["a", "b"]);
    assert_eq!(config.get_string("db.password").unwrap(), "marker");
}

#[tokio::test]
async fn references_in_another_source_are_resolved() {
    let file = config::Config::builder()
        .set_override("db.url", "postgres://{{resolve:ssm:/app/host}}/orders")
        .unwrap()
        .set_override("db.password", "{{resolve:ssm-secure:/app/db/password}}")
        .unwrap()
        .build()
        .unwrap();
    let secure = SecureFields::none().field("db.password");
    let source = Resolved::new(file, World::new().resolver(), secure);
    let config = builder().add_async_source(source).build().await.unwrap();
    assert_eq!(
        config.get_string("db.url").unwrap(),
        "postgres://db.example.com/orders"
    );
    assert_eq!(config.get_string("db.password").unwrap(), "marker");
}
