//! Power failures and failing disks, simulated beneath redb.
//!
//! A process that is killed leaves the page cache behind, so it shows nothing about what was not
//! synced. Here the disk is ours: it keeps a journal of every write and sync, from which the file
//! can be rebuilt as a power failure at any sync may have left it.

mod disk;
mod faults;
mod power;
mod world;
