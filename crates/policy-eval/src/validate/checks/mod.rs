//! The checks, a file for each part of a policy.

mod action;
mod address;
mod condition;
mod condition_key;
mod condition_value;
mod document;
mod key_advice;
mod key_value;
mod organisation;
mod pass_role;
mod principal;
mod redundant;
mod resource;
mod sensitive;
mod service_principal;
mod similar;
mod size;
mod statement;
mod tags;
mod trust;
mod variable;

pub(super) use document::{document, syntax};

use super::{Checker, IssueCode, element::Element, report::Place};

impl Checker<'_, '_> {
    fn add(&mut self, code: IssueCode, place: &Place, details: impl Into<String>) {
        self.report.add(code, place, details);
    }

    /// Says that a value is not of the type that it must be.
    fn mismatch(&mut self, element: &Element<'_>, expected: &str) {
        let details = format!("The text does not match the expected JSON data type {expected}.");
        self.add(IssueCode::DataTypeMismatch, &element.place(), details);
    }
}
