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
    Ok(CompiledWebAcl::compile(
        document.web_acl(),
        &bundle,
        &options,
    )?)
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
