//! `MD5` and `SHA256`: raw digests, to compare with known values. Nothing here keeps a secret.

use std::borrow::Cow;

use sha2::Digest;

pub(super) fn md5<'a>(input: &[u8]) -> Cow<'a, [u8]> {
    Cow::Owned(md5::Md5::digest(input).to_vec())
}

pub(super) fn sha256<'a>(input: &[u8]) -> Cow<'a, [u8]> {
    Cow::Owned(sha2::Sha256::digest(input).to_vec())
}
