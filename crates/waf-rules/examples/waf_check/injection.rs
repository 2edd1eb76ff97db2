//! Detection of injections alone.

use std::{
    error::Error,
    io::{BufRead as _, BufWriter, Write as _, stdin, stdout},
};

use base64::Engine as _;
use lexopt::prelude::*;
use waf_rules::injection::{SensitivityLevel, is_sqli, is_xss};

type Fallible<T> = Result<T, Box<dyn Error>>;

pub(crate) fn sqli(mut arguments: lexopt::Parser) -> Fallible<()> {
    let mut sensitivity = SensitivityLevel::Low;
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("sensitivity") => {
                let word = arguments.value()?.string()?;
                sensitivity = match word.as_str() {
                    "LOW" => SensitivityLevel::Low,
                    "HIGH" => SensitivityLevel::High,
                    _ => return Err(format!("no sensitivity `{word}`: LOW or HIGH").into()),
                };
            }
            other => return Err(other.unexpected().into()),
        }
    }
    each_line(|value| is_sqli(value, sensitivity))
}

pub(crate) fn xss(mut arguments: lexopt::Parser) -> Fallible<()> {
    if let Some(other) = arguments.next()? {
        return Err(other.unexpected().into());
    }
    each_line(is_xss)
}

fn each_line(detects: impl Fn(&[u8]) -> bool) -> Fallible<()> {
    let mut out = BufWriter::new(stdout().lock());
    for (number, line) in (1_u64..).zip(stdin().lock().lines()) {
        let value = base64::engine::general_purpose::STANDARD
            .decode(line?.trim())
            .map_err(|error| format!("line {number} is not base64: {error}"))?;
        writeln!(out, "{}", u8::from(detects(&value)))?;
    }
    out.flush()?;
    Ok(())
}
