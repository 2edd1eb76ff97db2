//! Reading a version of a parameter.

use common_types::SecretString;

use crate::{
    Error, Result,
    call::Call,
    cipher::Cipher,
    name::Selector,
    op::Parameter,
    parameter::{Loaded, Stored, VersionRecord},
    record::Record,
};

impl Call<'_> {
    /// What a reading operation answers of a parameter.
    ///
    /// # Errors
    ///
    /// [`Error::ParameterVersionNotFound`]; where it is decrypted, [`Error::AccessDenied`] and [`Error::InvalidKeyId`].
    pub(crate) async fn shown(
        &self,
        parameter: &Loaded,
        selector: Option<&Selector>,
        cipher: Option<&Cipher>,
    ) -> Result<Parameter> {
        let record = &parameter.record;
        let version = record.versions.select(parameter.name(), selector)?;
        let earlier;
        let version = if version == record.current.version {
            &record.current
        } else {
            earlier = self.earlier(parameter, version).await?;
            &earlier
        };
        let value = value(parameter, &version.value, cipher).await?;
        Ok(Parameter {
            name: parameter.name().to_owned(),
            r#type: record.kind,
            value,
            version: version.version,
            selector: selector.map(Selector::shown),
            source_result: None,
            last_modified_date: version.modified,
            arn: parameter.arn.as_str().to_owned(),
            data_type: version.data_type,
        })
    }

    /// A version that was replaced.
    async fn earlier(&self, parameter: &Loaded, version: u64) -> Result<VersionRecord> {
        let record = &parameter.record;
        let key = parameter
            .scope
            .version_record(&record.name, record.incarnation, version)?;
        match self.params.read(key).await? {
            Some(found) => VersionRecord::decode(&found.value),
            // It went with the oldest since the parameter was read.
            None => Err(Error::ParameterVersionNotFound {
                name: parameter.name().to_owned(),
                selector: format!("version {version}"),
            }),
        }
    }
}

/// A value as a request wants it: decrypted, or as it is.
pub(crate) async fn value(
    parameter: &Loaded,
    stored: &Stored,
    cipher: Option<&Cipher>,
) -> Result<SecretString> {
    match (stored, cipher) {
        (Stored::Text(text), _) => Ok(text.clone()),
        (Stored::Ciphertext(_) | Stored::Message(_), Some(cipher)) => {
            cipher.open(&parameter.arn, stored).await
        }
        (Stored::Ciphertext(_) | Stored::Message(_), None) => Ok(stored.undecrypted()),
    }
}
