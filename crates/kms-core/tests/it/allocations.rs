//! What a call costs in allocations, and that it asks the store nothing, once its key is in memory.

use std::sync::Arc;

use allocation_counter::measure;
use common_types::{DataKeySpec, DecryptRequest, EncryptRequest, GenerateDataKeyRequest};
use store::{MemoryStore, MeteredStore, Store, conformance::block_on};

use crate::world::*;

/// The most allocations in one of many calls; the rare one that hands audit records to the store is let pass.
fn allocations(mut call: impl FnMut()) -> u64 {
    call();
    let mut counts: Vec<u64> = (0..32).map(|_| measure(&mut call).count_total).collect();
    counts.sort_unstable();
    counts[counts.len() / 2]
}

#[test]
fn calls_are_light() {
    let world = block_on(World::new());
    let kms = world.root();
    let key = block_on(world.key());
    let id = id_of(&key);
    let blob = block_on(kms.encrypt(EncryptRequest::new(&id, *b"x")))
        .unwrap()
        .ciphertext_blob;

    // The requests themselves are the caller's: they are counted, and taken off.
    let request = allocations(|| drop(EncryptRequest::new(&id, *b"x")));
    let encrypt =
        allocations(|| drop(block_on(kms.encrypt(EncryptRequest::new(&id, *b"x"))).unwrap()));
    let request_of_decrypt = allocations(|| drop(DecryptRequest::new(blob.clone())));
    let decrypt =
        allocations(|| drop(block_on(kms.decrypt(DecryptRequest::new(blob.clone()))).unwrap()));
    let request_of_data_key =
        allocations(|| drop(GenerateDataKeyRequest::new(&id, DataKeySpec::Aes256)));
    let data_key = allocations(|| {
        drop(
            block_on(kms.generate_data_key(GenerateDataKeyRequest::new(&id, DataKeySpec::Aes256)))
                .unwrap(),
        );
    });

    // Ciphertext, key ARN; the audit record, its lists of resources and of parameters.
    let (encrypt, decrypt, data_key) = (
        encrypt - request,
        decrypt - request_of_decrypt,
        data_key - request_of_data_key,
    );
    assert!(encrypt <= 5, "Encrypt: {encrypt}");
    // Plaintext, key ARN, material id; the rest likewise.
    assert!(decrypt <= 6, "Decrypt: {decrypt}");
    assert!(data_key <= 7, "GenerateDataKey: {data_key}");
}

#[test]
fn what_is_in_memory_asks_the_store_nothing() {
    let store = Arc::new(MeteredStore::new(MemoryStore::new()));
    let world = block_on(World::over(Arc::clone(&store) as Arc<dyn Store>));
    let kms = world.root();
    let key = block_on(world.key());
    block_on(world.alias("alias/orders", &key));
    let use_it = || {
        let blob = block_on(kms.encrypt(EncryptRequest::new("alias/orders", *b"x")))
            .unwrap()
            .ciphertext_blob;
        block_on(kms.decrypt(DecryptRequest::new(blob))).unwrap();
    };
    use_it();
    let before = store.meters();
    for _ in 0..10 {
        use_it();
    }
    let after = store.meters();
    assert_eq!(
        (before.reads, before.scans, before.commits),
        (after.reads, after.scans, after.commits)
    );
}
