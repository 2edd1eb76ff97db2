//! Tags within AWS's limits.

use common_types::{Tag, TagKey, Tags};
use service_kit::{Error, RequestTagKeys, RequestTags};

fn tag(key: &str, value: &str) -> Tag {
    Tag::new(key.parse().unwrap(), value.parse().unwrap())
}

fn key(key: &str) -> TagKey {
    key.parse().unwrap()
}

#[test]
fn tags_are_added_replaced_and_removed() {
    let request = |tags: &[(&str, &str)]| {
        RequestTags::new(tags.iter().map(|(key, value)| tag(key, value)).collect()).unwrap()
    };
    let tags = request(&[("a", "1"), ("b", "2")])
        .applied_to(&Tags::new())
        .unwrap();
    let tags = request(&[("b", "3"), ("c", "4")])
        .applied_to(&tags)
        .unwrap();
    let shown = |tags: &Tags| serde_json::to_string(tags).unwrap();
    assert_eq!(
        shown(&tags),
        r#"[{"Key":"a","Value":"1"},{"Key":"b","Value":"3"},{"Key":"c","Value":"4"}]"#
    );
    let keys = RequestTagKeys::new(vec![key("a"), key("not there")]).unwrap();
    assert_eq!(
        shown(&keys.removed_from(&tags)),
        r#"[{"Key":"b","Value":"3"},{"Key":"c","Value":"4"}]"#
    );
}

#[test]
fn awss_own_keys_and_repeated_keys_are_refused() {
    let reserved = |result: Result<(), Error>| matches!(result, Err(Error::ReservedTagKey { .. }));
    let repeated = |result: Result<(), Error>| matches!(result, Err(Error::DuplicateTagKey { .. }));
    assert!(reserved(RequestTags::new(vec![tag("AWS:x", "")]).map(drop)));
    assert!(reserved(RequestTagKeys::new(vec![key("aws:x")]).map(drop)));
    assert!(repeated(
        RequestTags::new(vec![tag("a", "1"), tag("a", "2")]).map(drop)
    ));
    assert!(repeated(
        RequestTagKeys::new(vec![key("a"), key("a")]).map(drop)
    ));
    // Keys differ by case.
    assert!(RequestTags::new(vec![tag("a", "1"), tag("A", "2")]).is_ok());
}

#[test]
fn a_resource_has_at_most_fifty() {
    let many = |range: std::ops::Range<usize>| {
        RequestTags::new(range.map(|number| tag(&format!("k{number}"), "")).collect()).unwrap()
    };
    let full = many(0..50).applied_to(&Tags::new()).unwrap();
    assert!(many(0..50).applied_to(&full).is_ok());
    assert!(matches!(
        many(50..51).applied_to(&full),
        Err(Error::TooManyTags)
    ));
}
