//! IP sets: `CreateIPSet`, `GetIPSet`, `ListIPSets`, `UpdateIPSet`, `DeleteIPSet`.

use common_types::constraint::Size;
use waf_rules::model::{IpAddressVersion, IpSet};

use super::{
    bounds,
    kind::{delete_operation, get_operation, list_operation},
    set::set_operations,
};

set_operations! {
    IpSet {
        fixed
        /// The kind of its addresses.
        #[serde(rename = "IPAddressVersion")]
        ip_address_version: IpAddressVersion;
        held
        /// Its addresses in CIDR notation.
        addresses: Vec<String>,
        each Into::into,
        within |check, addresses| {
            check.texts("addresses", addresses, &Size::at_least(0), &bounds::ADDRESS);
        };
    }
    /// Makes a set of addresses, for the rules of web ACLs and rule groups.
    ///
    /// # Limits
    ///
    /// [`IP_SETS`](crate::limits::IP_SETS); [`ADDRESSES`](waf_rules::limits::ADDRESSES) of a set.
    create_ip_set(CreateIpSetRequest), CreateIPSet;
    /// Replaces the addresses of a set. Web ACLs that refer to it decide by the new ones from the next request on.
    update_ip_set(UpdateIpSetRequest), UpdateIPSet;
}
get_operation! {
    /// Reads an IP set (`wafv2:GetIPSet` on it). [GetIPSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetIPSet.html).
    GetIpSetRequest, GetIpSetResponse { ip_set as "IPSet": IpSet }, get_ip_set, GetIPSet
}
list_operation! {
    /// Lists IP sets (`wafv2:ListIPSets`). [ListIPSets](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListIPSets.html).
    ListIpSetsRequest, ListIpSetsResponse { ip_sets as "IPSets" }, list_ip_sets, ListIPSets, IpSet
}
delete_operation! {
    /// Deletes an IP set (`wafv2:DeleteIPSet` on it). [DeleteIPSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteIPSet.html).
    DeleteIpSetRequest, delete_ip_set, DeleteIPSet, IpSet
}
