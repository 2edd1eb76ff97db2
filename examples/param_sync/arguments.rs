//! The command line.

use std::path::PathBuf;

use lexopt::prelude::*;
use support::{Local, unexpected};

use crate::Result;

pub const USAGE: &str = "\
param_sync import [OPTIONS] FILE…
param_sync export [OPTIONS] --path PATH

FILE is what one of these has printed, or a `.env` file (by that ending):
  aws ssm get-parameters-by-path --with-decryption, get-parameters
  aws ssm describe-parameters          tiers, policies, descriptions, patterns, keys
  aws ssm get-parameter-history --with-decryption    versions and labels
  param_sync export                    all of it, and tags

OPTIONS OF import
  --overwrite       add a version to parameters that exist; else they are an error
  --key-id KEY      encrypt every SecureString under this key
  --path PATH       under which the names of a `.env` file go (/)
  --secure NAME     NAME of a `.env` file is a SecureString; any number of times.
                    So is what stands below a line `# a SecureString`

OPTIONS OF export
  --path PATH       what to write: all parameters under it
  --format FORMAT   json or env (json)

STORE";

#[derive(Debug)]
pub struct Arguments {
    pub local: Local,
    pub command: Command,
}

#[derive(Debug)]
pub enum Command {
    Import(Import),
    Export(Export),
}

#[derive(Debug, Default)]
pub struct Import {
    pub files: Vec<PathBuf>,
    pub overwrite: bool,
    pub key_id: Option<String>,
    pub path: String,
    pub secure: Vec<String>,
}

#[derive(Debug)]
pub struct Export {
    pub path: String,
    pub format: Format,
}

#[derive(Clone, Copy, Debug)]
pub enum Format {
    Json,
    Env,
}

impl Arguments {
    /// Nothing if help was asked for.
    pub fn parse() -> Result<Option<Self>> {
        let mut parser = lexopt::Parser::from_env();
        let (mut local, mut words) = (Local::default(), Vec::new());
        let mut import = Import::default();
        let (mut path, mut format) = (None, Format::Json);
        while let Some(argument) = parser.next()? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("overwrite") => import.overwrite = true,
                Long("key-id") => import.key_id = Some(parser.value()?.string()?),
                Long("secure") => import.secure.push(parser.value()?.string()?),
                Long("path") => path = Some(parser.value()?.string()?),
                Long("format") => {
                    format = match parser.value()?.string()?.as_str() {
                        "json" => Format::Json,
                        "env" => Format::Env,
                        other => return Err(format!("`{other}` is no format: json or env").into()),
                    }
                }
                Long(name) => {
                    let name = name.to_owned();
                    if !local.take(&name, &mut parser)? {
                        return unexpected(Long(&name));
                    }
                }
                Value(word) => words.push(PathBuf::from(word)),
                other => return unexpected(other),
            }
        }
        let mut words = words.into_iter();
        let command = match words.next().as_deref().and_then(|word| word.to_str()) {
            Some("import") => {
                import.files = words.collect();
                import.path = path.unwrap_or_else(|| "/".to_owned());
                Command::Import(import)
            }
            Some("export") => Command::Export(Export {
                path: path.ok_or("export needs --path PATH")?,
                format,
            }),
            _ => return Err("say `import` or `export`; --help tells more".into()),
        };
        Ok(Some(Self { local, command }))
    }
}
