//! Simulates as IAM's policy simulator does, under policies in files or those of somebody in an account.

use std::{
    error::Error,
    fs,
    io::{self, Write, stdout},
    path::PathBuf,
    process::ExitCode,
};

use lexopt::{Arg, Parser, ValueExt};
use policy_eval::{
    ServiceReference,
    simulate::{
        ContextEntry, ContextKeyType, OrderedOrganizationPolicy, SimulateCustomPolicyRequest,
        SimulatePolicyResponse, SimulatePrincipalPolicyRequest, Simulator,
    },
};

use crate::{directory::DirectoryFiles, services::more};

pub(crate) fn simulate(mut arguments: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let (mut custom, mut source, mut json) = (SimulateCustomPolicyRequest::default(), None, false);
    let mut files = DirectoryFiles::default();
    let mut services = ServiceReference::built_in();
    while let Some(argument) = arguments.next()? {
        let scenario = &mut custom.scenario;
        match argument {
            Arg::Long("input") => custom = serde_json::from_str(&text(&mut arguments)?)?,
            Arg::Long("source") => source = Some(arguments.value()?.string()?),
            Arg::Long("identity") => custom.policy_input_list.push(text(&mut arguments)?),
            Arg::Long("boundary") => {
                let boundary = text(&mut arguments)?;
                custom.permissions_boundary_policy_input_list.push(boundary);
            }
            Arg::Long("scp") => {
                let level = OrderedOrganizationPolicy::new([text(&mut arguments)?]);
                custom.ordered_organization_policy_input_list.push(level);
            }
            Arg::Long("resource-policy") => scenario.resource_policy = Some(text(&mut arguments)?),
            Arg::Long("account") => scenario.resource_owner = Some(arguments.value()?.string()?),
            Arg::Long("principal") => scenario.caller_arn = Some(arguments.value()?.string()?),
            Arg::Long("action") => scenario.action_names.push(arguments.value()?.string()?),
            Arg::Long("resource") => scenario.resource_arns.push(arguments.value()?.string()?),
            Arg::Long("context") => scenario.context_entries = entries(&text(&mut arguments)?)?,
            Arg::Long("max-items") => scenario.max_items = Some(arguments.value()?.parse()?),
            Arg::Long("marker") => scenario.marker = Some(arguments.value()?.string()?),
            Arg::Long("service-reference") => services = more(services, &mut arguments)?,
            Arg::Long("json") => json = true,
            Arg::Long(option) => {
                let option = option.to_owned();
                files.take(&option, &mut arguments)?;
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let simulator = Simulator::new().services(services);
    let response = match source {
        None => simulator.custom_policy(&custom),
        Some(source) => {
            if !custom.ordered_organization_policy_input_list.is_empty() {
                return Err(
                    "--scp goes with policies in files: an account's are in --organization".into(),
                );
            }
            let mut request = SimulatePrincipalPolicyRequest::new::<String>(source, []);
            request.policy_input_list = custom.policy_input_list;
            request.permissions_boundary_policy_input_list =
                custom.permissions_boundary_policy_input_list;
            request.scenario = custom.scenario;
            simulator.principal_policy(&files.load()?, &request)
        }
    };
    let response = response.map_err(|error| format!("{}: {error}", error.code()))?;
    match json {
        true => writeln!(stdout(), "{}", serde_json::to_string_pretty(&response)?)?,
        false => print(&response)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn print(response: &SimulatePolicyResponse) -> io::Result<()> {
    for result in &response.evaluation_results {
        let (action, decision) = (&result.eval_action_name, result.eval_decision);
        if result.resource_specific_results.is_empty() {
            writeln!(stdout(), "{decision:<13} {action}")?;
        }
        for one in &result.resource_specific_results {
            let (decision, resource) = (one.eval_resource_decision, &one.eval_resource_name);
            writeln!(stdout(), "{decision:<13} {action} on {resource}")?;
        }
        for statement in &result.matched_statements {
            let (policy, at) = (&statement.source_policy_id, statement.start_position);
            writeln!(
                stdout(),
                "              by {policy}, line {} column {}",
                at.line,
                at.column
            )?;
        }
        for key in &result.missing_context_values {
            writeln!(
                stdout(),
                "              the policies ask for `{key}`, which --context does not have"
            )?;
        }
    }
    if let Some(marker) = &response.marker {
        writeln!(stdout(), "more with --marker {marker}")?;
    }
    Ok(())
}

/// The text of the file that the next argument names.
fn text(arguments: &mut Parser) -> Result<String, Box<dyn Error>> {
    let path = PathBuf::from(arguments.value()?);
    fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// Condition keys as a case has them: a text for a single-valued key, a list for a multivalued one.
fn entries(json: &str) -> Result<Vec<ContextEntry>, Box<dyn Error>> {
    let keys: std::collections::BTreeMap<String, serde_json::Value> = serde_json::from_str(json)?;
    let entry = |(name, value)| match value {
        serde_json::Value::Array(values) => {
            let values: Option<Vec<&str>> = values.iter().map(serde_json::Value::as_str).collect();
            let values = values.ok_or("a condition key is a text or a list of texts")?;
            Ok(ContextEntry::new::<&str>(
                name,
                ContextKeyType::StringList,
                values,
            ))
        }
        serde_json::Value::String(value) => {
            Ok(ContextEntry::new(name, ContextKeyType::String, [value]))
        }
        _ => Err("a condition key is a text or a list of texts".into()),
    };
    keys.into_iter().map(entry).collect()
}
