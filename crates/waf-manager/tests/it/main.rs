//! WAF's management as a caller sees it.
#![cfg(test)]

mod associations;
mod authorisation;
mod capacity;
mod life;
mod listings;
mod references;
mod serving;
mod tags;
mod world;
