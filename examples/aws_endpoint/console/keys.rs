//! Keys, with their state and age.

use strongroom::{
    Caller, Clock, Strongroom, SystemClock, Timestamp,
    kms::{DescribeKeyRequest, ListAliasesRequest, ListKeysRequest},
};

use super::{USER_AGENT, page::Place};
use crate::Result;

pub const COLUMNS: [&str; 7] = [
    "Key",
    "Aliases",
    "Description",
    "State",
    "Spec",
    "Manager",
    "Age",
];

/// The keys of a place, as its root user sees them.
pub async fn rows(strongroom: &Strongroom, place: &Place) -> Result<Vec<Vec<String>>> {
    let root = Caller::root(place.account.as_str())?.with_user_agent(USER_AGENT);
    let kms = strongroom
        .kms()
        .caller(root)
        .region(place.region.as_str())?;
    let aliases = kms
        .list_aliases(ListAliasesRequest::new().limit(100))
        .await?
        .aliases;
    let now = SystemClock::new().now();
    let mut rows = Vec::new();
    for key in kms
        .list_keys(ListKeysRequest::new().limit(SHOWN))
        .await?
        .keys
    {
        let names: Vec<_> = aliases
            .iter()
            .filter(|alias| alias.target_key_id == key.key_id)
            .map(|alias| alias.alias_name.as_str())
            .collect();
        let mut row = vec![key.key_id.clone(), names.join(", ")];
        match kms.describe_key(DescribeKeyRequest::new(&key.key_id)).await {
            Ok(described) => {
                let key = described.key_metadata;
                row.extend([
                    key.description,
                    key.key_state.to_string(),
                    key.key_spec.to_string(),
                    key.key_manager.to_string(),
                    age(key.creation_date, now),
                ]);
            }
            Err(error) => row.extend([String::new(), error.to_string()]),
        }
        rows.push(row);
    }
    Ok(rows)
}

/// A time that has passed, in the largest unit that it has two of.
fn age(since: Timestamp, now: Timestamp) -> String {
    let seconds = now.signed_duration_since(since).num_seconds().max(0);
    let units = [
        (86_400, "days"),
        (3600, "hours"),
        (60, "minutes"),
        (1, "seconds"),
    ];
    let unit = units.into_iter().find(|(length, _)| seconds >= 2 * length);
    match unit {
        Some((length, name)) => format!("{} {name}", seconds / length),
        None => JUST_NOW.to_owned(),
    }
}

/// A moment that has passed, as people say it.
pub fn ago(since: Timestamp, now: Timestamp) -> String {
    match age(since, now) {
        just_now if just_now == JUST_NOW => just_now,
        age => format!("{age} ago"),
    }
}

const JUST_NOW: &str = "just now";

/// How many keys the page shows.
const SHOWN: u32 = 100;
