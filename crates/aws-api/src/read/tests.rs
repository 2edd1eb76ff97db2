use std::collections::BTreeMap;

use common_types::wire;
use proptest::prelude::*;
use serde::Deserialize;

use super::*;

common_types::wire_enum! {
    /// A word.
    enum Kind {
        /// One.
        One = "ONE",
        /// Two.
        Two = "TWO",
    }
}

#[derive(Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Request {
    key_id: String,
    #[serde(default)]
    kind: Option<Kind>,
    #[serde(default)]
    limit: Option<u32>,
    #[serde(default)]
    tags: Vec<Pair>,
    #[serde(default)]
    context: BTreeMap<String, String>,
    #[serde(default)]
    union: Option<Union>,
    #[serde(default, with = "wire::blob")]
    plaintext: Vec<u8>,
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Pair {
    tag_key: String,
}

#[derive(Debug, Deserialize, PartialEq)]
enum Union {
    Pair(Pair),
    Empty {},
}

fn of(body: &str) -> Result<Request, Fault> {
    json(body.as_bytes())
}

#[track_caller]
fn refused(body: &str, code: &str, message: &str) {
    let fault = of(body).unwrap_err();
    assert_eq!((fault.code.as_str(), fault.status), (code, 400), "{body}");
    assert!(fault.message.contains(message), "{body}: {}", fault.message);
}

#[test]
fn what_is_null_is_as_if_it_were_not_there() {
    let request = of(
        r#"{"KeyId":"k","Future":null,"Limit":null,"Tags":[{"TagKey":"t","X":null}],"Context":{"a":"b","n":null}}"#,
    )
    .unwrap();
    let pair = |key: &str| Pair {
        tag_key: key.to_owned(),
    };
    assert_eq!(
        request,
        Request {
            key_id: "k".to_owned(),
            tags: vec![pair("t")],
            context: [("a".to_owned(), "b".to_owned())].into(),
            ..Request::default()
        }
    );
    let union = of(r#"{"KeyId":"k","Union":{"Pair":{"TagKey":"t"},"New":null}}"#).unwrap();
    assert_eq!(union.union, Some(Union::Pair(pair("t"))));
    let union = of(r#"{"KeyId":"k","Union":{"Empty":{}}}"#).unwrap();
    assert_eq!(union.union, Some(Union::Empty {}));
}

#[test]
fn what_nobody_knows_is_refused_where_it_stands() {
    for (body, place) in [
        (r#"{"KeyId":"k","Future":{"A":[1]}}"#, "future"),
        (
            r#"{"KeyId":"k","Tags":[{"TagKey":"t"},{"TagKey":"u","X":1}]}"#,
            "tags.2.member.x",
        ),
        (r#"{"KeyId":"k","Union":{"New":1}}"#, "union.new"),
        (
            r#"{"KeyId":"k","Union":{"Pair":{"TagKey":"t","X":1}}}"#,
            "union.pair.x",
        ),
    ] {
        let message = format!(
            "1 validation error detected: Value at '{place}' failed to satisfy constraint: Member is not supported"
        );
        refused(body, "ValidationException", &message);
    }
    refused(
        r#"{"KeyId":"k","Union":{"Pair":{"TagKey":"t"},"New":1}}"#,
        "ValidationException",
        "Union must have exactly one of its members",
    );
    let long = format!(r#"{{"KeyId":"k","{}":1}}"#, "x".repeat(100_000));
    assert!(of(&long).unwrap_err().message.len() < 1000);
}

#[test]
fn a_required_member_must_be_there() {
    for (body, place) in [
        ("", "keyId"),
        ("{}", "keyId"),
        (r#"{"KeyId":null}"#, "keyId"),
        (
            r#"{"KeyId":"k","Tags":[{"TagKey":"t"},{}]}"#,
            "tags.2.member.tagKey",
        ),
        (r#"{"KeyId":"k","Union":{"Pair":{}}}"#, "union.pair.tagKey"),
    ] {
        refused(
            body,
            "ValidationException",
            &format!(
                "1 validation error detected: Value null at '{place}' failed to satisfy constraint: Member must not be null"
            ),
        );
    }
}

#[test]
fn a_word_must_be_one_of_its_set() {
    refused(
        r#"{"KeyId":"k","Kind":"THREE"}"#,
        "ValidationException",
        "1 validation error detected: Value 'THREE' at 'kind' failed to satisfy constraint: \
         Member must satisfy enum value set: [ONE, TWO]",
    );
}

#[test]
fn a_value_has_the_type_of_its_member() {
    for (body, message) in [
        (
            r#"{"KeyId":1}"#,
            "NUMBER_VALUE can not be converted to a String",
        ),
        (
            r#"{"KeyId":1.5}"#,
            "DECIMAL_VALUE can not be converted to a String",
        ),
        (
            r#"{"KeyId":true}"#,
            "TRUE_VALUE can not be converted to a String",
        ),
        (
            r#"{"KeyId":["k"]}"#,
            "Start of list found where not expected",
        ),
        (
            r#"{"KeyId":{}}"#,
            "Start of structure or map found where not expected",
        ),
        (
            r#"{"KeyId":"k","Limit":"1"}"#,
            "STRING_VALUE can not be converted to an Integer",
        ),
        (
            r#"{"KeyId":"k","Limit":99999999999}"#,
            "NUMBER_VALUE is out of range",
        ),
        (
            r#"{"KeyId":"k","Tags":{}}"#,
            "Start of structure or map found where not expected",
        ),
        (
            r#"{"KeyId":"k","Tags":[["t"]]}"#,
            "Start of list found where not expected",
        ),
        (
            r#"{"KeyId":"k","Kind":1}"#,
            "NUMBER_VALUE can not be converted to a String",
        ),
        (r#"{"KeyId":"k","Plaintext":"*"}"#, "not base64"),
        (r#"["k"]"#, "Start of list found where not expected"),
        (r#""k""#, "STRING_VALUE can not be converted to a Structure"),
        ("{", "the body is not JSON"),
        ("{} {}", "the body is not JSON"),
        ("\u{0}", "the body is not JSON"),
    ] {
        refused(body, "SerializationException", message);
    }
    refused(
        r#"{"KeyId":"k","Limit":-1}"#,
        "ValidationException",
        "Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 0",
    );
}

#[test]
fn a_tree_of_texts_has_numbers_as_texts() {
    let read = |limit: &str| of_texts::<Request>(serde_json::json!({"KeyId": "1", "Limit": limit}));
    assert_eq!(read("7").unwrap().limit, Some(7));
    assert_eq!(read("x").unwrap_err().code, "SerializationException");
    assert_eq!(read("-1").unwrap_err().code, "ValidationException");
}

#[test]
fn a_body_that_nests_without_end_is_no_json() {
    let body = format!(r#"{{"KeyId":{}"#, "[".repeat(1_000_000));
    refused(&body, "SerializationException", "the body is not JSON");
}

#[test]
fn what_is_secret_is_not_repeated() {
    for body in [
        r#"{"KeyId":"k","Plaintext":"marker*"}"#,
        r#"{"KeyId":"k","Plaintext":["marker"]}"#,
        r#"{"KeyId":"k","Plaintext":{"marker":"marker"}}"#,
        r#"{"KeyId":"k","Plaintext":"marker"#,
    ] {
        let fault = of(body).unwrap_err();
        assert!(!fault.message.contains("marker"), "{}", fault.message);
    }
}

proptest! {
    #[test]
    fn no_body_panics(body in any::<Vec<u8>>()) {
        let _ = json::<Request>(&body);
    }

    #[test]
    fn no_json_panics(body in "[\\[\\]{}\":,0-9a-zKeyIdTags]{0,60}") {
        let _ = of(&body);
    }
}
