use proptest::prelude::*;

use super::*;
use crate::SecretString;

#[derive(Debug, Default)]
struct Request {
    name: String,
    note: Option<String>,
    secret: Option<SecretString>,
    limit: Option<i32>,
    names: Vec<String>,
    tags: Vec<Pair>,
}

#[derive(Debug)]
struct Pair {
    key: String,
}

const NAME: Text = Text::new().length(1, 5).pattern(LETTERS);
const LETTERS: Pattern = Pattern::new("[a-z]+", |text| {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase())
});
const NOTE: Text = Text::new().length(0, 3);

impl Constrained for Request {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            note,
            secret,
            limit,
            names,
            tags,
        } = self;
        check.text("name", name, &NAME);
        check.text("note", note, &NOTE);
        check.secret("secret", secret, &NOTE);
        check.number("limit", *limit, &Number::between(1, 100));
        check.texts("names", names, &Size::between(0, 2), &NAME);
        check.list("tags", tags, &Size::between(0, 3));
    }
}

impl Constrained for Pair {
    fn constraints(&self, check: &mut Check<'_>) {
        check.text("key", &self.key, &NOTE);
    }
}

fn request() -> Request {
    Request {
        name: "abc".to_owned(),
        ..Request::default()
    }
}

#[track_caller]
fn refused(request: &Request, message: &str) {
    assert_eq!(request.validate().unwrap_err().to_string(), message);
}

#[test]
fn what_is_within_its_bounds_is_taken() {
    assert_eq!(request().validate(), Ok(()));
    let full = Request {
        note: Some("äöü".to_owned()),
        limit: Some(100),
        names: vec!["a".to_owned(), "b".to_owned()],
        tags: vec![Pair {
            key: "k".to_owned(),
        }],
        ..request()
    };
    assert_eq!(full.validate(), Ok(()));
}

#[test]
fn every_broken_bound_is_told_in_one_sentence() {
    refused(
        &Request {
            name: "TOO LONG".to_owned(),
            limit: Some(0),
            ..request()
        },
        "3 validation errors detected: \
         Value 'TOO LONG' at 'name' failed to satisfy constraint: Member must have length less than or equal to 5; \
         Value 'TOO LONG' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+; \
         Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    );
}

#[test]
fn a_secret_is_not_repeated() {
    refused(
        &Request {
            secret: Some("marker".into()),
            ..request()
        },
        "1 validation error detected: Value at 'secret' failed to satisfy constraint: \
         Member must have length less than or equal to 3",
    );
}

#[test]
fn a_list_of_texts_tells_what_its_items_have_to_be() {
    refused(
        &Request {
            names: vec!["a".to_owned(), "B".to_owned()],
            ..request()
        },
        "1 validation error detected: Value '[a, B]' at 'names' failed to satisfy constraint: \
         Member must satisfy constraint: [Member must have length less than or equal to 5, \
         Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [a-z]+]",
    );
}

#[test]
fn a_part_of_a_list_is_named_by_its_place() {
    let tags = vec![
        Pair { key: String::new() },
        Pair {
            key: "long".to_owned(),
        },
    ];
    refused(
        &Request { tags, ..request() },
        "1 validation error detected: Value 'long' at 'tags.2.member.key' failed to satisfy constraint: \
         Member must have length less than or equal to 3",
    );
}

#[test]
fn findings_of_one_request_are_told_together() {
    let mut found = Violations::missing("name");
    found.extend(Violations::of("limit", Some("-1"), "Member must be more"));
    let mut rest = Violations::of(
        "limit",
        Some("0"),
        "Member must have value greater than or equal to 5",
    );
    found.take_bound("limit", &rest);
    rest.extend(Violations::of("name.1.member", None, "Member is within"));
    rest.extend(Violations::of("names", None, "Member is another"));
    rest.forget("name");
    rest.forget("limit");
    found.extend(rest);
    assert_eq!(
        found.to_string(),
        "3 validation errors detected: Value null at 'name' failed to satisfy constraint: Member must not be null; \
         Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 5; \
         Value at 'names' failed to satisfy constraint: Member is another"
    );
}

#[test]
fn a_long_request_gets_a_bounded_answer() {
    let names = vec!["x".repeat(1000); 1000];
    let message = Request { names, ..request() }
        .validate()
        .unwrap_err()
        .to_string();
    assert!(message.len() < 10_000, "{}", message.len());
}

proptest! {
    #[test]
    fn lengths_are_counted_in_characters(text in any::<String>(), least in 0_usize..20, more in 0_usize..20) {
        let rule = Text::new().length(least, least + more);
        let mut broken = 0;
        rule.broken_by(&text, |_| broken += 1);
        let inside = (least..=least + more).contains(&text.chars().count());
        prop_assert_eq!(broken == 0, inside);
    }
}
