//! How others read parameters without naming this crate.

use common_types::{Arn, BoxFuture, BoxedServiceError, ParameterReader, ParameterValue};

use crate::{Error, GetParametersByPathRequest, ParamStoreHandle, Parameter, Result, limits};

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
    let mut values: Vec<Option<ParameterValue>> = Vec::with_capacity(names.len());
    for some in names.chunks(limits::BATCH_NAMES) {
        let before = values.len();
        let mut found = handle.read_by_name(some, with_decryption).await?;
        for name in some {
            let of_name = match found.remove(name.trim()) {
                Some(parameter) => parameter.map(value).transpose()?,
                // It was asked for before.
                None => {
                    let mut same = some.iter().zip(values.iter().skip(before));
                    let first = same.find(|(earlier, _)| earlier.trim() == name.trim());
                    first.and_then(|(_, value)| value.clone())
                }
            };
            values.push(of_name);
        }
    }
    Ok(values)
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
        for parameter in page.parameters {
            values.push(value(parameter)?);
        }
        next_token = page.next_token;
        if next_token.is_none() {
            return Ok(values);
        }
    }
}

fn value(parameter: Parameter) -> Result<ParameterValue> {
    let arn: Arn = parameter.arn.parse().map_err(Error::broken)?;
    Ok(ParameterValue::new(
        arn,
        parameter.name,
        parameter.version,
        parameter.r#type,
        parameter.value,
    ))
}
