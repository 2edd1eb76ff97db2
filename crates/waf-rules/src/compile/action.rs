//! Actions, with their responses and headers worked out.

use std::{collections::BTreeMap, sync::Arc};

use super::program::{Action, Response};
use crate::model::{
    ActionValue, AllowAction, BlockAction, CountAction, CustomRequestHandling, CustomResponseBody,
    RuleAction,
};

type Bodies = BTreeMap<String, CustomResponseBody>;

/// What the names of inserted headers begin with.
const INSERTED_PREFIX: &str = "x-amzn-waf-";

pub(super) fn of(action: &RuleAction, bodies: &Bodies) -> Action {
    match action {
        RuleAction::Block(block) => of_block(block, bodies),
        RuleAction::Allow(allow) => of_allow(allow),
        RuleAction::Count(count) => of_count(count),
        RuleAction::Captcha(captcha) => of_passing(
            ActionValue::Captcha,
            captcha.custom_request_handling.as_ref(),
        ),
        RuleAction::Challenge(challenge) => of_passing(
            ActionValue::Challenge,
            challenge.custom_request_handling.as_ref(),
        ),
        RuleAction::Monetize(_) => of_passing(ActionValue::Monetize, None),
    }
}

pub(super) fn of_allow(allow: &AllowAction) -> Action {
    of_passing(ActionValue::Allow, allow.custom_request_handling.as_ref())
}

pub(super) fn of_count(count: &CountAction) -> Action {
    of_passing(ActionValue::Count, count.custom_request_handling.as_ref())
}

pub(super) fn of_block(block: &BlockAction, bodies: &Bodies) -> Action {
    let response = block.custom_response.as_ref().map(|custom| {
        let headers = custom.response_headers.iter().flatten();
        let body = custom
            .custom_response_body_key
            .as_ref()
            .and_then(|key| bodies.get(key));
        Arc::new(Response {
            status: custom.response_code,
            headers: headers
                .map(|header| (header.name.clone(), header.value.clone()))
                .collect(),
            body: body.map(|body| (body.content_type.media_type(), body.content.clone())),
        })
    });
    Action {
        value: ActionValue::Block,
        response,
        inserted_headers: Arc::default(),
    }
}

fn of_passing(value: ActionValue, handling: Option<&CustomRequestHandling>) -> Action {
    let headers = handling
        .into_iter()
        .flat_map(|handling| &handling.insert_headers);
    Action {
        value,
        response: None,
        inserted_headers: headers
            .map(|header| {
                let name = format!("{INSERTED_PREFIX}{}", header.name);
                (name, header.value.clone())
            })
            .collect(),
    }
}

/// The word of an action.
pub(super) fn value_of(action: &RuleAction) -> ActionValue {
    match action {
        RuleAction::Block(_) => ActionValue::Block,
        RuleAction::Allow(_) => ActionValue::Allow,
        RuleAction::Count(_) => ActionValue::Count,
        RuleAction::Captcha(_) => ActionValue::Captcha,
        RuleAction::Challenge(_) => ActionValue::Challenge,
        RuleAction::Monetize(_) => ActionValue::Monetize,
    }
}
