//! All services behind one door: bytes in, bytes out.

use std::sync::Arc;

use common_types::{Caller, Clock, Timestamp};
use crypto::random::Random;

use crate::{
    AuthError, Authenticated, Authenticator, Call, Fault, JsonService, WireRequest, WireResponse,
    json,
};

/// All services behind one door. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Api(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    authenticator: Arc<dyn Authenticator>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    services: Vec<Arc<dyn JsonService>>,
}

impl Api {
    /// These services, for those whom the authenticator knows.
    pub fn new(
        authenticator: Arc<dyn Authenticator>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        services: Vec<Arc<dyn JsonService>>,
    ) -> Self {
        Self(Arc::new(Shared {
            authenticator,
            clock,
            random,
            services,
        }))
    }

    /// Answers a request. Every failure is an answer too.
    pub async fn respond(&self, request: WireRequest<'_>) -> WireResponse {
        let target = request.header_text("x-amz-target").unwrap_or_default();
        let (prefix, operation) = target.split_once('.').unwrap_or((target, ""));
        let services = &self.0.services;
        let Some(service) = services.iter().find(|s| s.target_prefix() == prefix) else {
            return self.refuse(Fault::unknown_operation(target));
        };
        let Some(operation) = find(service.operations(), operation) else {
            return self.answer(
                Err(Fault::unknown_operation(target)),
                service.message_member(),
            );
        };
        let answer = self.call(&**service, operation, &request).await;
        WireResponse {
            operation: Some((service.signing_name(), operation)),
            ..self.answer(answer, service.message_member())
        }
    }

    /// Answers a request that no service gets to see, such as one whose body is too large.
    pub fn refuse(&self, fault: Fault) -> WireResponse {
        self.answer(Err(fault), "message")
    }

    /// The time that requests go by.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    async fn call(
        &self,
        service: &dyn JsonService,
        operation: &'static str,
        request: &WireRequest<'_>,
    ) -> Result<Vec<u8>, Fault> {
        let Authenticated {
            caller,
            region,
            service: signed_for,
        } = self.0.authenticator.authenticate(request, self.now())?;
        let wanted = service.signing_name();
        if signed_for.as_str() != wanted {
            return Err(AuthError::invalid(format!(
                "Credential should be scoped to correct service: '{wanted}'."
            ))
            .into());
        }
        let call = Call {
            caller: from_where(caller, request),
            region,
            body: request.body,
        };
        match service.call(operation, call) {
            Some(answer) => answer.await,
            None => Err(Fault::unknown_operation(operation)),
        }
    }

    fn answer(&self, answer: Result<Vec<u8>, Fault>, message_member: &str) -> WireResponse {
        let request_id = self.request_id();
        let (status, body, error) = match answer {
            Ok(body) => (200, body, None),
            Err(fault) => (
                fault.status,
                json::error_body(&fault, message_member),
                Some(fault.code),
            ),
        };
        WireResponse {
            status,
            request_id,
            operation: None,
            content_type: json::CONTENT_TYPE,
            error,
            body,
        }
    }

    fn request_id(&self) -> String {
        let mut bytes = [0; 16];
        // Without randomness there is an id still: it names the call in logs and protects nothing.
        let _ = self.0.random.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes)
            .into_uuid()
            .to_string()
    }
}

/// The name in a sorted table.
fn find(operations: &'static [&'static str], name: &str) -> Option<&'static str> {
    let index = operations.binary_search(&name).ok()?;
    operations.get(index).copied()
}

/// Adds where the request came from.
fn from_where(caller: Caller, request: &WireRequest<'_>) -> Caller {
    let mut caller = caller.with_secure_transport(request.secure);
    if let Some(peer) = request.peer {
        caller = caller.with_source_ip(peer);
    }
    match request.header_text("user-agent") {
        Some(user_agent) => caller.with_user_agent(user_agent),
        None => caller,
    }
}
