//! `secretsmanager`.

use references::{Problem, Resolver, SecureFields};

use crate::world::World;

#[tokio::test]
async fn a_secret_whole_or_one_member_of_it() {
    let world = World::new();
    assert_eq!(
        world
            .resolve("{{resolve:secretsmanager:text}}")
            .await
            .unwrap(),
        "marker"
    );
    let url = "{{resolve:secretsmanager:db:SecretString:user}}@host:{{resolve:secretsmanager:db:SecretString:port}}";
    assert_eq!(world.resolve(url).await.unwrap(), "app@host:5432");
    let old = "{{resolve:secretsmanager:db:SecretString:user:AWSPREVIOUS}}";
    assert_eq!(world.resolve(old).await.unwrap(), "old");
}

#[tokio::test]
async fn a_secret_is_read_once_for_all_its_members() {
    let world = World::new();
    let text = "{{resolve:secretsmanager:db:SecretString:user}} {{resolve:secretsmanager:db:SecretString:password}}";
    world.resolve(text).await.unwrap();
    assert_eq!(world.reads(), 1);
}

#[tokio::test]
async fn what_cannot_be_had_is_told() {
    let world = World::new();
    let refused = async |key: &str| {
        world
            .refused(&format!("{{{{resolve:secretsmanager:{key}}}}}"))
            .await
    };
    assert_eq!(refused("none").await.to_string(), "not found");
    assert_eq!(refused("bytes").await, Problem::NotText);
    assert_eq!(refused("db:SecretString:none").await, Problem::NoSuchMember);
    assert_eq!(
        refused("text:SecretString:user").await,
        Problem::NoSuchMember
    );

    let mut text = "{{resolve:secretsmanager:db}}".to_owned();
    let resolver = Resolver::new(World::new());
    let error = resolver
        .resolve(&mut text, &SecureFields::none())
        .await
        .unwrap_err();
    assert_eq!(error.problem(), &Problem::NoSecrets);
}
