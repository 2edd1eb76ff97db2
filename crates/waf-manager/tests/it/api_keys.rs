//! API keys.

use std::time::Duration;

use proptest::prelude::*;
use waf_manager::{
    CreateApiKeyRequest, DeleteApiKeyRequest, GetDecryptedApiKeyRequest, ListApiKeysRequest, Scope,
    limits,
};

use crate::world::{World, refused};

async fn make(world: &World, domains: &[&str]) -> String {
    let request = CreateApiKeyRequest::new(Scope::Regional, domains.iter().copied());
    world.root().create_api_key(request).await.unwrap().api_key
}

fn get(key: &str) -> GetDecryptedApiKeyRequest {
    GetDecryptedApiKeyRequest::new(Scope::Regional, key)
}

#[tokio::test]
async fn a_key_says_its_domains_until_it_is_deleted() {
    let world = World::new().await;
    let waf = world.root();
    let key = make(&world, &["example.com", "shop.example.org"]).await;
    assert!(key.len() <= 2048 && !key.contains("example"));
    let found = waf.get_decrypted_api_key(get(&key)).await.unwrap();
    assert_eq!(found.token_domains, ["example.com", "shop.example.org"]);
    assert_eq!(found.creation_timestamp, world.now());
    let delete = || DeleteApiKeyRequest::new(Scope::Regional, &key);
    waf.delete_api_key(delete()).await.unwrap();
    refused(
        waf.get_decrypted_api_key(get(&key)).await,
        "WAFNonexistentItemException",
    );
    refused(
        waf.delete_api_key(delete()).await,
        "WAFNonexistentItemException",
    );
}

#[tokio::test]
async fn a_key_outlives_the_store_key_that_it_was_sealed_under() {
    let world = World::new().await;
    let key = make(&world, &["example.com"]).await;
    world.sealed.rotate_store_key(&[]).await.unwrap();
    let found = world.root().get_decrypted_api_key(get(&key)).await.unwrap();
    assert_eq!(found.token_domains, ["example.com"]);
    let delete = DeleteApiKeyRequest::new(Scope::Regional, &key);
    world.root().delete_api_key(delete).await.unwrap();
}

#[tokio::test]
async fn keys_are_listed_in_the_order_in_which_they_were_made() {
    let world = World::new().await;
    let waf = world.root();
    let mut keys = Vec::new();
    for domain in ["c.example", "a.example", "b.example"] {
        keys.push(make(&world, &[domain]).await);
        world.clock.advance(Duration::from_secs(1));
    }
    let first = || ListApiKeysRequest::new(Scope::Regional).limit(2);
    let page = waf.list_api_keys(first()).await.unwrap();
    let of = |page: &[waf_manager::ApiKeySummary]| -> Vec<String> {
        page.iter().map(|summary| summary.api_key.clone()).collect()
    };
    assert_eq!(of(&page.api_key_summaries), keys[..2]);
    assert_eq!(page.api_key_summaries[0].token_domains, ["c.example"]);
    assert_eq!(page.api_key_summaries[0].version, 1);
    let next = first().next_marker(page.next_marker.unwrap());
    let page = waf.list_api_keys(next).await.unwrap();
    assert_eq!(
        (of(&page.api_key_summaries), page.next_marker),
        (keys[2..].to_vec(), None)
    );
}

#[tokio::test]
async fn a_key_is_of_its_account_region_and_scope() {
    let world = World::new().await;
    let key = make(&world, &["example.com"]).await;
    refused(
        world.stranger().get_decrypted_api_key(get(&key)).await,
        "WAFInvalidResourceException",
    );
    let there = world.root_in("us-east-1");
    refused(
        there.get_decrypted_api_key(get(&key)).await,
        "WAFInvalidResourceException",
    );
    let made = there
        .create_api_key(CreateApiKeyRequest::new(Scope::Cloudfront, ["example.com"]))
        .await
        .unwrap();
    refused(
        there.get_decrypted_api_key(get(&made.api_key)).await,
        "WAFInvalidResourceException",
    );
    let delete = DeleteApiKeyRequest::new(Scope::Regional, &key);
    refused(
        world.stranger().delete_api_key(delete).await,
        "WAFNonexistentItemException",
    );
}

#[tokio::test]
async fn what_is_no_domain_is_refused_and_so_are_too_many() {
    let world = World::new().await;
    let create = async |domains: &[&str]| {
        let request = CreateApiKeyRequest::new(Scope::Regional, domains.iter().copied());
        world.root().create_api_key(request).await
    };
    refused(create(&[]).await, "ValidationException");
    refused(create(&["not a domain"]).await, "ValidationException");
    for domain in ["com", "example..com", ".com"] {
        refused(create(&[domain]).await, "WAFInvalidParameterException");
    }
    refused(
        create(&["a.example"; 6]).await,
        "WAFLimitsExceededException",
    );
    for _ in 0..limits::API_KEYS {
        create(&["a.example"; 5]).await.unwrap();
    }
    refused(create(&["a.example"]).await, "WAFLimitsExceededException");
}

#[tokio::test]
async fn policies_decide() {
    let world = World::new().await;
    let app = world.app(serde_json::json!({
        "Effect": "Allow", "Action": "wafv2:CreateAPIKey", "Resource": "*"
    }));
    let request = CreateApiKeyRequest::new(Scope::Regional, ["example.com"]);
    let key = app.create_api_key(request).await.unwrap().api_key;
    refused(
        app.get_decrypted_api_key(get(&key)).await,
        "AccessDeniedException",
    );
    let delete = DeleteApiKeyRequest::new(Scope::Regional, &key);
    refused(app.delete_api_key(delete).await, "AccessDeniedException");
    refused(
        app.list_api_keys(ListApiKeysRequest::new(Scope::Regional))
            .await,
        "AccessDeniedException",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_key_that_was_changed_is_none(at in 0_usize..1000, bit in 0_u32..6, other in "[A-Za-z0-9_-]{1,120}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let world = World::new().await;
            let key = make(&world, &["example.com"]).await;
            let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            let mut changed = key.clone().into_bytes();
            let at = at % changed.len();
            let digit = alphabet.iter().position(|c| *c == changed[at]).unwrap();
            changed[at] = alphabet[digit ^ (1 << bit)];
            for wrong in [String::from_utf8(changed).unwrap(), other] {
                let answer = world.root().get_decrypted_api_key(get(&wrong)).await;
                refused(answer, "WAFInvalidResourceException");
            }
        });
    }
}
