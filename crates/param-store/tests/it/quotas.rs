//! How many parameters an account has: exactly as many as it may, whoever makes them at the same time.

use std::sync::Arc;

use param_store::{
    DeleteParameterRequest, ParameterTier, ParameterType, PutParameterRequest, limits,
};

use crate::world::*;

fn put(n: u64) -> PutParameterRequest {
    PutParameterRequest::of_type(format!("/p/{n}"), ParameterType::String, "1")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::disallowed_methods, reason = "a test's own tasks")]
async fn ten_thousand_standard_parameters_and_not_one_more() {
    let world = Arc::new(World::new().await);
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let params = world.root();
            tokio::spawn(async move {
                let mut made = 0_u64;
                // Together they try a few more than there may be.
                for n in 0..(limits::STANDARD_PARAMETERS / 8 + 2) {
                    match params.put_parameter(put(writer * 1_000_000 + n)).await {
                        Ok(_) => made += 1,
                        Err(error) => {
                            refused::<()>(Err(error), "ParameterLimitExceeded");
                        }
                    }
                }
                made
            })
        })
        .collect();
    let mut made = 0;
    for writer in writers {
        made += writer.await.unwrap();
    }
    assert_eq!(made, limits::STANDARD_PARAMETERS);

    let params = world.root();
    refused_with(
        params.put_parameter(put(1)).await.map(|_| ()),
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
    );
    refused(
        params.put_parameter(put(999_999)).await,
        "ParameterLimitExceeded",
    );
    // What is there can be changed; what may be advanced finds room there.
    params.put_parameter(put(1).overwrite(true)).await.unwrap();
    let request = put(999_999).tier(ParameterTier::IntelligentTiering);
    let made = params.put_parameter(request).await.unwrap();
    assert_eq!(made.tier, ParameterTier::Advanced);
    // One that becomes advanced, and one that goes, make room for two.
    let request = put(1).overwrite(true).tier(ParameterTier::Advanced);
    params.put_parameter(request).await.unwrap();
    params
        .delete_parameter(DeleteParameterRequest::new("/p/2"))
        .await
        .unwrap();
    params.put_parameter(put(888_888)).await.unwrap();
    params.put_parameter(put(888_889)).await.unwrap();
    refused(
        params.put_parameter(put(888_890)).await,
        "ParameterLimitExceeded",
    );
}
