use std::collections::BTreeMap;

use common_types::{
    constraint::{Check, Number, Size, Text},
    wire,
};
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
#[serde(rename_all = "PascalCase")]
struct Many {
    name: String,
    kind: Kind,
    union: Union,
    pairs: Vec<Pair>,
    #[serde(with = "wire::secret_text")]
    secret: common_types::SecretString,
    #[serde(with = "wire::epoch_seconds")]
    since: common_types::Timestamp,
    #[serde(default)]
    limit: Option<u32>,
    #[serde(default)]
    note: Option<String>,
}

#[derive(Debug, Deserialize, PartialEq)]
enum Union {
    Pair(Pair),
    Empty {},
}

const NAME: Text = Text::new().length(1, 5);

impl Constrained for Request {
    fn constraints(&self, check: &mut Check<'_>) {
        check.text("keyId", &self.key_id, &NAME);
        check.number("limit", self.limit, &Number::between(5, 10));
    }
}

impl Constrained for Pair {
    fn constraints(&self, check: &mut Check<'_>) {
        check.text("tagKey", &self.tag_key, &NAME);
    }
}

impl Constrained for Many {
    fn constraints(&self, check: &mut Check<'_>) {
        check.text("name", &self.name, &NAME);
        check.list("pairs", &self.pairs, &Size::between(1, 3));
        check.secret("secret", &self.secret, &NAME);
        check.number("limit", self.limit, &Number::between(5, 10));
        check.text("note", &self.note, &NAME);
    }
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

#[track_caller]
fn told(body: &str, violations: &[&str]) {
    let fault = json::<Many>(body.as_bytes()).unwrap_err();
    assert_eq!(fault.code, "ValidationException", "{}", fault.message);
    let (count, found) = fault.message.split_once(" detected: ").unwrap();
    let found: Vec<_> = found.split("; ").collect();
    let expected: Vec<_> = violations
        .iter()
        .map(|violation| {
            violation
                .replace(" ! is", " failed to satisfy constraint: Member is")
                .replace(" ! ", " failed to satisfy constraint: Member must ")
        })
        .collect();
    assert_eq!(found, expected);
    let errors = if found.len() == 1 { "error" } else { "errors" };
    assert_eq!(count, format!("{} validation {errors}", found.len()));
}

#[test]
fn all_that_is_missing_is_told_at_once() {
    told(
        "{}",
        &[
            "Value null at 'name' ! not be null",
            "Value null at 'kind' ! not be null",
            "Value null at 'union' ! not be null",
            "Value null at 'pairs' ! not be null",
            "Value null at 'secret' ! not be null",
            "Value null at 'since' ! not be null",
        ],
    );
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    told(
        r#"{"Future":1,"Kind":"THREE","Union":{"Pair":{}},"Pairs":[{},{"TagKey":""},{}],"Secret":"too long","Limit":-1,"Note":""}"#,
        &[
            // What cannot be read, as it is found.
            "Value at 'future' ! is not supported",
            "Value 'THREE' at 'kind' ! satisfy enum value set: [ONE, TWO]",
            "Value '-1' at 'limit' ! have value greater than or equal to 5",
            "Value null at 'pairs.1.member.tagKey' ! not be null",
            "Value null at 'pairs.3.member.tagKey' ! not be null",
            "Value null at 'union.pair.tagKey' ! not be null",
            "Value null at 'name' ! not be null",
            "Value null at 'since' ! not be null",
            // Then what breaks a bound.
            "Value '' at 'pairs.2.member.tagKey' ! have length greater than or equal to 1",
            "Value at 'secret' ! have length less than or equal to 5",
            "Value '' at 'note' ! have length greater than or equal to 1",
        ],
    );
    let rest =
        r#""Name":"n","Kind":"ONE","Union":{"Empty":{}},"Pairs":[{"TagKey":"k"}],"Secret":"s""#;
    told(
        &format!("{{{rest}}}"),
        &["Value null at 'since' ! not be null"],
    );
    assert!(json::<Many>(format!(r#"{{{rest},"Since":0}}"#).as_bytes()).is_ok());
}

#[test]
fn a_type_that_is_wrong_is_told_alone() {
    for body in [
        r#"{"Pairs":7}"#,
        r#"{"Kind":"THREE","Name":[]}"#,
        r#"{"Union":{"Pair":{"TagKey":1}}}"#,
    ] {
        let fault = json::<Many>(body.as_bytes()).unwrap_err();
        assert_eq!(
            fault.code, "SerializationException",
            "{body}: {}",
            fault.message
        );
    }
}

#[test]
fn a_request_with_more_mistakes_than_anybody_reads_is_told_some() {
    let pairs = vec!["{}"; 10_000].join(",");
    let fault = json::<Many>(format!(r#"{{"Pairs":[{pairs}]}}"#).as_bytes()).unwrap_err();
    assert!(fault.message.starts_with("20 validation errors detected: "));
}

/// Why a union that begins with itself is not filled without end.
#[test]
fn what_cannot_be_filled_is_told_as_far_as_it_is_known() {
    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    struct Odd {
        #[expect(dead_code, reason = "read, and no more")]
        first: Endless,
        #[expect(dead_code, reason = "read, and no more")]
        second: String,
    }

    #[derive(Debug, Deserialize)]
    enum Endless {
        #[expect(dead_code, reason = "read, and no more")]
        Again(Box<Self>),
    }

    impl Constrained for Odd {
        fn constraints(&self, _: &mut Check<'_>) {}
    }

    let fault = json::<Odd>(b"{}").unwrap_err();
    assert!(
        fault
            .message
            .starts_with("1 validation error detected: Value null at 'first'"),
        "{}",
        fault.message
    );
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
        "Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 5",
    );
}

#[test]
fn a_tree_of_texts_has_numbers_as_texts() {
    let read =
        |limit: &str| of_texts::<Request>(|| Ok(serde_json::json!({"KeyId": "1", "Limit": limit})));
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
