//! The guide's table of policy checks says what the code does.

use std::collections::BTreeMap;

use policy_eval::{FindingType, GlobalKey, IssueCode};

const TABLE: &str = include_str!("../../../../../docs/policy-checks.md");

/// The rows: code, finding type, and whether it is checked.
fn rows() -> BTreeMap<&'static str, (&'static str, &'static str)> {
    TABLE
        .lines()
        .take_while(|line| *line != "## Global condition keys")
        .filter_map(|line| line.strip_prefix("| `"))
        .filter_map(|line| {
            let mut cells = line.split('|').map(str::trim);
            let code = cells.next()?.strip_suffix('`')?;
            Some((code, (cells.next()?, cells.next()?)))
        })
        .collect()
}

#[test]
fn every_code_is_in_the_table_as_it_is_in_the_code() {
    let rows = rows();
    for code in IssueCode::ALL {
        let (kind, checked) = rows
            .get(code.as_str())
            .unwrap_or_else(|| panic!("{code} is not in the table"));
        assert_eq!(*kind, code.finding_type().as_str(), "{code}");
        assert!(checked.starts_with("yes"), "{code}: {checked}");
    }
    for (code, (kind, checked)) in &rows {
        let known = IssueCode::ALL.iter().any(|known| known.as_str() == *code);
        assert_eq!(known, checked.starts_with("yes"), "{code}");
        // What is not checked says why.
        assert!(known || checked.len() > "no: ".len(), "{code}");
        let kinds = [
            FindingType::Error,
            FindingType::SecurityWarning,
            FindingType::Warning,
            FindingType::Suggestion,
        ];
        assert!(
            kinds.iter().any(|known| known.as_str() == *kind),
            "{code}: {kind}"
        );
    }
}

#[test]
fn every_global_key_is_in_the_table_as_it_is_in_the_code() {
    let (_, keys) = TABLE.split_once("## Global condition keys").unwrap();
    let written: Vec<&str> = keys
        .lines()
        .filter(|line| line.starts_with("| `"))
        .collect();
    let expected: Vec<String> = GlobalKey::all()
        .iter()
        .map(|key| {
            let tail = if key.name.ends_with('/') {
                " and a tag key"
            } else {
                ""
            };
            let values = if key.kind.multivalued { "many" } else { "one" };
            let sensitive = if key.sensitive { "yes" } else { "" };
            let GlobalKey { name, kind, .. } = key;
            format!(
                "| `{name}`{tail} | {} | {values} | {sensitive} |",
                kind.value
            )
        })
        .collect();
    assert_eq!(written, expected);
}
