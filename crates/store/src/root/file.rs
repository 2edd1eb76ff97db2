//! A root key in a file that only its owner can read.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    path::Path,
    sync::Arc,
};

use common_types::{BoxFuture, SecretBytes};
use crypto::random::Random;

use super::{BytesRootKey, RootKey, bytes::KEY_LEN};
use crate::{Error, Result};

/// A root key of 32 random bytes in a file of mode 0600, kept apart from the store and its backups.
#[derive(Debug)]
pub struct FileRootKey(BytesRootKey);

impl FileRootKey {
    /// Makes a new key in a new file, durably, that only its owner can read.
    ///
    /// # Errors
    /// [`Error::RootKey`] if there is such a file already, or it cannot be written.
    pub fn create(path: impl AsRef<Path>, random: &dyn Random) -> Result<Self> {
        let path = path.as_ref();
        let mut key = SecretBytes::from([0; KEY_LEN]);
        random.fill(key.expose_mut())?;
        write_new(path, key.expose()).map_err(|e| unusable("its file could not be made", e))?;
        Ok(Self(BytesRootKey::named(ID, key)?))
    }

    /// Reads the key from its file.
    ///
    /// # Errors
    /// [`Error::RootKey`] if the file cannot be read, does not have 32 bytes, or is open to its
    /// group or the world.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let file = File::open(path).map_err(|e| unusable("its file could not be opened", e))?;
        refuse_if_others_can_read(&file)?;
        // One byte more than a key shows a file that is too long.
        let mut key = SecretBytes::from([0; KEY_LEN + 1]);
        let length = read_up_to(file, key.expose_mut())
            .map_err(|e| unusable("its file could not be read", e))?;
        let key = key.expose().get(..length).unwrap_or_default();
        Ok(Self(BytesRootKey::named(ID, SecretBytes::from(key))?))
    }
}

impl RootKey for FileRootKey {
    fn id(&self) -> &str {
        self.0.id()
    }

    fn wrap<'a>(
        &'a self,
        secret: &'a SecretBytes,
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<Vec<u8>>> {
        self.0.wrap(secret, aad)
    }

    fn unwrap<'a>(
        &'a self,
        wrapped: &'a [u8],
        aad: &'a [u8],
    ) -> BoxFuture<'a, Result<SecretBytes>> {
        self.0.unwrap(wrapped, aad)
    }
}

fn write_new(path: &Path, key: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(key)?;
    file.sync_all()?;
    crate::fs::sync_parent(path)
}

fn read_up_to(mut file: File, out: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while let Some(rest) = out.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match file.read(rest)? {
            0 => break,
            more => length += more,
        }
    }
    Ok(length)
}

#[cfg(unix)]
fn refuse_if_others_can_read(file: &File) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;

    let metadata = file
        .metadata()
        .map_err(|e| unusable("its file could not be read", e))?;
    if metadata.permissions().mode() & 0o077 != 0 {
        return Err(Error::RootKey {
            reason: "its file is open to others: use mode 0600",
            cause: None,
        });
    }
    Ok(())
}

#[cfg(not(unix))]
fn refuse_if_others_can_read(_: &File) -> Result<()> {
    Ok(())
}

fn unusable(reason: &'static str, error: io::Error) -> Error {
    Error::RootKey {
        reason,
        cause: Some(Arc::new(error)),
    }
}

const ID: &str = "file";

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use crypto::random::SystemRandom;

    use super::*;
    use crate::conformance::block_on;

    fn reason(result: Result<FileRootKey>) -> &'static str {
        match result {
            Err(Error::RootKey { reason, .. }) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_created_key_is_private_and_opens_again() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("root.key");
        let created = FileRootKey::create(&path, &SystemRandom::new()).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );

        let secret = SecretBytes::from(b"secret");
        let wrapped = block_on(created.wrap(&secret, b"")).unwrap();
        let opened = FileRootKey::open(&path).unwrap();
        assert_eq!(block_on(opened.unwrap(&wrapped, b"")).unwrap(), secret);

        let again = reason(FileRootKey::create(&path, &SystemRandom::new()));
        assert_eq!(again, "its file could not be made");
    }

    #[test]
    fn a_file_that_others_can_read_or_of_another_length_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("root.key");
        FileRootKey::create(&path, &SystemRandom::new()).unwrap();
        for mode in [0o640, 0o604, 0o620] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(
                reason(FileRootKey::open(&path)),
                "its file is open to others: use mode 0600"
            );
        }
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        for length in [0, 31, 33, 4096] {
            fs::write(&path, vec![7; length]).unwrap();
            assert_eq!(reason(FileRootKey::open(&path)), "it must have 32 bytes");
        }
        assert_eq!(
            reason(FileRootKey::open(dir.path().join("none"))),
            "its file could not be opened"
        );
    }
}
