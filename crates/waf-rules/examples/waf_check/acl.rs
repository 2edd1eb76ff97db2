//! The web ACL that everything else is about.

use std::{error::Error, fs, path::PathBuf};

use lexopt::prelude::*;
use waf_rules::{
    BuiltInRuleGroups, Bundle, CompileOptions, CompiledWebAcl, ResourceType, Unresolved,
    WebAclDocument,
};

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Prints the capacity of a web ACL.
pub(crate) fn capacity(arguments: lexopt::Parser) -> Fallible<()> {
    // What a set costs does not depend on what is in it; what a rule group costs is its own.
    let acl = compile(arguments, Unresolved::NeverMatch)?;
    let is_group =
        |reference: &&String| !reference.starts_with("arn:") || reference.contains("/rulegroup/");
    let groups: Vec<&String> = acl.unresolved().iter().filter(is_group).collect();
    if !groups.is_empty() {
        return Err(format!("unresolved references: {groups:?}").into());
    }
    println!("{}", acl.capacity());
    Ok(())
}

/// Reads the arguments, and what they name.
pub(crate) fn load(arguments: lexopt::Parser) -> Fallible<CompiledWebAcl> {
    let compiled = compile(arguments, Unresolved::Refuse)?;
    for reference in compiled.unresolved() {
        eprintln!("never matches: {reference}");
    }
    Ok(compiled)
}

fn compile(mut arguments: lexopt::Parser, unresolved: Unresolved) -> Fallible<CompiledWebAcl> {
    let mut acl: Option<PathBuf> = None;
    let mut bundle = Bundle::new();
    let managed = BuiltInRuleGroups::new();
    let mut options = CompileOptions::new()
        .managed(&managed)
        .unresolved(unresolved);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("acl") => acl = Some(arguments.value()?.into()),
            Value(path) if acl.is_none() => acl = Some(path.into()),
            Long("bundle") => add_all(&mut bundle, &arguments.value()?.into())?,
            Long("resource-type") => {
                let word = arguments.value()?.string()?;
                let kind = ResourceType::from_word(&word);
                options = options
                    .resource_type(kind.ok_or_else(|| format!("no resource type `{word}`"))?);
            }
            Long("allow-unresolved") => options = options.unresolved(Unresolved::NeverMatch),
            other => return Err(other.unexpected().into()),
        }
    }
    let path = acl.ok_or("no web ACL: try --help")?;
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let document = WebAclDocument::from_json(&text)?;
    CompiledWebAcl::compile(document.web_acl(), &bundle, &options).map_err(placed)
}

/// What is wrong and, where that is known, at which place: AWS's own text does not say it.
fn placed(error: waf_rules::Error) -> Box<dyn Error> {
    match error {
        waf_rules::Error::InvalidParameter(wrong) => format!("{}: {wrong}", wrong.place()).into(),
        other => other.into(),
    }
}

fn add_all(bundle: &mut Bundle, directory: &PathBuf) -> Fallible<()> {
    let mut paths: Vec<PathBuf> = fs::read_dir(directory)
        .map_err(|error| format!("{}: {error}", directory.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Fallible<_>>()?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    for path in paths {
        let at = |error: &dyn Error| format!("{}: {error}", path.display());
        let text = fs::read_to_string(&path).map_err(|error| at(&error))?;
        bundle.add_json(&text).map_err(|error| at(&error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let visibility = serde_json::json!({
            "SampledRequestsEnabled": false, "CloudWatchMetricsEnabled": false, "MetricName": "edge",
        });
        let rule = serde_json::json!({
            "Name": "abroad", "Priority": 0, "Action": {"Count": {}}, "VisibilityConfig": visibility,
            "Statement": {"GeoMatchStatement": {"CountryCodes": ["us"]}},
        });
        let acl = serde_json::json!({
            "Name": "edge", "Id": "a1b2c3d4-5678-90ab-cdef-111111111111",
            "ARN": "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/edge/a1b2c3d4-5678-90ab-cdef-111111111111",
            "DefaultAction": {"Allow": {}}, "Rules": [rule], "VisibilityConfig": visibility,
        });
        let document = WebAclDocument::from_json(&acl.to_string()).unwrap();
        let options = CompileOptions::new();
        let error = CompiledWebAcl::compile(document.web_acl(), &Bundle::new(), &options)
            .map_err(placed)
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("Rules[0].Statement"), "{error}");
        assert!(error.contains("GEO_MATCH_STATEMENT"), "{error}");
    }
}
