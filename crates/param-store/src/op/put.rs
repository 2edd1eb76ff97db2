//! Putting a parameter: what the request says, what the parameter is to be, one commit.

use common_types::{Arn, SecretString, Tags};
use crypto::random;
use service_kit::{Change, RequestTags};

use super::{PutParameterRequest, PutParameterResponse, tag};
use crate::{
    DataType, Error, ParameterName, ParameterTier, ParameterType, Result,
    call::Call,
    condition::Asked,
    count::Ledger,
    due,
    event::{self, Happened},
    limits,
    parameter::{
        AllowedPattern, Decided, Loaded, Needs, ParameterRecord, Stored, VersionRecord, Versions,
        check_value, decide,
    },
    policy::{self, Rule},
    record::Record,
    setting,
};

/// What a request says, as far as that can be told without the parameter.
#[derive(Debug)]
pub(super) struct Put {
    name: ParameterName,
    arn: Arn,
    description: Option<String>,
    value: SecretString,
    kind: Option<ParameterType>,
    key_id: Option<String>,
    overwrite: bool,
    allowed_pattern: Option<String>,
    tags: RequestTags,
    tier: Option<ParameterTier>,
    policies: Option<Vec<Rule>>,
    data_type: Option<DataType>,
}

impl Put {
    /// Reads a request.
    pub(super) fn parse(request: PutParameterRequest, call: &Call<'_>) -> Result<Self> {
        let PutParameterRequest {
            name,
            description,
            value,
            r#type: kind,
            key_id,
            overwrite,
            allowed_pattern,
            tags,
            tier,
            policies,
            data_type,
        } = request;
        let name: ParameterName = name.parse()?;
        name.check_may_be_made()?;
        let arn = call.here().parameter_arn(&name)?;
        if arn.as_str().chars().count() > limits::ARN_CHARS {
            return Err(Error::validation(format!(
                "Parameter name is too long: with the ARN before it, it has at most {} characters.",
                limits::ARN_CHARS
            )));
        }
        let overwrite = overwrite.unwrap_or(false);
        if overwrite && !tags.is_empty() {
            return Err(Error::validation(TAGS_AND_OVERWRITE));
        }
        let data_type = data_type.filter(|data_type| !data_type.is_empty());
        let data_type = data_type.map(|data_type| data_type.parse().map_err(|_| {
            Error::validation(format!(
                "The following data type is not supported: {data_type} (Data type names are all lowercase.)"
            ))
        }));
        let policies = policies.map(|policies| policy::parse(&policies));
        Ok(Self {
            name,
            arn,
            description,
            value,
            kind,
            key_id,
            overwrite,
            allowed_pattern,
            tags: tag::parse(&tags)?,
            tier,
            policies: policies.transpose()?,
            data_type: data_type.transpose()?,
        })
    }
}

/// Puts a parameter; all of it anew if somebody else was faster.
pub(super) async fn put(call: &mut Call<'_>, put: &Put) -> Result<PutParameterResponse> {
    loop {
        let have = call.params().parameter(call.here(), &put.name).await?;
        allow(call, put, have.as_deref())?;
        if have.is_some() && !put.overwrite {
            return Err(Error::ParameterAlreadyExists);
        }
        let default = setting::default_tier(call.params(), call.here()).await?;
        let lease = call.params().shards.lend(call.random())?;
        let mut ledger = Ledger::new(call.params(), call.here());
        let draft = draft(
            call,
            put,
            have.as_deref(),
            default,
            &mut ledger,
            lease.shard(),
        )
        .await?;
        let answer = PutParameterResponse {
            version: draft.current.version,
            tier: draft.current.tier,
        };
        let change = ledger.into_change(Change::new())?;
        let change = change_of(call, put, have.as_deref(), &draft, change).await?;
        let committed = match &have {
            Some(parameter) => call.commit(parameter, change).await?,
            None => call.commit_new(change).await?,
        };
        if committed {
            return Ok(answer);
        }
    }
}

fn allow(call: &mut Call<'_>, put: &Put, have: Option<&Loaded>) -> Result<()> {
    let has_tags = !put.tags.as_slice().is_empty();
    let asked = Asked {
        overwrite: Some(put.overwrite),
        policies: Some(put.policies.is_some()),
        tags: has_tags.then_some(&put.tags),
        ..Asked::default()
    };
    match have {
        Some(parameter) => call.allow(parameter, asked)?,
        None => call.allow_at(&put.arn, asked)?,
    }
    if has_tags {
        call.allow_at_as(ADD_TAGS, &put.arn, asked)?;
    }
    Ok(())
}

/// The parameter as it is to be.
async fn draft(
    call: &Call<'_>,
    put: &Put,
    have: Option<&Loaded>,
    default: ParameterTier,
    ledger: &mut Ledger<'_>,
    shard: u16,
) -> Result<ParameterRecord> {
    let old = have.map(|parameter| &parameter.record);
    let kind = kind(put, old)?;
    let kept = |of: fn(&VersionRecord) -> Option<String>| old.and_then(|old| of(&old.current));
    let data_type = match (put.data_type, old) {
        (Some(data_type), _) => data_type,
        (None, Some(old)) => old.current.data_type,
        (None, None) => DataType::Text,
    };
    check_value(kind, data_type, put.value.expose())?;
    let allowed_pattern = put
        .allowed_pattern
        .clone()
        .or_else(|| kept(|version| version.allowed_pattern.clone()))
        .filter(|pattern| !pattern.is_empty());
    check_pattern(allowed_pattern.as_deref(), put.value.expose())?;

    let mut versions = match old {
        Some(old) => old.versions.clone(),
        None => Versions::first(),
    };
    if old.is_some() {
        versions.push(put.name.as_str())?;
    }
    let version = versions.current();
    let have_policies = old.map_or(&[][..], |old| &old.current.policies);
    let policies = policy::merge(have_policies, put.policies.clone(), version, call.now());
    due::check_expiration(&policies, have_policies, call.now())?;
    let needs = Needs {
        value_bytes: put.value.expose().len(),
        policies: !policies.is_empty(),
    };
    let decided = decide(put.tier, default, old.map(|old| old.current.tier), needs)?;
    let (tier, shard) = count(old, decided, ledger, shard).await?;
    let (value, key_id) = seal(call, put, kind, tier).await?;
    Ok(ParameterRecord {
        name: old.map_or_else(|| put.name.clone(), |old| old.name.clone()),
        incarnation: match old {
            Some(old) => old.incarnation,
            None => u64::from_be_bytes(random::bytes(call.random())?),
        },
        kind,
        versions,
        current: VersionRecord {
            version,
            value,
            tier,
            data_type,
            modified: call.now(),
            modified_by: call.caller_arn(),
            key_id,
            description: put
                .description
                .clone()
                .or_else(|| kept(|version| version.description.clone())),
            allowed_pattern,
            policies,
        },
        tags: match old {
            Some(old) => old.tags.clone(),
            None => put.tags.applied_to(&Tags::new())?,
        },
        shard: Some(shard),
        sharing: old.map_or_else(Vec::new, |old| old.sharing.clone()),
    })
}

fn kind(put: &Put, old: Option<&ParameterRecord>) -> Result<ParameterType> {
    let kind = match (put.kind, old.map(|old| old.kind)) {
        (Some(wanted), Some(have)) if wanted != have => {
            return Err(Error::HierarchyTypeMismatch {
                name: put.name.to_string(),
                have,
                wanted,
            });
        }
        (_, Some(have)) => have,
        (Some(wanted), None) => wanted,
        (None, None) => {
            return Err(Error::validation(
                "A parameter type is required when you create a parameter.",
            ));
        }
    };
    if put.key_id.is_some() && kind != ParameterType::SecureString {
        return Err(Error::validation(format!(
            "KeyId is for parameters of type SecureString, not {kind}."
        )));
    }
    Ok(kind)
}

fn check_pattern(pattern: Option<&str>, value: &str) -> Result<()> {
    match pattern {
        Some(pattern) if !AllowedPattern::parse(pattern)?.allows(value) => {
            Err(Error::ParameterPatternMismatch {
                pattern: pattern.to_owned(),
            })
        }
        _ => Ok(()),
    }
}

/// Counts what is new: the tier that it comes to be of, and the part that it is counted in.
async fn count(
    old: Option<&ParameterRecord>,
    decided: Decided,
    ledger: &mut Ledger<'_>,
    shard: u16,
) -> Result<(ParameterTier, u16)> {
    let Decided {
        tier,
        may_be_advanced,
    } = decided;
    let counted = old.and_then(|old| old.shard.map(|shard| (shard, old.current.tier)));
    match counted {
        Some((shard, have)) if have == tier => return Ok((tier, shard)),
        _ => {}
    }
    let shard = counted.map_or(shard, |(shard, _)| shard);
    let tier = match ledger.take(shard, tier).await {
        Err(Error::ParameterLimitExceeded(_))
            if may_be_advanced && tier == ParameterTier::Standard =>
        {
            ledger.take(shard, ParameterTier::Advanced).await?;
            ParameterTier::Advanced
        }
        taken => taken.map(|()| tier)?,
    };
    if let Some((shard, have)) = counted {
        ledger.give_back(shard, have).await?;
    }
    Ok((tier, shard))
}

async fn seal(
    call: &Call<'_>,
    put: &Put,
    kind: ParameterType,
    tier: ParameterTier,
) -> Result<(Stored, Option<String>)> {
    if kind != ParameterType::SecureString {
        return Ok((Stored::Text(put.value.clone()), None));
    }
    let key_id = put.key_id.as_deref().unwrap_or(DEFAULT_KEY);
    let stored = call
        .cipher()
        .seal(&put.arn, tier, key_id, &put.value)
        .await?;
    Ok((stored, Some(key_id.to_owned())))
}

/// All that is written when a parameter is put.
async fn change_of(
    call: &Call<'_>,
    put: &Put,
    have: Option<&Loaded>,
    draft: &ParameterRecord,
    change: Change,
) -> Result<Change> {
    let (here, now) = (call.here(), call.now());
    let change = due::schedule(call.params(), &put.arn, draft, change)?;
    let Some(parameter) = have else {
        let change = change.create(here.parameter_record(&put.name)?, draft.encode());
        return Ok(event::changed(
            change,
            here,
            &put.arn,
            draft,
            Happened::Create,
            now,
        ));
    };
    let old = &parameter.record;
    let version = |version| here.version_record(&old.name, old.incarnation, version);
    let mut change = change
        .replace(parameter.key.clone(), draft.encode(), parameter.revision)
        .create(version(old.current.version)?, old.current.encode());
    if let Some(oldest) = old.versions.next_to_go()
        && oldest != old.current.version
    {
        let key = version(oldest)?;
        if let Some(found) = call.params().read(key.clone()).await? {
            change = change.delete(key, found.version);
        }
    }
    Ok(event::changed(
        change,
        here,
        &put.arn,
        draft,
        Happened::Update,
        now,
    ))
}

/// The AWS managed key of Parameter Store.
const DEFAULT_KEY: &str = "alias/aws/ssm";
const ADD_TAGS: &str = "ssm:AddTagsToResource";
const TAGS_AND_OVERWRITE: &str = "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please \
                                  remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or \
                                  RemoveTagsFromResource.";
