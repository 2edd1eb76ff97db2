//! `GetParameter`.

use common_types::{
    SecretString, Timestamp,
    constraint::{Check, Constrained},
    setters, wire,
};
use serde::{Deserialize, Serialize};

use crate::{
    DataType, Operation, ParamStoreHandle, ParameterType, Result, bounds, call::Call,
    condition::Asked, name::Reference, throughput::Metered,
};

/// Request of [`get_parameter`](ParamStoreHandle::get_parameter).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct GetParameterRequest {
    /// Name or ARN, perhaps with `:version` or `:label` behind it.
    pub name: String,
    /// Whether a `SecureString` is decrypted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_decryption: Option<bool>,
}

/// Response of [`get_parameter`](ParamStoreHandle::get_parameter).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct GetParameterResponse {
    /// The parameter.
    pub parameter: Parameter,
}

/// A version of a parameter, with its value.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type.
    pub r#type: ParameterType,
    /// Its value: of a `SecureString` that was not decrypted, the ciphertext in base64.
    #[serde(with = "wire::secret_text")]
    pub value: SecretString,
    /// The version.
    pub version: u64,
    /// The version or label that it was asked for by, the colon included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub selector: Option<String>,
    /// What the other service answered, for a parameter that refers to one.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        with = "wire::secret_text_option"
    )]
    pub source_result: Option<SecretString>,
    /// When the version was made.
    #[serde(with = "wire::epoch_seconds")]
    pub last_modified_date: Timestamp,
    /// Its ARN.
    #[serde(rename = "ARN")]
    pub arn: String,
    /// What its value is.
    pub data_type: DataType,
}

impl GetParameterRequest {
    /// For a parameter, by its name or ARN.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            with_decryption: None,
        }
    }
}

setters!(GetParameterRequest {
    /// Whether a `SecureString` is decrypted.
    with_decryption: bool,
});

impl Constrained for GetParameterRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            with_decryption: _,
        } = self;
        check.text("name", name, &bounds::NAME);
    }
}

impl ParamStoreHandle {
    /// Reads a parameter: its newest version, or the one that the name says.
    ///
    /// A name that begins with `/aws/service/` is one that AWS, here the application, publishes; `/aws/reference/secretsmanager/ID` reads
    /// a secret of Secrets Manager.
    ///
    /// # Authorisation
    ///
    /// `ssm:GetParameter` on the parameter; also on another account's that is shared, by its ARN. Condition keys: `aws:ResourceTag/…`,
    /// `ssm:resourceTag/…`. With decryption, `kms:Decrypt` on its key, through Parameter Store.
    ///
    /// # Errors
    ///
    /// [`AccessDenied`](crate::Error::AccessDenied), [`ParameterNotFound`](crate::Error::ParameterNotFound),
    /// [`ParameterVersionNotFound`](crate::Error::ParameterVersionNotFound), [`InvalidKeyId`](crate::Error::InvalidKeyId) if its key cannot decrypt,
    /// [`Throttling`](crate::Error::Throttling), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [GetParameter](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html).
    pub async fn get_parameter(
        &self,
        request: GetParameterRequest,
    ) -> Result<GetParameterResponse> {
        let mut call = self.call(Operation::GetParameter);
        let answer = get_parameter(&mut call, &request).await;
        call.answer(answer).await
    }
}

async fn get_parameter(
    call: &mut Call<'_>,
    request: &GetParameterRequest,
) -> Result<GetParameterResponse> {
    call.admit(Metered::GetParameter).await?;
    request.validate()?;
    let decrypt = request.with_decryption == Some(true);
    let parameter = match Reference::parse(&request.name, call.here())? {
        Reference::Secret(secret) => call.secret(&secret, decrypt).await?,
        Reference::Parameter {
            home,
            name,
            selector,
        } => {
            let scope = call.here().at(home);
            let Some(parameter) = call.params().parameter(&scope, &name).await? else {
                return Err(call.missing(&scope, &name)?);
            };
            call.allow(&parameter, Asked::default())?;
            let cipher = decrypt.then(|| call.cipher());
            call.shown(&parameter, selector.as_ref(), cipher.as_ref())
                .await?
        }
    };
    Ok(GetParameterResponse { parameter })
}
