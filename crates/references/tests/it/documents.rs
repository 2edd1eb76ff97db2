//! What references stand in.

use proptest::prelude::*;
use references::SecureFields;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn every_text_of_a_tree_is_looked_at_and_names_are_not() {
    let world = World::new();
    let mut json = json!({
        "hosts": ["{{resolve:ssm:/app/host}}", 5],
        "{{resolve:ssm:/app/host}}": {"deep": "x{{resolve:ssm:/app/host:1}}x"},
        "other": null
    });
    world
        .resolver()
        .resolve(&mut json, &SecureFields::none())
        .await
        .unwrap();
    let expected = json!({
        "hosts": ["db.example.com", 5],
        "{{resolve:ssm:/app/host}}": {"deep": "xold.example.comx"},
        "other": null
    });
    assert_eq!(json, expected);
}

/// A member's name may have a point in it, and an environment may name a variable twice.
#[tokio::test]
async fn texts_at_the_same_place_are_told_apart() {
    let resolver = World::new().resolver();
    let mut json = json!({"a": {"b": "plain"}, "a.b": "{{resolve:ssm:/app/host}}"});
    resolver
        .resolve(&mut json, &SecureFields::none())
        .await
        .unwrap();
    assert_eq!(json, json!({"a": {"b": "plain"}, "a.b": "db.example.com"}));
    let variable = |value: &str| ("NAME".to_owned(), value.to_owned());
    let mut environment = vec![variable("x"), variable("{{resolve:ssm:/app/host}}")];
    resolver
        .resolve(&mut environment, &SecureFields::none())
        .await
        .unwrap();
    assert_eq!(environment, [variable("x"), variable("db.example.com")]);
}

/// A field that may hold a secret is no other field that looks like it.
#[tokio::test]
async fn a_name_with_a_point_is_no_member_of_a_member() {
    let resolver = World::new().resolver();
    let secret = "{{resolve:ssm-secure:/app/db/password}}";
    let (nested, flat) = (json!({"a": {"b": secret}}), json!({"a.b": secret}));
    for (field, allowed, refused) in [("a.b", &nested, &flat), (r#"["a.b"]"#, &flat, &nested)] {
        let fields = SecureFields::none().field(field);
        let resolved = resolver.resolve(&mut allowed.clone(), &fields).await;
        assert!(resolved.is_ok(), "{field}");
        let resolved = resolver.resolve(&mut refused.clone(), &fields).await;
        assert!(resolved.is_err(), "{field}");
    }
}

#[cfg(feature = "toml")]
#[tokio::test]
async fn toml_keeps_its_types() {
    let mut toml: toml::Table = "at = 2026-01-01\n[db]\nhosts = ['{{resolve:ssm:/app/host}}', 'x']"
        .parse()
        .unwrap();
    World::new()
        .resolver()
        .resolve(&mut toml, &SecureFields::none())
        .await
        .unwrap();
    assert_eq!(toml["db"]["hosts"][0].as_str(), Some("db.example.com"));
    assert!(toml["at"].is_datetime());
}

#[cfg(feature = "yaml")]
#[tokio::test]
async fn yaml_is_resolved_in_every_style_of_text() {
    let yaml = "base: &db\n  host: '{{resolve:ssm:/app/host}}'\nlive:\n  <<: *db\n  url: http://{{resolve:ssm:/app/host}}/\n\
                list: [\"{{resolve:ssm:/app/host}}\", 5, ~]\ntext: |\n  at {{resolve:ssm:/app/host}}\n80: yes\nsub: !Sub 'x'\n";
    let mut document = references::from_yaml(yaml).unwrap();
    World::new()
        .resolver()
        .resolve(&mut document, &SecureFields::none())
        .await
        .unwrap();
    let host = "db.example.com";
    let expected = json!({
        "base": {"host": host},
        "live": {"host": host, "url": format!("http://{host}/")},
        "list": [host, 5, null],
        "text": format!("at {host}\n"),
        "80": true,
        "sub": "x"
    });
    assert_eq!(document, expected);
    // Aliases of aliases do not take all memory.
    let laughs: String = (1..9)
        .map(|n| {
            format!(
                "a{n}: &a{n} [{}]\n",
                vec![format!("*a{}", n - 1); 10].join(", ")
            )
        })
        .collect();
    let laughs = format!("a0: &a0 [x]\n{laughs}");
    for (bad, told) in [
        (laughs.as_str(), "budget"),
        ("a: [", "line 1"),
        ("a: 1\na: 2", "duplicate mapping key"),
        ("a: 1\n---\nb: 2", "multiple YAML documents"),
        ("a: .nan", "non-finite"),
        (
            "ä: [x, {{resolve:ssm:/a}}]",
            "needs quotes at line 1, column 8",
        ),
    ] {
        let error = references::from_yaml(bad).unwrap_err().to_string();
        assert!(error.contains(told) && !error.contains('\n'), "{error}");
    }
}

#[tokio::test]
async fn what_was_put_in_is_not_resolved_again() {
    let text = World::new()
        .resolve("{{resolve:ssm:/app/tricky}}")
        .await
        .unwrap();
    assert_eq!(text, "{{resolve:ssm:/app/host}}");
}

#[tokio::test]
async fn many_references_are_one_read() {
    let world = World::new();
    let mut document: Vec<_> = (0..200)
        .map(|n| {
            (
                format!("VALUE_{n}"),
                format!("{n} {{{{resolve:ssm:/app/host}}}} {{{{resolve:ssm:/app/list}}}}"),
            )
        })
        .collect();
    world
        .resolver()
        .resolve(&mut document, &SecureFields::none())
        .await
        .unwrap();
    assert_eq!(world.reads(), 1);
    assert_eq!(document[199].1, "199 db.example.com a,b");
}

#[tokio::test]
async fn one_reference_in_many_places_is_put_into_each() {
    let reference = "{{resolve:ssm:/app/host}}";
    let twice = format!("{reference}, {reference}");
    let mut json = json!([reference, twice, reference]);
    let world = World::new();
    world
        .resolver()
        .resolve(&mut json, &SecureFields::none())
        .await
        .unwrap();
    let host = "db.example.com";
    assert_eq!(json, json!([host, format!("{host}, {host}"), host]));
    assert_eq!(world.reads(), 1);
}

#[tokio::test]
async fn of_many_the_one_that_is_refused_is_told() {
    let world = World::new();
    for denied in [0, 41, 99] {
        let mut document: Vec<_> = (0..100)
            .map(|n| {
                let name = if n == denied {
                    "/denied".to_owned()
                } else {
                    format!("/{n}")
                };
                (format!("VALUE_{n}"), format!("{{{{resolve:ssm:{name}}}}}"))
            })
            .collect();
        let before = world.reads();
        let error = world
            .resolver()
            .resolve(&mut document, &SecureFields::none())
            .await
            .unwrap_err();
        assert_eq!(error.place(), format!("VALUE_{denied}"));
        assert_eq!(error.reference(), "{{resolve:ssm:/denied}}");
        assert!(world.reads() - before <= 15, "by halves");
    }
}

#[tokio::test]
async fn after_an_error_the_document_is_as_it_was() {
    let before =
        json!({"a": "{{resolve:ssm:/app/host}}", "b": {"c": ["{{resolve:ssm:/app/none}}"]}});
    let mut document = before.clone();
    let error = World::new()
        .resolver()
        .resolve(&mut document, &SecureFields::none())
        .await
        .unwrap_err();
    assert_eq!(
        (error.place(), error.reference()),
        ("b.c[0]", "{{resolve:ssm:/app/none}}")
    );
    assert_eq!(document, before);
}

proptest! {
    #[test]
    fn texts_without_references_stay_as_they_are(text in "[a-z{}: ]{0,40}") {
        prop_assume!(!text.contains("{{resolve:"));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let resolved = runtime.block_on(World::new().resolve(&text)).unwrap();
        prop_assert_eq!(resolved, text);
    }
}
