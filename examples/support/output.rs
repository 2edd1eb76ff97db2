//! A file that appears whole or not at all.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

/// Writes beside its target, readable by its owner alone, and takes the target's name only when it is whole and on disk.
/// If it is dropped before, nothing appears.
pub struct OutputFile {
    beside: NamedTempFile,
    target: PathBuf,
}

impl OutputFile {
    /// Begins a file that is to be called `target`.
    pub fn create(target: &Path) -> io::Result<Self> {
        let directory = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        // tempfile creates with mode 0600.
        let beside = NamedTempFile::new_in(directory)?;
        Ok(Self {
            beside,
            target: target.to_owned(),
        })
    }

    /// Everything has been written: syncs it, and gives it its name.
    pub fn finish(self) -> io::Result<()> {
        let Self { beside, target } = self;
        beside.as_file().sync_all()?;
        beside.persist(&target)?;
        // The name is on disk when the directory is.
        match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => File::open(parent)?.sync_all(),
            _ => File::open(".")?.sync_all(),
        }
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.beside.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.beside.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    #[test]
    fn nothing_appears_before_it_is_finished() {
        let directory = tempfile::tempdir().unwrap();
        let target = directory.path().join("out");
        let mut file = OutputFile::create(&target).unwrap();
        file.write_all(b"half").unwrap();
        assert!(!target.exists());
        drop(file);
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 0);

        let mut file = OutputFile::create(&target).unwrap();
        file.write_all(b"whole").unwrap();
        file.finish().unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"whole");
        assert_eq!(
            fs::metadata(&target).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
