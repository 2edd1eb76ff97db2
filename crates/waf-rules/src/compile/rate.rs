//! Rate-based statements.

use std::sync::Arc;

use super::{
    Compiler,
    program::{Aggregation, KeyPart, Origin, RateRule},
    rule::{Context, Needs},
    statement::origin,
};
use crate::{
    Error,
    inspect::Input,
    limits,
    model::{AggregateKeyType, CustomKey, RateBasedStatement},
    rate::RateTracker,
};

impl Compiler<'_> {
    pub(super) fn rate(
        &mut self,
        rate: &RateBasedStatement,
        context: &Context<'_>,
        place: &str,
        path: &str,
        needs: &mut Needs,
    ) -> Result<RateRule, Error> {
        let window_seconds = rate
            .evaluation_window_sec
            .unwrap_or(limits::EVALUATION_WINDOW_SECONDS);
        let forwarded = origin(rate.forwarded_ip_config.as_ref());
        let aggregation = match rate.aggregate_key_type {
            AggregateKeyType::Ip => Aggregation::Address(Origin::Connection),
            AggregateKeyType::ForwardedIp => {
                needs.address_of(&forwarded);
                Aggregation::Address(forwarded)
            }
            AggregateKeyType::Constant => Aggregation::Constant,
            AggregateKeyType::CustomKeys => {
                let keys = rate.custom_keys.iter().flatten();
                let parts: Box<[KeyPart]> = keys.map(|key| part(key, &forwarded)).collect();
                for part in &parts {
                    if let KeyPart::Address(origin) | KeyPart::Asn(origin) = part {
                        needs.address_of(origin);
                    }
                }
                Aggregation::Keys(parts)
            }
        };
        let place = format!("{place}.RateBasedStatement.ScopeDownStatement");
        let scope_down = rate
            .scope_down_statement
            .as_ref()
            .map(|scope| self.statement(scope, context, &place, needs))
            .transpose()?;
        let statement = serde_json::to_string(rate).map_err(|error| Error::syntax(&error))?;
        Ok(RateRule {
            limit: rate.limit,
            window_seconds,
            scope_down,
            aggregation,
            tracker: Arc::new(RateTracker::new(
                window_seconds,
                rate.limit,
                self.options.max_rate_instances,
            )),
            identity: format!("{path} {statement}"),
        })
    }
}

fn part(key: &CustomKey, forwarded: &Origin) -> KeyPart {
    let name = |name: &str| name.as_bytes().into();
    match key {
        CustomKey::Header(key) => {
            KeyPart::Header(name(&key.name), Input::chain(&key.text_transformations))
        }
        CustomKey::Cookie(key) => {
            KeyPart::Cookie(name(&key.name), Input::chain(&key.text_transformations))
        }
        CustomKey::QueryArgument(key) => {
            KeyPart::Argument(name(&key.name), Input::chain(&key.text_transformations))
        }
        CustomKey::QueryString(key) => KeyPart::Query(Input::chain(&key.text_transformations)),
        CustomKey::UriPath(key) => KeyPart::Path(Input::chain(&key.text_transformations)),
        CustomKey::HttpMethod(_) => KeyPart::Method,
        CustomKey::ForwardedIp(_) => KeyPart::Address(forwarded.clone()),
        CustomKey::Ip(_) => KeyPart::Address(Origin::Connection),
        CustomKey::LabelNamespace(key) => KeyPart::Labels(key.namespace.clone()),
        CustomKey::Ja3Fingerprint(key) => KeyPart::Ja3(key.fallback_behavior),
        CustomKey::Ja4Fingerprint(key) => KeyPart::Ja4(key.fallback_behavior),
        // With a forwarded address configured, the autonomous system is that address's.
        CustomKey::Asn(_) => KeyPart::Asn(forwarded.clone()),
    }
}
