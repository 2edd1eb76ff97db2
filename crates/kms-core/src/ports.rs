//! How other services use keys: through the ports, for the callers that they work for.

use std::sync::Arc;

use common_types::{
    BoxFuture, BoxedServiceError, Caller, DecryptRequest, DecryptResponse, EncryptRequest,
    EncryptResponse, GenerateDataKeyRequest, GenerateDataKeyResponse, KeyService, KeyServices,
    Region, ServiceName,
};
use service_kit::Identity;

use crate::{Denial, Error, Kms, KmsHandle, Operation};

impl KeyServices for Kms {
    fn on_behalf_of(
        &self,
        caller: &Arc<Caller>,
        region: &Region,
        service: &ServiceName,
    ) -> Arc<dyn KeyService> {
        let identity = Identity::acting_for(Arc::clone(caller), region.clone(), service.clone());
        match caller.account() {
            Some(account) => Arc::new(KmsHandle::new(self.clone(), identity, account)),
            None => Arc::new(WithoutAccount {
                principal: caller.principal().to_string(),
            }),
        }
    }
}

impl KeyService for KmsHandle {
    fn encrypt(
        &self,
        request: EncryptRequest,
    ) -> BoxFuture<'_, Result<EncryptResponse, BoxedServiceError>> {
        Box::pin(async move {
            self.make_managed_key(&request.key_id).await?;
            Ok(self.encrypt(request).await?)
        })
    }

    fn decrypt(
        &self,
        request: DecryptRequest,
    ) -> BoxFuture<'_, Result<DecryptResponse, BoxedServiceError>> {
        Box::pin(async move { Ok(self.decrypt(request).await?) })
    }

    fn generate_data_key(
        &self,
        request: GenerateDataKeyRequest,
    ) -> BoxFuture<'_, Result<GenerateDataKeyResponse, BoxedServiceError>> {
        Box::pin(async move {
            self.make_managed_key(&request.key_id).await?;
            Ok(self.generate_data_key(request).await?)
        })
    }
}

/// The handle of a caller who belongs to no account, and so has no keys: it refuses every call.
#[derive(Debug)]
struct WithoutAccount {
    principal: String,
}

impl WithoutAccount {
    fn refuse<T>(&self, operation: Operation) -> BoxFuture<'_, Result<T, BoxedServiceError>>
    where
        T: Send + 'static,
    {
        let error = Error::AccessDenied(Denial::NoAccount {
            principal: self.principal.clone(),
            action: operation.declared().action(),
        });
        Box::pin(std::future::ready(Err(error.into())))
    }
}

impl KeyService for WithoutAccount {
    fn encrypt(
        &self,
        _: EncryptRequest,
    ) -> BoxFuture<'_, Result<EncryptResponse, BoxedServiceError>> {
        self.refuse(Operation::Encrypt)
    }

    fn decrypt(
        &self,
        _: DecryptRequest,
    ) -> BoxFuture<'_, Result<DecryptResponse, BoxedServiceError>> {
        self.refuse(Operation::Decrypt)
    }

    fn generate_data_key(
        &self,
        _: GenerateDataKeyRequest,
    ) -> BoxFuture<'_, Result<GenerateDataKeyResponse, BoxedServiceError>> {
        self.refuse(Operation::GenerateDataKey)
    }
}
