//! The command line.

use std::{
    ffi::OsString,
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
    time::Duration,
};

use ipnet::IpNet;
use lexopt::{Arg, Parser, ValueExt};
use strongroom::{AccountId, Arn, aws_api::HttpOptions};
use tracing::Level;

/// What the user asked for.
#[derive(Debug)]
pub enum Command {
    /// To read this.
    Help,
    /// To serve.
    Serve(Box<Arguments>),
    /// To make an access key.
    AccessKey(Box<Arguments>, Arn),
}

/// How to serve.
#[derive(Debug)]
pub struct Arguments {
    pub data: Option<PathBuf>,
    pub root_key: Option<PathBuf>,
    pub audit_log: Option<PathBuf>,
    pub listen: IpAddr,
    pub port: u16,
    /// Certificate chain and private key.
    pub tls: Option<(PathBuf, PathBuf)>,
    pub http: HttpOptions,
    /// How long a body may take to arrive.
    pub body_timeout: Duration,
    /// Whose `X-Forwarded-…` is believed.
    pub proxies: Vec<IpNet>,
    /// What the endpoint is to AWS WAF.
    pub resource: Option<Arn>,
    pub directory: Option<PathBuf>,
    pub mode: Mode,
    pub console: Option<u16>,
    pub log_json: bool,
    pub log_level: Level,
}

/// Who is believed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mode {
    /// Who signs with an access key of the directory.
    Production,
    /// Everybody.
    Development {
        account: AccountId,
        enforce_iam: bool,
    },
}

pub const HELP: &str = include_str!("help.txt");

/// Reads the command line.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    read(Parser::from_args(arguments)).map_err(|error| format!("{error}; --help tells more"))
}

fn read(mut parser: Parser) -> Result<Command, lexopt::Error> {
    let (mut data, mut root_key, mut audit_log, mut directory) = (None, None, None, None);
    let mut resource = None;
    let (mut certificate, mut key) = (None, None);
    let mut listen = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let mut port = 4566;
    let mut http = HttpOptions::new();
    let mut body_timeout = HttpOptions::DEFAULT_BODY_TIMEOUT;
    let mut proxies = Vec::new();
    let (mut dev, mut account, mut enforce_iam, mut on_any_address) = (false, None, false, false);
    let (mut console, mut no_console) = (None, false);
    let (mut log_json, mut log_level) = (false, Level::INFO);

    let (mut make_access_key, mut user) = (false, None);

    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(command) if command == "access-key" => make_access_key = true,
            Arg::Long("user") => user = Some(parser.value()?.parse()?),
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("data") => data = Some(PathBuf::from(parser.value()?)),
            Arg::Long("root-key") => root_key = Some(PathBuf::from(parser.value()?)),
            Arg::Long("audit-log") => audit_log = Some(PathBuf::from(parser.value()?)),
            Arg::Long("directory") => directory = Some(PathBuf::from(parser.value()?)),
            Arg::Long("listen") => listen = parser.value()?.parse()?,
            Arg::Long("port") => port = parser.value()?.parse()?,
            Arg::Long("tls-cert") => certificate = Some(PathBuf::from(parser.value()?)),
            Arg::Long("tls-key") => key = Some(PathBuf::from(parser.value()?)),
            Arg::Long("trusted-proxy") => proxies.push(parser.value()?.parse()?),
            Arg::Long("resource-arn") => resource = Some(parser.value()?.parse()?),
            Arg::Long("body-bytes") => http = http.body_bytes(parser.value()?.parse()?),
            Arg::Long("body-seconds") => {
                body_timeout = Duration::from_secs(parser.value()?.parse()?);
            }
            Arg::Long("dev") => dev = true,
            Arg::Long("account") => account = Some(parser.value()?.parse()?),
            Arg::Long("enforce-iam") => enforce_iam = true,
            Arg::Long("dangerous-dev-on-any-address") => on_any_address = true,
            Arg::Long("console") => console = Some(parser.value()?.parse()?),
            Arg::Long("no-console") => no_console = true,
            Arg::Long("log") => {
                log_json = match parser.value()?.string()?.as_str() {
                    "json" => true,
                    "text" => false,
                    _ => return Err("--log is `text` or `json`".into()),
                }
            }
            Arg::Long("log-level") => log_level = parser.value()?.parse()?,
            other => return Err(other.unexpected()),
        }
    }

    let mode = match (dev, account) {
        (true, account) => Mode::Development {
            account: account.unwrap_or("123456789012".parse().map_err(|e| format!("{e}"))?),
            enforce_iam,
        },
        (false, Some(_)) => return Err("--account is for --dev".into()),
        (false, None) if enforce_iam => {
            return Err("--enforce-iam is for --dev: without it IAM is always enforced".into());
        }
        (false, None) if data.is_none() => {
            return Err("say with --data where records are kept, or try it with --dev".into());
        }
        (false, None) => Mode::Production,
    };
    if dev && !listen.is_loopback() && !on_any_address {
        return Err(
            "--dev accepts any signature: on an address that others can reach it takes --dangerous-dev-on-any-address too".into(),
        );
    }
    if root_key.is_some() && data.is_none() {
        return Err("--root-key is for records in --data".into());
    }
    let tls = match (certificate, key) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        _ => return Err("--tls-cert and --tls-key go together".into()),
    };
    let console = match (console, no_console) {
        (Some(_), true) => return Err("--console and --no-console contradict each other".into()),
        (None, false) if dev => Some(4567),
        (console, _) => console,
    };
    let arguments = Box::new(Arguments {
        data,
        root_key,
        audit_log,
        listen,
        port,
        tls,
        http: http
            .body_timeout(body_timeout)
            .trusted_proxies(proxies.iter().copied()),
        body_timeout,
        proxies,
        resource,
        directory,
        mode,
        console,
        log_json,
        log_level,
    });
    match (make_access_key, user, mode) {
        (false, None, _) => Ok(Command::Serve(arguments)),
        (true, Some(user), Mode::Production) => Ok(Command::AccessKey(arguments, user)),
        (true, Some(_), Mode::Development { .. }) => {
            Err("--dev needs no access keys: it accepts any".into())
        }
        (true, None, _) => Err("say with --user whose key it is to be".into()),
        (false, Some(_), _) => Err("--user is for access-key".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[track_caller]
    fn refused(line: &str, reason: &str) {
        let error = of(line).unwrap_err();
        assert!(error.contains(reason), "{line}: {error}");
    }

    #[test]
    fn development_must_be_asked_for_by_name_and_stays_at_home() {
        refused("", "--data");
        refused("--dev --listen 0.0.0.0", "--dangerous-dev-on-any-address");
        refused("--data d --account 111122223333", "--dev");
        refused("--data d --enforce-iam", "--dev");
        assert!(of("--dev --listen ::1").is_ok());
        assert!(of("--dev --listen 0.0.0.0 --dangerous-dev-on-any-address").is_ok());
    }

    #[test]
    fn what_goes_together_is_given_together() {
        refused("--dev --tls-cert c", "--tls-key");
        refused("--dev --root-key k", "--data");
        refused("--dev --console 1 --no-console", "--no-console");
        refused("--dev --log xml", "--log");
        refused("--dev --account 12", "account");
        refused("--dev --nonsense", "--nonsense");
    }

    #[test]
    fn an_access_key_is_somebodys() {
        let root = "arn:aws:iam::111122223333:root";
        refused("access-key --data d", "--user");
        refused("access-key --data d --user nobody", "nobody");
        refused(&format!("access-key --dev --user {root}"), "--dev");
        refused(&format!("--data d --user {root}"), "access-key");
        let made = of(&format!("access-key --data d --user {root}"));
        assert!(matches!(made, Ok(Command::AccessKey(_, user)) if user.as_str() == root));
    }

    #[test]
    fn the_console_is_off_outside_of_development() {
        for (line, console) in [
            ("--data d", None),
            ("--data d --console 9", Some(9)),
            ("--dev", Some(4567)),
            ("--dev --no-console", None),
        ] {
            let Ok(Command::Serve(arguments)) = of(line) else {
                panic!("{line}");
            };
            assert_eq!(arguments.console, console, "{line}");
        }
    }

    #[test]
    fn every_option_is_in_the_help() {
        let source = include_str!("arguments.rs");
        for option in source
            .split("Arg::Long(\"")
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            if option != "help" && !option.contains('\\') {
                assert!(HELP.contains(&format!("--{option}")), "{option}");
            }
        }
    }
}
