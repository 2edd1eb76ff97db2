//! Statements.

use std::sync::Arc;

use super::{
    Compiler,
    program::{ForwardedHeader, Node, Origin},
    rule::{Context, Needs},
};
use crate::{
    Error, InvalidParameter, ParameterExceptionField,
    address::{AddressSet, Cidr},
    inspect::{Component, Input, Predicate},
    label::{LabelQuery, LabelTest},
    model::{
        FieldToMatch, ForwardedIpConfig, ForwardedIpPosition, IpAddressVersion, IpSet,
        PreParseTextTransformation, Statement, TextTransformation,
    },
};

/// What a statement looks at, before it asks anything.
struct Subject<'s> {
    field: &'s FieldToMatch,
    transformations: &'s [TextTransformation],
    pre_parse: Option<&'s [PreParseTextTransformation]>,
}

/// The members that all statements about a component have.
macro_rules! subject {
    ($statement:expr) => {
        Subject {
            field: &$statement.field_to_match,
            transformations: &$statement.text_transformations,
            pre_parse: $statement.pre_parse_text_transformations.as_deref(),
        }
    };
}

impl Compiler<'_> {
    pub(super) fn statement(
        &mut self,
        statement: &Statement,
        context: &Context<'_>,
        place: &str,
        needs: &mut Needs,
    ) -> Result<Node, Error> {
        Ok(match statement {
            Statement::ByteMatchStatement(s) => {
                let bytes = s.search_string.as_bytes().into();
                self.ask(
                    &subject!(s),
                    Predicate::Bytes(s.positional_constraint, bytes),
                )
            }
            Statement::SqliMatchStatement(s) => {
                let level = s.sensitivity_level.unwrap_or_default();
                self.ask(&subject!(s), Predicate::Sqli(level))
            }
            Statement::XssMatchStatement(s) => self.ask(&subject!(s), Predicate::Xss),
            Statement::SizeConstraintStatement(s) => {
                self.ask(&subject!(s), Predicate::Size(s.comparison_operator, s.size))
            }
            Statement::RegexMatchStatement(s) => {
                self.patterns(&subject!(s), std::slice::from_ref(&s.regex_string), place)?
            }
            Statement::RegexPatternSetReferenceStatement(s) => {
                match self.bundle.regex_pattern_set(&s.arn) {
                    Some(set) => {
                        let list = set.regular_expression_list.iter();
                        let patterns: Vec<String> =
                            list.map(|pattern| pattern.regex_string.clone()).collect();
                        self.patterns(&subject!(s), &patterns, place)?
                    }
                    None => self.unresolved(&s.arn),
                }
            }
            Statement::IpSetReferenceStatement(s) => match self.bundle.ip_set(&s.arn) {
                Some(set) => {
                    let forwarded = s.ip_set_forwarded_ip_config.as_ref();
                    let origin = forwarded.map_or(Origin::Connection, |config| {
                        Origin::Header(ForwardedHeader {
                            name: config.header_name.to_ascii_lowercase(),
                            fallback: config.fallback_behavior,
                            position: config.position,
                        })
                    });
                    needs.address_of(&origin);
                    Node::Addresses(Arc::new(addresses(set)), origin)
                }
                None => self.unresolved(&s.arn),
            },
            Statement::GeoMatchStatement(s) => {
                let origin = origin(s.forwarded_ip_config.as_ref());
                needs.address_of(&origin);
                needs.label(&origin);
                let codes = s.country_codes.iter().flatten();
                let codes = codes.filter_map(|code| <[u8; 2]>::try_from(code.as_bytes()).ok());
                Node::Country(codes.collect(), origin)
            }
            Statement::AsnMatchStatement(s) => {
                let origin = origin(s.forwarded_ip_config.as_ref());
                needs.address_of(&origin);
                Node::Asn(s.asn_list.clone().into(), origin)
            }
            Statement::LabelMatchStatement(s) => {
                let query = LabelQuery::new(s.scope, &s.key, &context.namespace);
                Node::Label(Box::new(LabelTest::new(query, &self.labels)))
            }
            Statement::AndStatement(s) => {
                let place = format!("{place}.AndStatement");
                Node::And(self.statements(&s.statements, context, &place, needs)?)
            }
            Statement::OrStatement(s) => {
                let place = format!("{place}.OrStatement");
                Node::Or(self.statements(&s.statements, context, &place, needs)?)
            }
            Statement::NotStatement(s) => {
                let place = format!("{place}.NotStatement.Statement");
                Node::Not(Box::new(self.statement(
                    &s.statement,
                    context,
                    &place,
                    needs,
                )?))
            }
            Statement::RateBasedStatement(_)
            | Statement::RuleGroupReferenceStatement(_)
            | Statement::ManagedRuleGroupStatement(_) => {
                return Err(InvalidParameter::new(
                    ParameterExceptionField::Statement,
                    statement.name(),
                    "this statement cannot be nested",
                    place,
                )
                .into());
            }
        })
    }

    fn statements(
        &mut self,
        statements: &[Statement],
        context: &Context<'_>,
        place: &str,
        needs: &mut Needs,
    ) -> Result<Box<[Node]>, Error> {
        (0..)
            .zip(statements)
            .map(|(index, inner): (usize, _)| {
                self.statement(
                    inner,
                    context,
                    &format!("{place}.Statements[{index}]"),
                    needs,
                )
            })
            .collect()
    }

    fn ask(&mut self, subject: &Subject<'_>, predicate: Predicate) -> Node {
        let component = Component::new(subject.field, subject.pre_parse);
        let chain = Input::chain(subject.transformations);
        Node::Test(self.questions.ask(component, chain, predicate))
    }

    fn patterns(
        &mut self,
        subject: &Subject<'_>,
        patterns: &[String],
        place: &str,
    ) -> Result<Node, Error> {
        for pattern in patterns {
            self.questions.pattern(pattern).map_err(|reason| {
                let field = ParameterExceptionField::RegexPatternReferenceStatement;
                InvalidParameter::new(field, pattern, reason, place)
            })?;
        }
        Ok(self.ask(subject, Predicate::Patterns(patterns.into())))
    }

    fn unresolved(&mut self, arn: &str) -> Node {
        self.unresolved.push(arn.to_owned());
        Node::Never
    }
}

/// The connection's address, or the first of a header.
pub(super) fn origin(forwarded: Option<&ForwardedIpConfig>) -> Origin {
    forwarded.map_or(Origin::Connection, |config| {
        Origin::Header(ForwardedHeader {
            name: config.header_name.to_ascii_lowercase(),
            fallback: config.fallback_behavior,
            position: ForwardedIpPosition::First,
        })
    })
}

fn addresses(set: &IpSet) -> AddressSet {
    let is_ipv4 = set.ip_address_version == IpAddressVersion::Ipv4;
    let parsed = set.addresses.iter().filter_map(|text| Cidr::parse(text));
    let ranges: Vec<Cidr> = parsed.filter(|range| range.is_ipv4() == is_ipv4).collect();
    if is_ipv4 {
        AddressSet::of_ipv4(&ranges)
    } else {
        AddressSet::of_ipv6(&ranges)
    }
}
