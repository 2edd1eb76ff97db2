//! The times of a run.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::Direction;

/// The times of all contestants, by direction and size.
#[derive(Debug, Default)]
pub struct Table {
    /// In the order in which they were measured.
    names: Vec<String>,
    times: BTreeMap<(Direction, usize, String), Duration>,
}

impl Table {
    /// Adds one measurement: how long one call took, on the average of many.
    pub fn record(&mut self, direction: Direction, size: usize, name: &str, time: Duration) {
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
        let key = (direction, size, name.to_owned());
        let least = self.times.entry(key).or_insert(time);
        *least = time.min(*least);
    }

    /// The least of the measurements in nanoseconds, if there are any: what else a machine does only
    /// adds to a time.
    #[must_use]
    pub fn nanos(&self, direction: Direction, size: usize, name: &str) -> Option<f64> {
        let least = self.times.get(&(direction, size, name.to_owned()))?;
        Some(least.as_secs_f64() * 1e9)
    }

    /// Prints all times: a row a contestant, a column a size.
    pub fn print(&self, direction: Direction, sizes: &[usize]) {
        println!("\n{}: µs a message, and GiB/s", direction.name());
        print!("{:24}", "");
        for size in sizes {
            print!("{:>19}", bytes(*size));
        }
        println!();
        for name in &self.names {
            print!("{name:24}");
            for size in sizes {
                match self.nanos(direction, *size, name) {
                    Some(nanos) => {
                        let rate = *size as f64 / nanos * 1e9 / f64::from(1 << 30);
                        print!("{:>12.2} {rate:>6.2}", nanos / 1e3);
                    }
                    None => print!("{:>19}", "-"),
                }
            }
            println!();
        }
    }
}

/// A size as people write it.
#[must_use]
pub fn bytes(size: usize) -> String {
    match size {
        0..1024 => format!("{size} B"),
        1024..1_048_576 => format!("{} KiB", size >> 10),
        _ => format!("{} MiB", size >> 20),
    }
}
