//! AWS managed keys: made when their service first uses them.

use common_types::{ServiceName, Tags};
use service_kit::{Change, Operation};

use crate::{
    AliasName, Error, KeyId, KeyManager, KeySpec, KeyUsage, Origin, Result,
    alias::AliasRecord,
    condition::NewKey,
    handle::KmsHandle,
    key::{KeyPolicy, NewRecord},
    scope::SERVICE,
};

impl KmsHandle {
    /// Makes the service's own key of the caller's account, if a request is about to use it and it is not there yet.
    pub(crate) async fn make_managed_key(&self, key_id: &str) -> Result<()> {
        let Some(service) = self.identity().via() else {
            return Ok(());
        };
        let alias = AliasName::of_service(service).map_err(Error::broken)?;
        let here = self.here();
        let asked_for = key_id == alias.as_str() || key_id == here.alias_arn(&alias)?.as_str();
        if !asked_for || self.shared().target(here, &alias).await?.is_some() {
            return Ok(());
        }
        self.create(service, alias).await
    }

    async fn create(&self, service: &ServiceName, alias: AliasName) -> Result<()> {
        let (kms, here) = (self.shared(), self.here());
        let mut call = kms.guard.begin_unattended(self.identity(), &CREATE_KEY);
        let now = call.now();
        let id = KeyId::random(&*kms.random)?;
        let new = NewRecord {
            manager: KeyManager::Aws,
            kind: NewKey {
                spec: KeySpec::SymmetricDefault,
                usage: KeyUsage::EncryptDecrypt,
                origin: Origin::AwsKms,
            },
            description: format!(
                "Default key that protects my {service} data when no other key is defined"
            ),
            tags: Tags::new(),
            policy: KeyPolicy::of_service(service, here)?,
        };
        let generation = kms.wrapper.generation();
        let mut record = new.make(kms, here, &id, now)?;
        record.add_alias(alias.clone())?;
        let alias_record = AliasRecord {
            target: id,
            created: now,
            updated: now,
        };
        let change = Change::new()
            .create(here.key_record(&id)?, record.encode()?)
            .create(here.alias_record(&alias)?, alias_record.encode()?)
            .require_generation(generation);
        call.resource(&here.key_arn(&id)?);
        let committed = match call.commit(change).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(Error::AlreadyExists {
                alias: here.alias_arn(&alias)?,
            }),
            Err(error) => Err(error.into()),
        };
        match call.finish(committed).await {
            // Somebody else was faster: the key is there.
            Err(Error::AlreadyExists { .. }) => Ok(()),
            made => made,
        }
    }
}

const CREATE_KEY: Operation = Operation::writing(SERVICE, "CreateKey", "kms:CreateKey");
