//! How often each group takes ordinary requests for attacks. The requests are seeded, so the numbers are exact; the guide
//! states them.

use std::collections::BTreeMap;

use waf_rules::Bundle;

use super::traffic::{KINDS, Random};
use super::{counting, groups_of_patterns, labels};

/// Requests of each kind.
const EACH: usize = 250;

/// Requests of 3,000 that a group finds, by the group's part of its labels. The others find none.
///
/// The core rule set's are uploads, whose random bytes look like tags, and snippets of HTML; the others' are sentences
/// and snippets of code that the group is about.
const FOUND: [(&str, usize); 5] = [
    ("admin-protection", 1),
    ("core-rule-set", 58),
    ("php-app", 12),
    ("posix-os", 24),
    ("sql-database", 31),
];

#[test]
fn ordinary_requests_are_rarely_taken_for_attacks() {
    let acl = counting(&groups_of_patterns(), &Bundle::new());
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for (_, request) in KINDS {
        let mut random = Random::new(42);
        for _ in 0..EACH {
            let mut groups: Vec<String> = labels(&acl, &request(&mut random))
                .iter()
                .filter_map(|label| label.split(':').nth(3).map(str::to_owned))
                .collect();
            groups.dedup();
            for group in groups {
                *found.entry(group).or_default() += 1;
            }
        }
    }
    let expected = FOUND.map(|(group, count)| (group.to_owned(), count));
    assert_eq!(found, expected.into(), "of {}", KINDS.len() * EACH);
}
