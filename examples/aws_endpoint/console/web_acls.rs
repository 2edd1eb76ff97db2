//! Web ACLs.

use strongroom::{
    Caller, Strongroom,
    waf::{ListWebAclsRequest, Scope},
};

use super::{USER_AGENT, page::Place};
use crate::Result;

pub const COLUMNS: [&str; 3] = ["Web ACL", "Id", "Description"];

/// The regional web ACLs of a place, as its root user sees them.
pub async fn rows(strongroom: &Strongroom, place: &Place) -> Result<Vec<Vec<String>>> {
    let root = Caller::root(place.account.as_str())?.with_user_agent(USER_AGENT);
    let waf = strongroom
        .waf()
        .caller(root)
        .region(place.region.as_str())?;
    let request = ListWebAclsRequest::new(Scope::Regional).limit(SHOWN);
    let listed = waf.list_web_acls(request).await?;
    let rows = listed
        .web_acls
        .into_iter()
        .map(|acl| vec![acl.name, acl.id, acl.description.unwrap_or_default()]);
    Ok(rows.collect())
}

/// How many web ACLs the page shows.
const SHOWN: u32 = 100;
