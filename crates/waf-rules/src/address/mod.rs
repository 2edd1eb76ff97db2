//! Addresses: sets of them, and where a request's come from.

mod cidr;
mod forwarded;
mod set;

pub(crate) use cidr::Cidr;
pub(crate) use forwarded::{first_address, last_addresses};
pub(crate) use set::AddressSet;
