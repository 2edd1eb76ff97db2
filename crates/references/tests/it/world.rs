//! Parameters and secrets to refer to, and a count of how often they were read.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use common_types::{
    BoxFuture, BoxedServiceError, Caller, ParameterReader, ParameterType, ParameterValue, Region,
    SecretBytes, SecretReader, SecretValue, SecretValueRequest, ServiceError, Timestamp,
};
use references::{Error, Problem, Resolver, SecureFields};

#[derive(Debug, Default)]
pub(crate) struct World {
    reads: AtomicUsize,
}

impl World {
    pub(crate) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(crate) fn resolver(self: &Arc<Self>) -> Resolver {
        let caller = Arc::new(Caller::root("111122223333").unwrap());
        let region: Region = "eu-west-1".parse().unwrap();
        Resolver::new(Arc::<Self>::clone(self)).secrets(Arc::<Self>::clone(self), caller, region)
    }

    pub(crate) fn reads(&self) -> usize {
        self.reads.load(Ordering::Relaxed)
    }

    /// Resolves one text, in which an `ssm-secure` may stand.
    pub(crate) async fn resolve(self: &Arc<Self>, text: &str) -> Result<String, Error> {
        let mut text = text.to_owned();
        self.resolver()
            .resolve(&mut text, &SecureFields::everywhere())
            .await?;
        Ok(text)
    }

    pub(crate) async fn refused(self: &Arc<Self>, text: &str) -> Problem {
        let error = self.resolve(text).await.unwrap_err();
        assert!(!format!("{error:?}{error}").contains("marker"), "{error:?}");
        match error.problem() {
            Problem::Malformed(reason) => Problem::Malformed(reason),
            Problem::NoSuchService(service) => Problem::NoSuchService(service.clone()),
            Problem::WrongType(kind) => Problem::WrongType(*kind),
            Problem::NoSuchParameter => Problem::NoSuchParameter,
            Problem::NotText => Problem::NotText,
            Problem::NoSuchMember => Problem::NoSuchMember,
            Problem::Service(error) => {
                Problem::Service(BoxedServiceError::new(Refused(error.to_string())))
            }
            other => panic!("{other}"),
        }
    }
}

/// `/app/host`, of which there are two versions; `/app/list`; `/app/password`; `/denied`.
fn parameter(selector: &str, with_decryption: bool) -> Option<ParameterValue> {
    let (name, version) = selector.split_once(':').unwrap_or((selector, ""));
    let (kind, version, value) = match (name, version) {
        ("/app/host", "" | "2") => (ParameterType::String, 2, "db.example.com"),
        ("/app/host", "1") => (ParameterType::String, 1, "old.example.com"),
        ("/app/list", "") => (ParameterType::StringList, 1, "a,b"),
        ("/app/tricky", "") => (ParameterType::String, 1, "{{resolve:ssm:/app/host}}"),
        ("/app/db/password", "" | "1") if with_decryption => {
            (ParameterType::SecureString, 1, "marker")
        }
        ("/app/db/password", _) => (ParameterType::SecureString, 1, "AQICAHh…"),
        _ => return None,
    };
    let arn = format!("arn:aws:ssm:eu-west-1:111122223333:parameter{name}")
        .parse()
        .unwrap();
    Some(ParameterValue::new(arn, name, version, kind, value.into()))
}

impl ParameterReader for World {
    fn parameters<'a>(
        &'a self,
        names: &'a [String],
        with_decryption: bool,
    ) -> BoxFuture<'a, Result<Vec<Option<ParameterValue>>, BoxedServiceError>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            if names.iter().any(|name| name == "/denied") {
                return Err(BoxedServiceError::new(Refused("not authorized".to_owned())));
            }
            Ok(names
                .iter()
                .map(|name| parameter(name, with_decryption))
                .collect())
        })
    }

    fn parameters_by_path<'a>(
        &'a self,
        path: &'a str,
        with_decryption: bool,
    ) -> BoxFuture<'a, Result<Vec<ParameterValue>, BoxedServiceError>> {
        let all = ["/app/host", "/app/list", "/app/db/password"];
        let below = all.iter().filter(|name| name.starts_with(path));
        let found = below
            .filter_map(|name| parameter(name, with_decryption))
            .collect();
        Box::pin(async { Ok(found) })
    }
}

impl SecretReader for World {
    fn secret_value<'a>(
        &'a self,
        _: &'a Arc<Caller>,
        _: &'a Region,
        request: SecretValueRequest,
    ) -> BoxFuture<'a, Result<SecretValue, BoxedServiceError>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let stage = request.version_stage.as_deref().unwrap_or("AWSCURRENT");
        let value = match (request.secret_id.as_str(), stage) {
            ("db", "AWSCURRENT") => Some((
                r#"{"user": "app", "password": "marker", "port": 5432}"#,
                true,
            )),
            ("db", "AWSPREVIOUS") => Some((r#"{"user": "old"}"#, true)),
            ("text", _) => Some(("marker", true)),
            ("bytes", _) => Some(("\u{0}", false)),
            _ => None,
        };
        let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3"
            .parse()
            .unwrap();
        let value = value.map(|(value, is_text)| {
            let (made, value) = (Timestamp::UNIX_EPOCH, SecretBytes::new(value.as_bytes()));
            SecretValue::new(arn, "db", "v1", made, value, is_text)
        });
        let value = value.ok_or_else(|| BoxedServiceError::new(Refused("not found".to_owned())));
        Box::pin(async { value })
    }
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Refused(String);

impl ServiceError for Refused {
    fn code(&self) -> &'static str {
        "AccessDeniedException"
    }

    fn status(&self) -> u16 {
        400
    }

    fn retryable(&self) -> bool {
        false
    }
}
