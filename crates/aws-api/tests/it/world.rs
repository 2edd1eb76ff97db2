//! An endpoint to test with: all services in memory, in development mode.

use std::sync::Arc;

use aws_api::{Api, DevAuthenticator, WireRequest, WireResponse, WireService};
use common_types::ManualClock;
use crypto::random::SystemRandom;
use directory::{
    Directory,
    sts::{SessionTokens, Sts},
};
use kms_core::Kms;
use serde_json::Value;
use service_kit::{AuditLog, AuditMode, Guard, StaticPolicySource};
use store::{BytesRootKey, MemoryStore, SealedStore, Store, StoreKeys};

pub(crate) const ACCOUNT: &str = "123456789012";
pub(crate) const REGION: &str = "eu-west-1";

/// All services behind one door.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) api: Api,
    pub(crate) clock: Arc<ManualClock>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) raw: WireResponse,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(Vec::new()).await
    }

    /// With services of the application's own, which are asked before the others.
    pub(crate) async fn with(mut services: Vec<Arc<dyn WireService>>) -> Self {
        let random = Arc::new(SystemRandom::new());
        let root = Arc::new(BytesRootKey::new([7; 32]).unwrap());
        let beneath = Arc::new(MemoryStore::new());
        let keys = StoreKeys::open(beneath, root, Arc::<SystemRandom>::clone(&random))
            .await
            .unwrap();
        let store: Arc<dyn Store> = Arc::new(SealedStore::new(keys.clone()));
        let audit = AuditLog::new(Arc::clone(&store), &*random, AuditMode::Buffered).unwrap();
        let clock = Arc::new(ManualClock::new("2026-01-01T00:00:00Z".parse().unwrap()));
        let guard = Guard::new(
            Arc::new(StaticPolicySource::new()),
            Arc::new(audit),
            Arc::<ManualClock>::clone(&clock),
        );
        let tokens = SessionTokens::new(keys.clone(), Arc::<SystemRandom>::clone(&random));
        let directory = Directory::from_json("{}").unwrap();
        let sts = Sts::dangerous_trusting_everybody(directory, guard.clone(), tokens.clone());
        let kms = Kms::new(store, keys, guard, Arc::<SystemRandom>::clone(&random));
        let authenticator =
            DevAuthenticator::dangerous_accept_any_signature(ACCOUNT.parse().unwrap())
                .with_sessions(tokens);
        services.push(Arc::new(kms));
        services.push(Arc::new(sts));
        let api = Api::new(
            Arc::new(authenticator),
            Arc::<ManualClock>::clone(&clock),
            random,
            services,
        );
        Self { api, clock }
    }

    /// Sends a request to KMS, as an SDK does.
    pub(crate) async fn kms(&self, operation: &str, body: &str) -> Answer {
        let target = format!("TrentService.{operation}");
        self.send(&target, &authorization("test", "kms"), body)
            .await
    }

    /// Sends a form to STS, as an SDK does.
    pub(crate) async fn sts(&self, form: &str, access_key: &str, token: Option<&str>) -> Answer {
        self.form(form, access_key, "sts", token).await
    }

    /// Sends a form to a service.
    pub(crate) async fn form(
        &self,
        form: &str,
        access_key: &str,
        service: &str,
        token: Option<&str>,
    ) -> Answer {
        let authorization = authorization(access_key, service);
        let mut headers: Vec<(&str, &[u8])> = vec![
            (
                "Content-Type",
                b"application/x-www-form-urlencoded; charset=utf-8",
            ),
            ("Authorization", authorization.as_bytes()),
        ];
        headers.extend(token.map(|token| ("X-Amz-Security-Token", token.as_bytes())));
        self.raw(&headers, form.as_bytes()).await
    }

    pub(crate) async fn send(&self, target: &str, authorization: &str, body: &str) -> Answer {
        let headers: [(&str, &[u8]); 2] = [
            ("X-Amz-Target", target.as_bytes()),
            ("Authorization", authorization.as_bytes()),
        ];
        self.raw(&headers, body.as_bytes()).await
    }

    pub(crate) async fn raw(&self, headers: &[(&str, &[u8])], body: &[u8]) -> Answer {
        let raw = self.api.respond(WireRequest::post(headers, body)).await;
        Answer { raw }
    }
}

impl Answer {
    /// The body of an answer that is no error.
    #[track_caller]
    pub(crate) fn ok(&self) -> Value {
        assert_eq!(self.raw.status, 200, "{}", self.text());
        assert_eq!(self.raw.error, None);
        match self.raw.body.as_slice() {
            [] => Value::Null,
            body => serde_json::from_slice(body).unwrap(),
        }
    }

    /// The message of an error with this code and status.
    #[track_caller]
    pub(crate) fn refused(&self, status: u16, code: &str) -> String {
        assert_eq!(
            (self.raw.status, self.raw.error.as_deref()),
            (status, Some(code)),
            "{}",
            self.text()
        );
        let body: Value = serde_json::from_slice(&self.raw.body).unwrap();
        assert_eq!(body["__type"], code);
        let message = body.get("message").or_else(|| body.get("Message"));
        message.unwrap().as_str().unwrap().to_owned()
    }

    /// The body of an answer in XML.
    #[track_caller]
    pub(crate) fn xml(&self, status: u16) -> String {
        assert_eq!(self.raw.status, status, "{}", self.text());
        assert_eq!(self.raw.content_type, "text/xml");
        self.text()
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.raw.body).into_owned()
    }
}

/// The text of the first element of this name.
#[track_caller]
pub(crate) fn element(xml: &str, name: &str) -> String {
    let (_, rest) = xml.split_once(&format!("<{name}>")).expect(name);
    rest.split_once(&format!("</{name}>")).unwrap().0.to_owned()
}

/// What stands in the header of a request that this access key signed for a service.
pub(crate) fn authorization(access_key: &str, service: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 Credential={access_key}/20260101/{REGION}/{service}/aws4_request, SignedHeaders=host, \
         Signature=0"
    )
}
