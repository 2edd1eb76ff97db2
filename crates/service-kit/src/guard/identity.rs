//! Who is calling a service, where, and through whom.

use std::sync::Arc;

use common_types::{AccountId, Caller, Partition, Principal, Region, ServiceName};

/// What the handle of a service is bound to: the caller, and the region that is called.
///
/// Cheap to clone. What is not in a [`Caller`] is here: the service that calls on the caller's behalf. The one way to set
/// it is [`acting_for`](Self::acting_for).
#[derive(Clone, Debug)]
pub struct Identity(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    caller: Arc<Caller>,
    partition: Partition,
    account: Option<AccountId>,
    region: Region,
    user_id: Option<String>,
    service_principal: Option<Vec<String>>,
    via: Option<Via>,
}

/// The service that calls on behalf of the caller, by all the names that policies know it.
#[derive(Debug)]
struct Via {
    service: ServiceName,
    /// The one value of `aws:CalledVia`, as the list that it is.
    principal: Vec<String>,
    endpoint: String,
}

impl Identity {
    /// A caller who calls a region by itself.
    pub fn new(caller: Arc<Caller>, region: Region) -> Self {
        Self::with_via(caller, region, None)
    }

    /// A caller for whom `service` calls: the original principal is decided, with `aws:CalledVia`, `aws:ViaAWSService` and the
    /// service's own keys, such as `kms:ViaService`, set.
    ///
    /// Only for an implementation of [`KeyServices::on_behalf_of`](common_types::KeyServices::on_behalf_of) and its
    /// like. Never from the wire.
    pub fn acting_for(caller: Arc<Caller>, region: Region, service: ServiceName) -> Self {
        Self::with_via(caller, region, Some(service))
    }

    /// Who is calling.
    pub fn caller(&self) -> &Arc<Caller> {
        &self.0.caller
    }

    /// The partition that is called: the caller's.
    pub fn partition(&self) -> &Partition {
        &self.0.partition
    }

    /// The caller's account; none for services and the anonymous.
    pub fn account(&self) -> Option<&AccountId> {
        self.0.account.as_ref()
    }

    /// The region that is called.
    pub fn region(&self) -> &Region {
        &self.0.region
    }

    /// The service that calls on the caller's behalf, if one does.
    pub fn via(&self) -> Option<&ServiceName> {
        self.0.via.as_ref().map(|via| &via.service)
    }

    /// That service in this region, such as `ssm.eu-west-1.amazonaws.com`: the value of `kms:ViaService`.
    pub fn via_endpoint(&self) -> Option<&str> {
        self.0.via.as_ref().map(|via| via.endpoint.as_str())
    }

    /// The value of `aws:CalledVia`.
    pub(super) fn called_via(&self) -> Option<&Vec<String>> {
        self.0.via.as_ref().map(|via| &via.principal)
    }

    /// The value of `aws:userid`; none for those whose unique id is not known.
    pub fn user_id(&self) -> Option<&str> {
        self.0.user_id.as_deref()
    }

    /// The value of `aws:PrincipalServiceNamesList`.
    pub(super) fn service_principal(&self) -> Option<&Vec<String>> {
        self.0.service_principal.as_ref()
    }

    fn with_via(caller: Arc<Caller>, region: Region, via: Option<ServiceName>) -> Self {
        let principal = caller.principal();
        let partition = principal
            .arn()
            .and_then(|arn| arn.partition().parse().ok())
            .unwrap_or_default();
        let via = via.map(|service| Via {
            principal: vec![service.principal(&partition)],
            endpoint: service.endpoint(&partition, &region),
            service,
        });
        Self(Arc::new(Inner {
            user_id: caller.principal().user_id(),
            service_principal: match principal {
                Principal::Service { name } => Some(vec![name.principal(&partition)]),
                _ => None,
            },
            account: principal.account(),
            partition,
            region,
            via,
            caller,
        }))
    }
}
