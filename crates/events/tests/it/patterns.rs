//! Each operator as AWS's page of comparison operators shows it.

use events::EventPattern;
use proptest::prelude::*;
use serde_json::{Value, json};

#[track_caller]
#[expect(
    clippy::needless_pass_by_value,
    reason = "so that tests read `json!(…)`"
)]
fn check(pattern: Value, satisfied_by: &[Value], not_by: &[Value]) {
    let parsed: EventPattern = pattern.to_string().parse().unwrap();
    for event in satisfied_by {
        assert!(parsed.matches_json(event), "{pattern} and {event}");
    }
    for event in not_by {
        assert!(!parsed.matches_json(event), "{pattern} and {event}");
    }
}

#[test]
fn every_member_has_to_match_and_one_value_of_a_list() {
    check(
        json!({"source": ["aws.ssm", "aws.kms"], "detail": {"state": ["running"]}}),
        &[json!({"source": "aws.kms", "detail": {"state": "running", "other": 1}, "id": "x"})],
        &[
            json!({"source": "aws.kms"}),
            json!({"source": "aws.ec2", "detail": {"state": "running"}}),
            json!({"source": "aws.kms", "detail": "running"}),
            json!("aws.kms"),
        ],
    );
}

#[test]
fn values_are_compared_with_their_type() {
    check(
        json!({"a": ["1"]}),
        &[json!({"a": "1"})],
        &[json!({"a": 1})],
    );
    check(
        json!({"a": [300]}),
        &[json!({"a": 300})],
        &[json!({"a": 300.0}), json!({"a": "300"})],
    );
    check(
        json!({"a": [null]}),
        &[json!({"a": null})],
        &[json!({}), json!({"a": ""})],
    );
    check(
        json!({"a": [true]}),
        &[json!({"a": true})],
        &[json!({"a": "true"})],
    );
    check(
        json!({"a": [""]}),
        &[json!({"a": ""})],
        &[json!({"a": " "})],
    );
}

#[test]
fn of_an_array_one_element_is_enough_and_of_objects_one_has_it_all() {
    check(
        json!({"a": ["x"]}),
        &[json!({"a": ["y", "x"]}), json!({"a": [["x"]]})],
        &[json!({"a": []})],
    );
    check(
        json!({"a": {"b": [1], "c": [2]}}),
        &[json!({"a": [{"b": 1}, {"b": 1, "c": 2}]})],
        &[json!({"a": [{"b": 1}, {"c": 2}]})],
    );
}

#[test]
fn prefixes_and_suffixes() {
    check(
        json!({"a": [{"prefix": "us-"}]}),
        &[json!({"a": "us-east-1"})],
        &[json!({"a": "US-east-1"}), json!({"a": 1})],
    );
    check(
        json!({"a": [{"prefix": {"equals-ignore-case": "EventB"}}]}),
        &[json!({"a": "eventbridge"}), json!({"a": "EVENTB"})],
        &[json!({"a": "event"})],
    );
    check(
        json!({"a": [{"suffix": ".png"}]}),
        &[json!({"a": "x.png"})],
        &[json!({"a": "x.PNG"})],
    );
    check(
        json!({"a": [{"suffix": {"equals-ignore-case": "tBridge"}}]}),
        &[json!({"a": "EVENTBRIDGE"})],
        &[json!({"a": "bridge"})],
    );
    check(
        json!({"a": [{"equals-ignore-case": "ALICE"}]}),
        &[json!({"a": "Alice"})],
        &[json!({"a": "Alices"})],
    );
    check(
        json!({"a": [{"wildcard": "dir/*.png"}]}),
        &[json!({"a": "dir/x.png"})],
        &[json!({"a": "dir/x.jpg"})],
    );
}

#[test]
fn anything_but() {
    check(
        json!({"a": [{"anything-but": "x"}]}),
        &[json!({"a": "y"}), json!({"a": 1})],
        &[json!({"a": "x"}), json!({})],
    );
    check(
        json!({"a": [{"anything-but": ["x", "y"]}]}),
        &[json!({"a": "z"}), json!({"a": 1})],
        &[json!({"a": "y"})],
    );
    check(
        json!({"a": [{"anything-but": [1, 2]}]}),
        &[json!({"a": "1"}), json!({"a": 3})],
        &[json!({"a": 1}), json!({"a": 2.0})],
    );
    for (operator, text) in [
        ("prefix", "init"),
        ("suffix", "ing"),
        ("wildcard", "*initial*"),
        ("equals-ignore-case", "INITIALIZING"),
    ] {
        check(
            json!({"a": [{"anything-but": {operator: text}}]}),
            &[json!({"a": "running late"}), json!({"a": 7})],
            &[json!({"a": "initializing"}), json!({})],
        );
        check(
            json!({"a": [{"anything-but": {operator: [text, "x"]}}]}),
            &[json!({"a": "y"})],
            &[json!({"a": "initializing"})],
        );
    }
}

#[test]
fn numbers_within_a_range() {
    check(
        json!({"a": [{"numeric": ["=", 100]}]}),
        &[json!({"a": 100}), json!({"a": 100.0})],
        &[json!({"a": "100"}), json!({"a": 101})],
    );
    check(
        json!({"a": [{"numeric": [">", 10, "<=", 20]}]}),
        &[json!({"a": 10.5}), json!({"a": 20})],
        &[json!({"a": 10}), json!({"a": 20.1})],
    );
}

#[test]
fn addresses_within_a_network() {
    check(
        json!({"a": [{"cidr": "10.0.0.0/24"}]}),
        &[json!({"a": "10.0.0.255"})],
        &[json!({"a": "10.0.1.0"}), json!({"a": "x"})],
    );
    check(
        json!({"a": [{"cidr": "2001:db8::/32"}]}),
        &[json!({"a": "2001:db8::1"})],
        &[json!({"a": "10.0.0.1"})],
    );
}

#[test]
fn what_is_there_and_what_is_not() {
    check(
        json!({"a": {"b": [{"exists": true}]}}),
        &[json!({"a": {"b": null}})],
        &[json!({"a": {"b": {"c": 1}}}), json!({})],
    );
    check(
        json!({"a": {"b": [{"exists": false}]}}),
        &[json!({}), json!({"a": 1}), json!({"a": {"b": []}})],
        &[json!({"a": {"b": 1}})],
    );
}

#[test]
fn many_elements_are_looked_at_once_each() {
    let items = vec![json!({"d": 2, "e": [{}, {}]}); 20_000];
    check(
        json!({"a": {"b": [{"exists": false}], "e": {"f": [{"exists": false}]}, "$or": [{"c": [{"exists": false}]}, {"x": [1]}], "d": [1]}}),
        &[],
        &[json!({"a": items})],
    );
}

/// Of an array of objects, none has what must not be there, however deep.
#[test]
fn what_must_not_be_there_is_in_no_element() {
    check(
        json!({"a": {"b": [{"exists": false}]}}),
        &[json!({"a": [{"c": 1}, {"b": []}, 1]})],
        &[
            json!({"a": [{"c": 1}, {"b": 2}]}),
            json!({"a": [[{"c": 1}], [{"b": 2}]]}),
        ],
    );
    check(
        json!({"a": {"b": {"c": [{"exists": false}]}, "d": [1]}}),
        &[json!({"a": [{"d": 1, "b": {}}, {"d": 2}]})],
        &[
            json!({"a": [{"d": 1}, {"b": [{"c": 3}]}]}),
            json!({"a": [{"d": 2}]}),
        ],
    );
    check(
        json!({"a": {"$or": [{"b": [{"exists": false}]}, {"b": [2]}]}}),
        &[json!({"a": [{"c": 1}, {"b": 2}]}), json!({"a": [{"c": 1}]})],
        &[json!({"a": [{"c": 1}, {"b": 3}]})],
    );
}

#[test]
fn alternatives() {
    let pattern = json!({"detail": {"$or": [{"a": [1]}, {"b": [{"prefix": "x"}]}], "c": ["y"]}});
    check(
        pattern,
        &[
            json!({"detail": {"a": 1, "c": "y"}}),
            json!({"detail": {"b": "xx", "c": "y"}}),
        ],
        &[
            json!({"detail": {"a": 1}}),
            json!({"detail": {"a": 2, "b": "y", "c": "y"}}),
        ],
    );
    // One alternative alone is a member of that name.
    check(json!({"$or": ["a"]}), &[json!({"$or": "a"})], &[json!({})]);
}

#[track_caller]
fn refused(pattern: &str, path: &str, reason: &str) {
    let error = pattern.parse::<EventPattern>().unwrap_err();
    assert_eq!(error.path(), path, "{error}");
    assert!(error.reason().contains(reason), "{error}");
}

#[test]
fn what_is_no_pattern_is_refused_with_its_place() {
    refused("[]", "", "not an object");
    refused("{", "", "EOF");
    refused("{}", "", "empty");
    refused(r#"{"a": {}}"#, "a", "empty");
    refused(r#"{"a": []}"#, "a", "empty");
    refused(r#"{"a": "x"}"#, "a", "neither an object nor a list");
    refused(r#"{"a": ["x"], "a": ["y"]}"#, "", "twice");
    refused(r#"{"a": {"b": [["x"]]}}"#, "a.b", "within a list");
    refused(r#"{"a": [{"prefix": 1}]}"#, "a.prefix", "not a text");
    refused(
        r#"{"a": [{"contains": "x"}]}"#,
        "a.contains",
        "no such operator",
    );
    refused(r#"{"a": [{"prefix": "x", "suffix": "y"}]}"#, "a", "alone");
    refused(
        r#"{"a": [{"exists": "yes"}]}"#,
        "a.exists",
        "true nor false",
    );
    refused(r#"{"a": [{"cidr": "10.0.0.0"}]}"#, "a.cidr", "range");
    refused(
        r#"{"a": [{"numeric": [">", 5, "<", 1]}]}"#,
        "a.numeric",
        "not less",
    );
    refused(
        r#"{"a": [{"numeric": [">=", 5, "<=", 5]}]}"#,
        "a.numeric",
        "not less",
    );
    for order in [
        r#"["<", 5, ">", 1]"#,
        r#"[">", 1, ">", 2]"#,
        r#"["=", 1, "<", 2]"#,
        r#"[">", 1, "<", 5, "<", 6]"#,
        r#"["!=", 1]"#,
    ] {
        refused(
            &format!(r#"{{"a": [{{"numeric": {order}}}]}}"#),
            "a.numeric",
            "a lower and then an upper one",
        );
    }
    refused(r#"{"a": [{"numeric": []}]}"#, "a.numeric", "comparisons");
    refused(
        r#"{"a": [{"numeric": [">", 6e9]}]}"#,
        "a.numeric",
        "between",
    );
    refused(r#"{"a": [{"numeric": [">"]}]}"#, "a.numeric", "comparisons");
    refused(r#"{"a": [{"wildcard": "**"}]}"#, "a.wildcard", "row");
    refused(
        r#"{"a": [{"anything-but": []}]}"#,
        "a.anything-but",
        "empty",
    );
    for affix in ["prefix", "suffix"] {
        for operand in [r#""""#, r#"["x", ""]"#] {
            refused(
                &format!(r#"{{"a": [{{"anything-but": {{"{affix}": {operand}}}}}]}}"#),
                &format!("a.anything-but.{affix}"),
                "empty",
            );
        }
        refused(
            &format!(
                r#"{{"a": [{{"anything-but": {{"{affix}": {{"equals-ignore-case": "x"}}}}}}]}}"#
            ),
            &format!("a.anything-but.{affix}"),
            "not a text",
        );
    }
    for values in [r#"["x", 1]"#, "null", "true", r#"["x", null]"#] {
        refused(
            &format!(r#"{{"a": [{{"anything-but": {values}}}]}}"#),
            "a.anything-but",
            "texts alone",
        );
    }
    let nested = format!("{}1{}", r#"{"a": "#.repeat(500), "}".repeat(500));
    refused(&nested, "", "recursion limit");
    refused(&format!(r#"{{"a": ["{}"]}}"#, "x".repeat(5000)), "", "4096");
    let wide = format!(r#"{{"a": ["{}"]}}"#, "ä".repeat(4000));
    assert!(
        wide.parse::<EventPattern>().is_ok(),
        "characters, not bytes"
    );
    let many: String = (0..11)
        .map(|n| format!(r#"{{"$or": [{{"a": [1]}}, {{"b": [2]}}], "k{n}": "#))
        .collect();
    refused(&format!("{many}[1]{}", "}".repeat(11)), "", "combinations");
}

proptest! {
    #[test]
    fn no_text_panics(pattern in r#"[{}\[\]":,a-z$0-9*\\ -]{0,60}"#, event in "[a-z*]{0,8}") {
        if let Ok(pattern) = pattern.parse::<EventPattern>() {
            pattern.matches_json(&json!({"a": event, "b": [event]}));
        }
    }
}
