//! Web ACL decisions beside `wirefilter-engine`, `zentinel-modsec` and a naive evaluator: the same sixteen rules, each in its own language
//! (ten strings, five patterns, one IP set of 10,000 ranges), over a small GET and an 8 KiB POST. Nothing matches.
//!
//! Each row is measured in turn, over and over, and the least time is kept: what is left when the machine does nothing else.
//! What a contestant has to do for every request is in its time: filling wirefilter's context, a transaction of ModSecurity.

#[path = "../../own/src/sixteen.rs"]
#[expect(dead_code, reason = "many addresses are for another bench")]
mod sixteen;

use std::{
    hint::black_box,
    net::{IpAddr, Ipv4Addr},
    time::{Duration, Instant},
};

use common_types::Timestamp;
use memchr::memmem::Finder;
use regex::bytes::Regex;
use waf_rules::{CompiledWebAcl, Environment};
use wirefilter::{ExecutionContext, Filter, Scheme};
use zentinel_modsec::ModSecurity;

/// Time for one row, in all its rounds.
const ROW: Duration = Duration::from_millis(900);
const ROUNDS: u32 = 6;

const CLIENT: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 44);

/// What is asked of each part of a request, as `sixteen` has it.
const PATH_STRINGS: [&str; 5] = [
    "/wp-admin",
    "/.git/",
    "/etc/passwd",
    "phpmyadmin",
    "/actuator",
];
const BODY_STRINGS: [&str; 5] = [
    "<script",
    "/bin/sh",
    "cmd.exe",
    "xp_cmdshell",
    "UNION SELECT",
];
const PATH_PATTERN: &str = r"\.(?:bak|old|swp)$";
const QUERY_PATTERN: &str = r"(?:\.\./){2,}";
const AGENT_PATTERN: &str = r"(?i)sqlmap|nikto|nessus";
const BODY_PATTERNS: [&str; 2] = [r"\$\{jndi:(?:ldap|rmi|dns)", r"eval\s*\(\s*base64_decode"];

/// A request in the parts that rules ask about.
struct Parts<'a> {
    method: &'a str,
    uri: &'a str,
    path: &'a str,
    query: &'a str,
    agent: &'a str,
    body: &'a [u8],
}

fn main() {
    let form = sixteen::form();
    let headers = sixteen::headers();
    let agent = headers.iter().find(|header| header.name() == b"user-agent");
    let agent = agent.and_then(|header| std::str::from_utf8(header.value()).ok());
    let get = Parts {
        method: "GET",
        uri: "/products/1234/reviews?page=2&sort=newest",
        path: "/products/1234/reviews",
        query: "page=2&sort=newest",
        agent: agent.expect("a browser"),
        body: &[],
    };
    let post = Parts {
        method: "POST",
        uri: "/orders",
        path: "/orders",
        query: "",
        body: &form,
        ..get
    };
    let acl = sixteen::sixteen();
    let scheme = Scheme! { ip: Ip, path: Bytes, query: Bytes, agent: Bytes, body: Bytes };
    let expression = expression();
    let filter = scheme.parse(&expression).expect("a filter").compile();
    let modsecurity = ModSecurity::from_string(&directives()).expect("rules");
    let naive = Naive::new();

    println!(
        "{:<12} {:>12} {:>12} {:>12} {:>12} {:>9} {:>9} {:>9}",
        "", "ours", "wirefilter", "modsec", "naive", "wiref./", "modsec/", "naive/"
    );
    for (name, parts) in [("GET", &get), ("POST 8 KiB", &post)] {
        let [ours, theirs, modsec, plain] = least([
            &mut || assert!(ours(&acl, &headers, black_box(parts))),
            &mut || assert!(wirefilter(&scheme, &filter, black_box(parts))),
            &mut || assert!(transaction(&modsecurity, &headers, black_box(parts))),
            &mut || assert!(naive.allows(black_box(parts))),
        ]);
        println!(
            "{name:<12} {ours:>9.0} ns {theirs:>9.0} ns {modsec:>9.0} ns {plain:>9.0} ns {:>7.1} x {:>7.1} x {:>7.1} x",
            theirs / ours,
            modsec / ours,
            plain / ours
        );
    }
    println!("targets: GET at most 150 ns, POST at most 2000 ns");
}

fn ours(acl: &CompiledWebAcl, headers: &[waf_rules::Header<'_>], parts: &Parts<'_>) -> bool {
    let request = waf_rules::Request::new(parts.method, parts.uri, CLIENT)
        .headers(headers)
        .body(parts.body);
    let verdict = acl.decide(&request, Timestamp::default(), &Environment::new());
    verdict.is_allowed()
}

fn wirefilter<'s>(scheme: &'s Scheme, filter: &Filter<'s>, parts: &'s Parts<'s>) -> bool {
    let mut context = ExecutionContext::new(scheme);
    let set = "a field of the scheme";
    context
        .set_field_value("ip", IpAddr::V4(CLIENT))
        .expect(set);
    context.set_field_value("path", parts.path).expect(set);
    context.set_field_value("query", parts.query).expect(set);
    context.set_field_value("agent", parts.agent).expect(set);
    context.set_field_value("body", parts.body).expect(set);
    !filter.execute(&context).expect("its scheme")
}

/// All rules in one filter.
fn expression() -> String {
    let ranges: Vec<String> = sixteen::ranges().collect();
    let mut rules = vec![format!("ip in {{{}}}", ranges.join(" "))];
    rules.extend(PATH_STRINGS.map(|text| format!("path contains \"{text}\"")));
    rules.extend(BODY_STRINGS.map(|text| format!("body contains \"{text}\"")));
    rules.push(format!("path matches \"{PATH_PATTERN}\""));
    rules.push(format!("query matches \"{QUERY_PATTERN}\""));
    rules.push(format!("agent matches \"{AGENT_PATTERN}\""));
    rules.extend(BODY_PATTERNS.map(|pattern| format!("body matches \"{pattern}\"")));
    rules.join(" or ")
}

fn transaction(
    modsecurity: &ModSecurity,
    headers: &[waf_rules::Header<'_>],
    parts: &Parts<'_>,
) -> bool {
    let done = "a phase";
    let text = |bytes| std::str::from_utf8(bytes).expect("text");
    let mut transaction = modsecurity.new_transaction();
    transaction.set_client_addr("192.0.2.44", 40_000);
    transaction
        .process_uri(parts.uri, parts.method, "HTTP/1.1")
        .expect(done);
    for header in headers {
        transaction
            .add_request_header(text(header.name()), text(header.value()))
            .expect(done);
    }
    transaction.process_request_headers().expect(done);
    if !parts.body.is_empty() {
        transaction.append_request_body(parts.body).expect(done);
        transaction.process_request_body().expect(done);
    }
    !transaction.has_intervention()
}

fn directives() -> String {
    let ranges: Vec<String> = sixteen::ranges().collect();
    let mut rules = vec![("REMOTE_ADDR", format!("@ipMatch {}", ranges.join(",")), 1)];
    let contains = |text: &str| format!("@contains {text}");
    rules.extend(PATH_STRINGS.map(|text| ("REQUEST_FILENAME", contains(text), 1)));
    rules.extend(BODY_STRINGS.map(|text| ("REQUEST_BODY", contains(text), 2)));
    let matches = |pattern: &str| format!("@rx {pattern}");
    rules.push(("REQUEST_FILENAME", matches(PATH_PATTERN), 1));
    rules.push(("QUERY_STRING", matches(QUERY_PATTERN), 1));
    rules.push(("REQUEST_HEADERS:User-Agent", matches(AGENT_PATTERN), 1));
    rules.extend(BODY_PATTERNS.map(|pattern| ("REQUEST_BODY", matches(pattern), 2)));
    let mut text = "SecRuleEngine On\nSecRequestBodyAccess On\n".to_owned();
    for (id, (variable, operator, phase)) in (1..).zip(rules) {
        text.push_str(&format!(
            "SecRule {variable} \"{operator}\" \"id:{id},phase:{phase},deny,status:403\"\n"
        ));
    }
    text
}

/// One rule after the other, with prepared searches.
struct Naive {
    ranges: Vec<(u32, u32)>,
    path: Vec<Finder<'static>>,
    body: Vec<Finder<'static>>,
    path_pattern: Regex,
    query_pattern: Regex,
    agent_pattern: Regex,
    body_patterns: Vec<Regex>,
}

impl Naive {
    fn new() -> Self {
        let pattern = |text: &str| Regex::new(text).expect("a pattern");
        let range = |text: String| {
            let (address, _) = text.split_once('/').expect("a range");
            let first = u32::from(address.parse::<Ipv4Addr>().expect("an address"));
            (first, first + 255)
        };
        Self {
            ranges: sixteen::ranges().map(range).collect(),
            path: PATH_STRINGS.map(Finder::new).into(),
            body: BODY_STRINGS.map(Finder::new).into(),
            path_pattern: pattern(PATH_PATTERN),
            query_pattern: pattern(QUERY_PATTERN),
            agent_pattern: pattern(AGENT_PATTERN),
            body_patterns: BODY_PATTERNS.map(pattern).into(),
        }
    }

    fn allows(&self, parts: &Parts<'_>) -> bool {
        let address = u32::from(CLIENT);
        let is_in = |(first, last): &(u32, u32)| (*first..=*last).contains(&address);
        let finds = |finders: &[Finder<'_>], text: &[u8]| {
            finders.iter().any(|finder| finder.find(text).is_some())
        };
        !(self.ranges.iter().any(is_in)
            || finds(&self.path, parts.path.as_bytes())
            || finds(&self.body, parts.body)
            || self.path_pattern.is_match(parts.path.as_bytes())
            || self.query_pattern.is_match(parts.query.as_bytes())
            || self.agent_pattern.is_match(parts.agent.as_bytes())
            || self
                .body_patterns
                .iter()
                .any(|pattern| pattern.is_match(parts.body)))
    }
}

/// Nanoseconds of each, in turns; the least of several rounds.
fn least<const K: usize>(mut rows: [&mut dyn FnMut(); K]) -> [f64; K] {
    let mut best = [f64::INFINITY; K];
    let share = ROW / ROUNDS;
    for _ in 0..ROUNDS {
        for (row, best) in rows.iter_mut().zip(&mut best) {
            let (started, mut calls) = (Instant::now(), 1_u32);
            while started.elapsed() < share {
                let batch = Instant::now();
                (0..calls).for_each(|_| row());
                let took = batch.elapsed();
                *best = best.min(took.as_secs_f64() * 1e9 / f64::from(calls));
                // Batches long enough for the clock and short enough for a quiet moment.
                if took < Duration::from_micros(50) && calls < 1 << 20 {
                    calls *= 2;
                }
            }
        }
    }
    best
}
