//! What is printed at the start: lines to paste.

use std::io::{self, Write};

use crate::{
    arguments::{Arguments, Mode},
    serve::Listening,
};

/// Prints the environment that turns an AWS SDK or the AWS CLI to this endpoint.
pub fn print(arguments: &Arguments, listening: &Listening) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let url = listening.url();
    for service in SERVICES {
        writeln!(out, "export AWS_ENDPOINT_URL_{service}={url}")?;
    }
    match arguments.mode {
        Mode::Production => writeln!(out, "# sign with an access key of the directory")?,
        Mode::Development { account, .. } => {
            writeln!(
                out,
                "export AWS_ACCESS_KEY_ID={account} AWS_SECRET_ACCESS_KEY=any"
            )?;
            // The CLI's first version and boto3 know the second name alone.
            writeln!(
                out,
                "export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1"
            )?;
            writeln!(
                out,
                "# DEVELOPMENT MODE: any signature is accepted, whoever reaches this port is root."
            )?;
            if arguments.data.is_none() {
                writeln!(out, "# All is in memory, and gone at the end.")?;
            }
        }
    }
    out.flush()
}

/// The services, as the environment variables of AWS's SDKs call them.
const SERVICES: [&str; 4] = ["KMS", "SSM", "STS", "WAFV2"];
