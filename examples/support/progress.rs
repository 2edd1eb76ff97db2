//! A bar that fills while bytes flow, and their speed.

use std::{
    io::{self, IsTerminal, Read, Seek, SeekFrom, Write},
    time::{Duration, Instant},
};

/// Bytes, as MiB with one decimal.
pub fn mib(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / (1024.0 * 1024.0))
}

/// Passes bytes on from a reader, and shows how far it is. Where nobody watches, it only measures.
pub struct Progress<R> {
    inner: R,
    label: &'static str,
    total: u64,
    done: u64,
    began: Instant,
    shown: Option<Instant>,
    watched: bool,
}

impl<R> Progress<R> {
    /// Reads `total` bytes from `inner`.
    pub fn new(label: &'static str, inner: R, total: u64) -> Self {
        let watched = io::stdout().is_terminal();
        Self {
            inner,
            label,
            total,
            done: 0,
            began: Instant::now(),
            shown: None,
            watched,
        }
    }

    /// Ends the bar, and says how much went through and how fast.
    pub fn finish(self) -> String {
        if self.watched {
            print!("\r{:70}\r", "");
        }
        let seconds = self.began.elapsed().as_secs_f64().max(1e-9);
        let speed = self.done as f64 / (1024.0 * 1024.0) / seconds;
        format!("{} in {seconds:.2} s: {speed:.0} MiB/s", mib(self.done))
    }

    fn show(&mut self) {
        let due = self
            .shown
            .is_none_or(|at| at.elapsed() > Duration::from_millis(50));
        if !self.watched || !due {
            return;
        }
        self.shown = Some(Instant::now());
        let cells = (self.done * 40)
            .checked_div(self.total)
            .unwrap_or(40)
            .min(40);
        let cells = usize::try_from(cells).unwrap_or(40);
        print!(
            "\r  {:8} [{}{}] {}",
            self.label,
            "█".repeat(cells),
            "·".repeat(40 - cells),
            mib(self.done)
        );
        let _ = io::stdout().flush();
    }
}

impl<R: Read> Read for Progress<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.done += read as u64;
        self.show();
        Ok(read)
    }
}

impl<R: Seek> Seek for Progress<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
