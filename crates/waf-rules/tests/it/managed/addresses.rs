//! The groups that go by lists of addresses, which the application supplies.

use serde_json::json;
use waf_rules::Bundle;
use waf_rules::managed::IpList;

use super::traffic::{KINDS, Random};
use super::{counting, labels};

#[test]
fn an_address_gets_the_label_of_each_list_that_has_it() {
    let mut bundle = Bundle::new();
    for (list, addresses) in [
        (IpList::Reputation, vec!["192.0.2.0/24"]),
        (IpList::Reconnaissance, vec!["192.0.2.44/32"]),
        (IpList::Ddos, vec!["198.51.100.0/24"]),
        (IpList::Anonymous, vec!["203.0.113.9/32"]),
        (IpList::HostingProvider, vec!["203.0.113.0/24"]),
    ] {
        let set = json!({ "IPSet": {
            "Name": list.name(), "Id": "00000000-0000-0000-0000-000000000000", "ARN": list.arn(),
            "IPAddressVersion": "IPV4", "Addresses": addresses,
        }});
        bundle.add_json(&set.to_string()).expect("an IP set");
    }
    let acl = counting(
        &[
            "AWSManagedRulesAmazonIpReputationList",
            "AWSManagedRulesAnonymousIpList",
        ],
        &bundle,
    );
    let (_, page) = KINDS[0];
    let mut traffic = page(&mut Random::new(1));
    let mut found = |client: [u8; 4]| {
        traffic.client = client;
        labels(&acl, &traffic)
    };
    assert_eq!(
        found([192, 0, 2, 44]),
        [
            "awswaf:managed:aws:amazon-ip-list:AWSManagedIPReputationList",
            "awswaf:managed:aws:amazon-ip-list:AWSManagedReconnaissanceList",
        ]
    );
    assert_eq!(
        found([198, 51, 100, 1]),
        ["awswaf:managed:aws:amazon-ip-list:AWSManagedIPDDoSList"]
    );
    assert_eq!(
        found([203, 0, 113, 9]),
        [
            "awswaf:managed:aws:anonymous-ip-list:AnonymousIPList",
            "awswaf:managed:aws:anonymous-ip-list:HostingProviderIPList",
        ]
    );
    assert!(found([8, 8, 8, 8]).is_empty());
}
