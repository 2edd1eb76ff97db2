//! What is taken for an attack: libinjection's own corpus, verdicts of the C library, and what no input may do.

mod corpus;
mod verdicts;

use proptest::prelude::*;
use waf_rules::injection::{SensitivityLevel, is_sqli, is_xss};

#[test]
fn attacks_are_found() {
    for attack in [
        "1' OR '1'='1",
        "1 UNION SELECT password FROM users",
        "1; DROP TABLE users",
        "1/*!50000union*/",
        "'; EXEC xp_cmdshell('dir')--",
        "1 AND SLEEP(5)",
        "admin'--",
    ] {
        assert!(
            is_sqli(attack.as_bytes(), SensitivityLevel::Low),
            "{attack}"
        );
    }
    for attack in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\" onfocus=\"alert(1)",
        "<a href=\"jav&#x61;script:alert(1)\">",
        "<svg/onload=alert(1)>",
        "<!--[if IE]><script>",
        "<iframe src=//example.com>",
    ] {
        assert!(is_xss(attack.as_bytes()), "{attack}");
    }
}

#[test]
fn text_is_no_attack() {
    for text in [
        "",
        "O'Brien",
        "select a seat; update me when it is done",
        "rock and roll",
        "The union of two sets, 1 or more",
        "a < b && c > d",
        "e = mc^2",
        "https://example.com/?a=1&b=2",
        "{\"name\": \"it's\", \"n\": [1, 2]}",
    ] {
        assert!(!is_sqli(text.as_bytes(), SensitivityLevel::High), "{text}");
        assert!(!is_xss(text.as_bytes()), "{text}");
    }
}

#[test]
fn high_finds_what_stands_behind_a_long_beginning() {
    for attack in [
        "an order for bread and milk union all select 1,2,3",
        "we would like to order; drop table users",
        "the last of the letters; update users set admin = 1",
        "a name of many words or 1=1",
        "many words before it 1 into outfile '/tmp/x'",
        "many words before it waitfor delay '0:0:5'",
        "many words before it and pg_sleep(5)",
    ] {
        assert!(
            !is_sqli(attack.as_bytes(), SensitivityLevel::Low),
            "{attack}"
        );
        assert!(
            is_sqli(attack.as_bytes(), SensitivityLevel::High),
            "{attack}"
        );
    }
}

#[test]
fn nothing_is_allocated() {
    let text = "it's a \"value\" of <b>many</b> words=1 -- and /* comments */ ".repeat(100);
    let info = allocation_counter::measure(|| {
        is_sqli(text.as_bytes(), SensitivityLevel::High);
        is_xss(text.as_bytes());
    });
    assert_eq!(info.count_total, 0);
}

proptest! {
    #[test]
    fn high_finds_what_low_finds(pieces in prop::collection::vec(piece(), 0..12)) {
        let input = pieces.concat();
        if is_sqli(&input, SensitivityLevel::Low) {
            prop_assert!(is_sqli(&input, SensitivityLevel::High));
        }
    }

    #[test]
    fn any_bytes_get_a_verdict(input in prop::collection::vec(any::<u8>(), 0..200)) {
        is_sqli(&input, SensitivityLevel::High);
        is_xss(&input);
    }

    /// Text in front of a page changes nothing of what is found in it.
    #[test]
    fn text_before_a_script_hides_nothing(text in "[a-z ]{0,40}") {
        let page = format!("{text}<script>");
        prop_assert!(is_xss(page.as_bytes()));
    }
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::sample::select(vec![
            "'",
            "\"",
            "`",
            " ",
            "--",
            "#",
            "/*",
            "*/",
            "/*!",
            ";",
            "(",
            ")",
            "or",
            "1",
            "=",
            "select",
            "union",
            "in",
            "like",
            "::",
            "@",
            "\\",
            "{",
            "}",
            ",",
            ".",
            "user",
            "collate",
            "a_b",
            "-",
            "into outfile",
            "null",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 1..4),
    ]
}
