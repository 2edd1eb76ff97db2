//! One request, explained.

use std::{error::Error, io::read_to_string};

use crate::{acl, request::Recorded};

pub(crate) fn run(arguments: lexopt::Parser) -> Result<(), Box<dyn Error>> {
    let acl = acl::load(arguments)?;
    let recorded: Recorded = serde_json::from_str(&read_to_string(std::io::stdin())?)?;
    let explanation = recorded.decide(&acl, |request, now, environment, _| {
        acl.explain(request, now, environment).to_string()
    })?;
    print!("{explanation}");
    Ok(())
}
