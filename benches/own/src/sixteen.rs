//! Sixteen rules of a web ACL (ten strings, five patterns, one IP set of 10,000 ranges), and requests for them.

use std::net::IpAddr;

use waf_rules::{
    BuiltInRuleGroups, Bundle, CompileOptions, CompiledWebAcl, Header, ResourceType, Unresolved,
    model::{
        AllowAction, BlockAction, Body, ByteMatchStatement, DefaultAction, FieldToMatch,
        IpAddressVersion, IpSet, IpSetReferenceStatement, NoneAction, OverrideAction,
        PositionalConstraint, QueryString, RegexMatchStatement, Rule, RuleAction, SingleHeader,
        Statement, TextTransformation, UriPath, VisibilityConfig, WebAcl,
    },
    transform::TextTransformationType,
};

const ID: &str = "a1b2c3d4-5678-90ab-cdef-111111111111";
/// Ranges of the IP set.
pub const RANGES: u32 = 10_000;

/// The ARN of a thing of this kind.
#[must_use]
pub fn arn(kind: &str) -> String {
    format!("arn:aws:wafv2:eu-west-1:111122223333:regional/{kind}/bench/{ID}")
}

fn web_acl(statements: Vec<Statement>) -> WebAcl {
    let rules: Vec<Rule> = (0_u32..)
        .zip(statements)
        .map(|(priority, statement)| {
            let name = format!("rule-{priority}");
            let is_group = matches!(statement, Statement::ManagedRuleGroupStatement(_));
            let rule = Rule::new(
                name.as_str(),
                priority,
                statement,
                VisibilityConfig::new(false, false, name.as_str()),
            );
            if is_group {
                rule.override_action(OverrideAction::None(NoneAction::new()))
            } else {
                rule.action(RuleAction::Block(BlockAction::new()))
            }
        })
        .collect();
    let visibility = VisibilityConfig::new(false, false, "bench");
    WebAcl::new(
        "bench",
        ID,
        arn("webacl"),
        DefaultAction::Allow(AllowAction::new()),
        visibility,
    )
    .rules(rules)
}

/// Every 16th network of 256 addresses, from 11.0.0.0 on.
pub fn ranges() -> impl Iterator<Item = String> {
    (0..RANGES).map(|n| {
        let [a, b, c, _] = (0x0B00_0000 + n * 4096).to_be_bytes();
        format!("{a}.{b}.{c}.0/24")
    })
}

/// The compiled web ACL of these statements, each in a rule of its own that blocks.
#[must_use]
pub fn compile(statements: Vec<Statement>) -> CompiledWebAcl {
    let mut bundle = Bundle::new();
    let ranges: Vec<String> = ranges().collect();
    bundle.add_ip_set(IpSet::new(
        "bench",
        ID,
        arn("ipset"),
        IpAddressVersion::Ipv4,
        ranges,
    ));
    let groups = BuiltInRuleGroups::new();
    let options = CompileOptions::new()
        .managed(&groups)
        .resource_type(ResourceType::CloudFront)
        .unresolved(Unresolved::NeverMatch);
    CompiledWebAcl::compile(&web_acl(statements), &bundle, &options).expect("a web ACL")
}

fn none() -> Vec<TextTransformation> {
    vec![TextTransformation::new(0_u32, TextTransformationType::None)]
}

fn string(field: impl Into<FieldToMatch>, text: &str) -> Statement {
    ByteMatchStatement::new(text, field, none(), PositionalConstraint::Contains).into()
}

fn pattern(field: impl Into<FieldToMatch>, text: &str) -> Statement {
    RegexMatchStatement::new(text, field, none()).into()
}

/// Ten strings, five patterns, one IP set.
#[must_use]
pub fn sixteen() -> CompiledWebAcl {
    compile(vec![
        IpSetReferenceStatement::new(arn("ipset")).into(),
        string(UriPath::new(), "/wp-admin"),
        string(UriPath::new(), "/.git/"),
        string(UriPath::new(), "/etc/passwd"),
        string(UriPath::new(), "phpmyadmin"),
        string(UriPath::new(), "/actuator"),
        string(Body::new(), "<script"),
        string(Body::new(), "/bin/sh"),
        string(Body::new(), "cmd.exe"),
        string(Body::new(), "xp_cmdshell"),
        string(Body::new(), "UNION SELECT"),
        pattern(UriPath::new(), r"\.(?:bak|old|swp)$"),
        pattern(QueryString::new(), r"(?:\.\./){2,}"),
        pattern(SingleHeader::new("user-agent"), r"(?i)sqlmap|nikto|nessus"),
        pattern(Body::new(), r"\$\{jndi:(?:ldap|rmi|dns)"),
        pattern(Body::new(), r"eval\s*\(\s*base64_decode"),
    ])
}

const AGENT: &str = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36";

/// Those of a browser.
#[must_use]
pub fn headers() -> [Header<'static>; 10] {
    [
        Header::new("host", "shop.example.com"),
        Header::new("user-agent", AGENT),
        Header::new(
            "accept",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
        ),
        Header::new("accept-language", "en-GB,en;q=0.5"),
        Header::new("accept-encoding", "gzip, deflate, br"),
        Header::new("referer", "https://shop.example.com/products"),
        Header::new(
            "cookie",
            "session=8f14e45fceea167a5a36dedd4bea2543; theme=dark",
        ),
        Header::new("sec-fetch-mode", "navigate"),
        Header::new("sec-fetch-site", "same-origin"),
        Header::new("upgrade-insecure-requests", "1"),
    ]
}

/// A form of 8 KiB, out of ordinary words.
#[must_use]
pub fn form() -> Vec<u8> {
    let words = [
        "name=Siobhan+O'Brien",
        "city=Galway",
        "comment=The+delivery+came+on+time",
        "quantity=12",
        "note=see+page+4",
    ];
    let mut body = Vec::new();
    for word in words.iter().cycle() {
        if body.len() + word.len() + 1 > 8_192 {
            break;
        }
        body.extend_from_slice(word.as_bytes());
        body.push(b'&');
    }
    body.resize(8_192, b'x');
    body
}

/// An address of many, far from its neighbours.
#[must_use]
pub fn address(n: u32) -> IpAddr {
    IpAddr::V4(n.wrapping_mul(2_654_435_761).into())
}
