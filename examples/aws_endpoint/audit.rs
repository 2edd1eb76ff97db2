//! Where audit records go: a file, and the last lines into memory, for the console.

use std::{
    collections::VecDeque,
    fs::{File, OpenOptions},
    io::Write,
    path::Path,
    sync::{Mutex, PoisonError},
};

use strongroom::{AuditLine, AuditSink, BoxFuture, BoxedError};

use crate::Result;

/// Appends audit lines to a file, and keeps the last ones in memory.
#[derive(Debug)]
pub struct AuditTail {
    file: Option<Mutex<File>>,
    lines: Mutex<VecDeque<String>>,
}

impl AuditTail {
    pub fn new(file: Option<&Path>) -> Result<Self> {
        Ok(Self {
            file: file.map(open).transpose()?.map(Mutex::new),
            lines: Mutex::default(),
        })
    }

    /// The last lines, the newest first.
    pub fn newest(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.iter().rev().cloned().collect()
    }
}

impl AuditSink for AuditTail {
    fn take_over<'a>(&'a self, lines: &'a [AuditLine]) -> BoxFuture<'a, Result<(), BoxedError>> {
        let taken = self.append(lines);
        Box::pin(async move { Ok(taken?) })
    }
}

impl AuditTail {
    /// `Ok` means that the lines are on disk: they are deleted from the store then.
    fn append(&self, lines: &[AuditLine]) -> std::io::Result<()> {
        if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            let text: String = lines
                .iter()
                .map(|line| format!("{}\n", line.json))
                .collect();
            file.write_all(text.as_bytes())?;
            file.sync_data()?;
        }
        let mut kept = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        kept.extend(lines.iter().map(|line| line.json.clone()));
        let too_many = kept.len().saturating_sub(KEPT_LINES);
        kept.drain(..too_many);
        Ok(())
    }
}

/// The file to append to. Who called what is for its owner alone to read, unless someone said otherwise
/// of a file that is there already.
fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// How many lines the console can show.
const KEPT_LINES: usize = 200;

#[cfg(all(test, unix))]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    #[test]
    fn only_its_owner_reads_a_new_file_and_one_that_is_there_stays_as_it_is() {
        let directory = tempfile::tempdir().unwrap();
        let (new, shared) = (
            directory.path().join("new"),
            directory.path().join("shared"),
        );
        fs::write(&shared, "").unwrap();
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o640)).unwrap();
        for (path, mode) in [(new, 0o600), (shared, 0o640)] {
            AuditTail::new(Some(&path)).unwrap();
            let permissions = fs::metadata(&path).unwrap().permissions();
            assert_eq!(permissions.mode() & 0o777, mode);
        }
    }
}
