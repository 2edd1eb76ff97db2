//! Managed rule groups as products: `DescribeAllManagedProducts`, `DescribeManagedProductsByVendor`.

use common_types::constraint::{Check, Constrained};
use serde::{Deserialize, Serialize};

use super::{bounds, managed_rule_group::available};
use crate::{Operation, Result, Scope, WafHandle, call::Call};

/// Request of [`describe_all_managed_products`](WafHandle::describe_all_managed_products).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DescribeAllManagedProductsRequest {
    /// What they are to be used for.
    pub scope: Scope,
}

/// Request of [`describe_managed_products_by_vendor`](WafHandle::describe_managed_products_by_vendor).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DescribeManagedProductsByVendorRequest {
    /// Whose.
    pub vendor_name: String,
    /// What they are to be used for.
    pub scope: Scope,
}

/// Response of [`describe_all_managed_products`](WafHandle::describe_all_managed_products) and
/// [`describe_managed_products_by_vendor`](WafHandle::describe_managed_products_by_vendor).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ManagedProductsResponse {
    /// Them, in the order of their vendors and names.
    pub managed_products: Vec<ManagedProductDescriptor>,
}

/// A managed rule group as a product. What only a product of the marketplace has, such as a link, is not there.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ManagedProductDescriptor {
    /// Who manages it.
    pub vendor_name: String,
    /// Its name in rules.
    pub managed_rule_set_name: String,
    /// Its name for people.
    pub product_title: String,
    /// What it is for.
    pub product_description: String,
    /// Whether it has versions.
    pub is_versioning_supported: bool,
    /// Whether using it takes more than naming it: that of none here does.
    pub is_advanced_managed_rule_set: bool,
}

impl DescribeAllManagedProductsRequest {
    /// All.
    pub fn new(scope: Scope) -> Self {
        Self { scope }
    }
}

impl DescribeManagedProductsByVendorRequest {
    /// Those of one vendor.
    pub fn new(vendor_name: impl Into<String>, scope: Scope) -> Self {
        Self {
            vendor_name: vendor_name.into(),
            scope,
        }
    }
}

impl Constrained for DescribeAllManagedProductsRequest {
    fn constraints(&self, _: &mut Check<'_>) {
        let Self { scope: _ } = self;
    }
}

impl Constrained for DescribeManagedProductsByVendorRequest {
    fn constraints(&self, check: &mut Check<'_>) {
        let Self {
            vendor_name,
            scope: _,
        } = self;
        check.text("vendorName", vendor_name, &bounds::VENDOR_NAME);
    }
}

impl WafHandle {
    /// Describes all managed rule groups (`wafv2:DescribeAllManagedProducts`).
    ///
    /// # Errors
    ///
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`AccessDenied`](crate::Error::AccessDenied).
    ///
    /// # Source
    ///
    /// [DescribeAllManagedProducts](https://docs.aws.amazon.com/waf/latest/APIReference/API_DescribeAllManagedProducts.html).
    pub async fn describe_all_managed_products(
        &self,
        request: DescribeAllManagedProductsRequest,
    ) -> Result<ManagedProductsResponse> {
        let mut call = self.call(Operation::DescribeAllManagedProducts);
        let answer = request.validate().map_err(Into::into);
        let answer = answer.and_then(|()| products(&mut call, request.scope, None));
        call.answer(answer).await
    }

    /// Describes the managed rule groups of a vendor (`wafv2:DescribeManagedProductsByVendor`); none of one whom nobody knows.
    ///
    /// # Errors
    ///
    /// [`InvalidParameter`](crate::Error::InvalidParameter), [`AccessDenied`](crate::Error::AccessDenied),
    /// [`Validation`](crate::Error::Validation).
    ///
    /// # Source
    ///
    /// [DescribeManagedProductsByVendor](https://docs.aws.amazon.com/waf/latest/APIReference/API_DescribeManagedProductsByVendor.html).
    pub async fn describe_managed_products_by_vendor(
        &self,
        request: DescribeManagedProductsByVendorRequest,
    ) -> Result<ManagedProductsResponse> {
        let mut call = self.call(Operation::DescribeManagedProductsByVendor);
        let answer = request.validate().map_err(Into::into);
        let vendor = Some(request.vendor_name.as_str());
        let answer = answer.and_then(|()| products(&mut call, request.scope, vendor));
        call.answer(answer).await
    }
}

fn products(
    call: &mut Call<'_>,
    scope: Scope,
    vendor: Option<&str>,
) -> Result<ManagedProductsResponse> {
    call.home.check(scope)?;
    call.allow_anywhere()?;
    let groups = available(call).into_iter();
    let wanted = groups.filter(|group| vendor.is_none_or(|vendor| group.vendor_name == vendor));
    let products = wanted.map(|group| ManagedProductDescriptor {
        is_versioning_supported: !group.versions.is_empty(),
        vendor_name: group.vendor_name,
        managed_rule_set_name: group.name,
        product_title: group.title,
        product_description: group.description,
        is_advanced_managed_rule_set: false,
    });
    Ok(ManagedProductsResponse {
        managed_products: products.collect(),
    })
}
