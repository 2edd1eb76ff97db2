//! `ssm` and `ssm-secure`.

use common_types::ParameterType;
use references::{Problem, SecureFields};

use crate::world::World;

#[tokio::test]
async fn a_parameter_by_name_and_by_version() {
    let world = World::new();
    let text = world
        .resolve("{{resolve:ssm:/app/host}}, was {{resolve:ssm:/app/host:1}}")
        .await;
    assert_eq!(text.unwrap(), "db.example.com, was old.example.com");
    assert_eq!(
        world.resolve("{{resolve:ssm:/app/list}}").await.unwrap(),
        "a,b"
    );
    assert_eq!(
        world
            .resolve("{{resolve:ssm-secure:/app/db/password:1}}")
            .await
            .unwrap(),
        "marker"
    );
}

#[tokio::test]
async fn each_service_has_its_own_types() {
    let world = World::new();
    let secure = world.refused("{{resolve:ssm:/app/db/password}}").await;
    assert_eq!(secure, Problem::WrongType(ParameterType::SecureString));
    let plain = world.refused("{{resolve:ssm-secure:/app/host}}").await;
    assert_eq!(
        plain.to_string(),
        "the parameter is a String: refer to it by `ssm`"
    );
}

#[tokio::test]
async fn what_is_not_there_or_not_allowed_is_told() {
    let world = World::new();
    assert_eq!(
        world.refused("{{resolve:ssm:/app/none}}").await,
        Problem::NoSuchParameter
    );
    assert_eq!(
        world.refused("{{resolve:ssm:/app/host:9}}").await,
        Problem::NoSuchParameter
    );
    assert_eq!(
        world.refused("{{resolve:ssm:/denied}}").await.to_string(),
        "not authorized"
    );
}

#[tokio::test]
async fn a_secure_one_stands_only_where_it_may() {
    let world = World::new();
    let mut environment = vec![(
        "PASSWORD".to_owned(),
        "{{resolve:ssm-secure:/app/db/password}}".to_owned(),
    )];
    let resolver = world.resolver();
    let error = resolver
        .resolve(&mut environment, &SecureFields::none())
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "`{{resolve:ssm-secure:/app/db/password}}` in `PASSWORD`: `ssm-secure` may not stand here"
    );
    assert_eq!(world.reads(), 0);

    let secure = SecureFields::none().field("PASSWORD");
    resolver.resolve(&mut environment, &secure).await.unwrap();
    assert_eq!(environment[0].1, "marker");
}

#[tokio::test]
async fn an_error_says_what_is_wrong_once() {
    use std::error::Error as _;

    let world = World::new();
    for (text, message) in [
        (
            "{{resolve:ssm:/none}}",
            "`{{resolve:ssm:/none}}`: there is no such parameter",
        ),
        (
            "{{resolve:ssm:/denied}}",
            "`{{resolve:ssm:/denied}}`: not authorized",
        ),
    ] {
        let error = world.resolve(text).await.unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(error.source().is_none(), "nothing is behind it");
    }
}
