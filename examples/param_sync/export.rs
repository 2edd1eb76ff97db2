//! Parameters out.

use std::{collections::BTreeMap, io::Write};

use serde_json::Value;
use strongroom::{
    ParameterType,
    param_store::{
        DescribeParametersRequest, GetParameterHistoryRequest, ListTagsForResourceRequest,
        ParamStoreHandle, ParameterMetadata, ParameterStringFilter,
    },
};
use support::dotenv;

use crate::{
    Result,
    arguments::{Export, Format},
    wire::{Entry, Policy, Printed, Tag},
};

pub async fn export(params: &ParamStoreHandle, how: &Export) -> Result {
    let mut printed = Printed::default();
    for about in all_under(params, &how.path).await? {
        printed.parameters.extend(versions(params, &about).await?);
    }
    let text = match how.format {
        Format::Json => serde_json::to_string_pretty(&printed)? + "\n",
        Format::Env => environment(&how.path, &printed)?,
    };
    Ok(std::io::stdout().write_all(text.as_bytes())?)
}

async fn all_under(params: &ParamStoreHandle, path: &str) -> Result<Vec<ParameterMetadata>> {
    let filter = ParameterStringFilter::new("Path", [path]).option("Recursive");
    let mut request = DescribeParametersRequest::new().filter(filter);
    let mut all = Vec::new();
    loop {
        let page = params.describe_parameters(request.clone()).await?;
        all.extend(page.parameters);
        request.next_token = page.next_token;
        if request.next_token.is_none() {
            return Ok(all);
        }
    }
}

/// Every version that is kept, oldest first; the newest has what belongs to none.
async fn versions(params: &ParamStoreHandle, about: &ParameterMetadata) -> Result<Vec<Entry>> {
    let mut request = GetParameterHistoryRequest::new(&about.name).with_decryption(true);
    let mut entries: Vec<Entry> = Vec::new();
    loop {
        let page = params.get_parameter_history(request.clone()).await?;
        for version in page.parameters {
            entries.push(Entry {
                name: version.name,
                r#type: Some(version.r#type),
                value: Some(version.value.expose().to_owned()),
                version: Some(version.version),
                labels: version.labels,
                tier: Some(version.tier),
                description: version.description,
                allowed_pattern: version.allowed_pattern,
                key_id: version.key_id,
                data_type: Some(version.data_type.to_string()),
                last_modified_date: Some(Value::String(version.last_modified_date.to_rfc3339())),
                last_modified_user: Some(version.last_modified_user),
                ..Entry::default()
            });
        }
        request.next_token = page.next_token;
        if request.next_token.is_none() {
            break;
        }
    }
    let tags = params
        .list_tags_for_resource(ListTagsForResourceRequest::new(&about.name))
        .await?
        .tag_list;
    if let Some(newest) = entries.last_mut() {
        newest.arn = Some(about.arn.clone());
        newest.tags = tags
            .into_iter()
            .map(|tag| Tag {
                key: tag.key,
                value: tag.value,
            })
            .collect();
        let policy = |policy: &strongroom::param_store::ParameterInlinePolicy| Policy {
            policy_text: policy.policy_text.clone(),
            policy_type: Some(policy.policy_type.to_string()),
            policy_status: Some(policy.policy_status.to_string()),
        };
        newest.policies = about.policies.iter().map(policy).collect();
    }
    Ok(entries)
}

/// The newest value of each, by what of its name is below the path.
fn environment(path: &str, printed: &Printed) -> Result<String> {
    let mut newest = BTreeMap::new();
    for entry in &printed.parameters {
        newest.insert(entry.name.as_str(), entry);
    }
    let mut text = String::new();
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for (name, entry) in newest {
        let below = name
            .strip_prefix(path)
            .unwrap_or(name)
            .trim_start_matches('/');
        let variable = below.replace(['/', '-', '.'], "_");
        let value = entry.value.as_deref().unwrap_or_default();
        let secret = entry.r#type == Some(ParameterType::SecureString);
        text.push_str(&dotenv::line(&variable, value, secret));
        if let Some(other) = taken.insert(variable.clone(), name) {
            return Err(format!("`{other}` and `{name}` would both be `{variable}`").into());
        }
    }
    Ok(text)
}
