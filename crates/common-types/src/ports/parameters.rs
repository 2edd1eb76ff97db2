//! What others need from a parameter store: to read parameters, many at once.

use std::fmt;

use crate::{Arn, BoxFuture, BoxedServiceError, SecretString};

/// Reads parameters: a handle bound to one caller and region.
///
/// Strongroom's `param-store` implements it; so can a client of the real AWS Systems Manager.
pub trait ParameterReader: fmt::Debug + Send + Sync + 'static {
    /// Reads parameters by their names, as many as are asked for, in one batch. A name may end with a selector: `name:3`, `name:label`.
    ///
    /// The answers come in the order of the names; there is none for a parameter that does not exist. Each parameter is decided by itself
    /// (`ssm:GetParameters`).
    fn parameters<'a>(
        &'a self,
        names: &'a [String],
        with_decryption: bool,
    ) -> BoxFuture<'a, Result<Vec<Option<ParameterValue>>, BoxedServiceError>>;

    /// Reads all parameters below a path, however deep (`ssm:GetParametersByPath`).
    fn parameters_by_path<'a>(
        &'a self,
        path: &'a str,
        with_decryption: bool,
    ) -> BoxFuture<'a, Result<Vec<ParameterValue>, BoxedServiceError>>;
}

crate::wire_enum! {
    /// What kind of value a parameter has.
    ///
    /// Source: [ParameterType](https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Parameter.html).
    pub enum ParameterType {
        /// One text.
        String = "String",
        /// Texts, separated by commas.
        StringList = "StringList",
        /// One text that is encrypted at rest.
        SecureString = "SecureString",
    }
}

/// One version of a parameter.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ParameterValue {
    /// The parameter.
    pub arn: Arn,
    /// Its name, without a selector.
    pub name: String,
    /// The version.
    pub version: u64,
    /// What kind of value it has.
    pub parameter_type: ParameterType,
    /// The value; of a `SecureString` that was read without decryption, the ciphertext.
    pub value: SecretString,
}

impl ParameterValue {
    /// A version of a parameter.
    pub fn new(
        arn: Arn,
        name: impl Into<String>,
        version: u64,
        parameter_type: ParameterType,
        value: SecretString,
    ) -> Self {
        Self {
            arn,
            name: name.into(),
            version,
            parameter_type,
            value,
        }
    }
}
