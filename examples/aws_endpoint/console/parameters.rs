//! Parameters: what they are called, and never what is in them.

use strongroom::{Caller, Clock, Strongroom, SystemClock, param_store::DescribeParametersRequest};

use super::{USER_AGENT, keys::ago, page::Place};
use crate::Result;

pub const COLUMNS: [&str; 7] = [
    "Parameter",
    "Type",
    "Tier",
    "Version",
    "Key",
    "Description",
    "Changed",
];

/// The parameters of a place, as its root user sees them: without their values.
pub async fn rows(strongroom: &Strongroom, place: &Place) -> Result<Vec<Vec<String>>> {
    let root = Caller::root(place.account.as_str())?.with_user_agent(USER_AGENT);
    let store = strongroom
        .param_store()
        .caller(root)
        .region(place.region.as_str())?;
    let now = SystemClock::new().now();
    let mut request = DescribeParametersRequest::new();
    request.max_results = Some(SHOWN);
    let described = store.describe_parameters(request).await?;
    let rows = described.parameters.into_iter().map(|parameter| {
        vec![
            parameter.name,
            parameter.r#type.to_string(),
            parameter.tier.to_string(),
            parameter.version.to_string(),
            parameter.key_id.unwrap_or_default(),
            parameter.description.unwrap_or_default(),
            ago(parameter.last_modified_date, now),
        ]
    });
    Ok(rows.collect())
}

/// How many parameters the page shows.
const SHOWN: u32 = 50;
