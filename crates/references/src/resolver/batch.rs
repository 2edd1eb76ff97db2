//! Reading what a document refers to: each thing once, parameters all at once.

use std::{collections::HashMap, ops::Range};

use common_types::{
    BoxedServiceError, ParameterType, ParameterValue, SecretString, SecretValue,
    SecretValueRequest, ServiceError,
};
use serde_json::Value;

use super::Resolver;
use crate::{Error, Problem, Reference};

/// Each reference once, in the order in which they stand in the document.
#[derive(Debug, Default)]
pub(super) struct Batch<'d> {
    wanted: Vec<Wanted<'d>>,
    numbers: HashMap<&'d Reference, usize>,
}

/// A reference, with the first place where it stands, and how often it does.
#[derive(Clone, Copy, Debug)]
struct Wanted<'d> {
    number: usize,
    reference: &'d Reference,
    place: &'d str,
    times: usize,
}

impl Wanted<'_> {
    /// Why it cannot be had.
    fn error(&self, problem: Problem) -> Error {
        Error::new(self.place, self.reference, problem)
    }
}

/// What the references refer to, by their numbers, and how often each is still to be put in.
#[derive(Debug)]
pub(super) struct ReferredTo(Vec<(Option<SecretString>, usize)>);

impl ReferredTo {
    /// Puts a value in. The last time that it is a whole text, it becomes that text and is not copied.
    pub(super) fn put(&mut self, number: usize, place: &Range<usize>, text: &mut String) {
        let Some((value, times)) = self.0.get_mut(number) else {
            return;
        };
        *times = times.saturating_sub(1);
        if *times == 0
            && *place == (0..text.len())
            && let Some(value) = value.take()
        {
            *text = value.into_exposed();
        } else if let Some(value) = value
            && text.get(place.clone()).is_some()
        {
            text.replace_range(place.clone(), value.expose());
        }
    }

    fn set(&mut self, number: usize, value: SecretString) {
        if let Some((place, _)) = self.0.get_mut(number) {
            *place = Some(value);
        }
    }
}

impl<'d> Batch<'d> {
    /// Its number: the same for the same reference.
    pub(super) fn add(&mut self, place: &'d str, reference: &'d Reference) -> usize {
        let next = self.wanted.len();
        let number = *self.numbers.entry(reference).or_insert(next);
        match self.wanted.get_mut(number) {
            Some(wanted) => wanted.times = wanted.times.saturating_add(1),
            None => self.wanted.push(Wanted {
                number,
                reference,
                place,
                times: 1,
            }),
        }
        number
    }

    pub(super) async fn read(self, resolver: &Resolver) -> Result<ReferredTo, Error> {
        let times = self.wanted.iter().map(|wanted| (None, wanted.times));
        let mut values = ReferredTo(times.collect());
        let (mut plain, mut secure, mut secrets) = (Vec::new(), Vec::new(), Vec::new());
        for wanted in self.wanted {
            match wanted.reference {
                Reference::Ssm { .. } => plain.push(wanted),
                Reference::SsmSecure { .. } => secure.push(wanted),
                Reference::SecretsManager { .. } => secrets.push(wanted),
            }
        }
        read_parameters(resolver, plain, false, &mut values).await?;
        read_parameters(resolver, secure, true, &mut values).await?;
        read_secrets(resolver, secrets, &mut values).await?;
        Ok(values)
    }
}

async fn read_parameters(
    resolver: &Resolver,
    wanted: Vec<Wanted<'_>>,
    secure: bool,
    values: &mut ReferredTo,
) -> Result<(), Error> {
    if wanted.is_empty() {
        return Ok(());
    }
    let mut found = match read_all(resolver, &wanted, secure).await {
        Ok(found) => found.into_iter(),
        Err(error) => return Err(culprit(resolver, &wanted, secure, error).await),
    };
    for wanted in wanted {
        let found = found.next().flatten();
        let parameter = found.ok_or_else(|| wanted.error(Problem::NoSuchParameter))?;
        if (parameter.parameter_type == ParameterType::SecureString) != secure {
            return Err(wanted.error(Problem::WrongType(parameter.parameter_type)));
        }
        values.set(wanted.number, parameter.value);
    }
    Ok(())
}

async fn read_all(
    resolver: &Resolver,
    wanted: &[Wanted<'_>],
    secure: bool,
) -> Result<Vec<Option<ParameterValue>>, BoxedServiceError> {
    let names = wanted.iter().map(|wanted| selector(wanted.reference));
    let names: Vec<_> = names.collect();
    resolver.parameters.parameters(&names, secure).await
}

/// Which of several references a read was refused for: the half that is refused by itself has it.
async fn culprit(
    resolver: &Resolver,
    wanted: &[Wanted<'_>],
    secure: bool,
    mut error: BoxedServiceError,
) -> Error {
    let mut suspects = wanted;
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
    match suspects.first() {
        Some(wanted) => wanted.error(problem),
        None => Error::new("", "", problem),
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

async fn read_secrets(
    resolver: &Resolver,
    wanted: Vec<Wanted<'_>>,
    values: &mut ReferredTo,
) -> Result<(), Error> {
    let mut read: HashMap<SecretVersion, SecretValue> = HashMap::new();
    for wanted in wanted {
        let Reference::SecretsManager {
            secret_id,
            json_key,
            version_stage,
            version_id,
        } = wanted.reference.clone()
        else {
            continue;
        };
        let version = SecretVersion {
            secret_id,
            version_stage,
            version_id,
        };
        let secret = match read.get(&version) {
            Some(secret) => secret,
            None => {
                let secret = version.read(resolver).await;
                let secret = secret.map_err(|problem| wanted.error(problem))?;
                read.entry(version).or_insert(secret)
            }
        };
        let value = member(secret, json_key.as_deref()).map_err(|problem| wanted.error(problem))?;
        values.set(wanted.number, value);
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
