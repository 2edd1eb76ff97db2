//! Any text as a document: what refers to something is replaced by it, what begins so and refers to nothing leaves all as it was.
#![no_main]

use std::sync::{Arc, LazyLock};

use common_types::{
    BoxFuture, BoxedServiceError, Caller, ParameterReader, ParameterType, ParameterValue, Region, SecretBytes,
    SecretReader, SecretValue, SecretValueRequest, Timestamp,
};
use libfuzzer_sys::fuzz_target;
use references::{Reference, Resolver, SecureFields};
use store::conformance::block_on;

/// Of every parameter the same value, and of every secret: an object with the member `a`.
#[derive(Debug)]
struct Same;

const VALUE: &str = "☃";
const SECRET: &[u8] = br#"{"a": "b"}"#;

impl ParameterReader for Same {
    fn parameters<'a>(
        &'a self,
        names: &'a [String],
        with_decryption: bool,
    ) -> BoxFuture<'a, Result<Vec<Option<ParameterValue>>, BoxedServiceError>> {
        let kind = if with_decryption { ParameterType::SecureString } else { ParameterType::String };
        let arn = "arn:aws:ssm:eu-west-1:111122223333:parameter/a".parse().expect("an ARN");
        let value = ParameterValue::new(arn, "/a", 1, kind, VALUE.into());
        Box::pin(async move { Ok(vec![Some(value); names.len()]) })
    }

    fn parameters_by_path<'a>(
        &'a self,
        _: &'a str,
        _: bool,
    ) -> BoxFuture<'a, Result<Vec<ParameterValue>, BoxedServiceError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

impl SecretReader for Same {
    fn secret_value<'a>(
        &'a self,
        _: &'a Arc<Caller>,
        _: &'a Region,
        _: SecretValueRequest,
    ) -> BoxFuture<'a, Result<SecretValue, BoxedServiceError>> {
        let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf".parse().expect("an ARN");
        Box::pin(async { Ok(SecretValue::new(arn, "a", "1", Timestamp::UNIX_EPOCH, SecretBytes::from(SECRET), true)) })
    }
}

static RESOLVER: LazyLock<Resolver> = LazyLock::new(|| {
    let caller = Caller::root("111122223333").expect("an account");
    let region = "eu-west-1".parse().expect("a region");
    Resolver::new(Arc::new(Same)).secrets(Arc::new(Same), Arc::new(caller), region)
});

fuzz_target!(|text: &str| {
    if let Ok(reference) = text.parse::<Reference>() {
        assert_eq!(reference.to_string().parse::<Reference>().ok(), Some(reference), "a reference prints as itself");
    }
    let mut document = text.to_owned();
    match block_on(RESOLVER.resolve(&mut document, &SecureFields::everywhere())) {
        Ok(()) => assert!(!document.contains("{{resolve:"), "nothing that refers is left"),
        Err(_) => assert_eq!(document, text, "all or nothing"),
    }
});
