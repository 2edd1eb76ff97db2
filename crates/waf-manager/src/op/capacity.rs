//! `CheckCapacity`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};
use waf_rules::{Validate, capacity, model::Rule};

use crate::{Operation, Result, Scope, WafHandle, call::Call, entity::references};

/// Request of [`check_capacity`](WafHandle::check_capacity).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CheckCapacityRequest {
    /// What the rules are for.
    pub scope: Scope,
    /// The rules.
    pub rules: Vec<Rule>,
}

/// Response of [`check_capacity`](WafHandle::check_capacity).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct CheckCapacityResponse {
    /// The capacity units that the rules take.
    pub capacity: u64,
}

impl CheckCapacityRequest {
    /// What do these rules cost?
    pub fn new(scope: Scope, rules: Vec<Rule>) -> Self {
        Self { scope, rules }
    }
}

impl Constrained for CheckCapacityRequest {
    fn constraints(&self, _: &mut Check<'_>) {}
}

impl WafHandle {
    /// Tells what rules cost (`wafv2:CheckCapacity`). Nothing is made.
    ///
    /// # Errors
    ///
    /// [`InvalidParameter`](crate::Error::InvalidParameter) and [`LimitsExceeded`](crate::Error::LimitsExceeded) for rules that no web ACL may have,
    /// [`NonexistentItem`](crate::Error::NonexistentItem) for what they refer to, [`AccessDenied`](crate::Error::AccessDenied).
    ///
    /// # Source
    ///
    /// [CheckCapacity](https://docs.aws.amazon.com/waf/latest/APIReference/API_CheckCapacity.html).
    pub async fn check_capacity(
        &self,
        request: CheckCapacityRequest,
    ) -> Result<CheckCapacityResponse> {
        let mut call = self.call(Operation::CheckCapacity);
        let answer = check_capacity(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn check_capacity(
    call: &mut Call<'_>,
    request: CheckCapacityRequest,
) -> Result<CheckCapacityResponse> {
    request.validate()?;
    let CheckCapacityRequest { scope, rules } = request;
    call.home.check(scope)?;
    call.allow_anywhere()?;
    let bundle = call.bundle(&references(&rules)).await?;
    rules.as_slice().validate(&bundle)?;
    let capacity = capacity(&rules, &bundle, Some(&*call.waf.managed))?;
    Ok(CheckCapacityResponse { capacity })
}
