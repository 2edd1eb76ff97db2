//! Reading a secret of Secrets Manager through Parameter Store.
//!
//! Source: [Referencing secrets](https://docs.aws.amazon.com/systems-manager/latest/userguide/integration-ps-secretsmanager.html).

use base64::{Engine as _, prelude::BASE64_STANDARD};
use common_types::{SecretString, SecretValue, SecretValueRequest, Timestamp, wire};
use serde::Serialize;

use crate::{
    DataType, Error, ParameterType, Result,
    call::Call,
    condition::Asked,
    name::{ParameterName, SecretReference},
    op::Parameter,
    scope::Scope,
};

impl Call<'_> {
    /// What is answered where there is no such parameter: nothing but that to who may read it.
    ///
    /// # Errors
    ///
    /// [`Error::AccessDenied`] if the caller may not.
    pub(crate) fn missing(&mut self, scope: &Scope, name: &ParameterName) -> Result<Error> {
        self.allow_at(&scope.parameter_arn(name)?, Asked::default())?;
        Ok(Error::not_found(name.as_str()))
    }

    /// Asks whether the caller may read the parameter that stands for a secret.
    pub(crate) fn allow_secret(&mut self, secret: &SecretReference) -> Result<()> {
        let arn = self.here.reference_arn(&secret.name())?;
        self.allow_at(&arn, Asked::default())
    }

    /// Reads a secret: Secrets Manager decides once more whether the caller may.
    ///
    /// # Errors
    ///
    /// [`Error::AccessDenied`]; [`Error::Validation`] without decryption, or where there is no Secrets Manager;
    /// [`Error::ParameterNotFound`] where there is no such secret.
    pub(crate) async fn secret(
        &mut self,
        secret: &SecretReference,
        decrypt: bool,
    ) -> Result<Parameter> {
        self.allow_secret(secret)?;
        if !decrypt {
            return Err(Error::validation(
                "WithDecryption flag must be True for retrieving a Secret Manager secret.",
            ));
        }
        let Some(reader) = &self.params.secrets else {
            return Err(Error::validation(
                "this Parameter Store has no Secrets Manager to read secrets from",
            ));
        };
        let mut request = SecretValueRequest::new(&secret.id);
        match secret.selector.clone() {
            Some(id) if is_version_id(&id) => request.version_id = Some(id),
            stage => request.version_stage = stage,
        }
        let (caller, region) = (self.identity.caller(), self.identity.region());
        let answer = reader.secret_value(caller, region, request).await;
        let found = answer.map_err(|error| Error::of_secrets(&secret.name(), error))?;
        self.of_secret(secret, &found)
    }

    fn of_secret(&self, secret: &SecretReference, found: &SecretValue) -> Result<Parameter> {
        let text = if found.is_text {
            let text = std::str::from_utf8(found.value.expose()).map_err(Error::broken)?;
            SecretString::from(text)
        } else {
            SecretString::new(BASE64_STANDARD.encode(found.value.expose()))
        };
        let source_result = Source::of(found, &text)?;
        Ok(Parameter {
            name: secret.name(),
            r#type: ParameterType::SecureString,
            value: text,
            version: 0,
            selector: secret
                .selector
                .as_ref()
                .map(|selector| format!(":{selector}")),
            source_result: Some(source_result),
            last_modified_date: found.created_date,
            arn: found.arn.to_string(),
            data_type: DataType::Text,
        })
    }
}

/// What Secrets Manager answers, in its own JSON.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Source<'a> {
    #[serde(rename = "ARN")]
    arn: &'a str,
    name: &'a str,
    version_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_string: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_binary: Option<&'a str>,
    version_stages: &'a [String],
    #[serde(with = "wire::epoch_seconds")]
    created_date: Timestamp,
}

impl Source<'_> {
    fn of(found: &SecretValue, text: &SecretString) -> Result<SecretString> {
        let text = text.expose();
        let source = Source {
            arn: found.arn.as_str(),
            name: &found.name,
            version_id: &found.version_id,
            secret_string: found.is_text.then_some(text),
            secret_binary: (!found.is_text).then_some(text),
            version_stages: &found.version_stages,
            created_date: found.created_date,
        };
        // With room for every character to be escaped: a buffer that grows leaves copies of the secret behind.
        let mut json = Vec::with_capacity(text.len().saturating_mul(6).saturating_add(ENOUGH));
        serde_json::to_writer(&mut json, &source).map_err(Error::broken)?;
        String::from_utf8(json)
            .map(SecretString::new)
            .map_err(Error::broken)
    }
}

/// Bytes of all members but the secret's, and some more.
const ENOUGH: usize = 16 * 1024;

/// Versions of secrets are named by their client's request token: 32 to 64 characters, mostly a UUID. Stages are shorter words.
fn is_version_id(selector: &str) -> bool {
    uuid::Uuid::try_parse(selector).is_ok()
}
