//! Managed rule groups, listed and described; managed rule sets, which only vendors have.

use waf_manager::{
    DescribeAllManagedProductsRequest, DescribeManagedProductsByVendorRequest,
    DescribeManagedRuleGroupRequest, GetManagedRuleSetRequest,
    ListAvailableManagedRuleGroupVersionsRequest, ListAvailableManagedRuleGroupsRequest,
    ListManagedRuleSetsRequest, PutManagedRuleSetVersionsRequest, Scope,
    UpdateManagedRuleSetVersionExpiryDateRequest,
};
use waf_rules::model::RuleAction;

use crate::world::{World, refused};

const SQLI: &str = "AWSManagedRulesSQLiRuleSet";
const UUID: &str = "a1b2c3d4-5678-90ab-cdef-111111111111";

#[tokio::test]
async fn all_that_can_be_used_are_listed_page_by_page() {
    let world = World::new().await;
    let waf = world.root();
    let first = || ListAvailableManagedRuleGroupsRequest::new(Scope::Regional).limit(4);
    let (mut found, mut request) = (Vec::new(), first());
    loop {
        let page = waf
            .list_available_managed_rule_groups(request)
            .await
            .unwrap();
        assert!(page.managed_rule_groups.len() <= 4);
        found.extend(page.managed_rule_groups);
        match page.next_marker {
            Some(marker) => request = first().next_marker(marker),
            None => break,
        }
    }
    let groups: Vec<_> = waf_rules::managed::versions().collect();
    assert_eq!(found.len(), groups.len());
    assert!(found.is_sorted_by_key(|group| group.name.clone()));
    let sqli = found.iter().find(|group| group.name == SQLI).unwrap();
    assert_eq!(sqli.vendor_name, "AWS");
    assert!(sqli.versioning_supported && sqli.description.contains("SQL"));
    let addresses = found
        .iter()
        .find(|group| group.name == "AWSManagedRulesAnonymousIpList");
    assert!(!addresses.unwrap().versioning_supported);
}

#[tokio::test]
async fn versions_are_listed() {
    let world = World::new().await;
    let list = async |vendor: &str, name: &str| {
        let request =
            ListAvailableManagedRuleGroupVersionsRequest::new(vendor, name, Scope::Regional);
        world
            .root()
            .list_available_managed_rule_group_versions(request.limit(10))
            .await
    };
    let found = list("AWS", SQLI).await.unwrap();
    let names: Vec<_> = found
        .versions
        .iter()
        .map(|version| version.name.as_str())
        .collect();
    assert_eq!(names, ["Version_1.0"]);
    assert_eq!(
        found.current_default_version.as_deref(),
        Some("Version_1.0")
    );
    let found = list("AWS", "AWSManagedRulesAnonymousIpList").await.unwrap();
    assert_eq!(
        (found.versions.len(), found.current_default_version),
        (0, None)
    );
    refused(
        list("AWS", "AWSManagedRulesBotControlRuleSet").await,
        "WAFNonexistentItemException",
    );
    refused(list("Other", SQLI).await, "WAFNonexistentItemException");
}

#[tokio::test]
async fn a_group_is_described_with_its_rules_and_labels() {
    let world = World::new().await;
    let request = || DescribeManagedRuleGroupRequest::new("AWS", SQLI, Scope::Regional);
    let describe = async |request| world.root().describe_managed_rule_group(request).await;
    let found = describe(request()).await.unwrap();
    assert_eq!(found.version_name.as_deref(), Some("Version_1.0"));
    assert_eq!(
        (found.capacity, found.label_namespace.as_str()),
        (200, "awswaf:managed:aws:sql-database:")
    );
    let rule = found
        .rules
        .iter()
        .find(|rule| rule.name == "SQLi_QUERYARGUMENTS")
        .unwrap();
    assert!(matches!(rule.action, Some(RuleAction::Block(_))));
    let labels = found
        .available_labels
        .iter()
        .filter_map(|label| label.name.as_deref());
    assert!(
        labels
            .clone()
            .all(|label| label.starts_with(&found.label_namespace))
    );
    assert!(labels.count() > 0);
    let versioned = describe(request().version_name("Version_1.0"))
        .await
        .unwrap();
    assert_eq!(versioned, found);
    refused(
        describe(request().version_name("Version_0.9")).await,
        "WAFNonexistentItemException",
    );
    let other = DescribeManagedRuleGroupRequest::new("AWS", "None", Scope::Regional);
    refused(describe(other).await, "WAFNonexistentItemException");
    let global = DescribeManagedRuleGroupRequest::new("AWS", SQLI, Scope::Cloudfront);
    refused(describe(global).await, "WAFInvalidParameterException");
}

#[tokio::test]
async fn products_are_the_groups_again() {
    let world = World::new().await;
    let waf = world.root();
    let all = waf
        .describe_all_managed_products(DescribeAllManagedProductsRequest::new(Scope::Regional))
        .await
        .unwrap();
    let of = async |vendor: &str| {
        let request = DescribeManagedProductsByVendorRequest::new(vendor, Scope::Regional);
        waf.describe_managed_products_by_vendor(request)
            .await
            .unwrap()
            .managed_products
    };
    assert_eq!(of("AWS").await, all.managed_products);
    assert!(of("Nobody").await.is_empty());
    let core = &all.managed_products[2];
    assert_eq!(core.managed_rule_set_name, "AWSManagedRulesAnonymousIpList");
    assert_eq!(
        (core.product_title.as_str(), core.is_versioning_supported),
        ("Anonymous IP", false)
    );
}

#[tokio::test]
async fn nobody_is_a_vendor() {
    let world = World::new().await;
    let waf = world.root();
    let listed = waf
        .list_managed_rule_sets(ListManagedRuleSetsRequest::new(Scope::Regional).limit(10))
        .await
        .unwrap();
    assert!(listed.managed_rule_sets.is_empty());
    let nonexistent = "WAFNonexistentItemException";
    let get = GetManagedRuleSetRequest::new("set", Scope::Regional, UUID);
    refused(waf.get_managed_rule_set(get.clone()).await, nonexistent);
    let mut put = PutManagedRuleSetVersionsRequest::new("set", Scope::Regional, UUID, UUID);
    put.recommended_version = Some("Version_1.0".to_owned());
    refused(
        waf.put_managed_rule_set_versions(put.clone()).await,
        nonexistent,
    );
    let expire = UpdateManagedRuleSetVersionExpiryDateRequest::new(
        "set",
        Scope::Regional,
        UUID,
        UUID,
        "Version_1.0",
        world.now(),
    );
    refused(
        waf.update_managed_rule_set_version_expiry_date(expire)
            .await,
        nonexistent,
    );

    // Who is not allowed to ask does not hear that either; and what is not valid is told.
    let app =
        world.app(serde_json::json!({"Effect": "Allow", "Action": "wafv2:List*", "Resource": "*"}));
    refused(app.get_managed_rule_set(get).await, "AccessDeniedException");
    put.versions_to_publish = Some([("not a version".to_owned(), Default::default())].into());
    refused(
        waf.put_managed_rule_set_versions(put).await,
        "ValidationException",
    );
}
