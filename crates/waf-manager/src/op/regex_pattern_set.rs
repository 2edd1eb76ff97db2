//! Regex pattern sets: `CreateRegexPatternSet`, `GetRegexPatternSet`, `ListRegexPatternSets`, `UpdateRegexPatternSet`, `DeleteRegexPatternSet`.

use common_types::{
    Tag,
    constraint::{Check, Constrained},
    setters,
};
use serde::{Deserialize, Serialize};
use waf_rules::model::{Regex, RegexPatternSet};

use super::{
    bounds,
    kind::{CreatedResponse, UpdatedResponse, delete_operation, get_operation, list_operation},
    tags,
};
use crate::{
    Operation, Result, Scope, WafHandle,
    call::{Call, Which},
};

/// Request of [`create_regex_pattern_set`](WafHandle::create_regex_pattern_set).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct CreateRegexPatternSetRequest {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub scope: Scope,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its patterns.
    pub regular_expression_list: Vec<Regex>,
    /// Its tags.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<Tag>>,
}

impl CreateRegexPatternSetRequest {
    /// A set of patterns.
    pub fn new(
        name: impl Into<String>,
        scope: Scope,
        patterns: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        Self {
            name: name.into(),
            scope,
            description: None,
            regular_expression_list: patterns.into_iter().map(Regex::new).collect(),
            tags: None,
        }
    }
}

setters!(CreateRegexPatternSetRequest {
    /// What it is about.
    description: String,
    /// Its tags.
    tags: Vec<Tag>,
});

impl Constrained for CreateRegexPatternSetRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            scope: _,
            description,
            regular_expression_list: _,
            tags,
        } = self;
        check.text("name", name, &bounds::NAME);
        check.text("description", description, &bounds::DESCRIPTION);
        tags::constrain(check, tags.as_deref());
    }
}

impl WafHandle {
    /// Makes a set of patterns, for the rules of web ACLs and rule groups.
    ///
    /// # Limits
    ///
    /// [`REGEX_PATTERN_SETS`](crate::limits::REGEX_PATTERN_SETS); [`PATTERNS`](waf_rules::limits::PATTERNS) of a set.
    ///
    /// # Authorisation
    ///
    /// `wafv2:CreateRegexPatternSet` on the set, with `aws:RequestTag/…` and `aws:TagKeys`.
    ///
    /// # Errors
    ///
    /// [`DuplicateItem`](crate::Error::DuplicateItem), [`LimitsExceeded`](crate::Error::LimitsExceeded),
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`TagOperation`](crate::Error::TagOperation),
    /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [CreateRegexPatternSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateRegexPatternSet.html).
    pub async fn create_regex_pattern_set(
        &self,
        request: CreateRegexPatternSetRequest,
    ) -> Result<CreatedResponse> {
        let mut call = self.call(Operation::CreateRegexPatternSet);
        let answer = create(&mut call, request).await;
        call.answer(answer).await
    }

    /// Replaces the patterns of a set. Web ACLs that refer to it decide by the new ones from the next request on.
    ///
    /// # Authorisation
    ///
    /// `wafv2:UpdateRegexPatternSet` on the set.
    ///
    /// # Errors
    ///
    /// [`OptimisticLock`](crate::Error::OptimisticLock), [`NonexistentItem`](crate::Error::NonexistentItem),
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`LimitsExceeded`](crate::Error::LimitsExceeded),
    /// [`AccessDenied`](crate::Error::AccessDenied), [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [UpdateRegexPatternSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_UpdateRegexPatternSet.html).
    pub async fn update_regex_pattern_set(
        &self,
        request: UpdateRegexPatternSetRequest,
    ) -> Result<UpdatedResponse> {
        let mut call = self.call(Operation::UpdateRegexPatternSet);
        let answer = update(&mut call, request).await;
        call.answer(answer).await
    }
}

async fn create(
    call: &mut Call<'_>,
    request: CreateRegexPatternSetRequest,
) -> Result<CreatedResponse> {
    request.validate()?;
    let CreateRegexPatternSetRequest {
        name,
        scope,
        description,
        regular_expression_list,
        tags,
    } = request;
    let tags = tags::parse(tags)?;
    let make = |id, arn: &common_types::Arn| {
        let mut set = RegexPatternSet::new(
            name.clone(),
            id,
            arn.as_str(),
            regular_expression_list.clone(),
        );
        set.description.clone_from(&description);
        set
    };
    let summary = call.create(scope, &name, &tags, make).await?;
    Ok(CreatedResponse { summary })
}

/// Request of [`update_regex_pattern_set`](WafHandle::update_regex_pattern_set).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct UpdateRegexPatternSetRequest {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub scope: Scope,
    /// Its id.
    pub id: String,
    /// What it is about; nothing if unset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// All its patterns from now on.
    pub regular_expression_list: Vec<Regex>,
    /// The lock token that came with what was read last.
    pub lock_token: String,
}

impl UpdateRegexPatternSetRequest {
    /// Replaces the patterns of a set, as it was read last.
    pub fn new(
        name: impl Into<String>,
        scope: Scope,
        id: impl Into<String>,
        patterns: impl IntoIterator<Item = impl Into<String>>,
        lock_token: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            scope,
            id: id.into(),
            description: None,
            regular_expression_list: patterns.into_iter().map(Regex::new).collect(),
            lock_token: lock_token.into(),
        }
    }
}

setters!(UpdateRegexPatternSetRequest {
    /// What it is about.
    description: String,
});

impl Constrained for UpdateRegexPatternSetRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            name,
            scope: _,
            id,
            description,
            regular_expression_list: _,
            lock_token,
        } = self;
        check.text("name", name, &bounds::NAME);
        check.text("id", id, &bounds::ID);
        check.text("description", description, &bounds::DESCRIPTION);
        check.text("lockToken", lock_token, &bounds::LOCK_TOKEN);
    }
}

async fn update(
    call: &mut Call<'_>,
    request: UpdateRegexPatternSetRequest,
) -> Result<UpdatedResponse> {
    request.validate()?;
    let UpdateRegexPatternSetRequest {
        name,
        scope,
        id,
        description,
        regular_expression_list,
        lock_token,
    } = request;
    let edit = |mut set: RegexPatternSet| {
        set.regular_expression_list
            .clone_from(&regular_expression_list);
        set.description.clone_from(&description);
        Ok(set)
    };
    let next_lock_token = call
        .update(Which::Named(&name, scope, &id), &lock_token, edit)
        .await?;
    Ok(UpdatedResponse { next_lock_token })
}

get_operation! {
    /// Reads a regex pattern set (`wafv2:GetRegexPatternSet` on it). [GetRegexPatternSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_GetRegexPatternSet.html).
    GetRegexPatternSetRequest, GetRegexPatternSetResponse { regex_pattern_set as "RegexPatternSet": RegexPatternSet }, get_regex_pattern_set, GetRegexPatternSet
}
list_operation! {
    /// Lists Regex pattern sets (`wafv2:ListRegexPatternSets`). [ListRegexPatternSets](https://docs.aws.amazon.com/waf/latest/APIReference/API_ListRegexPatternSets.html).
    ListRegexPatternSetsRequest, ListRegexPatternSetsResponse { regex_pattern_sets as "RegexPatternSets" }, list_regex_pattern_sets, ListRegexPatternSets, RegexPatternSet
}
delete_operation! {
    /// Deletes a regex pattern set (`wafv2:DeleteRegexPatternSet` on it). [DeleteRegexPatternSet](https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteRegexPatternSet.html).
    DeleteRegexPatternSetRequest, delete_regex_pattern_set, DeleteRegexPatternSet, RegexPatternSet
}
