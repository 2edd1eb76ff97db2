//! Managed rule groups: what they consist of, what they find, and what they leave alone.

mod groups;
