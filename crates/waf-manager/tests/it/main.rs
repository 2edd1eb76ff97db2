//! WAF's management as a caller sees it.
#![cfg(test)]

mod api_keys;
mod associations;
mod authorisation;
mod capacity;
mod firewall_manager;
mod life;
mod listings;
mod logging;
mod managed_rule_groups;
mod not_here;
mod permission_policies;
mod rate_based_keys;
mod references;
mod sampled_requests;
mod serving;
mod tags;
mod world;
