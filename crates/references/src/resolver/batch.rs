//! Reading what a document refers to: each thing once, parameters all at once.

use std::collections::{BTreeMap, HashMap};

use common_types::{
    BoxedServiceError, ParameterType, ParameterValue, SecretString, SecretValue,
    SecretValueRequest, ServiceError,
};
use serde_json::Value;

use super::Resolver;
use crate::{Error, Problem, Reference};

/// Each reference once, with the first place where it stands.
#[derive(Debug, Default)]
pub(super) struct Batch<'d>(BTreeMap<&'d Reference, &'d str>);

/// What the references refer to.
pub(super) type ReferredTo<'d> = HashMap<&'d Reference, SecretString>;

impl<'d> Batch<'d> {
    pub(super) fn add(&mut self, place: &'d str, reference: &'d Reference) {
        self.0.entry(reference).or_insert(place);
    }

    pub(super) async fn read(self, resolver: &Resolver) -> Result<ReferredTo<'d>, Error> {
        let mut values = ReferredTo::new();
        let (mut plain, mut secure, mut secrets) = (Vec::new(), Vec::new(), Vec::new());
        for (reference, place) in self.0 {
            match reference {
                Reference::Ssm { .. } => plain.push((reference, place)),
                Reference::SsmSecure { .. } => secure.push((reference, place)),
                Reference::SecretsManager { .. } => secrets.push((reference, place)),
            }
        }
        read_parameters(resolver, plain, false, &mut values).await?;
        read_parameters(resolver, secure, true, &mut values).await?;
        read_secrets(resolver, secrets, &mut values).await?;
        Ok(values)
    }
}

type Places<'d> = Vec<(&'d Reference, &'d str)>;

async fn read_parameters<'d>(
    resolver: &Resolver,
    references: Places<'d>,
    secure: bool,
    values: &mut ReferredTo<'d>,
) -> Result<(), Error> {
    if references.is_empty() {
        return Ok(());
    }
    let mut found = match read_all(resolver, &references, secure).await {
        Ok(found) => found.into_iter(),
        Err(error) => return Err(culprit(resolver, &references, secure, error).await),
    };
    for (reference, place) in references {
        let Some(parameter) = found.next().flatten() else {
            return Err(Error::new(place, reference, Problem::NoSuchParameter));
        };
        if (parameter.parameter_type == ParameterType::SecureString) != secure {
            let problem = Problem::WrongType(parameter.parameter_type);
            return Err(Error::new(place, reference, problem));
        }
        values.insert(reference, parameter.value);
    }
    Ok(())
}

async fn read_all(
    resolver: &Resolver,
    references: &[(&Reference, &str)],
    secure: bool,
) -> Result<Vec<Option<ParameterValue>>, BoxedServiceError> {
    let names: Vec<_> = references
        .iter()
        .map(|(reference, _)| selector(reference))
        .collect();
    resolver.parameters.parameters(&names, secure).await
}

/// Which of several references a read was refused for: the half that is refused by itself has it.
async fn culprit(
    resolver: &Resolver,
    references: &[(&Reference, &str)],
    secure: bool,
    mut error: BoxedServiceError,
) -> Error {
    let mut suspects = references;
    // What may pass is nobody's fault.
    while suspects.len() > 1 && !error.retryable() {
        let (first, second) = suspects.split_at(suspects.len().div_ceil(2));
        if let Err(refused) = read_all(resolver, first, secure).await {
            (suspects, error) = (first, refused);
        } else if let Err(refused) = read_all(resolver, second, secure).await {
            (suspects, error) = (second, refused);
        } else {
            break;
        }
    }
    let problem = Problem::Service(error);
    match suspects {
        [(reference, place), ..] => Error::new(place, reference, problem),
        [] => Error::new("", "", problem),
    }
}

/// The name of a parameter, with the version behind it.
fn selector(reference: &Reference) -> String {
    match reference {
        Reference::Ssm { name, version } | Reference::SsmSecure { name, version } => {
            match version {
                Some(version) => format!("{name}:{version}"),
                None => name.clone(),
            }
        }
        Reference::SecretsManager { .. } => String::new(),
    }
}

async fn read_secrets<'d>(
    resolver: &Resolver,
    references: Places<'d>,
    values: &mut ReferredTo<'d>,
) -> Result<(), Error> {
    let mut read: HashMap<SecretVersion, SecretValue> = HashMap::new();
    for (reference, place) in references {
        let Reference::SecretsManager {
            secret_id,
            json_key,
            version_stage,
            version_id,
        } = reference.clone()
        else {
            continue;
        };
        let version = SecretVersion {
            secret_id,
            version_stage,
            version_id,
        };
        let problem = |problem| Error::new(place, reference, problem);
        let secret = match read.get(&version) {
            Some(secret) => secret,
            None => {
                let secret = version.read(resolver).await.map_err(problem)?;
                read.entry(version).or_insert(secret)
            }
        };
        let value = member(secret, json_key.as_deref()).map_err(problem)?;
        values.insert(reference, value);
    }
    Ok(())
}

/// One version of one secret, of which several members may be referred to.
#[derive(Debug, Eq, Hash, PartialEq)]
struct SecretVersion {
    secret_id: String,
    version_stage: Option<String>,
    version_id: Option<String>,
}

impl SecretVersion {
    async fn read(&self, resolver: &Resolver) -> Result<SecretValue, Problem> {
        let secrets = resolver.secrets.as_ref().ok_or(Problem::NoSecrets)?;
        let mut request = SecretValueRequest::new(&self.secret_id);
        request.version_stage.clone_from(&self.version_stage);
        request.version_id.clone_from(&self.version_id);
        let read = secrets
            .reader
            .secret_value(&secrets.caller, &secrets.region, request);
        read.await.map_err(Problem::Service)
    }
}

/// All of a secret's text, or one member of the object that it is.
fn member(secret: &SecretValue, json_key: Option<&str>) -> Result<SecretString, Problem> {
    let text = std::str::from_utf8(secret.value.expose())
        .ok()
        .filter(|_| secret.is_text);
    let text = text.ok_or(Problem::NotText)?;
    let Some(key) = json_key else {
        return Ok(text.into());
    };
    // What serde_json says of a text that is no JSON may repeat parts of it.
    let mut json: Value = serde_json::from_str(text).map_err(|_| Problem::NoSuchMember)?;
    match json.get_mut(key).map(Value::take) {
        Some(Value::String(text)) => Ok(text.into()),
        Some(other) => Ok(other.to_string().into()),
        None => Err(Problem::NoSuchMember),
    }
}
