//! How others read parameters without naming this crate.

use std::collections::HashMap;

use common_types::{Arn, BoxFuture, BoxedServiceError, ParameterReader, ParameterValue};

use crate::{
    Error, GetParametersByPathRequest, GetParametersRequest, ParamStoreHandle, Parameter, Result,
    limits,
};

impl ParameterReader for ParamStoreHandle {
    fn parameters<'a>(
        &'a self,
        names: &'a [String],
        with_decryption: bool,
    ) -> BoxFuture<'a, Result<Vec<Option<ParameterValue>>, BoxedServiceError>> {
        Box::pin(async move { Ok(by_name(self, names, with_decryption).await?) })
    }

    fn parameters_by_path<'a>(
        &'a self,
        path: &'a str,
        with_decryption: bool,
    ) -> BoxFuture<'a, Result<Vec<ParameterValue>, BoxedServiceError>> {
        Box::pin(async move { Ok(by_path(self, path, with_decryption).await?) })
    }
}

async fn by_name(
    handle: &ParamStoreHandle,
    names: &[String],
    with_decryption: bool,
) -> Result<Vec<Option<ParameterValue>>> {
    let mut found = HashMap::with_capacity(names.len());
    for some in names.chunks(limits::BATCH_NAMES) {
        let request = GetParametersRequest::new(some.iter().map(String::as_str));
        let answer = handle
            .read_parameters(request.with_decryption(with_decryption))
            .await?;
        for parameter in answer.parameters {
            let value = value(&parameter)?;
            let selector = parameter.selector.as_deref().unwrap_or_default();
            let is_own = value.arn.account() == handle.account();
            found.insert(format!("{}{selector}", parameter.arn), value.clone());
            if is_own {
                found.insert(format!("{}{selector}", plain(&parameter.name)), value);
            }
        }
    }
    Ok(names
        .iter()
        .map(|name| found.get(plain(name)).cloned())
        .collect())
}

async fn by_path(
    handle: &ParamStoreHandle,
    path: &str,
    with_decryption: bool,
) -> Result<Vec<ParameterValue>> {
    let mut values = Vec::new();
    let mut next_token = None;
    loop {
        let mut request = GetParametersByPathRequest::new(path)
            .recursive(true)
            .with_decryption(with_decryption);
        request.next_token = next_token;
        let page = handle.get_parameters_by_path(request).await?;
        for parameter in &page.parameters {
            values.push(value(parameter)?);
        }
        next_token = page.next_token;
        if next_token.is_none() {
            return Ok(values);
        }
    }
}

/// A name is the same with a slash before it and without.
fn plain(name: &str) -> &str {
    name.trim().trim_start_matches('/')
}

fn value(parameter: &Parameter) -> Result<ParameterValue> {
    let arn: Arn = parameter.arn.parse().map_err(Error::broken)?;
    Ok(ParameterValue::new(
        arn,
        &parameter.name,
        parameter.version,
        parameter.r#type,
        parameter.value.clone(),
    ))
}
