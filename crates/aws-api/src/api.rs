//! All services behind one door: bytes in, bytes out.

use std::sync::Arc;

use common_types::{Caller, Clock, Timestamp};
use crypto::random::Random;

use crate::{
    AuthError, Authenticated, Authenticator, Call, Fault, MessageMember, Nothing, Protocol,
    WireRequest, WireResponse, WireService, json,
};

/// All services behind one door. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Api(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    authenticator: Arc<dyn Authenticator>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    services: Vec<Arc<dyn WireService>>,
}

impl Api {
    /// These services, for those whom the authenticator knows.
    pub fn new(
        authenticator: Arc<dyn Authenticator>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        services: Vec<Arc<dyn WireService>>,
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
        match self.destination(&request) {
            Destination::Operation(service, operation) => {
                let answer = self.call(service, operation, &request).await;
                let operation = Some((service.signing_name(), operation));
                service
                    .protocol()
                    .write(operation, answer, self.request_id())
            }
            Destination::Nowhere(protocol, fault) => {
                protocol.write(None, Err(fault), self.request_id())
            }
        }
    }

    /// Where a request goes. A target names its service; an action may be one of several services, which its version tells
    /// apart.
    fn destination(&self, request: &WireRequest<'_>) -> Destination<'_> {
        let mut nowhere = None;
        for service in &self.0.services {
            let protocol = service.protocol();
            let Some(asked) = protocol.operation(request) else {
                continue;
            };
            match find(service.operations(), asked.name()) {
                Some(operation) if protocol.is_of_version(&asked) => {
                    return Destination::Operation(&**service, operation);
                }
                _ => nowhere = nowhere.or_else(|| Some((protocol, asked.unknown()))),
            }
        }
        let (protocol, fault) = nowhere.unwrap_or_else(|| {
            let target = request.header_text("x-amz-target").unwrap_or_default();
            let fault = Fault::unknown_operation(target);
            (Protocol::of_nobody(request), fault)
        });
        Destination::Nowhere(protocol, fault)
    }

    /// Answers a request that no service gets to see, such as one whose body is too large.
    pub fn refuse(&self, fault: Fault) -> WireResponse {
        json::protocol("", MessageMember::Lower, Nothing::NoBody).write(
            None,
            Err(fault),
            self.request_id(),
        )
    }

    /// The time that requests go by.
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    /// A new id of a request: a random UUID.
    pub fn request_id(&self) -> String {
        let mut bytes = [0; 16];
        // Without randomness there is an id still: it names the call in logs and protects nothing.
        let _ = self.0.random.fill(&mut bytes);
        uuid::Builder::from_random_bytes(bytes)
            .into_uuid()
            .to_string()
    }

    async fn call(
        &self,
        service: &dyn WireService,
        operation: &'static str,
        request: &WireRequest<'_>,
    ) -> Result<Vec<u8>, Fault> {
        let protocol = service.protocol();
        let authenticated = self.0.authenticator.authenticate(request, self.now());
        let Authenticated {
            caller,
            region,
            service: signed_for,
        } = authenticated.map_err(|error| protocol.unknown_sender(&error))?;
        let wanted = service.signing_name();
        if signed_for.as_str() != wanted {
            return Err(protocol.unknown_sender(&AuthError::invalid(format!(
                "Credential should be scoped to correct service: '{wanted}'. "
            ))));
        }
        let call = Call {
            caller: from_where(caller, request),
            region,
            body: protocol.body(request),
        };
        match service.call(operation, call) {
            Some(answer) => answer.await,
            // Its table and its operations say different things.
            None => Err(Fault::internal()),
        }
    }
}

/// Where a request goes.
enum Destination<'a> {
    /// To this operation of this service.
    Operation(&'a dyn WireService, &'static str),
    /// To none: the error, and the protocol that it is written in.
    Nowhere(Protocol, Fault),
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
