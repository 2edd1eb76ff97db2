//! Moves parameters in and out: the JSON of the AWS CLI, and `.env` files.
//!
//! ```text
//! aws ssm get-parameters-by-path --path /app --recursive --with-decryption > values.json
//! aws ssm describe-parameters > about.json
//! param_sync import values.json about.json
//! param_sync export --path /app > app.json
//! ```
//!
//! | module | subject |
//! |---|---|
//! | `arguments` | the command line |
//! | `wire` | what the AWS CLI prints |
//! | `import`, `export` | the two directions |

mod arguments;
mod export;
mod import;
mod wire;

use std::{error::Error, process::ExitCode};

use support::{LOCAL_OPTIONS, report};

use self::arguments::{Arguments, Command, USAGE};

type Result<T = (), E = Box<dyn Error>> = std::result::Result<T, E>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            report("param_sync", &*error);
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result {
    let Some(Arguments { local, command }) = Arguments::parse()? else {
        println!("{USAGE}\n{LOCAL_OPTIONS}");
        return Ok(());
    };
    let strongroom = local.open().await?;
    let params = strongroom
        .param_store()
        .caller(local.caller()?)
        .region(local.region())?;
    match command {
        Command::Import(how) => import::import(&params, &how).await?,
        Command::Export(how) => export::export(&params, &how).await?,
    }
    Ok(strongroom.close().await?)
}
