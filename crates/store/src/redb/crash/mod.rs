//! Crashes, simulated beneath redb.
