//! Parameters in.

use std::{
    collections::{BTreeMap, btree_map::Entry as Slot},
    fs,
    path::Path,
};

use strongroom::{
    ParameterType,
    param_store::{
        AddTagsToResourceRequest, LabelParameterVersionRequest, ParamStoreHandle, ParameterTier,
        PutParameterRequest, Tag,
    },
};
use support::dotenv::{self, Variable};

use crate::{
    Result,
    arguments::Import,
    wire::{Entry, Printed},
};

/// All that is known of a parameter.
#[derive(Debug, Default)]
struct Known {
    /// What belongs to no version.
    about: Entry,
    /// Its versions, by the numbers that they had.
    versions: BTreeMap<u64, Entry>,
}

pub async fn import(params: &ParamStoreHandle, how: &Import) -> Result {
    let mut known: BTreeMap<String, Known> = BTreeMap::new();
    for file in &how.files {
        let text =
            fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        let entries = if is_dotenv(file) {
            of_dotenv(&text, how)?
        } else {
            let printed: Printed = serde_json::from_str(&text)
                .map_err(|error| format!("{}: {error}", file.display()))?;
            printed.parameters
        };
        for entry in entries {
            let parameter = known.entry(entry.name.clone()).or_default();
            if entry.value.is_some() {
                match parameter.versions.entry(entry.version.unwrap_or(1)) {
                    Slot::Occupied(known) => known.into_mut().add(entry),
                    Slot::Vacant(slot) => {
                        slot.insert(entry);
                    }
                }
            } else {
                parameter.about = entry;
            }
        }
    }
    for (name, known) in known {
        if known.versions.is_empty() {
            return Err(
                format!("`{name}` has no value: add what get-parameters-by-path prints").into(),
            );
        }
        if known.versions.values().any(is_ciphertext) {
            return Err(format!("`{name}` is encrypted: print it --with-decryption").into());
        }
        put(params, how, &name, &known)
            .await
            .map_err(|error| format!("`{name}`: {error}"))?;
    }
    Ok(())
}

async fn put(params: &ParamStoreHandle, how: &Import, name: &str, known: &Known) -> Result {
    let newest = known
        .versions
        .keys()
        .next_back()
        .copied()
        .unwrap_or_default();
    let mut is_there = how.overwrite;
    for (number, entry) in &known.versions {
        let is_newest = *number == newest;
        let request = request(how, name, entry, &known.about, is_newest).overwrite(is_there);
        let version = params.put_parameter(request).await?.version;
        is_there = true;
        if !entry.labels.is_empty() {
            let mut labels = LabelParameterVersionRequest::new(name, &entry.labels);
            labels.parameter_version = Some(version);
            params.label_parameter_version(labels).await?;
        }
        if version != *number {
            eprintln!("`{name}`: what was version {number} is version {version} here");
        }
    }
    let tags = known
        .about
        .tags
        .iter()
        .chain(known.versions.values().flat_map(|entry| &entry.tags));
    let tags: Vec<_> = tags.map(|tag| Tag::new(&tag.key, &tag.value)).collect();
    if !tags.is_empty() {
        let mut request = AddTagsToResourceRequest::new(name);
        request.tags = tags;
        params.add_tags_to_resource(request).await?;
    }
    Ok(())
}

/// One version. What a version does not say of itself, the parameter does; policies are the newest version's.
fn request(
    how: &Import,
    name: &str,
    entry: &Entry,
    about: &Entry,
    is_newest: bool,
) -> PutParameterRequest {
    let mut request = PutParameterRequest::new(name, entry.value.as_deref().unwrap_or_default());
    request.r#type = entry
        .r#type
        .or(about.r#type)
        .or(Some(ParameterType::String));
    // The tier is the parameter's as it is now; an earlier version may have had a lower one.
    let tier = if is_newest {
        about.tier.or(entry.tier)
    } else {
        entry.tier.or(about.tier)
    };
    request.tier = tier.or(Some(ParameterTier::IntelligentTiering));
    let or_about = |own: &Option<String>, its: &Option<String>| own.clone().or_else(|| its.clone());
    // Nor did an earlier version have to be what is said of the newest.
    if is_newest {
        request.description = or_about(&entry.description, &about.description);
        request.allowed_pattern = or_about(&entry.allowed_pattern, &about.allowed_pattern);
    } else {
        request.description.clone_from(&entry.description);
        request.allowed_pattern.clone_from(&entry.allowed_pattern);
    }
    request.data_type = or_about(&entry.data_type, &about.data_type);
    if request.r#type == Some(ParameterType::SecureString) {
        request.key_id = how
            .key_id
            .clone()
            .or_else(|| or_about(&entry.key_id, &about.key_id));
    }
    let policies = if entry.policies.is_empty() {
        &about.policies
    } else {
        &entry.policies
    };
    if is_newest && !policies.is_empty() {
        let texts: Vec<_> = policies
            .iter()
            .map(|policy| policy.policy_text.as_str())
            .collect();
        request.policies = Some(format!("[{}]", texts.join(",")));
    }
    request
}

/// Whether a `SecureString` is what is printed of one without its decryption: a ciphertext of KMS, or a message of the AWS Encryption SDK.
fn is_ciphertext(entry: &Entry) -> bool {
    let is_encoded = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    entry.r#type == Some(ParameterType::SecureString)
        && entry.value.as_deref().is_some_and(|value| {
            value.len() >= CIPHERTEXT_LEAST
                && CIPHERTEXTS.iter().any(|begin| value.starts_with(begin))
                && value.bytes().all(is_encoded)
        })
}

/// How ciphertexts begin in base64: KMS's (of now and of earlier years), and messages of both versions.
const CIPHERTEXTS: [&str; 4] = ["AQICAH", "AQECAH", "AgV4", "AgR4"];
/// Characters that the shortest has.
const CIPHERTEXT_LEAST: usize = 180;

fn is_dotenv(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "env")
        || file.file_name().is_some_and(|name| name == ".env")
}

fn of_dotenv(text: &str, how: &Import) -> Result<Vec<Entry>> {
    let entry = |variable: Variable| Entry {
        r#type: Some(
            match variable.secret || how.secure.contains(&variable.name) {
                true => ParameterType::SecureString,
                false => ParameterType::String,
            },
        ),
        name: format!("{}/{}", how.path.trim_end_matches('/'), variable.name),
        value: Some(variable.value),
        ..Entry::default()
    };
    Ok(dotenv::parse(text)?.into_iter().map(entry).collect())
}
