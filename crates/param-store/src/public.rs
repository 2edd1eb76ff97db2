//! Public parameters: what AWS publishes under `/aws/service/…`, here loaded by the application.
//!
//! Source: [Public parameters](https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html).

use std::sync::Arc;

use common_types::{Caller, Partition, Region, SecretString, Tags};
use service_kit::{Change, Identity, Operation};

use crate::{
    DataType, Error, ParamStore, ParameterName, ParameterTier, ParameterType, Result, limits,
    param_store::Shared,
    parameter::{Loaded, ParameterRecord, Stored, VersionRecord, Versions},
    record::Record,
    scope::{SERVICE, Scope},
};

/// A public parameter as the application loads it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PublicParameter {
    /// Its name: `/aws/service/…`.
    pub name: ParameterName,
    /// Its value.
    pub value: String,
    /// What its value is.
    pub data_type: DataType,
}

impl PublicParameter {
    /// A text.
    pub fn new(name: ParameterName, value: impl Into<String>) -> Self {
        Self {
            name,
            value: value.into(),
            data_type: DataType::Text,
        }
    }

    /// Says what its value is.
    #[must_use]
    pub fn data_type(mut self, data_type: DataType) -> Self {
        self.data_type = data_type;
        self
    }
}

impl ParamStore {
    /// Publishes parameters in a region: everybody whose policies allow it can read them. One that is there already gets a new version if its
    /// value differs.
    ///
    /// The application does this, no caller: no policy is asked, each change is recorded as done by the service. Of public parameters no
    /// earlier versions are kept.
    ///
    /// # Errors
    ///
    /// [`Error::Validation`] for a name that does not begin with `/aws/service/`, or a value of more than
    /// [`ADVANCED_VALUE_BYTES`](limits::ADVANCED_VALUE_BYTES); [`Error::Internal`]. Those before it are published.
    pub async fn publish(
        &self,
        partition: &Partition,
        region: &Region,
        parameters: impl IntoIterator<Item = PublicParameter, IntoIter: Send> + Send,
    ) -> Result<()> {
        let scope = Scope {
            partition: partition.clone(),
            account: None,
            region: region.clone(),
        };
        for parameter in parameters {
            if !parameter.name.as_str().starts_with(PREFIX) {
                return Err(Error::validation(format!(
                    "public parameter {} does not begin with {PREFIX}",
                    parameter.name
                )));
            }
            if !(1..=limits::ADVANCED_VALUE_BYTES).contains(&parameter.value.len()) {
                return Err(Error::validation(format!(
                    "the value of public parameter {} has 1 to {} bytes",
                    parameter.name,
                    limits::ADVANCED_VALUE_BYTES
                )));
            }
            self.shared().publish(&scope, parameter).await?;
        }
        Ok(())
    }
}

impl Shared {
    async fn publish(&self, scope: &Scope, parameter: PublicParameter) -> Result<()> {
        loop {
            let have = self.parameter(scope, &parameter.name).await?;
            let Some(record) = self.published(&parameter, have.as_deref())? else {
                return Ok(());
            };
            let key = scope.parameter_record(&parameter.name)?;
            let value = record.encode();
            let change = match &have {
                Some(have) => Change::new().replace(key.clone(), value, have.revision),
                None => Change::new().create(key.clone(), value),
            };
            let service = Caller::service(self.service.clone());
            let identity = Identity::new(Arc::new(service), scope.region.clone());
            let mut call = self.guard.begin_unattended(&identity, &PUBLISH);
            call.resource(&scope.parameter_arn(&parameter.name)?);
            let outcome = match call.commit(change).await {
                Ok(Some(_)) => Ok(()),
                Ok(None) => Err(Error::TooManyUpdates),
                Err(error) => Err(error.into()),
            };
            match call.finish(outcome).await {
                Err(Error::TooManyUpdates) => self.forget(&key),
                done => return done,
            }
        }
    }

    /// The record of a public parameter; none if it is there as it is to be.
    fn published(
        &self,
        parameter: &PublicParameter,
        have: Option<&Loaded>,
    ) -> Result<Option<ParameterRecord>> {
        let PublicParameter {
            name,
            value,
            data_type,
        } = parameter;
        let version = match have.map(|have| &have.record.current) {
            Some(current) => {
                let same = matches!(&current.value, Stored::Text(text) if text.expose() == value);
                if same && current.data_type == *data_type {
                    return Ok(None);
                }
                current.version.saturating_add(1)
            }
            None => 1,
        };
        Ok(Some(ParameterRecord {
            name: name.clone(),
            incarnation: 0,
            kind: ParameterType::String,
            versions: Versions::only(version),
            current: VersionRecord {
                version,
                value: Stored::Text(SecretString::from(value.as_str())),
                tier: ParameterTier::Standard,
                data_type: *data_type,
                modified: self.guard.clock().now(),
                modified_by: format!("{SERVICE}.amazonaws.com"),
                key_id: None,
                description: None,
                allowed_pattern: None,
                policies: Vec::new(),
            },
            tags: Tags::new(),
            shard: None,
            sharing: Vec::new(),
        }))
    }
}

/// What is recorded when a public parameter is published.
const PUBLISH: Operation = Operation::writing(SERVICE, "PutParameter", "ssm:PutParameter");
const PREFIX: &str = "/aws/service/";
