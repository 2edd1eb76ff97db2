//! `waf_check`: what would AWS WAF decide, and why? For people at a terminal, and for recorded requests by the million.
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a program speaks on its standard output, and of what went wrong on the other"
)]

mod acl;
mod explain;
mod injection;
mod replay;
mod request;

use std::process::ExitCode;

const HELP: &str = "\
waf_check capacity ACL.json [OPTIONS]                      capacity units of a web ACL
waf_check explain --acl ACL.json [OPTIONS] < request.json  which rule decided, and what each looked at
waf_check replay --acl ACL.json [OPTIONS] < requests.jsonl decide recorded requests, one a line
waf_check sqli [--sensitivity LOW|HIGH]                    a base64 value a line in, 0 or 1 a line out
waf_check xss                                              a base64 value a line in, 0 or 1 a line out

OPTIONS
    --bundle DIR           files with the output of get-ip-set, get-regex-pattern-set and get-rule-group (*.json)
    --resource-type TYPE   what the web ACL protects, which says how much of a body is inspected: APPLICATION_LOAD_BALANCER
                           (the default) and APPSYNC 8 KB; CLOUDFRONT, API_GATEWAY, COGNITO_USER_POOL, APP_RUNNER_SERVICE,
                           VERIFIED_ACCESS_INSTANCE and AGENTCORE_GATEWAY 16 KB, or as AssociationConfig says
    --allow-unresolved     references that are not there never match, and are named on standard error

ACL.json is the output of `aws wafv2 get-web-acl`, or the web ACL in it alone.

A request is a JSON object; replay reads one a line, and answers in order with {\"id\", \"action\", \"rule\", \"labels\"}: `action` is
ALLOW, BLOCK, CAPTCHA, CHALLENGE or MONETIZE, `rule` the web ACL's rule that decided or Default_Action, `labels` all that were added,
fully qualified. A line that is no request is answered with {\"id\", \"error\"}. Members that are not listed are ignored.

    id           anything; null when absent
    time         epoch seconds (a fraction is taken to the millisecond), or RFC 3339; rates are counted by it. Default: 0
    method       default: GET
    uri          path and query as received; default: /
    headers      list of [name, value]
    body_base64  the body
    client_ip    default: 0.0.0.0
    country      two letters, of client_ip
    region       such as WA or US-WA
    asn          number
    ja3, ja4     fingerprints
    token        null: missing; \"valid\": solved and passed at `time`; \"expired\"; any other text: invalid; or an object
                 with any of `domain`, `captcha` and `challenge` (times at which they were solved and passed)
";

fn main() -> ExitCode {
    let mut arguments = lexopt::Parser::from_env();
    let result = match arguments.next() {
        Ok(Some(lexopt::Arg::Value(command))) if command == "capacity" => acl::capacity(arguments),
        Ok(Some(lexopt::Arg::Value(command))) if command == "explain" => explain::run(arguments),
        Ok(Some(lexopt::Arg::Value(command))) if command == "replay" => replay::run(arguments),
        Ok(Some(lexopt::Arg::Value(command))) if command == "sqli" => injection::sqli(arguments),
        Ok(Some(lexopt::Arg::Value(command))) if command == "xss" => injection::xss(arguments),
        Ok(Some(lexopt::Arg::Long("help") | lexopt::Arg::Short('h'))) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Ok(Some(other)) => Err(other.unexpected().into()),
        Ok(None) => Err("no command: try --help".into()),
        Err(error) => Err(error.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error}");
            ExitCode::FAILURE
        }
    }
}
